"""The shorter stories: who waits for us, who has agreed, whom we leave in peace, and first letters."""

from encours.faces.demo.events import (
    AnswerOwed,
    CallNoted,
    DisputeRaised,
    Event,
    HoldPlaced,
    MailBounced,
    MessageReceived,
    PromiseMade,
)
from encours.faces.demo.telling import ago, day, euros, heard, number, observed, wrote
from encours.method.agreements.rules.words import OwnPromiseKind
from encours.method.cases.rules.contact import CallOutcome, Channel, HoldKind
from encours.method.cases.rules.words import CaseReason
from encours.method.insight.rules.payer import Observed

HOLD_DAYS = 30  # method 2d, K12: bereavement


def side_stories() -> list[Event]:
    """All of them, in no order."""
    tellers = (
        _waits_for_our_answer, _contests_a_part, _unread_letters, _has_agreed, _said_but_not_written,
        _bereaved, _asks_for_time, _called_yesterday, _first_letters, _nobody_closed_it,
    )  # fmt: skip
    return [event for teller in tellers for event in teller()]


def _waits_for_our_answer() -> list[Event]:
    return [
        wrote("MOREL", ago(18, "09:05"), "morel-enseigne"),
        CallNoted(
            customer="MOREL",
            at=ago(5, "11:25"),
            by="nadia",
            person="M. Étienne Morel",
            outcome=CallOutcome.QUESTION_UNANSWERED,
            note="Un transformateur grésille. Paiera dès que la prise en charge est claire.",
            reason=CaseReason.DISSATISFIED,
            words="Est-ce que la garantie couvre le transformateur ?",
            next_step="Répondre sur la garantie",
            next_on=day(1),
        ),
        AnswerOwed(
            customer="MOREL",
            at=ago(5, "11:30"),
            by="nadia",
            kind=OwnPromiseKind.ANSWER,
            what="La garantie couvre-t-elle le transformateur de l'enseigne ?",
            due_on=day(1),
        ),
    ]


def _contests_a_part() -> list[Event]:
    text = "Dix plaques sur quarante ont un mauvais numéro de chambre, photos jointes. Le reste est parfait. M. Rivière"
    return [
        wrote("GRANDLARGE", ago(25, "09:05"), "grandlarge-signaletique"),
        heard("GRANDLARGE", ago(12, "17:48"), text, read=ago(11, "09:10")),
        DisputeRaised(
            customer="GRANDLARGE",
            at=ago(11, "09:20"),
            by="julien",
            invoice=number("grandlarge-signaletique"),
            disputed=euros("1320.00"),
            subject="10 plaques sur 40 mal numérotées (photos)",
            answer_due_on=day(-2),
        ),
        CallNoted(
            customer="GRANDLARGE",
            level="",
            at=ago(11, "09:40"),
            by="julien",
            person="Mme Maud Rivière",
            outcome=CallOutcome.DISPUTE_RAISED,
            note="On regarde les dix plaques avec l'atelier. Le reste n'est pas contesté.",
            reason=CaseReason.DISSATISFIED,
            words="Le reste est parfait, on attend juste les bons numéros.",
            next_step="Appeler pour la date du reste",
            next_on=day(0),
        ),
    ]


def _unread_letters() -> list[Event]:
    paid = (
        "Bonjour, le virement de 1 116 € est parti cet après-midi, avec nos excuses pour l'oubli. C. Orveau"
    )
    asks = (
        "Bonjour, notre nouveau logiciel demande un numéro de commande sur la facture. "
        "Pouvez-vous nous la renvoyer ? A. Chauvin"
    )
    return [
        wrote("ORVEAU", ago(8, "09:05"), "orveau-papeterie"),
        heard("ORVEAU", ago(1, "18:42"), paid, read=None),
        wrote("TILLEULS", ago(4, "09:05"), "tilleuls-carnets"),
        heard("TILLEULS", ago(1, "11:05"), asks, read=None),
    ]


def _has_agreed() -> list[Event]:
    """A date accepted in writing, still to come."""
    person, agreed = "Mme Josiane Huet", ago(19, "10:12")
    return [
        wrote("TROISMOULINS", ago(29, "09:05"), "moulins-covering"),
        CallNoted(
            customer="TROISMOULINS",
            at=ago(20, "14:35"),
            by="nadia",
            person=person,
            outcome=CallOutcome.ORAL_PROMISE,
            note="Un chèque de 2 940 € le 20 mars, après la paie.",
            reason=CaseReason.FINANCIAL,
            words="Février est toujours creux chez nous.",
            next_step="Résumé écrit",
            next_on=day(20),
        ),
        wrote("TROISMOULINS", ago(20, "14:55"), "moulins-covering", template="T09"),
        heard("TROISMOULINS", agreed, "D'accord pour le 20 mars. J. Huet", read=ago(19, "10:30")),
        PromiseMade(
            customer="TROISMOULINS",
            at=ago(20, "14:55"),
            by="nadia",
            amount=euros("2940.00"),
            promised_for=day(-3),
            person=person,
            source="call",
            accepted_at=agreed,
            acceptance="« D'accord pour le 20 mars »",
        ),
    ]


def _said_but_not_written() -> list[Event]:
    return [
        wrote("ESTEVE", ago(18, "09:05"), "esteve-vehicules"),
        CallNoted(
            customer="ESTEVE",
            at=ago(5, "11:10"),
            by="nadia",
            person="M. Joan Estève",
            outcome=CallOutcome.ORAL_PROMISE,
            note="1 752 € par virement le 24 mars.",
            reason=CaseReason.ADMIN,
            words="Ma comptable ne passe qu'une fois par mois.",
            next_step="Résumé écrit, accord à confirmer",
            next_on=day(5),
        ),
        wrote("ESTEVE", ago(5, "11:30"), "esteve-vehicules", template="T09"),
        PromiseMade(
            customer="ESTEVE",
            at=ago(5, "11:30"),
            by="nadia",
            amount=euros("1752.00"),
            promised_for=day(-7),
            person="M. Joan Estève",
            source="call",
        ),
    ]


def _bereaved() -> list[Event]:
    told = "Mme Faucher nous apprend le décès de son mari."
    return [
        wrote("FAUCHER", ago(35, "09:05"), "faucher-livret"),
        MessageReceived(
            customer="FAUCHER",
            at=ago(12, "10:20"),
            by="julien",
            channel=Channel.PHONE,
            text=told,
            read_at=ago(12, "10:25"),
        ),
        HoldPlaced(
            customer="FAUCHER",
            at=ago(12, "10:30"),
            by="julien",
            kind=HoldKind.BEREAVEMENT,
            reason="Décès de M. Faucher, appris de son épouse",
            until_on=day(12 - HOLD_DAYS),
        ),
    ]


def _asks_for_time() -> list[Event]:
    """A difficulty told, a plan asked for and offered: her offer waits for our answer."""
    person = "Mme Augustine Lafitte"
    offer = "Bonsoir, je peux faire trois fois 1 160 €, le 25 de chaque mois. Merci. Augustine"
    return [
        wrote("AUGUSTINE", ago(32, "09:05"), "augustine-enseigne"),
        CallNoted(
            customer="AUGUSTINE",
            at=ago(21, "15:05"),
            by="nadia",
            person=person,
            outcome=CallOutcome.PLAN_ASKED,
            note="Demande un étalement en trois fois. Enseigne très appréciée.",
            reason=CaseReason.FINANCIAL,
            words="Les travaux de la rue nous ont pris la moitié des couverts.",
            next_step="Proposer un échéancier",
            next_on=day(11),
        ),
        observed("AUGUSTINE", ago(21, "15:20"), Observed.HARDSHIP, f"appel de {person}", by="nadia"),
        observed("AUGUSTINE", ago(21, "15:20"), Observed.ASKED_PLAN, f"appel de {person}", by="nadia"),
        heard("AUGUSTINE", ago(4, "22:14"), offer, read=ago(1, "09:00")),
        AnswerOwed(
            customer="AUGUSTINE",
            at=ago(1, "09:05"),
            by="nadia",
            kind=OwnPromiseKind.ANSWER,
            what="Trois fois 1 160 €, le 25 de chaque mois : est-ce d'accord ?",
            due_on=day(-1),
        ),
    ]


def _called_yesterday() -> list[Event]:
    """One call was hard to bear, the other one rang in an empty shop."""
    return [
        wrote("GWENN", ago(28, "09:05"), "gwenn-brochure"),
        CallNoted(
            customer="GWENN",
            at=ago(1, "10:05"),
            by="nadia",
            person="Mme Nolwenn Cadic",
            outcome=CallOutcome.EMOTIONAL,
            note="Plusieurs mauvaises nouvelles à la fois, la voix tremble. Rien demandé de plus.",
            reason=CaseReason.FINANCIAL,
            words="Tout arrive en même temps.",
            next_step="Laisser passer deux jours",
            next_on=day(-2),
        ),
        wrote("TEISSIER", ago(11, "09:05"), "teissier-papier"),
        CallNoted(
            customer="TEISSIER",
            at=ago(1, "14:30"),
            by="nadia",
            person="M. Marcel Teissier",
            outcome=CallOutcome.NO_ANSWER,
            note="Boutique fermée le lundi.",
            next_step="Rappeler un autre jour",
            next_on=day(-1),
        ),
    ]


def _first_letters() -> list[Event]:
    return [
        wrote("GUILBAUD", ago(8, "09:05"), "guilbaud-etiquettes"),
        wrote("SEVERIN", ago(15, "09:05"), "severin-echantillons", "T30"),
        wrote("SEVERIN", ago(7, "09:05"), "severin-echantillons", "T06", level="light_1"),
        wrote("MARSAC", ago(13, "09:05"), "marsac-plaquette"),
        wrote("MONTEIRO", ago(7, "09:05"), "monteiro-nuanciers"),
        MailBounced(customer="MONTEIRO", at=ago(7, "09:06"), address="lucia@carrelages-monteiro.example"),
        wrote("CARTOJURA", ago(7, "09:05"), "jura-coffrets"),
        wrote("COURTOIS", ago(8, "09:05"), "courtois-faire-part"),
        wrote("LESAGE", ago(13, "09:05"), "lesage-cartes"),
    ]


def _nobody_closed_it() -> list[Event]:
    """A letter and a call, long silence, and a letter last week when the file was found again."""
    return [
        wrote("BELLEALLURE", ago(398, "09:05"), "bellallure-vitrine"),
        CallNoted(
            customer="BELLEALLURE",
            at=ago(308, "14:10"),
            by="nadia",
            person="Mme Patricia Renou",
            outcome=CallOutcome.ANSWERED_NO_PROMISE,
            note="Changement de gérance en cours, dit ne pas retrouver la facture.",
            reason=CaseReason.ADMIN,
            words="La facture a dû partir avec l'ancien comptable.",
            next_step="Renvoyer la facture",
            next_on=day(301),
        ),
        wrote("BELLEALLURE", ago(7, "09:05"), "bellallure-vitrine", "T06"),
    ]
