"""The texts that an entity writes with: its own versions over the shipped files, read once for a page or a night."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from encours.ground.wording.facts import Register
from encours.ground.wording.library import Key, Library, read
from encours.ground.wording.sections import TemplateError
from encours.ground.wording.templates import Template
from encours.method.outreach.models import TextVersion


@dataclass(frozen=True, slots=True)
class KeptText:
    """A stored version, or the draft (version None): its file, who wrote it, when and why."""

    key: Key
    version: int | None
    body: str
    saved_at: datetime
    saved_by: str
    reason: str

    @property
    def template(self) -> Template | None:
        """The text itself; None when this release can no longer read it."""
        return _readable(self.body)


def library_of(entity_id: int) -> Library:
    """The texts in force of an entity: one statement."""
    rows = TextVersion.objects.filter(entity_id=entity_id, version__isnull=False).order_by("version")
    bodies = {
        (template, language, Register(register)): body
        for template, language, register, body in rows.values_list("template", "language", "register", "body")
    }
    own = {key: template for key, body in bodies.items() if (template := _readable(body))}
    return Library(own)


def unreadable(entity_id: int) -> list[str]:
    """The own texts that this release can no longer read: the shipped ones are used in their place."""
    rows = TextVersion.objects.filter(entity_id=entity_id, version__isnull=False).order_by("version")
    last = {
        (t, lang, r): body
        for t, lang, r, body in rows.values_list("template", "language", "register", "body")
    }
    return sorted({template for (template, _, _), body in last.items() if _readable(body) is None})


def versions_of(entity_id: int, key: Key) -> list[KeptText]:
    """The versions that were in use, the latest first."""
    rows = _of(entity_id, key).filter(version__isnull=False)
    return [_kept(row) for row in rows.order_by("-version")]


def draft_of(entity_id: int, key: Key) -> KeptText | None:
    """The draft of a text, where somebody is writing one."""
    row = _of(entity_id, key).filter(version__isnull=True).first()
    return _kept(row) if row else None


def drafted(entity_id: int) -> set[Key]:
    """The texts of which there is a draft."""
    rows = TextVersion.objects.filter(entity_id=entity_id, version__isnull=True)
    return {(t, lang, Register(r)) for t, lang, r in rows.values_list("template", "language", "register")}


def _of(entity_id: int, key: Key) -> QuerySet[TextVersion]:
    template, language, register = key
    return TextVersion.objects.filter(
        entity_id=entity_id, template=template, language=language, register=register.value
    )


def _kept(row: TextVersion) -> KeptText:
    key = (row.template, row.language, Register(row.register))
    return KeptText(key, row.version, row.body, row.saved_at, row.saved_by, row.reason)


def _readable(body: str) -> Template | None:
    """What an older release wrote and this one cannot read keeps nobody's night from running."""
    try:
        return read(body)
    except TemplateError:
        return None
