"""The law in force for a company: the packs that come with the program, with what the company laid over them."""

from functools import lru_cache

from encours.books.creditor.law import KeptChange, law_in_force_over
from encours.books.creditor.rules.law_change import LawChangeKind
from encours.ground.law.pack import Library
from encours.ground.law.reading import library_of, shipped, shipped_files
from encours.ground.law.updating import amended, read_update
from encours.ground.law.validating import Validation, validated


def law_in_force(entity_id: int) -> Library:
    """The library that every formal step, claim and alarm of a company computes with; one statement."""
    changes = law_in_force_over(entity_id)
    if not changes:
        return shipped()
    updates = tuple(c.text for c in changes if c.kind is LawChangeKind.UPDATE)
    return validated(_with(updates), (_mark(c) for c in changes if c.kind is LawChangeKind.VALIDATION))


@lru_cache(maxsize=8)
def _with(updates: tuple[str, ...]) -> Library:
    """The shipped files with updates laid over them, in the order in which they were made."""
    told = shipped_files()
    for text in updates:
        told = amended(told, read_update(text))
    return library_of(told)


def _mark(change: KeptChange) -> Validation:
    assert change.on is not None, "a mark has its day"
    return Validation(change.subject, change.digest, change.person, change.on)
