"""Whether the domain that one writes from shows other mail servers that its mail is genuine: SPF, DKIM, DMARC."""

import binascii
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from encours.ground.kernel.reason import N_, Reason

USUAL_SELECTORS = (
    "google", "selector1", "selector2", "default", "dkim", "mail", "k1", "k2", "k3", "s1", "s2", "key1",
    "smtp", "email", "ovhmo-selector-1", "ovhmo-selector-2", "gm1", "protonmail", "zoho", "mta", "brevo",
)  # fmt: skip
MOST_LOOKUPS = 10  # RFC 7208, 4.6.4


class Trouble(StrEnum):
    """Why a question got no answer that counts."""

    SILENT = "silent"  # nobody answered in time
    BROKEN = "broken"  # the server of the domain answers with a failure


@dataclass(frozen=True, slots=True)
class Answer:
    """The texts found at a name; none when the name has none."""

    texts: tuple[str, ...] = ()
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class Records:
    """All that was asked about a domain. `spf_of`: texts of each name that SPF leads to, the domain first.

    `dkim`: by selector. `dmarc`: by name, from the domain up to the one above all its mail.
    """

    domain: str
    spf_of: Mapping[str, Answer]
    dkim: Mapping[str, Answer]
    dmarc: Mapping[str, Answer]
    is_selector_told: bool = False


class Verdict(StrEnum):
    """How one of the three stands."""

    GOOD = "good"
    WEAK = "weak"
    WRONG = "wrong"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One of the three: how it stands, and what to ask of whom when it does not. `record` is what was read."""

    subject: str
    verdict: Verdict
    reason: Reason
    ask: Reason | None = None
    record: str = ""


def judge(records: Records) -> tuple[Finding, Finding, Finding]:
    """SPF, DKIM and DMARC of a domain, in that order.

    Source: RFC 7208 (SPF), RFC 6376 (DKIM), RFC 7489 (DMARC).
    """
    return _spf(records), _dkim(records), _dmarc(records)


def spf_targets(texts: tuple[str, ...]) -> list[str]:
    """The other names whose SPF records count too."""
    found = []
    for text in _marked(texts, "v=spf1"):
        for word in text.split()[1:]:
            name = word.lstrip("+-~?").lower()
            if name.startswith(("include:", "redirect=")):
                found.append(name.partition(":" if ":" in name else "=")[2].rstrip("."))
    return [name for name in found if name and "%" not in name]


def dmarc_names(domain: str) -> list[str]:
    """Where a DMARC record may stand: at the domain, else at the names above it that have a dot."""
    parts = domain.split(".")
    return [f"_dmarc.{'.'.join(parts[start:])}" for start in range(max(len(parts) - 1, 1))]


def _spf(records: Records) -> Finding:
    answer = records.spf_of[records.domain]
    if answer.trouble:
        return _silent("SPF", answer.trouble)
    found = _marked(answer.texts, "v=spf1")
    ask = Reason(
        N_(
            "Demandez au fournisseur de votre messagerie sa ligne SPF, et à celui de votre nom de domaine "
            "de l'ajouter : un enregistrement TXT sur {domain} qui commence par v=spf1."
        ),
        domain=records.domain,
    )
    if not found:
        text = N_("Aucune ligne SPF : rien ne dit quels serveurs peuvent écrire pour {domain}.")
        return Finding("SPF", Verdict.WRONG, Reason(text, domain=records.domain), ask)
    if len(found) > 1:
        ask = Reason(
            N_("Demandez à réunir les lignes v=spf1 de {domain} en une seule."), domain=records.domain
        )
        text = N_("{count} lignes SPF : les serveurs qui reçoivent n'en suivent alors aucune.")
        return Finding("SPF", Verdict.WRONG, Reason(text, count=len(found)), ask, " | ".join(found))
    return _one_spf(records, found[0])


def _one_spf(records: Records, record: str) -> Finding:
    lookups = _lookups(records)
    unread = [name for name, answer in records.spf_of.items() if answer.trouble]
    gone = [
        name
        for name, answer in records.spf_of.items()
        if not answer.trouble and not _marked(answer.texts, "v=spf1")
    ]
    last = _last_word(records, record)
    if gone:
        ask = Reason(N_("Demandez à retirer {name} de la ligne SPF, ou à la corriger."), name=gone[0])
        text = N_("La ligne SPF renvoie à {name}, qui n'en a pas : elle n'est pas suivie.")
        return Finding("SPF", Verdict.WRONG, Reason(text, name=gone[0]), ask, record)
    if lookups > MOST_LOOKUPS:
        ask = Reason(N_("Demandez à raccourcir la ligne SPF : dix recherches au plus."))
        text = N_("La ligne SPF demande {count} recherches ; au-delà de dix, elle n'est pas suivie.")
        return Finding("SPF", Verdict.WRONG, Reason(text, count=lookups), ask, record)
    if last in {"+all", "all"}:
        ask = Reason(N_("Demandez à finir la ligne SPF par ~all ou -all."))
        return Finding(
            "SPF",
            Verdict.WRONG,
            Reason(N_("La ligne SPF laisse n'importe qui écrire pour vous.")),
            ask,
            record,
        )
    if unread:
        text = N_("Ligne SPF trouvée, mais {name} ne répond pas : à regarder de nouveau.")
        return Finding("SPF", Verdict.UNKNOWN, Reason(text, name=unread[0]), None, record)
    if last not in {"-all", "~all"}:
        ask = Reason(N_("Demandez à finir la ligne SPF par ~all ou -all."))
        text = N_("La ligne SPF ne dit pas ce qu'il faut faire des autres serveurs.")
        return Finding("SPF", Verdict.WEAK, Reason(text), ask, record)
    text = N_("Une ligne SPF, bien formée. Vérifiez que votre serveur d'envoi y figure.")
    return Finding("SPF", Verdict.GOOD, Reason(text), None, record)


def _dkim(records: Records) -> Finding:
    for selector, answer in records.dkim.items():
        key = _dkim_key(answer.texts)
        if key is None:
            continue
        if not key[0]:
            ask = Reason(N_("Demandez au fournisseur de votre messagerie une nouvelle clé DKIM."))
            text = N_("La clé DKIM « {selector} » est retirée.")
            return Finding("DKIM", Verdict.WRONG, Reason(text, selector=selector), ask, key[1])
        if 0 < _bits(key[0], key[1]) < 2048:
            ask = Reason(N_("Demandez au fournisseur de votre messagerie une clé DKIM de 2048 bits."))
            text = N_("La clé DKIM « {selector} » est courte : elle peut être refusée.")
            return Finding("DKIM", Verdict.WEAK, Reason(text, selector=selector), ask, key[1][:120])
        text = N_("Une clé DKIM est publiée (« {selector} »).")
        return Finding("DKIM", Verdict.GOOD, Reason(text, selector=selector), None, key[1][:120])
    troubles = [answer.trouble for answer in records.dkim.values() if answer.trouble]
    if troubles:
        return _silent("DKIM", troubles[0])
    ask = Reason(
        N_(
            "Demandez au fournisseur de votre messagerie d'activer DKIM pour {domain} et de donner "
            "l'enregistrement à publier. Le sélecteur est le premier mot de son nom : notez-le ci-dessous."
        ),
        domain=records.domain,
    )
    if records.is_selector_told:
        text = N_("Aucune clé DKIM sous ce sélecteur.")
        return Finding("DKIM", Verdict.WRONG, Reason(text), ask)
    text = N_("Aucune clé DKIM sous les sélecteurs habituels. Elle peut exister sous un autre nom.")
    return Finding("DKIM", Verdict.UNKNOWN, Reason(text), ask)


def _dmarc(records: Records) -> Finding:
    for name, answer in records.dmarc.items():
        if answer.trouble:
            return _silent("DMARC", answer.trouble)
        found = _marked(answer.texts, "v=dmarc1")
        if len(found) > 1:
            ask = Reason(N_("Demandez à n'en garder qu'une sur {name}."), name=name)
            several = Reason(N_("{count} lignes DMARC : aucune n'est suivie."), count=len(found))
            return Finding("DMARC", Verdict.WRONG, several, ask, " | ".join(found))
        if found:
            return _policy(found[0], is_above=name != f"_dmarc.{records.domain}")
    ask = Reason(
        N_(
            "Demandez au fournisseur de votre nom de domaine d'ajouter, sur _dmarc.{domain}, "
            "l'enregistrement TXT : v=DMARC1; p=none"
        ),
        domain=records.domain,
    )
    text = N_("Aucune ligne DMARC : les grandes messageries peuvent refuser vos messages.")
    return Finding("DMARC", Verdict.WRONG, Reason(text), ask)


def _policy(record: str, *, is_above: bool) -> Finding:
    tags = dict(part.strip().partition("=")[::2] for part in record.split(";") if "=" in part)
    told = {name.strip().lower(): value.strip().lower() for name, value in tags.items()}
    policy = told.get("sp", told.get("p", "")) if is_above else told.get("p", "")
    if policy in {"quarantine", "reject"}:
        text = N_("DMARC protège votre nom : ce qui ne vient pas de vous est écarté.")
        return Finding("DMARC", Verdict.GOOD, Reason(text), None, record)
    if policy == "none":
        ask = Reason(N_("Quand SPF et DKIM sont en ordre depuis un mois, demandez p=quarantine."))
        text = N_("DMARC observe sans protéger : assez pour être reçu, pas contre qui écrit en votre nom.")
        return Finding("DMARC", Verdict.WEAK, Reason(text), ask, record)
    ask = Reason(N_("Demandez à corriger la ligne DMARC : il y manque p=none, p=quarantine ou p=reject."))
    return Finding(
        "DMARC",
        Verdict.WRONG,
        Reason(N_("La ligne DMARC est mal formée : elle n'est pas suivie.")),
        ask,
        record,
    )


def _silent(subject: str, trouble: Trouble) -> Finding:
    text = N_("Personne n'a répondu à temps. Réessayez dans un moment.")
    if trouble is Trouble.BROKEN:
        text = N_("Les serveurs de noms de votre domaine répondent par une erreur.")
        ask = Reason(N_("Montrez cette page au fournisseur de votre nom de domaine."))
        return Finding(subject, Verdict.UNKNOWN, Reason(text), ask)
    return Finding(subject, Verdict.UNKNOWN, Reason(text))


def _marked(texts: tuple[str, ...], mark: str) -> list[str]:
    """Texts of one kind: the mark, then a space, a semicolon or the end."""
    return [
        text
        for text in texts
        if text.lower().strip().startswith(mark) and text.strip()[len(mark) :][:1] in {"", " ", ";"}
    ]


def _lookups(records: Records) -> int:
    words = [
        word.lstrip("+-~?").lower()
        for answer in records.spf_of.values()
        for text in _marked(answer.texts, "v=spf1")
        for word in text.split()[1:]
    ]
    costly = ("include:", "redirect=", "exists:", "a:", "mx:", "ptr:", "a/", "mx/")
    return sum(word in {"a", "mx", "ptr"} or word.startswith(costly) for word in words)


def _last_word(records: Records, record: str) -> str:
    """What a record says of all other servers, followed through `redirect`."""
    for _step in range(MOST_LOOKUPS):
        words = record.lower().split()[1:]
        if everything := next((word for word in words if word.lstrip("+-~?") == "all"), ""):
            return everything
        target = next(
            (word.partition("=")[2].rstrip(".") for word in words if word.startswith("redirect=")), ""
        )
        found = _marked(records.spf_of.get(target, Answer()).texts, "v=spf1")
        if len(found) != 1:
            return ""
        record = found[0]
    return ""


def _dkim_key(texts: tuple[str, ...]) -> tuple[str, str] | None:
    """The published key and its record; an empty key is one that was withdrawn."""
    for text in texts:
        tags = {part.partition("=")[0].strip().lower(): part.partition("=")[2] for part in text.split(";")}
        if "p" in tags and tags.get("v", "DKIM1").strip().upper() == "DKIM1":
            return "".join(tags["p"].split()), text
    return None


def _bits(key: str, record: str) -> int:
    """About how long an RSA key is; 0 when it is of another kind or cannot be read."""
    if "k=ed25519" in record.lower().replace(" ", ""):
        return 0
    try:
        size = len(b64decode(key, validate=True))
    except (binascii.Error, ValueError):
        return 1
    return 2048 if size > 250 else 1024
