"""The stories of the six characters and of one who never pays; all events in the order of time."""

from dataclasses import replace
from datetime import date
from functools import cache

from encours.faces.demo.books import make_books
from encours.faces.demo.company import NOW, ZONE
from encours.faces.demo.events import CallNoted, DisputeRaised, Event, PromiseMade, TypeConfirmed
from encours.faces.demo.reminders import past_reminders
from encours.faces.demo.side_stories import side_stories
from encours.faces.demo.telling import ago, day, euros, heard, number, observed, wrote
from encours.ground.kernel.clock import local_date
from encours.method.agreements.rules.words import AgreementState
from encours.method.cases.rules.contact import CallOutcome
from encours.method.cases.rules.words import CaseReason
from encours.method.insight.rules.payer import Observed


@cache
def events() -> tuple[Event, ...]:
    """Everything that happened besides the books, oldest first; nothing later than now."""
    told: list[Event] = side_stories()
    for character in (
        _forgets,
        _pays_late,
        _disputes,
        _in_difficulty,
        _about_to_fail,
        _public_body,
        _three_dates_not_followed,
    ):
        told += character()
    begins: dict[str, date] = {}
    for event in told:
        on = local_date(event.at, ZONE)
        begins[event.customer] = min(on, begins.get(event.customer, on))
    told += past_reminders(make_books(), told_from=begins)
    assert all(event.at <= NOW for event in told)
    return tuple(sorted(told, key=lambda event: (event.at, event.customer)))


def _forgets() -> list[Event]:
    return [wrote("BAZIN", ago(7, "09:05"), "bazin-catalogue")]


def _pays_late() -> list[Event]:
    """A letter, an attempt, a conversation without a date: today a date is asked for in writing."""
    return [
        wrote("TRIVELLE", ago(22, "09:05"), "trivelle-kakemonos"),
        CallNoted(
            customer="TRIVELLE",
            at=ago(12, "10:40"),
            person="Mme Élodie Caron",
            outcome=CallOutcome.NO_ANSWER,
            note="Sonne sans réponse.",
            next_step="Rappeler",
            next_on=day(8),
        ),
        CallNoted(
            customer="TRIVELLE",
            at=ago(7, "10:15"),
            person="Mme Élodie Caron",
            outcome=CallOutcome.VAGUE_PROMISE,
            note="Facture reçue, rien à redire. Attend le règlement du salon de Rennes.",
            reason=CaseReason.FINANCIAL,
            words="On attend un gros règlement de la région, dès que ça tombe on vous paie.",
            next_step="Demander une date par écrit",
            next_on=day(0),
        ),
    ]


def _disputes() -> list[Event]:
    """The whole invoice rests until we have answered."""
    text = (
        "Bonjour, les 140 présentoirs ne tiennent pas debout : les languettes sont trop courtes de 4 mm. "
        "Photos jointes. Nous ne pouvons pas les mettre en magasin. S. Kervadec"
    )
    return [
        wrote("KERVADEC", ago(22, "09:05"), "kervadec-presentoirs"),
        heard("KERVADEC", ago(13, "09:32"), text, read=ago(13, "09:50")),
        DisputeRaised(
            customer="KERVADEC",
            at=ago(13, "09:55"),
            by="nadia",
            invoice=number("kervadec-presentoirs"),
            disputed=euros("7000.00"),
            subject="140 présentoirs instables, languettes trop courtes de 4 mm (photos)",
            answer_due_on=day(-1),
        ),
    ]


def _in_difficulty() -> list[Event]:
    """Said it openly, kept the first instalment, missed the second last night."""
    person, agreed = "M. Gérard Vidal", ago(32, "08:47")
    text = "D'accord pour 6 000 € le 16 février et 6 000 € le 16 mars. Merci de votre compréhension. G. Vidal"
    return [
        wrote("VIDAL", ago(40, "09:05"), "vidal-catalogue"),
        CallNoted(
            customer="VIDAL",
            at=ago(33, "11:20"),
            by="julien",
            person=person,
            outcome=CallOutcome.ORAL_PROMISE,
            note="Propose deux virements de 6 000 €, les 16 février et 16 mars. Commandes en pause jusqu'au printemps.",
            reason=CaseReason.FINANCIAL,
            words="Deux chantiers publics nous paient avec trois mois de retard.",
            next_step="Résumé écrit, accord à confirmer",
            next_on=day(32),
        ),
        observed("VIDAL", ago(33, "11:30"), Observed.HARDSHIP, f"appel de {person}", by="julien"),
        observed("VIDAL", ago(33, "11:30"), Observed.ASKED_PLAN, f"appel de {person}", by="julien"),
        wrote("VIDAL", ago(33, "11:50"), "vidal-catalogue", template="T09"),
        heard("VIDAL", agreed, text, read=ago(32, "09:05")),
        PromiseMade(
            customer="VIDAL",
            at=ago(33, "11:50"),
            by="julien",
            amount=euros("6000.00"),
            promised_for=day(29),
            person=person,
            source="call",
            accepted_at=agreed,
            acceptance="« D'accord pour 6 000 € le 16 février »",
            ended=AgreementState.KEPT,
        ),
        PromiseMade(
            customer="VIDAL",
            at=ago(33, "11:50"),
            by="julien",
            amount=euros("6000.00"),
            promised_for=day(1),
            person=person,
            source="call",
            accepted_at=agreed,
            acceptance="« et 6 000 € le 16 mars »",
        ),
        wrote("VIDAL", ago(28, "09:05"), "vidal-catalogue", template="T26"),
        wrote("VIDAL", ago(4, "09:05"), "vidal-catalogue", template="T11"),
    ]


def _about_to_fail() -> list[Event]:
    """Less and less is heard, and others are worried too."""
    return [
        wrote("LACOMBE", ago(67, "09:05"), "lacombe-4"),
        CallNoted(
            customer="LACOMBE",
            at=ago(56, "15:10"),
            by="julien",
            person="Mme Sandrine Lacombe",
            outcome=CallOutcome.ANSWERED_NO_PROMISE,
            note="La traite du 5 février « devrait passer ».",
            reason=CaseReason.FINANCIAL,
            words="Le gazole et deux camions à l'arrêt, on fait au mieux.",
            next_step="Vérifier la traite du 5 février",
            next_on=day(39),
        ),
        observed("LACOMBE", ago(35, "09:10"), Observed.PAYMENT_RETURNED, "LCR rejetée, avis de la banque"),
        wrote("LACOMBE", ago(34, "09:05"), "lacombe-4", template="T30", level=""),
        observed("LACOMBE", ago(21, "10:00"), Observed.LIEN_FILED, "greffe : privilège de l'Urssaf"),
        wrote("LACOMBE", ago(20, "09:05"), "lacombe-4", template="T06"),
        CallNoted(
            customer="LACOMBE",
            level="call_2",
            at=ago(11, "14:20"),
            by="julien",
            person="M. Antonio Ruiz",
            outcome=CallOutcome.VOICEMAIL_LEFT,
            note="Message laissé, sans montant.",
            next_step="Rappeler dans une semaine",
            next_on=day(4),
        ),
    ]


def _public_body() -> list[Event]:
    """The file is on its way to the treasury."""
    text = "Bonjour, la facture est mandatée depuis le 26 février, elle attend le visa du comptable public. B. Ollivier"
    return [
        wrote("STCYPRIEN", ago(18, "09:05"), "mairie-bulletin"),
        heard("STCYPRIEN", ago(14, "16:05"), text, read=ago(13, "09:15")),
        CallNoted(
            customer="STCYPRIEN",
            at=ago(6, "10:20"),
            person="Mme Brigitte Ollivier",
            outcome=CallOutcome.ANSWERED_NO_PROMISE,
            note="Le visa est attendu cette semaine, le virement part sous dix jours ensuite.",
            reason=CaseReason.ADMIN,
            words="La trésorerie a changé de comptable, tout passe par lui.",
            next_step="Voir si le virement est parti",
            next_on=day(-6),
        ),
    ]


def _three_dates_not_followed() -> list[Event]:
    """Three dates written, three reasons, nothing received; the owner has confirmed the type."""
    invoice, able = "digiplan-boites", "« l'argent est là, c'est une question de priorité » (appel)"
    grounds = "Trois dates écrites non suivies d'un paiement, trois raisons différentes, rien reçu depuis la livraison."
    return [
        wrote("DIGIPLAN", ago(92, "09:05"), invoice),
        *_date_not_kept(70, 56, CaseReason.ADMIN, "Le chèque est à la signature.", "« ok pour le 20 »"),
        wrote("DIGIPLAN", ago(55, "09:05"), invoice, template="T12"),
        *_date_not_kept(
            48, 39, CaseReason.FINANCIAL, "Notre propre client ne nous a pas réglés.", "« vu, 6 février »"
        ),
        CallNoted(
            customer="DIGIPLAN",
            level="",
            at=ago(35, "16:20"),
            by="hubert",
            person="M. Kévin Dumas",
            outcome=CallOutcome.ANSWERED_NO_PROMISE,
            note="Reconnaît la somme, ne donne pas de date.",
            next_step="Rappeler fin février",
            next_on=day(20),
        ),
        *_date_not_kept(25, 18, CaseReason.DISSATISFIED, "Les boîtes étaient un peu fines.", "« ok 27/02 »"),
        observed("DIGIPLAN", ago(35, "16:40"), Observed.ABLE_NOT_PAYING, able, by="nadia"),
        replace(wrote("DIGIPLAN", ago(15, "09:05"), invoice, template="T13"), deadline_on=day(1)),
        TypeConfirmed(customer="DIGIPLAN", at=ago(7, "17:30"), by="claire", grounds=grounds),
    ]


def _date_not_kept(called: int, due: int, reason: CaseReason, words: str, acceptance: str) -> list[Event]:
    """A call `called` days ago, a date `due` days ago accepted in writing the same evening, no payment."""
    person = "M. Kévin Dumas"
    return [
        CallNoted(
            customer="DIGIPLAN",
            at=ago(called, "16:20"),
            by="nadia",
            person=person,
            outcome=CallOutcome.ORAL_PROMISE,
            note="Donne une date, accepte de la confirmer par écrit.",
            reason=reason,
            words=words,
            next_step="Vérifier la banque à la date dite",
            next_on=day(due - 1),
        ),
        wrote("DIGIPLAN", ago(called, "16:45"), "digiplan-boites", template="T09"),
        heard("DIGIPLAN", ago(called, "18:10"), acceptance, read=ago(called, "18:20")),
        PromiseMade(
            customer="DIGIPLAN",
            at=ago(called, "16:45"),
            by="nadia",
            amount=euros("2600.00"),
            promised_for=day(due),
            person=person,
            source="call",
            accepted_at=ago(called, "18:10"),
            acceptance=acceptance,
            ended=AgreementState.BROKEN,
        ),
    ]
