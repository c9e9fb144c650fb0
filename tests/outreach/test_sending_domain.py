"""SPF, DKIM and DMARC of a sending domain, asked from a real name server, with its faults."""

from base64 import b64encode
from collections.abc import Iterator

import pytest
from django.test import Client

from encours.ground.kernel.clock import InstallationClock
from encours.method.outreach.actions.domain import look
from encours.method.outreach.adapters import names as names_adapter
from encours.method.outreach.rules.sending_domain import Finding, Verdict, judge
from tests import factories
from tests.names import NameServer, running_name_server

LONG = f"v=DKIM1; k=rsa; p={b64encode(bytes(294)).decode()}"
SHORT = f"v=DKIM1; p={b64encode(bytes(162)).decode()}"
GOOD, WEAK, WRONG, UNKNOWN = Verdict.GOOD, Verdict.WEAK, Verdict.WRONG, Verdict.UNKNOWN


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[NameServer]:
    monkeypatch.setattr(names_adapter, "SECONDS", 0.6)
    with running_name_server() as server:
        server.texts = {
            "morel.test": ["site-verification=x", "v=spf1 include:_spf.host.test ~all"],
            "_spf.host.test": ["v=spf1 ip4:192.0.2.0/24 -all"],
            "selector1._domainkey.morel.test": [LONG],
            "_dmarc.morel.test": ["v=DMARC1; p=quarantine; rua=mailto:x@morel.test"],
        }
        yield server


def seen(names: NameServer, *, selector: str = "", domain: str = "morel.test") -> dict[str, Finding]:
    return {one.subject: one for one in judge(look(domain, selector=selector, server=names.address))}


def test_a_domain_in_order_is_said_to_be(names: NameServer) -> None:
    found = seen(names)
    assert [one.verdict for one in found.values()] == [GOOD] * 3
    assert all(one.ask is None for one in found.values())


def test_a_key_in_pieces_is_read_whole(names: NameServer) -> None:
    assert len(LONG) > 255
    assert seen(names)["DKIM"].verdict is GOOD


@pytest.mark.parametrize(
    ("texts", "verdict", "word"),
    [
        ([], WRONG, "Aucune ligne SPF"),
        (["v=spf10 -all"], WRONG, "Aucune ligne SPF"),
        (["v=spf1 -all", "v=spf1 a ~all"], WRONG, "lignes SPF"),
        (["v=spf1 +all"], WRONG, "n'importe qui"),
        (["v=spf1 a mx"], WEAK, "ne dit pas"),
        (["v=spf1 ?all"], WEAK, "ne dit pas"),
        (["v=spf1 include:nothing.test -all"], WRONG, "renvoie à"),
        (["v=spf1 " + "a:x.test " * 11 + "-all"], WRONG, "recherches"),
        (["v=spf1 redirect=_spf.host.test"], GOOD, "bien formée"),
        (["V=SPF1 IP4:192.0.2.1 -ALL"], GOOD, "bien formée"),
    ],
)
def test_what_may_be_wrong_with_spf(names: NameServer, texts: list[str], verdict: Verdict, word: str) -> None:
    names.texts["morel.test"] = texts
    found = seen(names)["SPF"]
    assert (found.verdict, word in found.reason.text) == (verdict, True)
    assert (found.ask is None) is (verdict is GOOD)


def test_spf_that_goes_round_in_a_circle_comes_to_an_end(names: NameServer) -> None:
    names.texts["morel.test"] = ["v=spf1 include:a.test -all"]
    names.texts["a.test"] = ["v=spf1 include:b.test -all"]
    names.texts["b.test"] = ["v=spf1 include:a.test -all"]
    assert seen(names)["SPF"].verdict is GOOD
    names.texts |= {f"n{i}.test": [f"v=spf1 include:n{i + 1}.test -all"] for i in range(100)}
    names.texts["morel.test"] = ["v=spf1 include:n0.test -all"]
    assert seen(names)["SPF"].verdict is WRONG
    assert len(names.asked) < 120


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("v=DKIM1; p=", WRONG),
        (SHORT, WEAK),
        ("v=DKIM1; k=ed25519; p=" + b64encode(bytes(32)).decode(), GOOD),
        ("p=not base64!", WEAK),
        ("something else", UNKNOWN),
    ],
)
def test_what_may_be_wrong_with_dkim(names: NameServer, text: str, verdict: Verdict) -> None:
    names.texts["selector1._domainkey.morel.test"] = [text]
    assert seen(names)["DKIM"].verdict is verdict


def test_a_selector_that_is_told_is_the_one_that_is_asked(names: NameServer) -> None:
    names.texts["odd-2026._domainkey.morel.test"] = [LONG]
    assert seen(names, selector="odd-2026")["DKIM"].verdict is GOOD
    wrong = seen(names, selector="other")["DKIM"]
    assert wrong.verdict is WRONG
    assert wrong.ask is not None


@pytest.mark.parametrize(
    ("texts", "verdict"),
    [
        ([], WRONG),
        (["v=DMARC1; p=none"], WEAK),
        (["v=DMARC1;p=reject"], GOOD),
        (["v=DMARC1; p=maybe"], WRONG),
        (["v=DMARC1; p=none", "v=DMARC1; p=reject"], WRONG),
    ],
)
def test_what_may_be_wrong_with_dmarc(names: NameServer, texts: list[str], verdict: Verdict) -> None:
    names.texts["_dmarc.morel.test"] = texts
    assert seen(names)["DMARC"].verdict is verdict


def test_a_domain_below_follows_the_one_above_it(names: NameServer) -> None:
    names.texts["_dmarc.morel.test"] = ["v=DMARC1; p=reject; sp=none"]
    assert seen(names, domain="factures.morel.test")["DMARC"].verdict is WEAK


def test_silence_is_not_absence(names: NameServer) -> None:
    names.silent = {"*"}
    found = seen(names, selector="selector1")
    assert [one.verdict for one in found.values()] == [UNKNOWN] * 3
    assert all("Réessayez" in one.reason.text for one in found.values())


def test_a_server_that_fails_is_told_to_the_provider(names: NameServer) -> None:
    names.broken = {"morel.test", "_dmarc.morel.test", "selector1._domainkey.morel.test"}
    found = seen(names, selector="selector1")
    assert [one.verdict for one in found.values()] == [UNKNOWN] * 3
    assert all(one.ask is not None for one in found.values())


def test_an_include_that_is_silent_is_looked_at_again(names: NameServer) -> None:
    names.silent = {"_spf.host.test"}
    assert seen(names)["SPF"].verdict is UNKNOWN


@pytest.mark.django_db
def test_the_page_says_what_to_ask_and_offers_a_trial(
    names: NameServer, client: Client, settings: object
) -> None:
    settings.ENCOURS_DNS = names.address  # type: ignore[attr-defined]
    entity = factories.an_entity(email="contact@morel.test")
    user = factories.a_user()
    factories.a_member(entity, user=user)
    client.force_login(user)
    names.texts.pop("_dmarc.morel.test")
    names.silent = {"selector1._domainkey.morel.test"}
    page = client.get("/reglages/messagerie/domaine").content.decode()
    assert "_dmarc.morel.test" in page
    assert "v=DMARC1; p=none" in page
    assert "/reglages/messagerie/essai" in page
    assert "pas vu" in client.get("/reglages/messagerie/domaine?selector=selector1").content.decode()
    wrong = client.get("/reglages/messagerie/domaine?selector=<script>").content.decode()
    assert "Écrivez le sélecteur seul" in wrong
    InstallationClock(settings.ENCOURS_CLOCK_FILE).fix(factories.NOW)  # type: ignore[attr-defined]
    names.asked.clear()
    assert "Dans une démonstration" in client.get("/reglages/messagerie/domaine").content.decode()
    assert names.asked == []
