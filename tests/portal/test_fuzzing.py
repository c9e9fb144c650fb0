"""Whatever somebody sends, nothing breaks, and no page tells anything of another customer or another house."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from encours.books.creditor.models import TryCount
from encours.method.inbox.models import InboundItem
from tests.portal.conftest import Page

KINDS = st.sampled_from(
    ["deja-regle", "je-regle-le", "en-plusieurs-fois", "un-probleme", "autre", "accord/1"]
)
NAMES = st.sampled_from(
    ["on", "amount", "means", "words", "name", "invoice", "invoices", "problem", "count", "every", "first_on",
     "currency", "order", "person", "address", "once", "shown", "langue", "proof"]
)  # fmt: skip
VALUES = st.text(max_size=60) | st.sampled_from(
    ["2026-12-01", "9999-12-31", "0001-01-01", "-1", "1e99", "NaN", "\x00", "١٢", "transfer", "3", "month",
     "1", "2", "price", "😀" * 30, "<script>", "a@b.test", "1200,00"]
)  # fmt: skip


PATIENT = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@contextmanager
def taken_back() -> Iterator[None]:
    """What one try changed is gone before the next, the tries that were counted too."""
    with transaction.atomic():
        TryCount.objects.all().delete()
        yield
        transaction.set_rollback(True)


@PATIENT
@given(kind=KINDS, fields=st.dictionaries(NAMES, VALUES, max_size=10), query=st.text(max_size=20))
def test_a_form_breaks_nothing_and_tells_nothing_of_another_house(
    page: Page, other: Page, kind: str, fields: dict[str, str], query: str
) -> None:
    with taken_back():
        answer = Client().post(f"{page.url}{kind}", {**fields}, query_params={"langue": query})
        said = answer.content.decode()
        assert answer.status_code < 500
        assert other.house.invoice.number not in said
        assert other.house.customer.name not in said
        assert not InboundItem.objects.filter(customer=other.house.customer).exists()


@PATIENT
@given(
    token=st.text(alphabet="abcdefghijklmnopqrstuvwxyz234567-_A", min_size=1, max_size=130),
    rest=st.sampled_from(["", "autre", "factures/1.pdf", "accord/1", "factures/99999999999999999999.pdf"]),
)
def test_a_made_up_link_opens_nothing(page: Page, token: str, rest: str) -> None:
    for ask in (Client().get, Client().post):
        with taken_back():
            answer = ask(f"/p/{token}/{rest}")
        assert answer.status_code == 404
        assert page.house.entity.name not in answer.content.decode()


@PATIENT
@given(number=st.integers(0, 2**70))
def test_a_number_opens_nothing_of_another_house(page: Page, other: Page, number: int) -> None:
    for rest in (f"factures/{number}.pdf", f"accord/{number}"):
        answer = Client().get(page.url + rest)
        assert answer.status_code in {200, 404, 409}
        assert other.house.invoice.number not in answer.content.decode(errors="replace")
