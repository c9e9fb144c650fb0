"""How exhibits are numbered and named, and how complete a proof is."""

from datetime import date

from encours.ground.evidence.dossier.completeness import WEIGHTS, Found, Need, completeness, said
from encours.ground.evidence.dossier.exhibits import Exhibit, ExhibitKind, file_name, numbered
from encours.ground.plumbing.say import say


def exhibit(kind: ExhibitKind, title: str, on: date | None = None, sort: str = "") -> Exhibit:
    return Exhibit(kind, title, on, lambda: b"", sort=sort)


def test_the_debt_comes_first_then_what_was_done_in_the_order_of_time() -> None:
    given = [
        exhibit(ExhibitKind.NOTICE, "notice", date(2026, 3, 1)),
        exhibit(ExhibitKind.EXCHANGE, "call", date(2026, 2, 3), "2026-02-03T15:00"),
        exhibit(ExhibitKind.EXCHANGE, "mail", date(2026, 2, 3), "2026-02-03T09:00"),
        exhibit(ExhibitKind.INVOICE, "invoice", date(2026, 1, 1)),
        exhibit(ExhibitKind.CONTRACT, "contract"),
    ]
    rows = numbered(given)
    assert [(n, x.title) for n, x in rows] == [
        (1, "contract"),
        (2, "invoice"),
        (3, "mail"),
        (4, "call"),
        (5, "notice"),
    ]


def test_a_file_is_called_by_its_number_and_never_by_a_path_of_somebodys() -> None:
    assert file_name(7, "Facture F-2026/014 d'été", "application/pdf") == "07-facture-f-2026-014-d-ete.pdf"
    assert file_name(112, "../../etc/passwd", "image/png") == "112-etc-passwd.png"
    assert file_name(1, "…", "application/x-unknown") == "01-piece.bin"


def test_weights_are_a_hundred() -> None:
    assert sum(WEIGHTS.values()) == 100


def test_a_part_counts_as_a_part_and_is_named() -> None:
    every = [Found(need, 1, 1) for need in Need if need is not Need.INVOICES]
    found = completeness([*every, Found(Need.INVOICES, 1, 2, ("F-2",))])
    assert found.percent == 90
    assert not found.is_complete
    assert say(said(found.missing[0]), "en") == "copy of each invoice: 1 of 2 (missing: F-2)"


def test_what_comes_with_the_formal_notice_is_not_missed_before() -> None:
    found = completeness([Found(need, int(need not in {Need.NOTICE, Need.RECEIPT}), 1) for need in Need])
    assert found.percent == 90
    assert found.is_complete
    assert {row.need for row in found.later} == {Need.NOTICE, Need.RECEIPT}
