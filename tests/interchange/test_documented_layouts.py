"""Every layout that programs document: recognised, each column by what it says, each row with its values.

`docs/reference/exports.md` is the list for people.
"""

import pytest

from encours.ground.plumbing.say import say
from tests.interchange.documented_exports import EXPORTS, FOREIGN, Export
from tests.interchange.taking import codes, read_bytes, read_text


@pytest.mark.parametrize("export", EXPORTS.values(), ids=EXPORTS.keys())
def test_each_documented_export_is_read_with_its_values(export: Export) -> None:
    text = "\n".join([*export.before, export.titles, *export.rows]) + "\n"
    parsed = read_bytes(text.encode(export.codec), "export.csv")
    names = {customer.key: customer.name for customer in parsed.customers}
    assert (parsed.layout, codes(parsed)) == (export.layout, [])
    invoices = [
        (
            names[i.customer],
            i.number,
            str(i.issued_on),
            i.due_on and str(i.due_on),
            i.total_minor,
            i.open_minor,
        )
        for i in parsed.invoices
    ]
    assert invoices == list(export.invoices)
    assert [(names[c.customer], c.number, c.total_minor, c.open_minor) for c in parsed.credit_notes] == list(
        export.credits
    )
    assert [
        (p.invoice_numbers[0], p.received_on and str(p.received_on), p.amount_minor) for p in parsed.payments
    ] == list(export.paid)
    assert [(names[o.customer], str(o.as_of), o.amount_minor) for o in parsed.opening_items] == list(
        export.owed
    )
    records = (*parsed.invoices, *parsed.credit_notes, *parsed.payments, *parsed.opening_items)
    assert {record.currency for record in records} == {export.currency}
    assert sum(w.code.value == "not_issued" for w in parsed.warnings) == export.left_out


@pytest.mark.parametrize(("text", "codec", "code", "word"), FOREIGN.values(), ids=FOREIGN.keys())
def test_what_is_no_list_of_customers_or_of_what_they_owe_is_refused_by_its_name(
    text: str, codec: str, code: str, word: str
) -> None:
    parsed = read_bytes(text.encode(codec), "export.csv")
    assert codes(parsed) == [(None, code)]
    assert parsed.unreadable
    assert word in say(parsed.rejected[0].message)


def test_the_customers_of_an_export_come_with_their_addresses() -> None:
    export = EXPORTS["Dolibarr, keys"]
    dupont = read_text("\n".join([export.titles, *export.rows])).customers[0]
    assert (dupont.code, dupont.name, dupont.street, dupont.postal_code, dupont.city, dupont.country) == (
        "411DUP", "Dupont", "1 rue A", "69001", "Lyon", "FR",
    )  # fmt: skip
