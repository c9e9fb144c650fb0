"""Changing the texts of an entity: looked at on a customer, held against the rules, put to use, restored."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from encours.flows.review.gathered import gather, house_of
from encours.flows.script_examples import facts_of_call, lines_of_call
from encours.flows.text_examples import HOSTS, context_of, invented, of_customer
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.wording.edit import Unfit, changed, same_words, written
from encours.ground.wording.facts import Register
from encours.ground.wording.findings import Finding, Severity
from encours.ground.wording.library import Key, Library
from encours.ground.wording.linter.lint import Kind, lint
from encours.ground.wording.script import SCRIPT, Step
from encours.ground.wording.sections import TemplateError
from encours.ground.wording.templates import Template, parse, shipped
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach.actions import TextPublication
from encours.method.outreach.queries import texts as outreach_texts
from encours.method.outreach.rules.as_html import html_of
from encours.method.outreach.rules.compose import compose, compose_short
from encours.method.outreach.rules.message_facts import ComposeFacts
from encours.method.outreach.rules.values import true_facts

MIN_REASON = 3
MOST_CHARACTERS = 60_000
WHY = Reason(N_("Dites pourquoi en quelques mots : le journal le garde."))


@dataclass(frozen=True, slots=True)
class Seen:
    """A text as the customer would see it, what the rules of wording say of it, and which sections it says."""

    subject: str
    text: str
    html: str
    short: str
    findings: tuple[Finding, ...]
    refused: Reason | None = None
    said: frozenset[int] = frozenset()


def in_force(entity_id: int, key: Key) -> Template | None:
    """The text that the next message is made with; None when there is none in this language and form."""
    try:
        found = outreach_texts.library_of(entity_id).template(*key)
    except TemplateError:
        return None
    return found if found.register is key[2] else None


def see(act: Act, template: Template, *, customer_id: int | None, several: bool | None) -> Seen:
    """What a customer would read, without anything being written; an invented one where none is named."""
    house = house_of(act.entity_id, act.today, FixedClock(act.at))
    texts, key = _tried(act.entity_id, template), _looked_at(template)
    several = True if template.id == "line" else several
    if customer_id is None:
        facts = invented(house, key=key, texts=texts, rich=True, several=bool(several))
        return _seen(replace(facts, also=frozenset()), template)
    known = gather(house, [customer_id])
    return _seen(of_customer(known, customer_id, key=key, texts=texts, several=several), template)


def save(act: Act, *, key: Key, texts: Sequence[str]) -> Refused | tuple[Unfit, ...] | None:
    """Keeps other words as the draft; refused where a passage cannot be used as it is written."""
    current = _shown(act.entity_id, key)
    if current is None or len(texts) != len(current.sections):
        return Refused(Reason(N_("Ce texte a changé entre-temps : rechargez la page.")))
    try:
        found = changed(current, texts)
    except TemplateError as problem:
        return Refused(problem.reason)
    if isinstance(found, tuple):
        return found
    outreach_actions.save_text(act, key=key, body=written(found))
    return None


def publish(act: Act, *, key: Key, why: str, is_owner: bool) -> int | Refused:
    """The draft is used from the next message on; returns its version. What waits keeps its words.

    Refused for a text that the rules block; one with an error of wording only the owner puts to use.
    """
    draft = outreach_texts.draft_of(act.entity_id, key)
    found = draft.template if draft else None
    if draft is None or found is None:
        return Refused(Reason(N_("Aucun brouillon n'est à mettre en service.")))
    if len(why.strip()) < MIN_REASON:
        return Refused(WHY, "why")
    stopping = {Severity.BLOCK} if is_owner else {Severity.BLOCK, Severity.ERROR}
    if wrong := next((f for f in hurdles(act, found) if f.severity in stopping), None):
        text = N_("Ce texte ne peut pas être mis en service ({rule}) : {why}")
        return Refused(Reason(text, rule=wrong.rule, why=wrong.why))
    current = in_force(act.entity_id, key)
    if current is not None and same_words(current, found):
        return Refused(Reason(N_("Ce brouillon ne change rien au texte en service.")))
    version = _next_version(act.entity_id, key)
    body = written(replace(found, version=version))
    publication = TextPublication(key, version, body, found.name, why.strip())
    refused = outreach_actions.publish_text(act, publication=publication, drafted=draft.body)
    return refused or version


def hurdles(act: Act, template: Template) -> list[Finding]:
    """What the rules find above advice, in cases of which little or much is known, for one invoice or several."""
    house = house_of(act.entity_id, act.today, FixedClock(act.at))
    texts, found = _tried(act.entity_id, template), dict[tuple[str, str], Finding]()
    for rich in (False, True):
        for several in (False, True):
            facts = invented(house, key=_looked_at(template), texts=texts, rich=rich, several=several)
            seen = _seen(facts, template)
            if seen.refused is not None:
                why = Finding("TEXT", Severity.BLOCK, 0, 0, seen.refused)
                found.setdefault(("TEXT", str(seen.refused)), why)
            for one in seen.findings:
                if one.severity is not Severity.INFO:
                    found.setdefault((one.rule, seen.text[one.start : one.end]), one)
    return list(found.values())


@transaction.atomic
def restore(act: Act, *, key: Key, version: int | None) -> Refused | None:
    """An older version, or the shipped text (None), becomes the draft: put to use, it is a version like any other."""
    found = _original(key)
    if version is not None:
        kept = {row.version: row.template for row in outreach_texts.versions_of(act.entity_id, key)}
        found = kept.get(version)
    if found is None:
        return Refused(Reason(N_("Cette version n'est plus connue.")))
    outreach_actions.save_text(act, key=key, body=written(found))
    return None


def take_in(act: Act, *, key: Key, text: str) -> Refused | None:
    """A text from a file becomes the draft; refused naming the line and the word."""
    if len(text) > MOST_CHARACTERS:
        return Refused(Reason(N_("Ce fichier est trop long pour un texte.")), "text")
    try:
        found = parse(text.replace("\r\n", "\n"))
    except TemplateError as problem:
        words = N_("Ligne {line} : {why}")
        return Refused(Reason(words, line=problem.line or 1, why=problem.reason), "text")
    if key_of(found) != key or found.stage is not _stage(key):
        return Refused(Reason(N_("Ce fichier est celui d'un autre texte : {name}"), name=found.name), "text")
    outreach_actions.save_text(act, key=key, body=written(found))
    return None


def key_of(template: Template) -> Key:
    """Which text this is."""
    return template.id, template.language, template.register


def _looked_at(template: Template) -> Key:
    """In which message a text is looked at: a piece of several in one of them."""
    return HOSTS.get(template.id, template.id), template.language, template.register


def _tried(entity_id: int, template: Template) -> Library:
    """The texts of an entity, had this one been put to use."""
    library = outreach_texts.library_of(entity_id)
    return Library({**library.own, key_of(template): template})


def _seen(facts: ComposeFacts, template: Template) -> Seen:
    try:
        if template.id == SCRIPT:
            return _seen_script(facts, template)
        if template.is_block and template.id not in HOSTS:
            return _seen_block(facts, template)
        draft = compose(facts)
        if isinstance(draft, Refused):
            return Seen("", "", "", "", (), draft.reason)
        short = compose_short(facts) if template.has_short else ""
    except TemplateError as problem:
        return Seen("", "", "", "", (), problem.reason)
    words = f"{draft.subject}\n\n{draft.text}"
    found = lint(words, lang=draft.language, stage=draft.stage, context=context_of(facts))
    shift = len(draft.subject) + 2
    moved = tuple(replace(f, start=max(0, f.start - shift), end=max(0, f.end - shift)) for f in found)
    chosen = true_facts(facts)
    said = frozenset(i for i, s in enumerate(template.sections) if s.holds(chosen))
    said = said if template.id not in HOSTS else frozenset(range(len(template.sections)))
    short = "" if isinstance(short, Refused) else short
    return Seen(draft.subject, draft.text, draft.html, short, moved, said=said)


def _seen_block(facts: ComposeFacts, template: Template) -> Seen:
    words = compose_short(facts)
    if isinstance(words, Refused):
        return Seen("", "", "", "", (), words.reason)
    found = lint(words, lang=template.language, stage=template.stage, context=context_of(facts))
    kept = tuple(f for f in found if f.rule == "PRI02" or f.end > f.start)
    chosen = true_facts(facts)
    said = frozenset(i for i, s in enumerate(template.sections) if s.holds(chosen))
    return Seen("", words, html_of(words, language=template.language), "", kept, said=said)


def _seen_script(facts: ComposeFacts, template: Template) -> Seen:
    """The lines of a call with the facts of a case, step by step; each is held against the rules of calls."""
    lines = lines_of_call(facts, template)
    text, found = "", list[Finding]()
    for line, words in lines:
        text += ("\n\n" if text else "") + line.title + "\n"
        if line.step is not Step.PREPARATION:
            told = lint(
                words,
                lang=template.language,
                stage=template.stage,
                kind=Kind.SENTENCE,
                context=context_of(facts),
            )
            found += [replace(f, start=f.start + len(text), end=f.end + len(text)) for f in told]
        text += words
    chosen = facts_of_call(facts)
    said = frozenset(i for i, s in enumerate(template.sections) if s.holds(chosen))
    return Seen("", text, html_of(text, language=template.language), "", tuple(found), said=said)


def _shown(entity_id: int, key: Key) -> Template | None:
    draft = outreach_texts.draft_of(entity_id, key)
    return (draft.template if draft else None) or in_force(entity_id, key)


def _original(key: Key) -> Template | None:
    try:
        found = shipped(*key)
    except TemplateError:
        return None
    return found if found.register is key[2] else None


def _stage(key: Key) -> object:
    found = _original((key[0], key[1], Register.VOUS))
    return found.stage if found else None


def _next_version(entity_id: int, key: Key) -> int:
    """One more than any that was ever used, the shipped one included."""
    original = _original(key)
    used = [row.version or 0 for row in outreach_texts.versions_of(entity_id, key)]
    return max([*used, original.version if original else 0]) + 1
