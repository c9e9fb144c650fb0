"""From the first reminder to the formal notice, its proof and its receipt: told by day, on both databases."""

import io
import zipfile
from datetime import date

import pypdf
import pytest

from encours.flows import own_hand, plan_b, print_batches, steps
from encours.flows.court import filing
from encours.flows.formal import acts, sending
from encours.flows.formal.acts import Standing, standing
from encours.flows.formal.plan_b import choose
from encours.flows.print_batches import Made as Batch
from encours.flows.print_batches import Told
from encours.flows.proof.gathered import gathered
from encours.flows.proof.making import made
from encours.ground.documents import queries as documents_queries
from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.dossier import check_dossier
from encours.ground.kernel.reason import Refused
from encours.ground.plumbing.pdf_pages import pages_of
from encours.ground.plumbing.say import say
from encours.method.agreements.rules.plan_b import Measure, Readiness
from encours.method.calls.models import FollowUp
from encours.method.cases import actions as cases_actions
from encours.method.cases.queries import CaseFact
from encours.method.cases.rules.contact import Channel
from encours.method.cases.rules.reasons import LearntReason
from encours.method.cases.rules.words import CaseReason
from encours.method.disputes.rules.papers import SentFile
from encours.method.outreach import queries as outreach_queries
from encours.method.strategy.queries.court_files import court_files_of
from encours.method.strategy.queries.formal_acts import FormalFact, formal_acts_of
from encours.method.strategy.rules.court_files import CourtEvent
from encours.method.strategy.rules.formal_acts import FormalMeans, FormalState
from tests.factories import a_user
from tests.probing.files import a_pdf
from tests.story import Debtor, Story, plain, refused
from tests.story import day as day_of

PROOF = SentFile("depot.pdf", a_pdf("depot"))
PAPER = FormalMeans.REGISTERED_LETTER
DAY = "2026-04-09"


@pytest.fixture
def dupont(story: Story) -> Debtor:
    """A debtor of three months whom a firm letter did not move; the ladder asks for a formal notice on 9 April."""
    story.entity.address, story.entity.postcode, story.entity.city = "1 rue Basse", "44000", "Nantes"
    story.entity.save()
    a_user(pk=1)
    customer = story.customer(
        "Dupont SARL", phone="01 44 00 00 00", address="3 rue Haute", postcode="69002", city="Lyon"
    )
    story.invoice("F-1", customer, "1 200,00 €", due="2026-01-05", pdf=a_pdf("F-1"))
    story.lives("2026-03-02", "2026-03-02")
    for on in ("2026-03-09", "2026-03-16", "2026-03-23"):
        story.night(on)
        story.skip(customer, on=on)
    story.night("2026-03-30")
    assert isinstance(steps.done_by_hand(story.act("2026-03-30"), customer_id=customer.id), steps.Done)
    story.night(DAY)
    return customer


def case_of(story: Story, customer: Debtor) -> CaseFact:
    case = story.case(customer)
    assert case
    return case


def found_on(story: Story, customer: Debtor, day: str) -> Standing:
    found = standing(story.act(day), case_of(story, customer))
    assert found
    return found


def missing(story: Story, customer: Debtor, day: str = DAY) -> str:
    due = found_on(story, customer, day).due
    assert due
    return plain(" / ".join(say(reason) for reason in due.missing))


def act_of(story: Story, customer: Debtor) -> FormalFact:
    return formal_acts_of([case_of(story, customer).id])[0]


def open_the_gates(story: Story, customer: Debtor) -> None:
    """The reason is known, plan B is chosen and ready."""
    case = case_of(story, customer)
    learnt = LearntReason(CaseReason.FINANCIAL, Channel.PHONE, date(2026, 4, 9))
    cases_actions.set_reason(story.act(DAY), case_id=case.id, learnt=learnt, by_owner=True)
    made_b = choose(story.act(DAY), case, measure=Measure.COURT, words="")
    assert isinstance(made_b, int), made_b
    plan_b.prepare(story.act(DAY), customer_id=customer.id, plan_b_id=made_b, ready=frozenset(Readiness))


def test_first_the_gates_then_the_owner_then_the_proof_then_the_receipt(story: Story, dupont: Debtor) -> None:
    case = case_of(story, dupont)
    # R035: neither a reason nor two requests, and no plan B.
    assert "profil et raison notés, ou deux demandes" in missing(story, dupont)
    assert isinstance(acts.prepare(story.act(DAY), case, means=PAPER), Refused)
    open_the_gates(story, dupont)
    assert missing(story, dupont) == ""

    assert isinstance(acts.prepare(story.act(DAY), case, means=PAPER), int)
    one = act_of(story, dupont)
    assert one.state is FormalState.TO_APPROVE
    text = plain(one.text)
    # Each cent: 1 200 € for 94 days at 12.15 %, and 40 €.
    assert "mettons en demeure de régler 1 277,55 €" in text
    assert "principal 1 200,00 €, intérêts 37,55 € au taux de 12,15 %, indemnité forfaitaire 40,00 €" in text
    assert "À défaut, nous saisirons le tribunal le" in text
    assert "Lettre recommandée avec avis de réception" in text
    # Three business days in the post, then the longest customary delay: fifteen days.
    assert one.deadline_on == date(2026, 4, 29)
    assert "29 avril 2026" in text
    assert one.statement_id and pages_of(documents_queries.content(one.statement_id)) >= 1

    # The owner alone; nothing waits to be printed before.
    assert isinstance(acts.approve(story.act(DAY), one, case, is_owner=False, note=""), Refused)
    assert not list(outreach_queries.letters_waiting(story.entity.pk))
    assert acts.approve(story.act(DAY), one, case, is_owner=True, note="") is None
    one = act_of(story, dupont)
    assert one.state is FormalState.APPROVED and one.message_id

    # The page of letters prints it, and does not count it as sent.
    batch = print_batches.make(story.act(DAY), message_ids=[one.message_id])
    assert isinstance(batch, Batch), batch
    print_batches.note_printed(story.act(DAY), batch_id=batch.batch_id)
    (letter,) = outreach_queries.letters_of(batch.batch_id)
    told = print_batches.note_posted(
        story.act(DAY), batch_id=batch.batch_id, told=Told(date(2026, 4, 9), [letter.pk])
    )
    assert not isinstance(told, Refused) and not told.letters
    assert "sur sa page" in plain(say(told.refused[0][1]))
    assert isinstance(own_hand.note_sent(story.act(DAY), message_id=one.message_id), Refused)

    # Without number or proof it is not sent (R115).
    on = date(2026, 4, 9)
    for tracking, files in (("", [PROOF]), ("1A 234 567 8901 2", [])):
        outcome = sending.note_posted(story.act(DAY), one, on=on, tracking=tracking, files=files)
        assert "ne compte pas comme envoyé" in plain(refused(outcome))
    posted = sending.note_posted(story.act(DAY), one, on=on, tracking="1A 234 567 8901 2", files=[PROOF])
    assert posted is None
    one = act_of(story, dupont)
    assert one.state is FormalState.SENT and one.tracking == "1A 234 567 8901 2"
    story.night("2026-04-10")
    assert story.level(dupont) != "formal_notice"

    # It comes back unclaimed: the delay runs from then, and never ends before the day it named.
    back = sending.note_received(
        story.act("2026-04-28"), one, on=date(2026, 4, 28), is_delivered=False, files=[PROOF]
    )
    assert back is None
    one = act_of(story, dupont)
    assert one.state is FormalState.NOT_DELIVERED
    assert one.deadline_on == date(2026, 5, 13)

    # All of it is in the file of proof and in the journal.
    proof = gathered(story.act("2026-04-28"), case)
    assert proof
    kinds = [row.kind for row in made(proof, language="fr").exhibits]
    assert kinds.count("notice") == 2 and kinds.count("receipt") == 2
    chain = f"entity:{story.entity.pk}"
    lines = evidence_queries.lines_about(chain, [f"customer:{dupont.id}"], limit=500)
    formal = [x.kind.removeprefix("strategy.formal_") for x in lines if x.kind.startswith("strategy.formal_")]
    assert formal[::-1] == ["prepared", "approved", "sent", "not_delivered"]


def test_money_that_comes_before_the_owners_word_withdraws_the_sums(story: Story, dupont: Debtor) -> None:
    case = case_of(story, dupont)
    open_the_gates(story, dupont)
    assert isinstance(acts.prepare(story.act(DAY), case, means=PAPER), int)
    assert isinstance(acts.prepare(story.act(DAY), case, means=PAPER), Refused)  # one at a time
    one = act_of(story, dupont)
    story.pay(dupont, "1 200,00 €", on=DAY, number="F-1")
    assert isinstance(acts.approve(story.act(DAY), one, case, is_owner=True, note=""), Refused)
    assert acts.withdraw(story.act(DAY), one, why="payé entre-temps") is None
    assert act_of(story, dupont).state is FormalState.WITHDRAWN


def test_a_dispute_closes_the_way(story: Story, dupont: Debtor) -> None:
    open_the_gates(story, dupont)
    story.contest(dupont, "F-1", "200,00 €", on=DAY)
    due = found_on(story, dupont, DAY).due
    assert due is None or "litige" in missing(story, dupont)


def test_a_law_that_nobody_verified_carries_no_formal_act(story: Story, dupont: Debtor) -> None:
    """Quebec's notice is known from general knowledge only: a lawyer writes it."""
    from encours.books.receivables.models import Customer

    Customer.objects.filter(pk=dupont.id).update(jurisdiction="CA-QC")
    open_the_gates(story, dupont)
    assert "demandez à un juriste" in missing(story, dupont).casefold()
    assert isinstance(acts.prepare(story.act(DAY), case_of(story, dupont), means=PAPER), Refused)


def test_a_customer_of_long_standing_asks_a_word_of_the_owner(story: Story, dupont: Debtor) -> None:
    from encours.books.receivables.models import Customer

    Customer.objects.filter(pk=dupont.id).update(since_on=date(2015, 1, 1))
    case = case_of(story, dupont)
    open_the_gates(story, dupont)
    assert isinstance(acts.prepare(story.act(DAY), case, means=PAPER), int)
    one = act_of(story, dupont)
    assert "longue date" in plain(refused(acts.approve(story.act(DAY), one, case, is_owner=True, note="")))
    word = "trois promesses sans suite"
    assert acts.approve(story.act(DAY), one, case, is_owner=True, note=word) is None


def test_after_the_formal_notice_the_court_file_its_days_and_its_delays(story: Story, dupont: Debtor) -> None:
    """The order to pay: who asks, how much and why, the papers; then «served by» and «opposition until»."""
    case = case_of(story, dupont)
    open_the_gates(story, dupont)
    commercial = "order_for_payment_commercial"
    early = filing.prepare(story.act(DAY), case, procedure=commercial, is_owner=True)
    assert "mise en demeure n'est pas envoyée" in plain(refused(early))
    acts.prepare(story.act(DAY), case, means=PAPER)
    acts.approve(story.act(DAY), act_of(story, dupont), case, is_owner=True, note="")
    on = date(2026, 4, 9)
    sent = sending.note_posted(
        story.act(DAY), act_of(story, dupont), on=on, tracking="1A 234 567", files=[PROOF]
    )
    assert sent is None
    assert "laisse jusqu'au" in plain(
        refused(filing.prepare(story.act("2026-04-20"), case, procedure=commercial, is_owner=True))
    )
    day = "2026-05-04"
    assert isinstance(filing.prepare(story.act(day), case, procedure=commercial, is_owner=False), Refused)
    # The way of law 2026-307 waits for its decree.
    flagged = filing.prepare(story.act(day), case, procedure="uncontested_commercial", is_owner=True)
    assert isinstance(flagged, Refused)
    assert isinstance(filing.prepare(story.act(day), case, procedure=commercial, is_owner=True), int)
    (one,) = court_files_of([case.id])
    assert one.document_id and not one.is_note
    with zipfile.ZipFile(io.BytesIO(documents_queries.content(one.document_id))) as packed:
        top = f"justice-{case.id}/"
        files = {name.removeprefix(top): packed.read(name) for name in packed.namelist()}
    assert check_dossier.check(files, one.seal)[0] == []
    sheet = " ".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(files["court/sheet.pdf"])).pages)
    assert "12946" in sheet and "ne vient d'aucun tribunal" in " ".join(plain(sheet).split())
    order = [sheet.index(title) for title in ("Demandeur", "Défendeur", "Sommes demandées", "Fondement")]
    assert order == sorted(order)
    request = plain(files["court/request.txt"].decode())
    assert "principal : 1 200,00 €, selon les factures F-1" in request

    # Orders made before 1 September 2026 are served within six months, later ones within three.
    for event, when in (("filed", "2026-05-05"), ("ordered", "2026-06-10"), ("served", "2026-07-01")):
        assert filing.note(story.act(when), one, event=CourtEvent(event), on=day_of(when)) is None
        (one,) = court_files_of([case.id])
    again = filing.note(story.act("2026-07-02"), one, event=CourtEvent.SERVED, on=day_of("2026-07-02"))
    assert isinstance(again, Refused)
    tasks = {x.due_on.isoformat(): x.what for x in FollowUp.objects.filter(customer_id=dupont.id)}
    assert "Signifier l'ordonnance" in tasks["2026-12-10"]
    assert "Opposition du débiteur" in tasks["2026-08-03"]  # 1 August is a Saturday
    later = filing.delays_from(story.act("2026-09-10"), one, event=CourtEvent.ORDERED, on=date(2026, 9, 10))
    assert [row.delay.deadline.extended_on for row in later] == [date(2026, 12, 10)]
