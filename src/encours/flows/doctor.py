"""What is wrong with this installation and how to mend it: the machine first, then what each room knows."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.conf import settings

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables import queries as receivables_queries
from encours.flows.backing_up import INSTALLATION
from encours.flows.backing_up import KIND as BACKED_UP
from encours.flows.clock_watch import CLOCK_SLACK
from encours.flows.dispatch import is_demonstration
from encours.flows.legal.watch import near_dates, words_of
from encours.flows.page_links import public_address
from encours.ground.documents import queries as documents_queries
from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.acts import SYSTEM
from encours.ground.kernel.clock import Clock
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing import health
from encours.ground.plumbing.health import Finding, Severity, looked_at, ok
from encours.ground.plumbing.secrets import SecretUnreadable
from encours.ground.wording.library import faults
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.actions import post
from encours.method.outreach.queries import texts as outreach_texts
from encours.method.outreach.rules.states import MessageState
from encours.method.strategy.rules.next_action import cash_needed_to

BACKUP_EVERY = timedelta(days=7)

RoomCheck = Callable[[Clock], Iterator[Finding]]


def examine(clock: Clock, *, with_mail: bool = True) -> list[Finding]:
    """Every finding, good and bad. What stands in the database is looked at only when the database is fit for it."""
    found: list[Finding] = []
    for code, check in _BENEATH.items():
        found += looked_at(code, check)
    wrong = {f.code for f in found if f.severity is not Severity.OK}
    if wrong & {"database", "migrations"}:
        return found
    for code, room_check in _IN_THE_ROOMS.items():
        if code != "mail" or with_mail:
            found += looked_at(code, lambda check=room_check: check(clock))  # type: ignore[misc]
    return found


def _journal(_clock: Clock) -> Iterator[Finding]:
    broken = [state for state in evidence_queries.verify() if state.broken_at is not None]
    for state in broken:
        text = N_("Le journal {chain} est rompu à l'écriture {number} : {problem}")
        what = Reason(text, chain=state.chain, number=state.broken_at, problem=Reason(state.problem))
        remedy = N_("Quelqu'un a changé la base de l'extérieur : comparez avec votre dernière sauvegarde.")
        yield Finding("journal", Severity.ERROR, what, Reason(remedy))
    if not broken:
        yield ok("journal", N_("Le journal de preuve est entier."))


def _documents(_clock: Clock) -> Iterator[Finding]:
    damaged = [digest for digest in documents_queries.hashes() if not documents_queries.is_intact(digest)]
    if damaged:
        text = N_("{count} fichiers joints manquent ou sont abîmés, dont {digest}.")
        what = Reason(text, count=len(damaged), digest=damaged[0][:12])
        remedy = Reason(N_("Joignez-les de nouveau, ou reprenez-les d'une sauvegarde."))
        yield Finding("documents", Severity.ERROR, what, remedy)
    else:
        yield ok("documents", N_("Les fichiers joints sont tous là, inchangés."))


def _clock_of_the_journal(clock: Clock) -> Iterator[Finding]:
    """Time that runs backwards would put what happened in a wrong order."""
    last = evidence_queries.last_entry_at()
    if last is not None and clock.now() < last - CLOCK_SLACK:
        what = Reason(N_("L'heure de la machine est avant la dernière écriture du journal ({at})."), at=last)
        yield Finding("clock", Severity.ERROR, what, Reason(N_("Réglez l'heure de la machine (NTP).")))
    else:
        yield ok("clock", N_("L'heure suit celle du journal."))


def _zones(_clock: Clock) -> Iterator[Finding]:
    names = {entity.time_zone for entity in creditor_queries.entities()} | receivables_queries.time_zones()
    yield from health.zones(names)


def _mail(clock: Clock) -> Iterator[Finding]:
    for entity in () if is_demonstration(clock) else creditor_queries.entities():
        try:
            server = creditor_queries.smtp(entity.id)
        except SecretUnreadable:
            what = Reason(
                N_("{name} : le mot de passe d'envoi ne s'ouvre plus avec cette clé."), name=entity.name
            )
            remedy = Reason(N_("Redonnez-le dans les réglages de la messagerie."))
            yield Finding("mail", Severity.ERROR, what, remedy)
            continue
        if server is None:
            yield ok(
                "mail",
                N_("{name} : pas de serveur d'envoi, les messages partent à la main."),
                name=entity.name,
            )
        elif problem := post.check(server):
            text = N_("{name} : le serveur d'envoi {host} ne nous laisse pas entrer : {problem}")
            what = Reason(text, name=entity.name, host=server.host, problem=problem)
            remedy = Reason(N_("Vérifiez serveur, port et mot de passe dans les réglages de la messagerie."))
            yield Finding("mail", Severity.ERROR, what, remedy)
        else:
            yield ok("mail", N_("{name} : le serveur d'envoi répond."), name=entity.name)


def _public_address(_clock: Clock) -> Iterator[Finding]:
    """Where customers find their pages: without it messages leave without a link, which is no fault."""
    told, used = str(settings.ENCOURS_PUBLIC_URL), public_address()
    if told and not used:
        what = Reason(
            N_("L'adresse publique {told} n'en est pas une\u00a0: les messages partent sans lien."), told=told
        )
        remedy = Reason(N_("Écrivez ENCOURS_PUBLIC_URL comme https://compta.exemple.fr, puis redémarrez."))
        yield Finding("public_address", Severity.WARNING, what, remedy)
    elif not used:
        text = N_("Pas d'adresse publique\u00a0: les messages partent sans lien vers la page du client.")
        yield ok("public_address", text)
    elif used.startswith("http:") and not used.startswith(("http://127.0.0.1", "http://localhost")):
        what = Reason(N_("L'adresse publique {told} n'est pas chiffrée."), told=used)
        remedy = Reason(N_("Placez Encours derrière HTTPS\u00a0: un lien lu en chemin ouvre la page."))
        yield Finding("public_address", Severity.WARNING, what, remedy)
    else:
        yield ok("public_address", N_("Les messages portent un lien vers {told}."), told=used)


def _texts(_clock: Clock) -> Iterator[Finding]:
    """The texts that messages are written with: the shipped files, and those of each entity."""
    found = False
    for fault in faults():
        found = True
        what = Reason(
            N_("Le texte {file}, ligne {line} : {why}"), file=fault.file, line=fault.line, why=fault.why
        )
        yield Finding(
            "texts", Severity.ERROR, what, Reason(N_("Réinstallez Encours, ou corrigez ce fichier."))
        )
    for entity in creditor_queries.entities():
        for template in outreach_texts.unreadable(entity.id):
            found = True
            text = N_("{name} : votre texte {template} ne se lit plus ; celui d'origine sert à sa place.")
            what = Reason(text, name=entity.name, template=template)
            remedy = Reason(N_("Ouvrez-le dans Réglages, Textes, et remettez-le en service."))
            yield Finding("texts", Severity.WARNING, what, remedy)
    if not found:
        yield ok("texts", N_("Les textes des messages se lisent tous."))


def _bank(clock: Clock) -> Iterator[Finding]:
    for entity in creditor_queries.entities():
        known = receivables_queries.cash_known_to(entity.id)
        needed = cash_needed_to(clock.today(entity.time_zone), entity.country, entity.region)
        if not receivables_queries.owes_anything(entity.id) or (known is not None and known >= needed):
            yield ok("bank", N_("{name} : la banque est connue."), name=entity.name)
            continue
        text = N_("{name} : banque connue jusqu'au {day}, rien ne part.")
        what = Reason(text, name=entity.name, day=known)
        if known is None:
            what = Reason(N_("{name} : banque pas encore vérifiée, rien ne part."), name=entity.name)
        remedy = Reason(N_("Importez les règlements, ou dites « J'ai vérifié ma banque aujourd'hui »."))
        yield Finding("bank", Severity.WARNING, what, remedy)


def _sending(_clock: Clock) -> Iterator[Finding]:
    for entity in creditor_queries.entities():
        stop = outreach_queries.standing_stop(entity.id)
        if stop is not None:
            what = Reason(N_("{name} : les envois sont arrêtés : {why}"), name=entity.name, why=stop.reason)
            remedy = Reason(N_("Reprenez-les depuis les réglages quand la raison n'est plus."))
            yield Finding("sending", Severity.WARNING, what, remedy)
        doubtful = outreach_queries.messages_in(entity.id, [MessageState.UNKNOWN]).count()
        if doubtful:
            what = Reason(
                N_("{name} : {count} envois incertains attendent."), name=entity.name, count=doubtful
            )
            remedy = Reason(
                N_("Regardez dans votre messagerie s'ils sont partis, puis dites-le sur leur page.")
            )
            yield Finding("doubtful", Severity.WARNING, what, remedy)


def _law(clock: Clock) -> Iterator[Finding]:
    """Days of the law that are near; facts that nobody checked for a year are among them."""
    for entity in creditor_queries.entities():
        near = near_dates(creditor_queries.act(entity.id, SYSTEM, clock))
        for one in near:
            text = Reason(
                N_("{name}, droit {code}, {day} : {what}"),
                name=entity.name, code=one.code, day=one.on, what=words_of(one),
            )  # fmt: skip
            remedy = Reason(N_("Mettez le droit à jour : Réglages, Droit, ou encours law update."))
            yield Finding("law", Severity.WARNING, text, remedy)
        if not near:
            yield ok("law", N_("{name} : aucune date du droit n'est proche."), name=entity.name)


def _backup(clock: Clock) -> Iterator[Finding]:
    last = evidence_queries.last_of_kind(INSTALLATION, BACKED_UP)
    if last is not None and clock.now() - last <= BACKUP_EVERY:
        yield ok("backup", N_("Une sauvegarde a moins d'une semaine."))
        return
    what = Reason(N_("Aucune sauvegarde depuis une semaine."))
    yield Finding(
        "backup", Severity.WARNING, what, Reason(N_("encours backup FICHIER, et gardez-le ailleurs."))
    )


_BENEATH = {
    "machine": health.machine,
    "disk": health.disk,
    "permissions": health.files,
    "former": health.leftovers,
    "database": health.database,
    "durability": health.durability,
    "migrations": health.migrations,
    "worker": health.worker,
    "database_clock": health.database_clock,
    "former_schemas": health.former_schemas,
}
# A room that has something to check adds a line here.
_IN_THE_ROOMS: dict[str, RoomCheck] = {
    "clock": _clock_of_the_journal,
    "zones": _zones,
    "journal": _journal,
    "documents": _documents,
    "texts": _texts,
    "bank": _bank,
    "sending": _sending,
    "public_address": _public_address,
    "mail": _mail,
    "law": _law,
    "backup": _backup,
}
