"""A case goes to an agency and back: refusal, quote, proof, hand-over undone once, news, part paid, returned."""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from encours.flows.proof import asked, papers
from encours.flows.referral import hearing, helping, linking, placing
from encours.flows.referral.hearing import Answer, PartnerCall
from encours.flows.referral.linking import OpenedPlacement
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.money import Money
from encours.ground.kernel.reason import Refused
from encours.ground.links.rules.link import Closed
from encours.method.cases import queries as cases_queries
from encours.method.cases.rules.contact import CallOutcome, HoldKind
from encours.method.cases.rules.papers import PaperDraft, PaperKind
from encours.method.disputes.rules.papers import SentFile
from encours.method.referral import actions, queries
from encours.method.referral.rules.news import NewsDraft
from encours.method.referral.rules.partner import FeeTerms, PartnerDraft
from encours.method.referral.rules.quote import Quote
from encours.method.referral.rules.states import PlacementEvent
from encours.method.referral.rules.words import NewsKind, NewsSource, PartnerKind, PlacementState
from tests.probing.files import a_pdf
from tests.story import Debtor, Story

pytestmark = pytest.mark.either
SECRET = "un-secret-bien-long"
PARTNER = PartnerDraft(
    kind=PartnerKind.AGENCY,
    name="Recouvrance",
    registration="R-1",
    insurance="Assureur 12",
    insured_until_on=date(2027, 12, 31),
    has_segregated_account=True,
    countries="FR",
    languages="FR",
)
E_, S = PlacementEvent, PlacementState


def euros(text: str) -> Money:
    return Money.from_text(text, "EUR")


def done(outcome: object) -> None:
    assert not isinstance(outcome, Refused), outcome


def refused(story: Story) -> Debtor:
    """A customer who got the first reminder and refuses on the telephone; every paper is on file."""
    customer = story.customer(
        phone="01 44 00 00 00", address="3 rue Haute", postcode="69002", city="Lyon", siren="552100554"
    )
    story.invoice("F-1", customer, "1 200,00 €", due="2026-03-05", pdf=a_pdf("F-1"))
    story.lives("2026-03-06", "2026-03-16")
    story.call(customer, CallOutcome.ANSWERED_NO_PROMISE, on="2026-03-12")
    story.call(customer, CallOutcome.REFUSED, on="2026-03-20")
    for kind in (PaperKind.CONTRACT, PaperKind.TERMS, PaperKind.DELIVERY):
        draft = PaperDraft(customer.id, kind, kind.value)
        file = SentFile("papier.pdf", a_pdf(kind.value))
        assert papers.keep(story.act("2026-03-20"), draft, files=[file]) is None
    return customer


def partner(act: Act, draft: PartnerDraft = PARTNER) -> int:
    made = actions.save_partner(act, draft=draft)
    assert isinstance(made, int)
    done(actions.save_fee(act, partner_id=made, fee=FeeTerms(act.today, Decimal(18), euros("0"))))
    done(actions.set_secret(act, partner_id=made, secret=SECRET))
    return made


def state(act: Act, placement_id: int) -> PlacementState:
    found = queries.placement(act.entity_id, placement_id)
    assert found
    return found.state


def is_held(act: Act, customer: Debtor) -> bool:
    standing = cases_queries.standing_holds([customer.id], today=act.today).get(customer.id, [])
    return any(hold.kind is HoldKind.PLACED for hold in standing)


def news(placement_id: int, kind: NewsKind, key: str, on: str) -> NewsDraft:
    return NewsDraft(placement_id=placement_id, key=key, kind=kind, happened_on=date.fromisoformat(on))


def call(body: Mapping[str, object], *, secret: str = SECRET) -> PartnerCall:
    content, stamp = json.dumps(body).encode(), str(int(time.time()))
    signed = hmac.new(secret.encode(), stamp.encode() + b"." + content, hashlib.sha256).hexdigest()
    return PartnerCall(stamp, f"sha256={signed}", content)


def test_a_file_goes_to_an_agency_and_comes_back(story: Story) -> None:
    customer = refused(story)
    act = story.act("2026-03-23")
    shown = helping.help_for(act, customer.id)
    assert shown is not None
    assert shown.help.may_ask
    assert shown.help.is_proposed, "a refusal proposes help (R124)"

    # asked: only of somebody who has proved what it must, and one at a time
    lacking = partner(act, PartnerDraft(kind=PartnerKind.AGENCY, name="Sans assurance"))
    assert isinstance(placing.ask(act, customer_id=customer.id, currency="EUR", partner_id=lacking), Refused)
    agency = partner(act)
    placed = placing.ask(act, customer_id=customer.id, currency="EUR", partner_id=agency)
    assert isinstance(placed, int)
    assert isinstance(placing.ask(act, customer_id=customer.id, currency="EUR", partner_id=agency), Refused)

    # no yes before a quote; from the yes on nobody of ours asks
    assert isinstance(placing.accept(act, placement_id=placed), Refused)
    assert not is_held(act, customer), "a refused yes leaves no hold behind"
    done(
        placing.record_quote(
            act, placement_id=placed, quote=Quote(Decimal(18), euros("0"), date(2026, 4, 30))
        )
    )
    assert isinstance(placing.hand_over(act, placement_id=placed), Refused)
    done(placing.accept(act, placement_id=placed))
    assert is_held(act, customer)

    # the file of proof goes, nothing else
    assert isinstance(placing.hand_over(act, placement_id=placed), Refused), "no file of proof yet"
    case = story.case(customer)
    assert case
    done(asked.ask(act, case_id=case.id))
    assert asked.run(FixedClock(act.at)) == 1
    done(placing.hand_over(act, placement_id=placed))
    found = queries.placement(act.entity_id, placed)
    assert found
    assert found.placed == euros("1200")
    token = linking.token_of(found)
    assert isinstance(linking.open_placement(token, FixedClock(act.at)), OpenedPlacement)

    # undone once, within the day; the page of the partner closes with it; again later
    done(placing.move(act, placement_id=placed, event=E_.UNDONE, why="une erreur de montant"))
    assert state(act, placed) is S.ACCEPTED
    assert is_held(act, customer)
    assert isinstance(linking.open_placement(token, FixedClock(act.at)), Closed)
    act = story.act("2026-03-24")
    done(placing.hand_over(act, placement_id=placed))

    # while placed, nothing of ours leaves, and the pause cannot be lifted by hand
    sent = len(story.left(customer))
    story.lives("2026-03-25", "2026-04-10")
    assert len(story.left(customer)) == sent
    act = story.act("2026-04-10")
    again = queries.placement(act.entity_id, placed)
    assert again
    told = {"placement": f"P{placed}", "key": "s-1", "kind": "status", "state": "contacted"}
    fact = queries.partner(act.entity_id, agency)
    assert fact
    clock = FixedClock(act.at)
    assert hearing.hear_call(clock, hook=fact.hook, call=call(told)) is Answer.TAKEN
    assert hearing.hear_call(clock, hook=fact.hook, call=call(told)) is Answer.TAKEN, "twice is once"
    assert hearing.hear_call(clock, hook=fact.hook, call=call(told, secret="autre")) is Answer.NOT_SIGNED
    assert hearing.hear_call(clock, hook="", call=call(told)) is Answer.NOT_SIGNED
    theirs = call({**told, "placement": f"P{placed + 99}", "key": "x"})
    assert hearing.hear_call(clock, hook=fact.hook, call=theirs) is Answer.NOT_THEIRS
    assert state(act, placed) is S.CONTACTED
    assert len(queries.news_of([placed])[placed]) == 1
    undo = placing.move(act, placement_id=placed, event=E_.UNDONE, why="trop tard")
    assert isinstance(undo, Refused)

    # a part comes in and is passed on: the ledger has the whole sum, the fee stands apart; sent twice it counts once
    rows = (
        "placement,key,kind,on,amount,fee\n"
        f"P{placed},c-1,collected,2026-04-08,400.00,\nP{placed},r-1,remitted,2026-04-09,400.00,72.00\n"
        f"P{placed + 99},z,collected,2026-04-09,1.00,\n"
    ).encode()
    heard = hearing.hear_file(act, content=rows, partner_id=agency)
    assert (heard.new, heard.known, len(heard.refused)) == (2, 0, 1)
    heard = hearing.hear_file(act, content=rows, partner_id=agency)
    assert (heard.new, heard.known, len(heard.refused)) == (0, 2, 1)
    shown = helping.help_for(act, customer.id)
    assert shown is not None
    assert shown.closing.balance == euros("800")
    [(fee, _file)] = queries.fees_booked(act.entity_id)
    assert fee.fee == euros("72")

    # a complaint pauses; what comes meanwhile is kept; only the owner goes on
    page = linking.open_placement(linking.token_of(again), clock)
    assert isinstance(page, OpenedPlacement)
    complaint = replace(news(placed, NewsKind.STATUS, "p-1", "2026-04-10"), state="complaint")
    done(linking.hear(clock, page, complaint, by="Luc", file=None))
    assert state(act, placed) is S.PAUSED
    late = replace(news(placed, NewsKind.STATUS, "late", "2026-03-30"), state="contacted")
    done(hearing.take(act, late, source=NewsSource.HAND))
    assert state(act, placed) is S.PAUSED
    done(placing.move(act, placement_id=placed, event=E_.RESUMED))
    assert state(act, placed) is S.PARTIALLY_PAID

    # given back: the pause ends, our own dunning goes on, money that comes late still reaches the books
    done(placing.move(act, placement_id=placed, event=E_.RETURNED, why="débiteur introuvable"))
    assert state(act, placed) is S.RETURNED
    assert not is_held(act, customer)
    assert isinstance(linking.open_placement(linking.token_of(again), clock), Closed)
    done(
        hearing.take(
            act,
            replace(news(placed, NewsKind.REMITTED, "r-2", "2026-04-10"), amount=euros("100")),
            source=NewsSource.HAND,
        )
    )
    assert state(act, placed) is S.RETURNED
    shown = helping.help_for(act, customer.id)
    assert shown is not None
    assert shown.closing.balance == euros("700")
    [brought] = queries.figures(act.entity_id)[agency]
    assert (brought.placed, brought.recovered, brought.fee, brought.net) == (
        euros("1200"), euros("500"), euros("72"), euros("428"),
    )  # fmt: skip


def test_the_day_of_a_partners_page_ends_with_the_file(story: Story) -> None:
    """Nobody opens a page before a hand-over, and nothing is told of a file that was not handed over."""
    customer = refused(story)
    act = story.act("2026-03-23")
    placed = placing.ask(act, customer_id=customer.id, currency="EUR", partner_id=partner(act))
    assert isinstance(placed, int)
    early = replace(news(placed, NewsKind.COLLECTED, "c", "2026-03-23"), amount=euros("5"))
    assert isinstance(hearing.take(act, early, source=NewsSource.HAND), Refused)
    done(placing.move(act, placement_id=placed, event=E_.CANCELLED, why="réglé autrement"))
    assert state(act, placed) is S.CANCELLED
    assert isinstance(placing.move(act, placement_id=placed, event=E_.RETURNED, why="x"), Refused)
