"""Draws letters, what travels with them and their payment codes: plain data in, a PDF out."""

import contextlib
import io
import re
import warnings
from collections.abc import Sequence
from datetime import datetime
from importlib.resources import files

import segno
from qrbill import QRBill
from segno import helpers

from encours.ground.plumbing import pdf
from encours.method.outreach.rules.letter import (
    Cover,
    LetterFacts,
    drawn,
    norm_drawn,
    paper_words,
    sender_lines,
)
from encours.method.outreach.rules.payment_codes import PaymentCode, PayTo
from encours.method.outreach.rules.postal_address import Postal, clean
from encours.method.outreach.rules.windows import Norm

ARCHIVED: tuple[pdf.Standard, ...] = ("a-2a",)
"""PDF/A-2a: a letter is read as it was sent, years later, by everybody's program and by a screen reader."""
_FONT = re.compile(r'font-family="[^"]*"')
_PAYMENT_FONTS = "Liberation Sans, Arial, Helvetica, DejaVu Sans"
"""Source: Swiss guidelines QR-bill, 3.4: Arial, Frutiger, Helvetica or Liberation Sans, where this machine has one."""


def letter_pdf(facts: LetterFacts, *, made_at: datetime) -> bytes:
    """One letter. Raises PdfError when the template refuses the facts."""
    return _made("letter.typ", drawn(facts, picture=_code(facts), page=_page(facts)), made_at)


def cover_pdf(facts: LetterFacts, *, form: Cover, mark: str, made_at: datetime) -> bytes:
    """What shows on or through the envelope of one letter: the address, and `mark` when an invoice is in it."""
    postal = facts.sender.postal
    return _made(
        "cover.typ",
        {
            **_common(facts.norm, facts.language, postal.name),
            "form": form.value,
            "title": facts.subject,
            "stamp": mark,
            "recipient": list(facts.recipient),
            "sender-rows": [clean(postal.name), *sender_lines(postal, "", "", facts.language)],
            "note": "",
        },
        made_at,
    )


def labels_pdf(letters: Sequence[tuple[LetterFacts, str]], *, made_at: datetime) -> bytes:
    """The labels of some letters, 24 on a sheet, each with its mark."""
    first = letters[0][0]
    rows = [{"recipient": list(facts.recipient), "stamp": mark} for facts, mark in letters]
    common = _common(first.norm, first.language, first.sender.postal.name)
    return _made("cover.typ", {**common, "form": "labels", "title": "", "labels": rows}, made_at)


def trial_pdf(norm: Norm, *, recipient: Sequence[str], notes: Sequence[str], made_at: datetime) -> bytes:
    """A sheet to hold behind the window of one's own envelope."""
    facts = {**_common(norm, "fr", ""), "form": "trial", "title": norm.label}
    return _made("cover.typ", {**facts, "recipient": list(recipient), "notes": list(notes)}, made_at)


def payment_picture(facts: LetterFacts) -> str:
    """The payment code of a letter alone, as SVG, for a page; empty when none can be drawn."""
    return _code(facts)


def qr_bill_payload(facts: LetterFacts) -> str:
    """What the Swiss code says, line by line; empty when it cannot be drawn."""
    bill = _bill(facts)
    return bill.qr_data() if bill else ""


def _common(norm: Norm, language: str, sender: str) -> dict[str, object]:
    return {
        "language": "fr" if language == "fr" else "en",
        "sheet": {"width": norm.sheet[0], "height": norm.sheet[1]},
        "norm": norm_drawn(norm),
        "sender": clean(sender),
        "words": dict(paper_words(language)),
    }


def _made(template: str, facts: dict[str, object], made_at: datetime) -> bytes:
    source = files("encours.method.outreach").joinpath(f"data/{template}").read_text(encoding="utf-8")
    try:
        return pdf.pdf(source, facts, made_at=made_at, standards=ARCHIVED, any_font=True)
    except pdf.PdfError:
        # A character that no font here has: the letter is made all the same, only not for the archive's norm.
        return pdf.pdf(source, facts, made_at=made_at, any_font=True)


def _code(facts: LetterFacts) -> str:
    pay = facts.pay
    if pay is None or pay.code is PaymentCode.NONE:
        return ""
    if pay.code is PaymentCode.EPC:
        return _epc(facts.sender.postal, pay)
    bill = _bill(facts)
    if bill is None:
        return ""
    out = io.StringIO()
    bill.as_svg(out)
    return _FONT.sub(f'font-family="{_PAYMENT_FONTS}"', out.getvalue())


def _page(facts: LetterFacts) -> str:
    """The address of the customer's page as a code, for a telephone: nobody types forty-five letters."""
    return _svg(segno.make_qr(facts.page, error="m")) if facts.page else ""


def _epc(to: Postal, pay: PayTo) -> str:
    try:
        code = helpers.make_epc_qr(
            name=clean(to.name)[:70],
            iban=pay.iban,
            amount=pay.amount.decimal,
            reference=pay.reference or None,
            text=None if pay.reference else "-",
            bic=pay.bic or None,
            encoding="utf-8",
        )
    except ValueError:
        return ""
    return _svg(code)


def _svg(code: segno.QRCode) -> str:
    out = io.BytesIO()
    code.save(out, kind="svg", border=4, xmldecl=False, svgns=True, scale=4)
    return out.getvalue().decode("utf-8")


def _bill(facts: LetterFacts) -> QRBill | None:
    """The Swiss payment part; None where an address is not whole or the account takes no such code."""
    pay = facts.pay
    if pay is None or pay.code is not PaymentCode.QR_BILL:
        return None
    with contextlib.suppress(ValueError), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return QRBill(
            account=pay.iban,
            creditor=_party(facts.sender.postal),
            debtor=_party(facts.debtor) if facts.debtor and facts.debtor.is_complete else None,
            amount=str(pay.amount.decimal),
            currency=pay.amount.currency,
            reference_number=pay.reference or None,
            language="fr" if facts.language == "fr" else "en",
        )
    return None


def _party(postal: Postal) -> dict[str, str]:
    return {
        "name": clean(postal.name)[:70],
        "street": clean(postal.address)[:70],
        "pcode": clean(postal.postcode)[:16],
        "city": clean(postal.city)[:35],
        "country": postal.country,
    }
