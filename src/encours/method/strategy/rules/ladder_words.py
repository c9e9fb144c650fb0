"""The words in which people read a ladder: texts, goals, conditions, measures, and what one version changes."""

from collections.abc import Iterator

from encours.books.creditor.rules.roles import ROLE_LABELS
from encours.ground.kernel.reason import N_, Reason
from encours.method.cases.rules.contact import CHANNEL_LABELS
from encours.method.outreach.rules.states import MODE_LABELS
from encours.method.strategy.rules.ladder_edit import Way, way_of_level
from encours.method.strategy.rules.step import Condition, Enclosed, Goal, Level, Part, PlanB, Procedure

GOAL_LABELS = {
    Goal.RECEIPT_CONFIRMED: N_("s'assurer que la facture est bien arrivée"),
    Goal.REASON_KNOWN: N_("connaître la raison"),
    Goal.DATE_AGREED: N_("convenir d'une date par écrit"),
    Goal.DECISION: N_("obtenir une décision : payer, étaler, contester"),
    Goal.DEADLINE: N_("poser une date limite"),
    Goal.OUTSIDE_HELP: N_("demander une aide extérieure"),
}
WHEN_LABELS = {
    Condition.TWO_BROKEN_AGREEMENTS: N_("seulement après deux accords non suivis d'un paiement"),
    Condition.FEWER_BROKEN_AGREEMENTS: N_("seulement tant que les accords ont été suivis"),
    Condition.PAYS_AFTER_REMINDER: N_("seulement pour qui paie d'ordinaire après un rappel"),
}
ENCLOSED_LABELS = {
    Enclosed.INVOICE_COPY: N_("copie des factures"),
    Enclosed.POLICY: N_("notre façon de faire"),
    Enclosed.STATEMENT: N_("relevé complet"),
    Enclosed.WRITTEN_OPTIONS: N_("possibilités écrites"),
}
PLAN_B_LABELS = {
    PlanB.DATE: N_("une date"),
    PlanB.FIXED_DATES: N_("des dates fixes"),
    PlanB.PLAN: N_("un échéancier"),
    PlanB.SHORT_PLAN: N_("un échéancier court"),
    PlanB.LIGHTER_PLAN: N_("un échéancier allégé"),
    PlanB.SETTLEMENT: N_("un règlement partiel"),
    PlanB.MEDIATION: N_("une médiation"),
    PlanB.AGENCY: N_("une société de recouvrement"),
    PlanB.COURT: N_("le tribunal"),
    PlanB.BUSINESS_MEETING: N_("un rendez-vous commercial"),
    PlanB.WRITE_OFF: N_("le passage en perte"),
}
TEMPLATE_NAMES = {
    "T04": N_("rappel avant échéance"),
    "T05": N_("mot de courtoisie"),
    "T06": N_("deuxième rappel"),
    "T07": N_("appel"),
    "T19": N_("lettre ferme"),
    "T20": N_("proposition de règlement partiel"),
    "T22": N_("mise en demeure"),
    "T23": N_("dernier avis"),
    "T24": N_("transmission du dossier"),
    "T30": N_("relevé de compte"),
}
_VARIANTS = {
    "fixed_day": N_("un jour fixe chaque mois"),
    "light": N_("ton léger"),
    "listen": N_("écouter d'abord"),
    "options": N_("avec les possibilités"),
    "plan": N_("une date ou un échéancier"),
    "reasons": N_("comprendre la raison"),
    "review": N_("faire le point"),
    "standing_plan": N_("un échéancier permanent"),
    "what_changed": N_("ce qui a changé"),
    "written_agreement": N_("un accord écrit"),
    "written_date": N_("une date écrite"),
}
IDEAS = {
    "reliable": N_("demander ce qui a changé, avant d'être ferme"),
    "new": N_("dire comment nous travaillons, puis relancer"),
    "new_large": N_("écrire et appeler dès le premier jour"),
    "sporadic": N_("convenir d'un jour fixe chaque mois"),
    "strained": N_("écouter, étaler, alléger"),
    "unknown": N_("poser les questions, écrire les possibilités"),
    "avoids": N_("des faits, des dates, un plan B prêt tôt"),
    "key_small": N_("le chargé de clientèle écrit, personne n'appelle"),
    "small_balance": N_("deux messages, puis le solde reste sur le compte"),
}
"""What each shipped ladder is about, in the order of the page."""


def way_words(way: Way) -> Reason:
    """How a step travels, in one line: «e-mail : mot de courtoisie (copie des factures)»."""
    texts = {(part.template, part.variant) for part in way.parts}
    if len(texts) == 1:
        channels = [Reason(CHANNEL_LABELS[part.channel]) for part in way.parts]
        said = _said(Reason("{all}", all=channels), way.parts[0])
    else:
        said = Reason("{all}", all=[_said(Reason(CHANNEL_LABELS[part.channel]), part) for part in way.parts])
    if not way.enclosed:
        return said
    enclosed = [Reason(ENCLOSED_LABELS[one]) for one in way.enclosed]
    return Reason(N_("{way} ({enclosed})"), way=said, enclosed=enclosed)


def text_words(part: Part) -> Reason | None:
    """What the text of a part is; None where none of ours travels."""
    if not part.template:
        return None
    name = Reason(TEMPLATE_NAMES.get(part.template, part.template))
    if part.variant not in _VARIANTS:
        return name
    return Reason(N_("{name}, {variant}"), name=name, variant=Reason(_VARIANTS[part.variant]))


def _said(channels: Reason, part: Part) -> Reason:
    words = text_words(part)
    return Reason(N_("{channels} : {words}"), channels=channels, words=words) if words else channels


def changes(old: Procedure, new: Procedure) -> tuple[Reason, ...]:
    """What another version changes, step by step."""
    return tuple(_changes(old, new))


def _changes(old: Procedure, new: Procedure) -> Iterator[Reason]:
    before = {level.key: level for level in old.levels}
    after = {level.key: level for level in new.levels}
    for key, level in before.items():
        if key not in after:
            yield Reason(
                N_("Étape retirée : « {label} », jour {day}"), label=Reason(level.label), day=level.day
            )
    for key, level in after.items():
        if key not in before:
            yield Reason(
                N_("Étape ajoutée : « {label} », jour {day}"), label=Reason(level.label), day=level.day
            )
        elif parts := list(_differences(before[key], level)):
            yield Reason(N_("« {label} » : {parts}"), label=Reason(before[key].label), parts=parts)


def _differences(old: Level, new: Level) -> Iterator[Reason]:
    if old.label != new.label:
        yield Reason(N_("s'appelle « {label} »"), label=Reason(new.label))
    if old.day != new.day:
        yield Reason(N_("jour {old} → {new}"), old=old.day, new=new.day)
    if way_of_level(old) != way_of_level(new):
        yield way_words(way_of_level(new))
    if old.sender != new.sender:
        yield Reason(N_("par : {who}"), who=Reason(ROLE_LABELS[new.sender]))
    if old.mode != new.mode:
        yield Reason(N_("envoi {mode}"), mode=Reason(MODE_LABELS[new.mode]))
    if old.gap_days != new.gap_days:
        yield Reason(N_("au moins {days} jours après l'étape d'avant"), days=new.gap_days)
    if old.deadline_days != new.deadline_days:
        yield Reason(N_("{days} jours pour répondre"), days=new.deadline_days)
