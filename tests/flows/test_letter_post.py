"""Letters handed to a postal service: a folder with answers, and a web address that fails in every way it can."""

import base64
import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings

from encours.books.receivables.models import Customer
from encours.flows import letter_post, print_batches
from encours.flows.letter_post import Outcome
from encours.ground.kernel.reason import Refused
from encours.method.cases.models import ContactFact
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach import queries as outreach_queries
from encours.method.outreach.actions import NewLetter
from encours.method.outreach.actions import letter_post as post
from encours.method.outreach.adapters.letter_post import Handed, Parcel, read_answer
from encours.method.outreach.adapters.post_webhook import Endpoint, ask, hand_over, signature
from encours.method.outreach.models import Message, PrintBatch, PrintedLetter
from encours.method.outreach.rules.batches import PostWay
from encours.method.outreach.rules.states import MessageState
from tests.story import Debtor, Story, day, plain

pytestmark = [pytest.mark.either, pytest.mark.slow]

AT = datetime(2026, 3, 5, 9, tzinfo=UTC)
SECRET = "un-secret-partage"
PARCEL = Parcel("letter-1-1-abc", b"%PDF-1.7", ("Dupont SARL", "69001 Lyon"), "FR", 1, "RF1", False)
THURSDAY = "2026-03-05"


@dataclass
class Service:
    """A postal service of the test: what it answers next, and what it was given."""

    url: str = ""
    plan: list[Any] = field(default_factory=list)
    given: list[dict[str, Any]] = field(default_factory=list)

    def endpoint(self, seconds: float = 5) -> Endpoint:
        return Endpoint(self.url, SECRET, timeout_seconds=seconds)


@pytest.fixture
def service() -> Iterator[Service]:
    """Runs on a loopback port. A plan of `(status, body)`, «cut» (after reading) or «slow»."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            stamp, told = self.headers["Encours-Timestamp"], self.headers["Encours-Signature"]
            assert told == f"sha256={signature(SECRET, stamp, body)}"
            service.given.append(
                {
                    "method": self.command,
                    "path": self.path,
                    "key": self.headers["Idempotency-Key"],
                    "body": body,
                }
            )
            step = service.plan.pop(0)
            if step == "cut":
                self.connection.close()
                return
            if step == "slow":
                threading.Event().wait(1.5)
                return
            status, content = step
            self.send_response(status)
            self.end_headers()
            self.wfile.write(content if isinstance(content, bytes) else json.dumps(content).encode())

        do_POST = do_GET = _answer  # noqa: N815

        def log_message(self, *_words: object) -> None:
            pass

        def handle(self) -> None:
            with contextlib.suppress(OSError, ValueError):
                super().handle()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_port}/letters"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield service
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("step", "outcome"),
    [
        ((202, b""), Handed.TAKEN),
        ((200, {"state": "posted", "posted_on": "2026-03-05", "tracking": "1A"}), Handed.POSTED),
        ((409, b""), Handed.TAKEN),
        ((200, {"state": "refused", "reason": "adresse"}), Handed.REFUSED),
        ((422, {"state": "refused", "reason": "adresse"}), Handed.REFUSED),
        ((301, b""), Handed.REFUSED),
        ((429, b""), Handed.NOT_REACHED),
        ((503, b""), Handed.NOT_REACHED),
        ((500, b"oops"), Handed.UNKNOWN),
        ((200, b"\xff" * 100_000), Handed.TAKEN),
        ("cut", Handed.UNKNOWN),
        ("slow", Handed.UNKNOWN),
    ],
)
def test_what_a_service_answers_is_taken_for_what_it_is(service: Service, step: Any, outcome: Handed) -> None:
    service.plan = [step]
    assert hand_over(service.endpoint(0.5), PARCEL, at=AT).outcome is outcome
    (given,) = service.given
    assert given["key"] == PARCEL.key
    assert base64.b64decode(json.loads(given["body"])["pdf"]) == PARCEL.content


def test_nobody_there_and_a_plain_web_address_abroad_are_not_reached(service: Service) -> None:
    assert hand_over(Endpoint("http://127.0.0.1:9/", SECRET), PARCEL, at=AT).outcome is Handed.NOT_REACHED
    assert hand_over(Endpoint("http://poste.test/", SECRET), PARCEL, at=AT).outcome is Handed.NOT_REACHED
    assert hand_over(Endpoint("file:///etc/passwd", SECRET), PARCEL, at=AT).outcome is Handed.NOT_REACHED


def test_asking_changes_nothing_and_a_doubt_stays_a_doubt(service: Service) -> None:
    service.plan = [(200, {"state": "posted", "posted_on": "2026-03-06"}), "cut"]
    assert ask(service.endpoint(), "k", at=AT).posted_on == day("2026-03-06")
    assert service.given[0]["method"] == "GET"
    assert service.given[0]["path"] == "/letters/k"
    assert ask(service.endpoint(), "k", at=AT).outcome is Handed.NOT_REACHED


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"[]",
        b'{"state": "eaten"}',
        b'{"state": "posted"}',
        b'{"state": "posted", "posted_on": "hier"}',
        b"[" * 60_000,
    ],
)
def test_an_answer_that_says_nothing_is_none(bad: bytes) -> None:
    assert read_answer(bad) is None


@pytest.fixture
def batch(story: Story, tmp_path: Path) -> Iterator[PrintedLetter]:
    """A letter to Dupont in a batch that a service takes."""
    with override_settings(ENCOURS_HOME=tmp_path):
        customer = story.customer("Dupont SARL", phone="01 44 00 00 00")
        Customer.objects.filter(pk=customer.id).update(
            address="3 place du Marché", postcode="69001", city="Lyon"
        )
        story.invoice("F-2031", customer, "1 200,00 €", due="2026-03-04")
        story.night(THURSDAY)
        act = story.act(THURSDAY)
        outreach_actions.change_style(act, fields={"norm": "fr_dl", "way": "folder"}, secret=SECRET)
        message = story.queued("courtesy", to=customer)
        outreach_actions.put_on_paper(act, message_id=message.pk)
        made = print_batches.make(act, message_ids=[message.pk])
        assert isinstance(made, print_batches.Made)
        yield outreach_queries.letters_of(made.batch_id)[0]


def handed(story: Story, letter: PrintedLetter) -> Outcome:
    outcome = letter_post.hand_over(story.act(THURSDAY), story.clock(THURSDAY), batch_id=letter.batch_id)
    assert isinstance(outcome, Outcome), plain(str(outcome))
    letter.refresh_from_db()
    return outcome


def through(story: Story, letter: PrintedLetter, service: Service, *plan: Any) -> Outcome:
    letter.batch.__class__.objects.update(way="webhook")
    outreach_actions.change_style(
        story.act(THURSDAY), fields={"norm": "fr_dl", "way": "webhook", "webhook_url": service.url}
    )
    service.plan = list(plan)
    return handed(story, letter)


def test_a_folder_takes_the_letter_with_its_manifest_and_its_answer_says_when_it_was_posted(
    story: Story, batch: PrintedLetter
) -> None:
    assert handed(story, batch).handed == 1
    assert batch.state == "handed_over"
    assert not ContactFact.objects.exists()
    folder = letter_post.folder_of(story.entity.pk)
    (manifest,) = (folder / "letters").glob("*.json")
    told = json.loads(manifest.read_text(encoding="utf-8"))
    assert (folder / "letters" / told["file"]).read_bytes().startswith(b"%PDF")
    assert told["recipient"] == ["Dupont SARL", "Anne Petit", "3 place du Marché", "69001 Lyon"]
    answer = {"key": told["key"], "state": "posted", "posted_on": THURSDAY, "tracking": "1A"}
    (folder / "answers" / "a.json").write_text(json.dumps(answer), encoding="utf-8")
    (folder / "answers" / "b.json").write_text("abîmé", encoding="utf-8")
    (folder / "answers" / "c.json").write_text(
        json.dumps(answer | {"key": "somebody-else"}), encoding="utf-8"
    )
    assert letter_post.collect(story.act(THURSDAY), story.clock(THURSDAY)).handed == 1
    assert letter_post.collect(story.act(THURSDAY), story.clock(THURSDAY)).handed == 0
    batch.refresh_from_db()
    assert (batch.state, batch.tracking, batch.posted_on) == ("posted", "1A", day(THURSDAY))
    assert Message.objects.get(pk=batch.message_id).state == MessageState.SENT_BY_HAND
    assert ContactFact.objects.count() == 1


def test_a_doubt_is_shown_to_a_person_and_never_handed_over_again_by_itself(
    story: Story, batch: PrintedLetter, service: Service
) -> None:
    assert "incertaine" in plain(str(through(story, batch, service, "cut").why))
    assert batch.state == "unknown"
    assert handed(story, batch).handed == 0
    assert len(service.given) == 1
    # The service knows of it: asked for, it says so.
    service.plan = [(200, {"state": "posted", "posted_on": THURSDAY})]
    assert letter_post.collect(story.act(THURSDAY), story.clock(THURSDAY)).handed == 1
    batch.refresh_from_db()
    assert batch.state == "posted"


def test_a_person_who_asked_hands_it_over_once_more_under_the_same_key(
    story: Story, batch: PrintedLetter, service: Service
) -> None:
    through(story, batch, service, (500, b""))
    assert outreach_actions.look_at_doubt(story.act(THURSDAY), letter_id=batch.pk) is None
    service.plan = [(409, b"")]
    assert handed(story, batch).handed == 1
    first, second = service.given
    assert first["key"] == second["key"]
    assert letter_post.was_posted(story.act(THURSDAY), letter_id=batch.pk) is None
    assert ContactFact.objects.count() == 1


def test_a_service_out_of_reach_leaves_the_letter_in_its_batch(
    story: Story, batch: PrintedLetter, service: Service
) -> None:
    assert through(story, batch, service, (429, b"")).stayed == 1
    assert batch.state == "in_batch"
    service.plan = [(201, b"")]
    assert handed(story, batch).handed == 1


def test_a_hold_and_the_stop_keep_letters_from_the_service(
    story: Story, batch: PrintedLetter, service: Service
) -> None:
    customer = Debtor(batch.message.customer_id, "Dupont SARL")
    story.hold(customer, until="2026-03-20", on=THURSDAY)
    assert through(story, batch, service).stayed == 1
    assert service.given == []
    outreach_actions.stop_sending(story.act(THURSDAY), why="pause")
    stopped = letter_post.hand_over(story.act(THURSDAY), story.clock(THURSDAY), batch_id=batch.batch_id)
    assert isinstance(stopped, Refused)


def test_a_worker_that_vanished_leaves_a_doubt(story: Story, batch: PrintedLetter) -> None:
    act, now = story.act(THURSDAY), datetime(2026, 3, 5, 9, tzinfo=UTC)
    assert post.claim_letter(act, letter_id=batch.pk, lease="a", technical_now=now)
    assert not post.claim_letter(act, letter_id=batch.pk, lease="b", technical_now=now)
    assert post.mark_letters_lost(act, technical_now=now.replace(day=6)) == 1
    batch.refresh_from_db()
    assert batch.state == "unknown"


def test_the_worker_fetches_the_answers_of_a_service_by_itself(
    story: Story, batch: PrintedLetter, service: Service
) -> None:
    through(story, batch, service, (200, {"key": "k", "state": "taken"}))
    service.plan = [(503, {}), (200, {"key": "k", "state": "posted", "posted_on": THURSDAY})]
    assert letter_post.run(story.clock(THURSDAY)) == 0
    assert letter_post.run(story.clock(THURSDAY)) == 1
    assert letter_post.run(story.clock(THURSDAY)) == 0
    batch.refresh_from_db()
    assert batch.state == "posted"


def test_who_makes_a_batch_a_moment_later_is_told_so(story: Story, batch: PrintedLetter) -> None:
    """The number, or a letter, was taken between reading and writing: a constraint answers, no error page."""
    act = story.act(THURSDAY)
    customer = story.customer("Blanc SA")
    story.invoice("F-3001", customer, "500,00 €", due="2026-03-04")
    story.night(THURSDAY)
    message = story.queued("courtesy", to=customer)
    outreach_actions.put_on_paper(act, message_id=message.pk)
    letter = NewLetter(message.pk, batch.document_id or 0, 1, ("Blanc SA",), "")
    with connection.execute_wrapper(_somebody_takes_the_number(batch.batch.entity_id)):
        made = outreach_actions.make_batch(act, letters=[letter], way=PostWay.BY_HAND)
    assert isinstance(made, Refused)
    assert isinstance(outreach_actions.make_batch(act, letters=[letter], way=PostWay.BY_HAND), int)


def _somebody_takes_the_number(entity_id: int) -> Any:
    """Somebody's batch of the same number is written just before ours."""
    done: list[bool] = []

    def wrapped(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('INSERT INTO "outreach_printbatch"') and not done:
            done.append(True)
            at = datetime(2026, 3, 5, tzinfo=UTC)
            PrintBatch.objects.create(
                entity_id=entity_id, number=2, way="by_hand", made_at=at, made_by="user:2"
            )
        return execute(sql, params, many, context)

    return wrapped
