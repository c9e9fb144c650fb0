"""What changes a room from outside tells the journal, itself or through another function of its room."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.house.plan import SOURCE, built_rooms, tree

TELLS = {"evidence_actions.append", "evidence_actions.append_many"}
CHANGES = {
    "save",
    "update",
    "create",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}
# Changes that are nobody's doing: a lease taken, a figure computed again from what is told elsewhere.
UNTOLD = {
    "receivables.take_allocations": "the file is told once, with its hash and its counts",
    "receivables.take_contact_details": "the file is told once, with its hash and its counts",
    "receivables.take_contacts": "the file is told once, with its hash and its counts",
    "receivables.take_credit_notes": "the file is told once, with its hash and its counts",
    "receivables.take_customers": "the file is told once, with its hash and its counts",
    "receivables.take_details": "the file is told once, with its hash and its counts",
    "receivables.take_due_dates": "the file is told once, with its hash and its counts",
    "receivables.take_invoices": "the file is told once, with its hash and its counts",
    "receivables.take_payments": "the file is told once, with its hash and its counts",
    "creditor.seal_all_anew": "no secret changes; the new key is told with the counts",
    "creditor.count_try": "a counter that forgets",
    "creditor.forget_tries": "a counter that forgets",
    "creditor.tell_door": "the record of the door itself",
    "creditor.open_session": "the record of the door tells who came in",
    "creditor.use_session": "when a session was last used",
    "creditor.leave_session": "one's own session, left by oneself",
    "creditor.keep_door_short": "what nobody needs any more is let go",
    "creditor.claim_reset_mail": "a lease; that it was asked for is told",
    "creditor.close_reset_mail": "that it was asked for is told, and what came of it",
    "creditor.begin_export": "a lease; that it was asked for is told, and what came of it",
    "creditor.let_exports_go": "what nobody needs any more is let go",
    "interchange.answer_file": "nothing is taken yet; what becomes of the file is told with the answers",
    "links.use_once": "what is said through a link is told by the room that hears it",
    "links.name_outcome": "what is said through a link is told by the room that hears it",
    "outreach.seal_webhooks_anew": "no secret changes; the new key is told with the counts",
    "outreach.seal_text_services_anew": "no secret changes; the new key is told with the counts",
    "outreach.note_taken": "under which key a text leaves; what becomes of the message is told",
    "outreach.claim_next": "a lease; what becomes of the message is told",
    "agreements.erase_words": "the erasure is told once, by the books and by the journal",
    "calls.save_sheet": "what is typed while one speaks; the note of the call tells it",
    "calls.answer_question": "the note of the call tells the answers",
    "calls.take_answer_back": "the note of the call tells the answers",
    "calls.finish_sheet": "the note of the call holds its words",
    "calls.name_agreement": "the promise and the note are told",
    "calls.forget_voices": "the erasure is told once, by the books and by the journal",
    "calls.seal_all_anew": "no secret changes; the new key is told with the counts",
    "calls.erase_words": "the erasure is told once, by the books and by the journal",
    "cases.begin_proof": "a lease; that it was asked for is told, and what came of it",
    "cases.tell_proof_progress": "a sign of life; what came of it is told",
    "cases.erase_words": "the erasure is told once, by the books and by the journal",
    "disputes.claim_house_mail": "a lease; that it was asked for is told",
    "disputes.close_house_mail": "that it was asked for is told, and its page says what came of it",
    "disputes.wait_again": "a lease; that it was asked for is told",
    "disputes.erase_words": "the erasure is told once, by the books and by the journal",
    "inbox.begin_generation": "how far a mailbox was read; each mail is told",
    "inbox.claim_mailbox": "a lease; each mail is told",
    "inbox.link_item": "the mail and what was received are told",
    "inbox.pass_number": "how far a mailbox was read; each mail is told",
    "inbox.seal_all_anew": "no secret changes; the new key is told with the counts",
    "inbox.erase_words": "the erasure is told once, by the books and by the journal",
    "outreach.erase_words": "the erasure is told once, by the books and by the journal",
    "insight.erase_words": "the erasure is told once, by the books and by the journal",
    "referral.seal_partners_anew": "no secret changes; the new key is told with the counts",
    "strategy.begin_due_night": "its end is told, with what it did",
    "strategy.begin_night": "its end is told, with what it did",
    "strategy.note_progress": "a lease and counts; the night's end is told",
    "strategy.leave_night": "a lease; the night's end is told",
    "insight.keep_figures": "computed from the invoices, which are told",
    "insight.count_past": "computed from the payments, which are told",
    "insight.count_quarter": "computed from the types, whose changes are told",
    "strategy.write_reviews": "computed; the message, the refusal and the night are told",
    "strategy.write_list": "computed from what is told",
    "outreach.save_text": "no message is made with a draft; its taking into use is told",
    "outreach.drop_text": "no message was made with it; what is taken into use is told",
    "strategy.save_draft": "nothing follows a draft; its publication is told",
    "strategy.drop_draft": "nothing followed it; what is published is told",
    "strategy.move": "follows a contact, an agreement or a case, which are told",
    "strategy.clear_dates": "follows a contact, which is told",
    "strategy.look_again": "follows a fact that its own room tells",
    "strategy.note_call_back": "the note of the contact tells it",
    "strategy.fix_step_date": "the note of the contact tells it",
}
# The journal itself, and files by content hash: whoever stores one says in the journal why.
SILENT_ROOMS = {"evidence", "documents"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _actions(folder: Path) -> list[Path]:
    return [f for f in (folder / "actions.py", *(folder / "actions").glob("*.py")) if f.exists()]


def _functions(folder: Path) -> dict[str, Function]:
    return {
        node.name: node for file in _actions(folder) for node in tree(file).body if isinstance(node, Function)
    }


def _words(function: Function) -> set[str]:
    """Names and dotted names that a function uses."""
    found = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found |= {node.attr, ast.unparse(node)}
    return found


def _reaching(functions: dict[str, Function], first: Iterable[str]) -> set[str]:
    """Functions that use one of some words, themselves or through each other."""
    words = {name: _words(function) for name, function in functions.items()}
    reached, wanted = set(), set(first)
    while more := {n for n, used in words.items() if n not in reached and used & wanted}:
        reached |= more
        wanted |= more
    return reached


def _called_from_outside(room: str, folder: Path) -> set[str]:
    calls = re.compile(rf"\b{room}_actions\.(\w+)")
    return {
        name
        for file in SOURCE.rglob("*.py")
        if folder not in file.parents
        for name in calls.findall(file.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize("room", sorted(r for r, f in built_rooms().items() if _actions(f)))
def test_every_action_that_changes_something_journals(room: str) -> None:
    if room in SILENT_ROOMS:
        return
    folder = built_rooms()[room]
    functions = _functions(folder)
    changing, telling = _reaching(functions, CHANGES), _reaching(functions, TELLS)
    untold = {f"{room}.{name}" for name in (changing & _called_from_outside(room, folder)) - telling}
    assert untold - set(UNTOLD) == set()
