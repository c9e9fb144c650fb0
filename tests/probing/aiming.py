"""Which request comes next: any address of the desk, with things of one's own, of the other company, or of nobody."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote

from django.db.models import Model
from django.urls import NoReverseMatch, URLPattern, reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from tests.probing import odd
from tests.probing.asking import HOST, KEY, Request
from tests.probing.houses import House
from tests.probing.odd import Body, Fields, Handed, written
from tests.probing.pages import PATTERNS, Field, Form, Offered
from tests.probing.rows import owned_kinds, rows_of

_DOOR = tuple(pattern for pattern in PATTERNS if not hasattr(pattern.callback, "permission"))
_METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW")
_OFTEN = (30, 50, 5, 3, 3, 4, 2, 1, 1)
_KINDS = {
    "credit_id": ("Payment", "CreditNote"),
    "item_id": ("InboundItem", "WorkItem"),
    "mail_id": ("InboundMail",),
    "saying_id": ("MailSaying",),
    "piece_id": ("MailPiece",),
    "due_id": ("InvoiceDue",),
    "observation_id": ("ObservedFact",),
    "closing_id": ("ClosedPeriod",),
    "account_id": ("BankAccount",),
    "run_id": ("ImportRun",),
    "member_id": ("TeamMember",),
    "paper_id": ("CasePaper",),
    "partner_id": ("Partner",),
    "placement_id": ("Placement",),
    "news_id": ("PlacementNews",),
    "proof_id": ("ProofFile",),
    "formal_id": ("FormalAct",),
    "court_id": ("CourtFile",),
    "export_id": ("DataExport",),
    "session_id": ("OpenSession",),
}
_BY_NAME = {
    "iban": ("FR7630004000031234567890143", "DE89370400440532013000"),
    "siren": ("",),
    "siret": ("",),
    "vat_number": ("",),
    "postcode": ("44000",),
    "bic": ("BNPAFRPP", ""),
    "phone": ("+33144556677",),
    "email": ("neuf@nouveau.test",),
    "username": ("neuf@nouveau.test",),
    "country": ("FR", "BE"),
    "currency": ("EUR", "USD"),
}
_SUITED = {
    "date": ("2026-11-25", "2026-12-31", "2026-11-20"),
    "time": ("09:30", "17:00"),
    "decimal": ("120,50", "1", "100.00"),
    "numeric": ("3", "30"),
    "email": ("neuf@nouveau.test", "autre@nouveau.test"),
    "tel": ("+33144556677", "01 44 55 66 78"),
    "password": ("un-mot-de-passe-long", "un-autre-mot-de-passe"),
}


_REFERERS = (f"http://{HOST}/clients?x=1", "http://evil.test/", f"http://{HOST}//evil.test", "http://[", "x")


@dataclass
class Target:
    """A company as an address can name it: the numbers of its rows and what its pages offer."""

    house: House
    offered: Offered
    numbers: dict[str, list[str]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def numbers_of(house: House) -> dict[str, list[str]]:
    """For each name that an address may hold, the numbers of a company's rows."""
    by_name: dict[str, type[Model]] = {kind.__name__: kind for kind in owned_kinds()}
    found = {name: [by_name[one] for one in kinds] for name, kinds in _KINDS.items()}
    for name in {name for pattern in PATTERNS for name in pattern.pattern.converters}:
        plain = name.removesuffix("_id").replace("_", "").lower()
        found.setdefault(name, [kind for kind in by_name.values() if kind.__name__.lower() == plain])
    numbers = {name: _numbers(house, kinds) for name, kinds in found.items()}
    return numbers | {
        "who": [urlsafe_base64_encode(force_bytes(pk)) for pk in house.user_ids],
        "token": ["choisir", "x"],
    }


def _numbers(house: House, kinds: Iterable[type[Model]]) -> list[str]:
    return [
        str(pk)
        for kind in kinds
        for pk in rows_of(kind, house.entity.pk, house.user_ids).values_list("pk", flat=True)[:60]
    ]


def every_number(house: House) -> list[str]:
    """Some of everything, for a name that nobody has told us about."""
    return [number for kind in owned_kinds() for number in _numbers(house, [kind])[:3]]


class Aim:
    """Draws requests for somebody of one company, with the other one in sight.

    is_deep: forms of one's own pages, sent as they should be but for what stands in them.
    """

    def __init__(self, chance: random.Random, own: Target, other: Target, *, is_deep: bool = False) -> None:
        self.is_deep = is_deep and bool(own.house.members)
        self.chance, self.own, self.other = chance, own, other
        # Where nobody is, the door is all there is.
        self.patterns = PATTERNS if own.house.members else (*PATTERNS, *(_DOOR * 20))
        self.kept: list[str] = []  # keys under which something may be taken back

    def request(self) -> Request:
        """The next request, without a session."""
        chance = self.chance
        if self.is_deep:
            return self._deep()
        method = chance.choices(_METHODS, _OFTEN)[0]
        has_key = chance.random() > 0.06
        page, path = self._address()
        body = self._body(page, method)
        return Request(
            method, path, page, self._query(page), body, tuple(self._headers(has_key)), self._host(), has_key,
        )  # fmt: skip

    def _deep(self) -> Request:
        pattern = self.chance.choice([p for p in PATTERNS if p.name in self.own.offered.forms])
        page = str(pattern.name)
        seen = self.own.offered.whole.get(page)
        values = dict(self.chance.choice(seen)) if seen else self._values(pattern)
        try:
            path = reverse(f"desk:{page}", kwargs=values).encode()
        except NoReverseMatch:
            path = b"/"
        return Request("POST", path, page, body=self._body(page, "POST"), headers=(("x-csrftoken", KEY),))

    # --- where ----------------------------------------------------------------------------

    def _address(self) -> tuple[str, bytes]:
        if self.chance.random() < 0.03:
            return "", odd.path(self.chance)
        pattern = self.chance.choice(self.patterns)
        try:
            path = reverse(f"desk:{pattern.name}", kwargs=self._values(pattern))
        except NoReverseMatch:
            return "", b"/" + quote(odd.word(self.chance)).encode("utf-8", "surrogatepass")[:9000]
        return str(pattern.name), path.encode()

    def _values(self, pattern: URLPattern) -> dict[str, str]:
        is_own = self.chance.random() < 0.7
        if self.chance.random() < 0.6 and (seen := self.own.offered.whole.get(str(pattern.name))):
            found = dict(self.chance.choice(seen))
            if self.chance.random() < 0.25:
                name = self.chance.choice(sorted(found))
                found[name] = self._value(name, self.chance.choice((self.own, self.other, self.other)))
            return found
        if self.chance.random() < 0.3 and (seen := self.other.offered.whole.get(str(pattern.name))):
            return dict(self.chance.choice(seen))
        found = {}
        for name in pattern.pattern.converters:
            target = self.own if is_own or self.chance.random() < 0.4 else self.other
            if pattern.name == "undo" and self.kept and is_own:
                found[name] = self.chance.choice(self.kept[-4:])
                continue
            found[name] = self._value(name, target) if self.chance.random() < 0.93 else odd.word(self.chance)
        return found

    def _value(self, name: str, target: Target) -> str:
        numbers = target.numbers.get(name, [])
        offered = sorted(target.offered.values.get(name, ()))
        pool = numbers if numbers and (not offered or self.chance.random() < 0.6) else offered
        if not pool:
            return self.chance.choice(every_number(target.house) or ["1"]) if name.endswith("_id") else "1"
        return self.chance.choice(pool)

    def _query(self, page: str) -> str:
        is_welcome = page == "welcome" and not self.own.house.members
        if self.chance.random() > (0.9 if is_welcome else 0.3):
            return ""
        asked = self.own.offered.asked
        names = ["cle"] if is_welcome else [*sorted(asked), "next", "q", "cle", "page", "x"]
        parts = []
        for _ in range(self.chance.randrange(1, 4)):
            name = self.chance.choice(names)
            if name == "next":
                value = self.chance.choice(odd.PLACES)
            elif self.chance.random() < 0.5 and asked.get(name):
                value = self.chance.choice(sorted(asked[name]))
            else:
                value = self._any_number() if self.chance.random() < 0.5 else odd.word(self.chance)
            parts.append(f"{quote(name)}={quote(value.encode('utf-8', 'surrogatepass'))}")
        return "&".join(parts)

    # --- with what ------------------------------------------------------------------------

    def _body(self, page: str, method: str) -> Body | None:
        if method in {"GET", "HEAD", "OPTIONS", "TRACE"} and self.chance.random() < 0.95:
            return None
        forms = self.own.offered.forms.get(page) or self._any_forms()
        form = self.chance.choice(forms)
        is_wild = self.chance.random() < 0.4
        fields: Fields = []
        files: Handed = []
        wrong = self.chance.choice([*form.fields, "", "", ""])
        for one in form.fields.values():
            if one.name == "csrfmiddlewaretoken":
                continue
            if one.kind == "file":
                files += self._files(one.name)
                continue
            is_odd = (is_wild and self.chance.random() < 0.35) or (not is_wild and one.name == wrong)
            fields += self._filled(one, is_odd=is_odd)
        if self.chance.random() < 0.1:
            fields.append(("next", self.chance.choice(odd.PLACES)))
        if is_wild and self.chance.random() < 0.2:
            fields.append(
                (
                    self.chance.choice(["entity", "customer_id", "entity_id", "id", "user_id", "role"]),
                    self._any_number(),
                )
            )
        return written(self.chance, fields, files)

    def _any_forms(self) -> list[Form]:
        return [form for _name, forms in sorted(self.own.offered.forms.items()) for form in forms] or [
            Form("", {})
        ]

    def _filled(self, one: Field, *, is_odd: bool) -> Fields:
        if not is_odd:
            value = self._suited(one)
            return [] if value is None else [(one.name, value)]
        dice = self.chance.random()
        if dice < 0.15:
            return []
        if dice < 0.25:
            return [(one.name, self._suited(one) or ""), (one.name, odd.word(self.chance))]
        if dice < 0.5 and (one.offered or one.value.isdigit()):
            return [(one.name, self._any_number())]
        if dice < 0.6:
            return [(one.name, self._foreign_word())]
        return [(one.name, odd.word(self.chance))]

    def _suited(self, one: Field) -> str | None:
        if one.kind == "checkbox":
            return self.chance.choice(one.offered or ["on"]) if self.chance.random() < 0.7 else None
        if one.kind == "radio":
            return self.chance.choice(one.offered or ["on"])
        if one.kind in {"select", "button", "submit", "hidden"}:
            is_chosen = one.offered and self.chance.random() < 0.25
            return self.chance.choice(one.offered) if is_chosen else one.value
        if one.name == "customer" and self.chance.random() < 0.9:
            return self.chance.choice(self.own.names or ["x"])
        if one.value and self.chance.random() < 0.6:
            return one.value
        suited = _BY_NAME.get(one.name) or _SUITED.get(one.kind) or (f"Texte {self.chance.randrange(1000)}",)
        return self.chance.choice(suited)

    def _files(self, name: str) -> Handed:
        count = self.chance.choice((0, 1, 1, 1, 2))
        return [(name, *self.chance.choice(odd.FILES)) for _ in range(count)]

    def _any_number(self) -> str:
        target = self.own if self.chance.random() < 0.4 else self.other
        pool = [pks for pks in target.numbers.values() if pks] or [["1"]]
        return (
            self.chance.choice(self.chance.choice(pool))
            if self.chance.random() < 0.8
            else self.chance.choice(odd.NUMBERS)
        )

    def _foreign_word(self) -> str:
        return self.chance.choice(self.other.words or ["x"])

    # --- said to be -----------------------------------------------------------------------

    def _headers(self, has_key: bool) -> Iterable[tuple[str, str]]:
        chance = self.chance
        if has_key:
            yield "x-csrftoken", KEY
        elif chance.random() < 0.5:
            yield "x-csrftoken", chance.choice(("x", "j" * 32, "", "é"))
        choices = (
            (0.15, "hx-request", ("true", "x")),
            (0.05, "hx-target", ("main", "x", "\u202e", "#a")),
            (0.03, "hx-boosted", ("true",)),
            (0.03, "hx-current-url", ("http://evil.test/", "\x00", "//")),
            (0.04, "range", ("bytes=0-1", "bytes=-1", "bytes=9-1", "x", "bytes=0-0,5-9")),
            (0.04, "if-none-match", ("*", '"x"', "W/", "x" * 900)),
            (0.02, "if-modified-since", ("x", "Thu, 01 Jan 2099 00:00:00 GMT", "Mon, 99 Foo 0000")),
            (0.05, "accept-language", ("en", "de-DE,x;q=9", "*", "x" * 600, "fr;q=é", "../../en")),
            (0.05, "user-agent", ("", "x" * 3000, "é\u202e", "<script>", "Mozilla/5.0 (iPhone)")),
            (0.04, "referer", _REFERERS),
            (0.03, "x-forwarded-for", ("1.2.3.4", "x, y", "::1", "a" * 900)),
            (0.02, "x-forwarded-host", ("evil.test",)),
            (0.02, "x-forwarded-proto", ("https",)),
            (0.02, "x-http-method-override", ("DELETE",)),
            (0.02, "expect", ("100-continue",)),
            (0.02, "transfer-encoding", ("chunked",)),
            (0.02, "accept-encoding", ("gzip", "br;q=x")),
            (0.01, "origin", ("http://evil.test", "null", f"http://{HOST}")),
        )  # fmt: skip
        for often, name, values in choices:
            if chance.random() < often:
                yield name, chance.choice(values)

    def _host(self) -> str:
        if self.chance.random() < 0.985:
            return HOST
        return self.chance.choice(
            ("evil.test", "", "127.0.0.1:8000@evil.test", "127.0.0.1:99999", "a b", "[::1", "localhost:8000")
        )
