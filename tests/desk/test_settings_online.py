"""Where customers pay online: the owner sets it, the secret is kept sealed and never shown."""

from collections.abc import Callable

import pytest
from django.test import Client

from encours.books.creditor.models import OnlinePayment
from encours.books.creditor.rules.roles import Role
from tests.desk.conftest import House, words

pytestmark = [pytest.mark.django_db, pytest.mark.either]
SECRET = "a secret of twenty-four."
PATTERN = "https://pay.test/p?a={amount}&c={currency}&r={reference}&b={back}"


def test_the_settings_keep_a_secret_that_they_never_show(
    house: House, sign_in: Callable[[House, Role], Client]
) -> None:
    owner = sign_in(house, Role.OWNER)
    given = {"label": "Payefacile", "link_pattern": PATTERN, "secret": SECRET}
    for wrong in ({"link_pattern": "http://pay.test/{amount}{reference}"}, {"secret": "short"}):
        assert owner.post("/reglages/online", given | wrong).status_code == 422
    assert owner.post("/reglages/online", given).status_code == 302
    kept = OnlinePayment.objects.get()
    assert SECRET not in kept.sealed_secret
    shown = words(owner.get("/reglages/online"))
    assert kept.hook in shown
    assert SECRET not in shown
    assert owner.post("/reglages/online", given | {"secret": "", "label": "Autre"}).status_code == 302
    assert OnlinePayment.objects.get().sealed_secret == kept.sealed_secret
    reader = sign_in(house, Role.READ_ONLY)
    assert kept.hook not in words(reader.get("/reglages/online"))
    assert reader.post("/reglages/paiement/retirer").status_code == 403
    assert sign_in(house, Role.OWNER).post("/reglages/paiement/retirer").status_code == 302
    assert not OnlinePayment.objects.exists()
