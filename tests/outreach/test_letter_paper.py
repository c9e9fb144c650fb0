"""A made letter is read back: where its address stands for each envelope, what its codes say, what cannot break it."""

import zlib

import pytest

from encours.method.outreach.adapters.letter_pdf import cover_pdf, labels_pdf, letter_pdf, trial_pdf
from encours.method.outreach.rules.letter import Cover, Letterhead
from encours.method.outreach.rules.payment_codes import (
    creditor_reference,
    is_qr_iban,
    letter_reference,
    payment_code,
    qr_reference,
)
from encours.method.outreach.rules.postal_address import Postal, address_lines, clean
from encours.method.outreach.rules.windows import Box, norms, usual_norm
from tests.factories import euros
from tests.outreach.paper import (
    AT,
    BERN,
    HOUSES,
    SWISS,
    SWISS_QR,
    a_letter,
    codes_on,
    pages_in,
    text_of,
    words_on,
)

pytestmark = pytest.mark.slow

LONG_NAME = "Société coopérative d'intérêt collectif des menuisiers-charpentiers et couvreurs de l'Ouest"
HOSTILE = '#panic("x") $a^2$ *b* @c <bill> [e] \\ `f` // g'


def _in_the_window(content: bytes, recipient: tuple[str, ...], key: str) -> tuple[list[str], list[str]]:
    """What a window shows wherever the sheet slides to, and what it may show besides."""
    norm = norms()[key]
    words = words_on(content)
    always = [text for text, box in words if norm.always_seen.holds(box)]
    ever = [text for text, box in words if norm.ever_seen.touches(box)]
    return always, [text for text in ever if text not in always]


@pytest.mark.parametrize("key", sorted(norms()))
def test_the_window_shows_the_whole_address_and_nothing_else_wherever_the_sheet_slides(key: str) -> None:
    facts = a_letter(key)
    always, besides = _in_the_window(letter_pdf(facts, made_at=AT), facts.recipient, key)
    assert (always, besides) == (list(facts.recipient), [])


@pytest.mark.parametrize("key", ["fr_dl", "ch_right_c56", "ca_10"])
def test_seven_long_lines_of_an_address_stay_in_the_window(key: str) -> None:
    to = Postal(
        LONG_NAME, "Bâtiment C, escalier 12, porte de droite\nZone artisanale\nBP 12", "44000", "Nantes", "DE"
    )
    lines = address_lines(to, contact="Anne Petit", sent_from="FR", language="fr")
    facts = a_letter(key, to=to, recipient=lines)
    always, besides = _in_the_window(letter_pdf(facts, made_at=AT), lines, key)
    assert len(lines) == 7
    assert lines[-1] == "ALLEMAGNE"
    assert (always, besides) == (list(lines), [])


@pytest.mark.parametrize("key", ["fr_c5", "ch_left_c56"])
def test_a_cover_sheet_shows_the_mark_and_the_address_in_the_window(key: str) -> None:
    facts = a_letter(key)
    content = cover_pdf(facts, form=Cover.SHEET, mark="FACTURE JOINTE", made_at=AT)
    always, besides = _in_the_window(content, facts.recipient, key)
    assert (always, besides) == (["FACTURE JOINTE", *facts.recipient], [])


def test_an_envelope_has_its_own_size_and_labels_stand_24_on_a_sheet() -> None:
    facts = a_letter("fr_c5", language="en")
    envelope = cover_pdf(facts, form=Cover.ENVELOPE, mark="INVOICE ENCLOSED", made_at=AT)
    assert "INVOICE ENCLOSED" in text_of(envelope)
    assert "Nantes" in text_of(envelope)
    labels = labels_pdf([(facts, "INVOICE ENCLOSED")] * 25, made_at=AT)
    assert pages_in(labels) == 2
    assert text_of(labels).count("Lumen SAS") == 25
    trial = trial_pdf(norms()["fr_c5"], recipient=facts.recipient, notes=("Pliez.",), made_at=AT)
    assert "Pliez." in text_of(trial)


def test_a_long_statement_goes_on_over_pages_under_its_own_heading() -> None:
    content = letter_pdf(a_letter(lines=120), made_at=AT)
    assert pages_in(content) >= 3
    for page in range(1, pages_in(content)):
        assert any("Échéance" in text for text, _box in words_on(content, page))
    said = text_of(content)
    assert all(f"F-{n:05}" in said for n in range(1, 121))
    assert "144" in said.partition("Total")[2][:20]


def test_the_epc_code_says_where_to_pay_how_much_and_under_which_reference() -> None:
    facts = a_letter(lines=1)
    assert codes_on(letter_pdf(facts, made_at=AT)) == [
        "BCD\n002\n1\nSCT\nAGRIFRPP\nAtelier Morel\nFR7630006000011234567890189\nEUR1200\n\n"
        + creditor_reference("F-00001")
    ]


@pytest.mark.parametrize(
    ("iban", "kind", "reference"),
    [(SWISS, "SCOR", creditor_reference("F00001")), (SWISS_QR, "QRR", qr_reference(42))],
)
def test_the_swiss_payment_part_lies_at_the_bottom_and_its_code_is_read(
    iban: str, kind: str, reference: str
) -> None:
    content = letter_pdf(a_letter("ch_right_c56", iban=iban, currency="CHF", lines=1, to=BERN), made_at=AT)
    (code,) = codes_on(content)
    rows = code.split("\n")
    assert rows[:7] == ["SPC", "0200", "1", iban, "S", "Atelier Morel SA", "Rue du Lac 12"]
    assert rows[18:20] == ["1200.00", "CHF"]
    assert rows[20:22] == ["S", "Lumen AG"]
    assert rows[27:29] == [kind, reference]
    said = text_of(content)
    assert "Section paiement" in said
    assert "Récépissé" in said
    words = words_on(content)
    letter, part = Box(0, 0, 210, 297 - 108), Box(0, 297 - 105, 210, 105)
    assert all(letter.holds(box) or part.holds(box) for _text, box in words)
    assert sum(part.holds(box) for _text, box in words) > 40


def test_a_payment_part_that_finds_no_room_takes_the_bottom_of_the_next_sheet() -> None:
    content = letter_pdf(a_letter("ch_left_c5", iban=SWISS, currency="CHF", lines=20, to=BERN), made_at=AT)
    last = pages_in(content) - 1
    assert last >= 1
    beyond = [text for text, box in words_on(content, last) if box.y < 297 - 105]
    assert codes_on(content, last) != []
    assert all("Morel" in text or "RF" in text for text in beyond)  # only the head of a later page


def test_a_swiss_address_that_is_not_whole_leaves_the_account_in_words() -> None:
    bare = Postal("Atelier Morel SA", "", "", "", "CH")
    sender = Letterhead(bare, "", "", "", "")
    content = letter_pdf(a_letter(iban=SWISS, currency="CHF", lines=1, to=BERN, sender=sender), made_at=AT)
    assert codes_on(content) == []
    assert "CH58 0079 1123 0008 8901 2" in text_of(content)


def test_hostile_text_is_only_text() -> None:
    facts = a_letter(
        text=f"{HOSTILE}\n\n= titre\n\n- liste", subject=HOSTILE, to=Postal(HOSTILE, "1 rue", "1", "X", "FR")
    )
    said = text_of(letter_pdf(facts, made_at=AT))
    assert said.count('#panic("x") $a^2$ *b* @c <bill> [e]') >= 2
    assert "= titre" in said


def test_other_scripts_emoji_and_marks_that_turn_a_text_around_do_not_break_a_letter() -> None:
    name = "شركة النور \u202eevil\u202c 🙂 ﷽\x00 Ωmega 株式会社"
    facts = a_letter(to=Postal(name, "1 rue 🚪", "44000", "Nantes", "FR"), text=f"{name}\n\n" + "x" * 400)
    content = letter_pdf(facts, made_at=AT)
    assert "Nantes" in text_of(content)
    assert clean("a\u202eb\x07c 🙂\u200d d") == "abc d"


def test_a_letter_is_kept_in_the_form_of_an_archive_and_made_again_to_the_byte() -> None:
    first = letter_pdf(a_letter(), made_at=AT)
    assert first == letter_pdf(a_letter(), made_at=AT)
    assert b"pdfaid" in first or b"pdfaid" in b"".join(_streams(first))


def test_the_signature_and_the_logo_are_drawn_from_data() -> None:
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><rect width="60" height="20"/></svg>'
    )
    sender = Letterhead(HOUSES["FR"], "", "", "", "", logo=picture, signature=picture)
    plain = letter_pdf(a_letter(), made_at=AT)
    signed = letter_pdf(a_letter(sender=sender), made_at=AT)
    assert pages_in(signed) == 1
    assert signed != plain


def test_which_code_a_bank_of_the_debtor_reads() -> None:
    amount, francs = euros("1200"), euros("1200").__class__(120_000, "CHF")
    assert payment_code("FR76", amount, debtor_country="FR") == "epc"
    assert payment_code("CH58", amount, debtor_country="FR") == "epc"
    assert payment_code("CH58", amount, debtor_country="CH") == "qr_bill"
    assert payment_code("CH58", francs, debtor_country="FR") == "qr_bill"
    assert payment_code("FR76", francs, debtor_country="CH") == "none"
    assert payment_code("FR76", euros("0"), debtor_country="FR") == "none"
    assert is_qr_iban(SWISS_QR)
    assert not is_qr_iban(SWISS)


def test_a_reference_is_that_of_iso_11649() -> None:
    assert creditor_reference("539007547034") == "RF18539007547034"
    assert creditor_reference("x" * 22) == ""
    assert letter_reference(["F-1", "F-2"], message_id=7) == creditor_reference("L00000007")
    assert letter_reference(["株"], message_id=7) == creditor_reference("L00000007")
    assert qr_reference(42).endswith("42" + qr_reference(42)[-1])


def test_an_address_has_at_most_seven_lines_of_38_characters_and_the_town_is_never_lost() -> None:
    to = Postal(
        LONG_NAME, "\n".join(f"ligne {n} " + "x" * 60 for n in range(9)), "H2X 1Y4", "Montréal", "CA", "CA-QC"
    )
    lines = address_lines(to, contact="Anne Petit", sent_from="FR", language="fr")
    assert len(lines) == 7
    assert max(map(len, lines)) <= 38
    assert lines[-2:] == ("Montréal QC H2X 1Y4", "CANADA")
    assert not Postal("Lumen", "", "44000", "Nantes", "FR").is_complete
    assert usual_norm("CH") in norms()


def _streams(content: bytes) -> list[bytes]:
    found = []
    for part in content.split(b"stream\n")[1:]:
        try:
            found.append(zlib.decompressobj().decompress(part))
        except zlib.error:
            continue
    return found
