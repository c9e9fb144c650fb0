"""Every answer, whatever it is, tells a browser what it must not do."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, reverse

from encours.books.creditor.rules.roles import Role
from encours.faces.desk.urls import urlpatterns
from tests.desk.conftest import House
from tests.desk.test_access import _address as address_of
from tests.desk.test_access import _pages as pages

pytestmark = pytest.mark.either

OUTSIDE = [
    "/connexion",
    "/mot-de-passe/oublie",
    "/mot-de-passe/oublie/MQ/x",
    "/connexion/code",
    "/nulle-part",
]


def assert_guarded(answer: HttpResponse, where: str) -> None:
    """The headers that every answer carries; a page behind a link may forbid more."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    assert headers["x-content-type-options"] == "nosniff", where
    assert headers["referrer-policy"] in {"same-origin", "no-referrer"}, where
    assert headers["cross-origin-opener-policy"] == "same-origin", where
    assert headers["cross-origin-resource-policy"] == "same-origin", where
    assert "camera=()" in headers["permissions-policy"], where
    assert headers["x-frame-options"] == "DENY", where
    policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'", where
    for own in ("script-src", "style-src", "form-action"):
        assert policy[own] in {"'self'", "'none'"}, where
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'", where
    assert "unsafe" not in headers["content-security-policy"], where


@pytest.mark.parametrize("pattern", list(pages()), ids=lambda p: str(p.name))
def test_every_page_carries_them_read_or_written(
    pattern: URLPattern, house: House, sign_in: Callable[[House, Role], Client]
) -> None:
    client, address = sign_in(house, Role.OWNER), address_of(pattern, house)
    for answer in (client.get(address), client.post(address)):
        assert_guarded(answer, address)
        if answer.status_code != 405:
            assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", OUTSIDE)
def test_who_is_not_signed_in_is_guarded_too(house: House, client: Client, address: str) -> None:
    assert_guarded(client.get(address), address)


def test_a_refusal_a_stale_form_and_a_breakdown_carry_them(
    house: House, sign_in: Callable[[House, Role], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(house, Role.READ_ONLY)
    refused = client.get("/clients/nouveau")
    assert refused.status_code == 403
    assert_guarded(refused, "403")
    stale = Client(enforce_csrf_checks=True).post("/connexion", {"username": "x"})
    assert stale.status_code == 403
    assert_guarded(stale, "csrf")

    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("encours.faces.desk.views.customers.render", breaks)
    broken = Client(raise_request_exception=False)
    broken.cookies = client.cookies
    answer = broken.get("/clients")
    assert answer.status_code == 500
    assert_guarded(answer, "500")


def test_no_page_of_ours_has_a_script_or_a_style_inside(owner: Client, house: House) -> None:
    for pattern in urlpatterns:
        if pattern.name in {"customers", "today", "account", "settings"} or not pattern.pattern.converters:
            page = owner.get(
                reverse(f"desk:{pattern.name}") if not pattern.pattern.converters else "/"
            ).content.decode(errors="replace")
            assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=\"", page), pattern.name


def test_behind_https_a_browser_is_told_to_stay_there(client: Client, house: House, settings: Any) -> None:
    assert "Strict-Transport-Security" not in client.get("/connexion").headers
    settings.SECURE_HSTS_SECONDS = 31536000
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    fresh = Client()
    told = fresh.get("/connexion", headers={"x-forwarded-proto": "https"}).headers
    assert told["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in fresh.get("/connexion").headers


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Client, house: House) -> None:
    client.post("/connexion", {"username": "owner@atelier.test", "password": "un-mot-de-passe-long"})
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
