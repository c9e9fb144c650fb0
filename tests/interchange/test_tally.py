"""What the parts of a file come to, and the numbers of a file that is too long to be held."""

from collections import Counter

from encours.books.interchange.formats.fec_numbers import Numbers
from encours.books.interchange.formats.names import FileNames, Names


def asked(names: Names) -> list[bool]:
    names.begin()
    found = [names.is_of_invoice(number) for number in ("F-1", "F1", "F-2", "")]
    found += [names.is_alone(reference) for reference in ("A", "B", "")]
    before = names.is_claimed("OD 1")
    names.claim("OD 1")
    names.claim("OD 1")
    return [*found, before, names.is_claimed("OD 1")]


def test_numbers_on_disk_answer_as_those_at_hand() -> None:
    """A number is an invoice's as it is written: F1 is not F-1, though no two documents may have both."""
    on_disk = Numbers(lambda: [["F-1"]])
    on_disk.bring(["A", "B"])
    on_disk.bring(["B"])
    at_hand = FileNames({"F-1"}, Counter(["A", "B", "B"]))
    assert asked(on_disk) == asked(at_hand) == [True, *[False] * 3, True, *[False] * 3, True]
    assert asked(on_disk) == asked(at_hand)
