"""A call on its screen: begun after the brief, kept word by word, noted with what follows, summed up in writing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from encours.books.receivables.rules.drafts import CreditNoteDraft
from encours.flows import recording
from encours.ground.documents.models import Document
from encours.ground.kernel.clock import InstallationClock
from encours.ground.kernel.reason import Refused
from encours.method.agreements.models import Agreement, OwnPromise
from encours.method.calls.models import CallNote, CallRecording, CallSheet, FollowUp
from encours.method.cases import actions as cases_actions
from encours.method.cases.models import ContactFact, Hold
from encours.method.cases.rules.contact import CallOutcome, Channel, Direction, Occasion, PastContact
from encours.method.cases.rules.records import ContactRecord
from encours.method.outreach.models import Message
from encours.method.strategy.models import CaseProgress
from tests import factories
from tests.desk.conftest import House, words

SUMMARY = "la validation attend le retour du directeur"


@pytest.fixture
def page(owner: Client, house: House) -> str:
    factories.a_contact(house.customer, phone="01 44 00 00 00", is_main=False, name="Mme Roy")
    case = factories.a_case(house.customer)
    CaseProgress.objects.create(case=case, review_on=factories.TODAY)
    return f"/clients/{house.customer.pk}/appel"


def begun(owner: Client, page: str) -> str:
    owner.get(page)
    answer = owner.post(f"{page}/commencer")
    assert answer.headers["Location"] == f"{page}/en-cours", words(owner.get(page))
    return f"{page}/en-cours"


def go(owner: Client, live: str, verb: str, **written: str) -> object:
    shown = " ".join(written)
    return owner.post(live, {"go": verb, "shown": shown, **written})


def summed_up(owner: Client, live: str) -> None:
    go(owner, live, "step:sum_up")
    go(owner, live, "step:request", summary=SUMMARY, is_confirmed="on")


def spoke(house: House, on: date, outcome: CallOutcome = CallOutcome.ANSWERED_NO_PROMISE) -> None:
    at = datetime(on.year, on.month, on.day, 9, 0, tzinfo=UTC)
    contact = PastContact(
        at, Direction.OUTBOUND, Channel.PHONE, Occasion.LADDER, "call", "call", outcome=outcome
    )
    record = ContactRecord(house.customer.pk, f"test:{on}", contact, None)
    cases_actions.record_contacts(factories.an_act(house.entity), records=[record])


def test_the_number_is_dialled_only_once_the_call_is_open(owner: Client, page: str) -> None:
    assert "tel:" not in words(owner.get(page))
    assert "Une respiration lente" in words(owner.get(page))
    assert "tel:" in words(owner.get(begun(owner, page)))


def test_the_guard_refuses_a_call_and_says_until_when(owner: Client, house: House, page: str) -> None:
    spoke(house, date(2026, 11, 20))
    owner.get(page)
    answer = owner.post(f"{page}/commencer", follow=True)
    assert CallSheet.objects.count() == 0
    assert "pas avant" in words(answer)
    assert "Passer outre, avec un motif" in words(answer)


def test_what_is_typed_is_kept_at_once_and_found_again_by_another_browser(
    owner: Client, house: House, page: str
) -> None:
    live = begun(owner, page)
    kept = owner.post(f"{page}/garder", {"shown": "facts", "facts": "Palette refusée."})
    assert "gardé à 09:30" in words(kept)
    go(owner, live, "step:listen")
    again = Client()
    again.force_login(house.members["owner"].user)  # type: ignore[index, arg-type]
    assert "Palette refusée." in words(again.get(live))


def test_the_type_of_the_payer_and_the_terms_are_hidden_while_one_listens(owner: Client, page: str) -> None:
    live = begun(owner, page)
    go(owner, live, "step:listen")
    shown = words(owner.get(live))
    assert "Les propositions s'ouvrent après le résumé" in shown
    assert "option:full" not in shown


def test_the_summary_cannot_be_skipped(owner: Client, page: str) -> None:
    live = begun(owner, page)
    answer = go(owner, live, "step:close")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "Résumez d'abord" in words(answer)  # type: ignore[arg-type]
    refused = go(owner, live, "finish", outcome="answered_no_promise", next_step="rappeler")
    assert refused.status_code == 422  # type: ignore[attr-defined]
    assert CallNote.objects.count() == 0


def test_a_call_ends_with_a_promise_a_task_and_its_summary_ready(
    owner: Client, house: House, page: str
) -> None:
    live = begun(owner, page)
    go(owner, live, "step:ask")
    go(owner, live, "answer:anything/told")
    go(owner, live, "answer:arrived/no")
    assert "Renvoyez-la pendant l'appel" in words(owner.get(live))
    summed_up(owner, live)
    go(owner, live, "option:full")
    assert "Est-ce bien cela" in words(owner.get(live))
    go(owner, live, "step:close")
    ended = go(owner, live, "finish")
    note = CallNote.objects.get()
    assert ended.headers["Location"].endswith(f"/appels/{note.pk}")  # type: ignore[attr-defined]
    assert (note.outcome, note.reason, note.summary) == ("oral_promise", "ADMIN", SUMMARY)
    assert note.answers == [["anything", "told"], ["arrived", "no"]] and note.minutes == 1
    promise = Agreement.objects.get()
    assert note.agreement_id == promise.pk and promise.means and promise.person
    assert OwnPromise.objects.get().due_on == factories.TODAY
    assert CallSheet.objects.count() == 0
    message = Message.objects.get(stage="call_summary")
    assert message.state in {"to_confirm", "by_hand"}
    assert SUMMARY in message.text and "d'accord" in message.text
    assert message.from_name == house.members["owner"].name  # type: ignore[index]
    today = words(owner.get("/"))
    assert "Résumés d'appel à envoyer" in today and f"/messages/{message.pk}" in today


def test_the_summary_stays_first_until_it_left_or_somebody_says_how(owner: Client, page: str) -> None:
    live = begun(owner, page)
    summed_up(owner, live)
    go(owner, live, "step:close")
    go(owner, live, "finish")
    note = CallNote.objects.get()
    closing = f"/clients/{note.customer_id}/appels/{note.pk}/resume/regle"
    assert owner.post(closing, {"why": "envoyé depuis ma boîte"}).status_code == 302
    assert "Résumés d'appel à envoyer" not in words(owner.get("/"))


def test_an_emotional_call_cools_down_and_another_voice_is_proposed(
    owner: Client, house: House, page: str
) -> None:
    live = begun(owner, page)
    go(owner, live, "step:calm")
    shown = words(owner.get(live))
    assert "Prenons un moment" in shown and "jeu. 26 nov" in shown
    go(owner, live, "finish", mood="irritated", facts="Le ton est monté.")
    note = CallNote.objects.get()
    assert note.outcome == "emotional" and not note.owes_summary
    assert note.next_on == date(2026, 11, 26)
    todo = FollowUp.objects.get()
    assert (todo.kind, todo.due_on) == ("resume_calmly", date(2026, 11, 26))
    assert todo.member_id not in {None, house.members["owner"].pk}  # type: ignore[index]
    assert not Message.objects.filter(stage="call_summary").exists()
    brief = words(owner.get(page))
    assert "échange difficile" in brief.lower()
    credit = CreditNoteDraft(house.customer.pk, "AV-1", factories.TODAY, "EUR", 1_000)
    assert isinstance(
        recording.add_credit_note(factories.an_act(house.entity, at=note.noted_at), credit), Refused
    )
    calm = f"/suites/{todo.pk}?ecrire=1"
    assert "signé d'une autre voix" in words(owner.get(calm))
    assert "/messages/" in owner.post(calm).headers["Location"]
    assert "touchait à un sujet difficile" in Message.objects.get(template="T27").text
    assert owner.post(f"{page}/commencer", follow=True).context is not None
    assert CallSheet.objects.count() == 0


def test_a_wrong_number_becomes_a_task_and_disturbed_nobody(owner: Client, page: str) -> None:
    live = begun(owner, page)
    go(owner, live, "absent:wrong_number")
    go(owner, live, "finish")
    assert CallNote.objects.get().outcome == "wrong_number"
    assert FollowUp.objects.get().kind == "find_number"
    assert "trouver le bon numéro" in words(owner.get("/"))


def test_a_call_without_an_answer_needs_no_summary(owner: Client, page: str) -> None:
    live = begun(owner, page)
    go(owner, live, "absent:no_answer")
    assert "pas de réponse" in words(owner.get(live))
    go(owner, live, "finish")
    note = CallNote.objects.get()
    assert not note.owes_summary and note.next_on
    assert ContactFact.objects.get().outcome == "no_answer"


def test_a_refusal_proposes_outside_help_to_the_owner(owner: Client, house: House, page: str) -> None:
    live = begun(owner, page)
    summed_up(owner, live)
    go(owner, live, "step:close")
    go(owner, live, "finish", outcome="refused")
    todo = FollowUp.objects.get()
    assert todo.kind == "outside_help" and todo.member_id == house.members["owner"].pk  # type: ignore[index]


def test_a_call_back_stands_in_the_day_at_its_hour_and_in_ones_calendar(owner: Client, page: str) -> None:
    live = begun(owner, page)
    summed_up(owner, live)
    go(owner, live, "step:close")
    given = {"outcome": "callback_requested", "next_on": "2026-11-25", "call_back_hour": "10:00"}
    go(owner, live, "finish", next_step="rappeler", **given)
    entry = owner.get(f"{page}/rappel.ics")
    assert entry.headers["Content-Type"] == "text/calendar"
    assert b"BEGIN:VEVENT" in entry.content and b"20261125T" in entry.content


def test_a_serious_event_holds_the_customer_and_writes_no_details(owner: Client, page: str) -> None:
    live = begun(owner, page)
    go(owner, live, "step:ask")
    go(owner, live, "answer:anything/serious")
    summed_up(owner, live)
    go(owner, live, "step:close")
    go(owner, live, "finish")
    assert Hold.objects.get().kind == "serious_event"


def test_one_call_is_closed_and_a_minute_taken_before_the_next_case(
    owner: Client, house: House, page: str
) -> None:
    other = factories.a_customer(house.entity, "Autre SARL")
    live = begun(owner, page)
    assert "est encore ouvert" in words(owner.get(f"/clients/{other.pk}/appel"))
    go(owner, live, "absent:no_answer")
    go(owner, live, "finish")
    assert "Une minute pour vous" in words(owner.get(f"/clients/{other.pk}/appel"))
    owner.post("/appel/souffler", {"next": "/"})
    assert "Une minute pour vous" not in words(owner.get(f"/clients/{other.pk}/appel"))


def test_minutes_can_be_corrected(owner: Client, page: str) -> None:
    live = begun(owner, page)
    go(owner, live, "absent:no_answer")
    go(owner, live, "finish")
    note = CallNote.objects.get()
    here = f"/clients/{note.customer_id}/appels/{note.pk}"
    owner.post(f"{here}/duree", {"minutes": "12"})
    note.refresh_from_db()
    assert (note.counted_minutes, note.minutes) == (1, 12)
    assert owner.post(f"{here}/duree", {"minutes": "900"}).status_code == 422


def test_an_opened_call_that_was_none_leaves_a_word_in_the_journal_and_no_note(
    owner: Client, house: House, page: str
) -> None:
    begun(owner, page)
    owner.post(f"{page}/abandonner")
    assert CallSheet.objects.count() == 0 and CallNote.objects.count() == 0
    assert "calls.call_dropped" in factories.kinds_about(house.customer)


def test_a_voice_needs_the_company_the_person_and_goes_on_its_day(
    owner: Client, house: House, page: str, settings: object
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from encours.flows.calling import voices

    sound = b"OggS" + b"voix" * 50
    live = begun(owner, page)
    assert "Enregistrer ?" not in words(owner.get(live))
    owner.post(f"{page}/abandonner")
    assert owner.post("/reglages/calls", {"is_allowed": "on", "days": "5"}).status_code == 302
    live = begun(owner, page)
    assert "acceptez-vous que cet échange soit enregistré" in words(owner.get(live))
    go(owner, live, "consent:given")
    go(owner, live, "absent:no_answer")
    go(owner, live, "finish")
    note = CallNote.objects.get()
    here = f"/clients/{note.customer_id}/appels/{note.pk}/voix"
    upload = SimpleUploadedFile("appel.ogg", sound, "audio/ogg")
    assert owner.post(here, {"sound": upload}).status_code == 302
    kept = CallRecording.objects.get()
    stored = Document.objects.get(pk=kept.document_id)
    from encours.ground.documents.queries import content

    assert sound not in content(stored.pk)
    assert owner.get(f"{here}/ecouter").content == sound
    clock = InstallationClock(settings.ENCOURS_CLOCK_FILE)  # type: ignore[attr-defined]
    clock.fix(clock.now() + timedelta(days=6))
    assert voices.let_go(house.entity.pk, clock) == 1
    kept.refresh_from_db()
    assert kept.document_id is None and kept.sealed_key == "" and kept.removed_at
    assert not Document.objects.filter(pk=stored.pk).exists()
    assert "calls.recording_removed" in factories.kinds_about(house.customer)


def test_a_visit_is_planned_at_the_place_of_business_held_and_noted(
    owner: Client, house: House, page: str
) -> None:
    given = {
        "due_on": "2026-11-25",
        "hour": "10:00",
        "place": "2 quai du Port, Nantes",
        "person": "Mme Roy",
        "what": "voir le chantier",
    }
    planning = f"/clients/{house.customer.pk}/rendez-vous"
    assert owner.post(planning, given).status_code == 422
    home = given | {"place": "à son domicile", "is_place_of_business": "on"}
    assert owner.post(planning, home).status_code == 422
    assert owner.post(planning, given | {"is_place_of_business": "on"}).status_code == 302
    visit = FollowUp.objects.get()
    assert b"LOCATION" in owner.get(f"/suites/{visit.pk}/agenda.ics").content
    live = owner.post(f"/suites/{visit.pk}").headers["Location"]
    summed_up(owner, live)
    go(owner, live, "step:close")
    go(owner, live, "finish")
    assert CallNote.objects.get().channel == "visit"
    visit.refresh_from_db()
    assert visit.done_at is not None
    assert ContactFact.objects.get().channel == "visit"


def test_who_only_reads_begins_no_call(house: House, sign_in: object) -> None:
    reader = sign_in(house, "read_only")  # type: ignore[operator]
    assert reader.post(f"/clients/{house.customer.pk}/appel/commencer").status_code == 403
