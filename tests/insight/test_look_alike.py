"""A new customer may look like one that avoids paying: same company, mailbox or telephone; never by chance alone."""

import pytest

from encours.method.insight.rules.look_alike import Trace, Traces, in_common, phone_trace

KNOWN = Traces(
    companies=frozenset({"732829320", "FR44732829320"}),
    mailboxes=frozenset({"compta@garonne-negoce.fr", "paul@gmail.com"}),
    phones=frozenset({"556123456"}),
    address="33000 12 rue du port",
)


@pytest.mark.parametrize(
    ("new", "shared"),
    [
        (Traces(companies=frozenset({"732829320"})), (Trace.COMPANY,)),
        (Traces(mailboxes=frozenset({"compta@garonne-negoce.fr"})), (Trace.MAILBOX,)),
        (Traces(mailboxes=frozenset({"direction@garonne-negoce.fr"})), (Trace.MAIL_DOMAIN,)),
        (Traces(mailboxes=frozenset({"paul@gmail.com"})), (Trace.MAILBOX,)),
        (Traces(mailboxes=frozenset({"anne@gmail.com"})), ()),
        (Traces(phones=frozenset({"556123456"})), (Trace.PHONE,)),
        (Traces(address="33000 12 rue du port"), ()),
        (
            Traces(phones=frozenset({"556123456"}), address="33000 12 rue du port"),
            (Trace.PHONE, Trace.ADDRESS),
        ),
        (Traces(), ()),
    ],
)
def test_what_two_customers_share(new: Traces, shared: tuple[Trace, ...]) -> None:
    assert in_common(new, KNOWN) == shared


def test_a_telephone_is_the_same_from_abroad_and_a_short_number_says_nothing() -> None:
    assert phone_trace("+33 5 56 12 34 56") == phone_trace("05 56 12 34 56") == "556123456"
    assert phone_trace("3949") == ""
