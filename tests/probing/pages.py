"""What the pages themselves offer: the fields of their forms, and the values that stand in their addresses."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

from django.urls import Resolver404, URLPattern, resolve, reverse

from encours.faces.desk.urls import urlpatterns

# The next morning is there in a demonstration alone, where every company is everybody's.
PATTERNS: tuple[URLPattern, ...] = tuple(p for p in urlpatterns if p.name != "next_morning")


@dataclass
class Field:
    """One field of a form: its kind, what stands in it, what it offers."""

    name: str
    kind: str
    value: str = ""
    offered: list[str] = field(default_factory=list)


@dataclass
class Form:
    """One form, and to which address it is sent."""

    action: str
    fields: dict[str, Field] = field(default_factory=dict)


class _Page(HTMLParser):
    """The links and forms of one page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._select: Field | None = None
        self._text: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        for name in ("href", "data-source", "hx-get"):
            if told.get(name, "").startswith("/"):
                self.links.append(told[name])
        if told.get("hx-post"):
            self.forms.append(Form(told["hx-post"]))
        if tag == "form":
            self.forms.append(Form(told.get("action", "") or told.get("hx-post", "")))
        elif tag == "option" and self._select is not None:
            self._select.offered.append(told.get("value", ""))
            if "selected" in told or len(self._select.offered) == 1:
                self._select.value = told.get("value", "")
        elif tag in {"input", "select", "textarea", "button"} and self.forms and told.get("name"):
            self._field(tag, told)

    def _field(self, tag: str, told: dict[str, str]) -> None:
        kind = told.get("inputmode") or told.get("type", "") if tag == "input" else tag
        known = self.forms[-1].fields.setdefault(
            told["name"], Field(told["name"], kind, told.get("value", ""))
        )
        if told.get("value"):
            known.offered.append(told["value"])
        self._select = known if tag == "select" else self._select
        self._text = known if tag == "textarea" else None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        if tag == "textarea":
            self._text = None


@dataclass
class Offered:
    """What one company's pages were seen to offer; `whole`: by page, the values of whole addresses."""

    whole: dict[str, list[dict[str, str]]] = field(default_factory=lambda: defaultdict(list))
    values: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    asked: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    forms: dict[str, list[Form]] = field(default_factory=lambda: defaultdict(list))

    def note(self, path: str, html: str) -> Iterator[str]:
        """Keeps what a page holds; gives the addresses it leads to."""
        page = _Page()
        page.feed(html)
        for form in page.forms:
            name = self._place(form.action or path)
            if name and form.fields:
                self.forms[name].append(form)
        for link in page.links:
            if self._place(link):
                yield link

    def _place(self, address: str) -> str:
        parts = urlsplit(address)
        try:
            match = resolve(parts.path)
        except Resolver404:
            return ""
        # What an address says itself, not what its pattern adds.
        told = {name: str(value) for name, value in match.kwargs.items() if name in match.captured_kwargs}
        for name, value in told.items():
            self.values[name].add(value)
        if told and told not in self.whole[match.url_name or ""]:
            self.whole[match.url_name or ""].append(told)
        for name, value in parse_qsl(parts.query):
            self.asked[name].add(value)
        return match.url_name or ""


def look_around(read: Callable[[str], str], *, most: int, each: int) -> Offered:
    """Opens a company's pages by their links, so many of each address pattern at the most."""
    offered, opened, waiting = Offered(), defaultdict(int), ["/"]
    waiting += [reverse(f"desk:{p.name}") for p in PATTERNS if not p.pattern.converters]
    seen = set(waiting)
    while waiting and sum(opened.values()) < most:
        address = waiting.pop(0)
        name = resolve(urlsplit(address).path).url_name
        if opened[name] < each:
            opened[name] += 1
            for link in offered.note(urlsplit(address).path, read(address)):
                if link not in seen:
                    seen.add(link)
                    waiting.append(link)
    return offered
