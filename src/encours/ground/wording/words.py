"""The words in which people read a text's sections and the facts under which each is said."""

from encours.ground.kernel.reason import N_, Reason
from encours.ground.wording.facts import Fact
from encours.ground.wording.script import SCRIPT, Step
from encours.ground.wording.sections import Section
from encours.ground.wording.stages import Stage

FACT_LABELS = {
    Fact.SEVERAL: N_("plusieurs factures"),
    Fact.CONTACT: N_("interlocuteur connu"),
    Fact.PHONE: N_("notre téléphone connu"),
    Fact.IBAN: N_("notre IBAN connu"),
    Fact.COPIES: N_("toutes les copies jointes"),
    Fact.SOME_COPIES: N_("une partie des copies jointes"),
    Fact.PARTIAL: N_("une partie déjà payée"),
    Fact.EARLIER: N_("un message précédent sans réponse"),
    Fact.CALL: N_("un appel prévu ensuite"),
    Fact.WRITE: N_("un message prévu ensuite"),
    Fact.LIGHT: N_("rappel léger"),
    Fact.OPTIONS: N_("possibilités proposées"),
    Fact.POLICY: N_("nouveau client"),
    Fact.STATEMENT: N_("relevé complet demandé"),
    Fact.COMPLETE: N_("rien d'autre n'est ouvert"),
    Fact.KEPT: N_("date convenue respectée"),
    Fact.SETTLED: N_("plus rien d'ouvert"),
    Fact.MESSAGES: N_("des messages ont été envoyés"),
    Fact.CALLS: N_("des appels ont eu lieu"),
    Fact.BROKEN: N_("un accord sans paiement"),
    Fact.TERMS: N_("délai de paiement connu"),
    Fact.HARDSHIP: N_("une difficulté a été confiée"),
    Fact.RELIABLE: N_("client fiable"),
    Fact.SITUATION: N_("situation notée"),
    Fact.AGREED: N_("un montant et une date convenus"),
    Fact.MEANS: N_("moyen de paiement convenu"),
    Fact.PLAN: N_("un échéancier convenu"),
    Fact.OUR_PART: N_("un engagement de notre part"),
    Fact.PLAN_B: N_("plan B prêt, avec sa date"),
    Fact.INTEREST: N_("des intérêts dus"),
    Fact.INDEMNITY: N_("l'indemnité forfaitaire due"),
    Fact.CONSUMER: N_("client particulier"),
    Fact.UPHELD: N_("remarque fondée"),
    Fact.PARTLY: N_("remarque fondée en partie"),
    Fact.COLLEAGUE: N_("un collègue peut appeler"),
    Fact.AVAILABILITY: N_("nos heures connues"),
    Fact.DOCUMENTS: N_("des pièces jointes"),
    Fact.ORDER: N_("bon de commande connu"),
    Fact.DELIVERY: N_("livraison connue"),
    Fact.AGREEMENT_TEXT: N_("un accord écrit joint"),
    Fact.SUPPLIER: N_("un autre fournisseur proposé"),
    Fact.ORDERS: N_("des commandes en cours"),
    Fact.CREDIT_NOTE: N_("un avoir joint"),
    Fact.INTERMEDIARY: N_("un intermédiaire appelle"),
    Fact.RESENT: N_("une copie a été renvoyée"),
    Fact.FIRST_LATE: N_("premier retard"),
    Fact.WHAT_CHANGED: N_("quelque chose a changé"),
    Fact.FIXED_DAY: N_("un jour fixe est visé"),
    Fact.STANDING_PLAN: N_("un échéancier permanent est visé"),
    Fact.WRITTEN_AGREEMENT: N_("un accord écrit est visé"),
    Fact.WRITTEN_DATE: N_("une date écrite est visée"),
    Fact.REVIEW: N_("le rythme convenu est à revoir"),
}
"""Facts of messages and of calls."""
_STEPS = {
    Step.PREPARATION: N_("Avant de composer"),
    Step.OPENING: N_("Ouvrir"),
    Step.SOMEONE_ELSE: N_("Quelqu'un d'autre répond"),
    Step.FACTS: N_("Dire les faits"),
    Step.INVITE: N_("Inviter à parler"),
    Step.LISTEN: N_("Écouter"),
    Step.MINOR: N_("Les points simples"),
    Step.MAJOR: N_("Les points de fond"),
    Step.SUMMARY: N_("Redire ce que l'on a compris"),
    Step.EMPATHY: N_("Un mot d'empathie"),
    Step.INTENT: N_("Dire notre intention"),
    Step.REQUEST: N_("Demander"),
    Step.AGREEMENT: N_("Relire l'accord"),
    Step.CLOSING: N_("Conclure"),
    Step.PAUSE: N_("Le ton monte : marquer une pause"),
    Step.UNKNOWN: N_("Une question sans réponse"),
}
_NAMES = {
    "subject": N_("Objet"),
    "greeting": N_("Salutation"),
    "closing": N_("Signature"),
    "sms": N_("Forme courte, pour un téléphone"),
    "bank": N_("Moyen de paiement"),
    "question": N_("Question"),
    "facts": N_("Les faits"),
    "empathy": N_("Empathie"),
}
STAGE_LABELS = {
    Stage.PRE_SALE: N_("Avant la vente"),
    Stage.INVOICE: N_("Avec la facture"),
    Stage.PRE_DUE: N_("Avant l'échéance"),
    Stage.COURTESY: N_("Premier mot"),
    Stage.REMINDER2: N_("Deuxième rappel"),
    Stage.CALL: N_("Pendant un appel"),
    Stage.VOICEMAIL: N_("Message vocal"),
    Stage.CALL_SUMMARY: N_("Après un appel"),
    Stage.PROMISE: N_("Promesses et accords"),
    Stage.PROMISE_REMINDER: N_("Veille d'une date convenue"),
    Stage.BROKEN_PROMISE: N_("Accord sans paiement"),
    Stage.PLAN: N_("Échéanciers"),
    Stage.DISPUTE_ACK: N_("Remarques et litiges"),
    Stage.OWN_PROMISE: N_("Nos propres promesses"),
    Stage.FIRM: N_("Lettre ferme"),
    Stage.SETTLEMENT: N_("Proposition de règlement partiel"),
    Stage.FORMAL_NOTICE: N_("Mise en demeure"),
    Stage.LAST_NOTICE: N_("Dernier avis"),
    Stage.AGENCY_HANDOFF: N_("Transmission du dossier"),
    Stage.DISMISSAL: N_("Fin de la relation"),
    Stage.THANKS: N_("Remerciement"),
    Stage.CONDOLENCE: N_("Condoléances"),
}


def section_name(section: Section, *, template_id: str = "") -> Reason:
    """What a section is: its subject, its greeting, a paragraph, a sentence that goes on; a step of the script."""
    if template_id == SCRIPT:
        step = Reason(_STEPS[Step(section.name)])
        return Reason(N_("{step} (suite)"), step=step) if section.is_joined else step
    if section.name in _NAMES:
        return Reason(_NAMES[section.name])
    return Reason(N_("Suite du paragraphe") if section.is_joined else N_("Paragraphe"))


def conditions(section: Section) -> list[Reason]:
    """When it is said: «une seule facture», «sauf : notre IBAN connu»; empty for always."""
    found = [Reason(FACT_LABELS[fact]) for fact in sorted(section.with_facts) if fact in FACT_LABELS]
    for fact in sorted(section.without_facts):
        if fact is Fact.SEVERAL:
            found.insert(0, Reason(N_("une seule facture")))
        elif fact in FACT_LABELS:
            found.append(Reason(N_("sauf : {fact}"), fact=Reason(FACT_LABELS[fact])))
    return found
