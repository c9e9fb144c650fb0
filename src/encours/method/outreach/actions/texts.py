"""Changing texts: a draft, and its taking into use as a version that never changes."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.wording.library import Key
from encours.method.outreach.models import TextVersion

_GONE = Reason(N_("Ce brouillon n'existe plus : quelqu'un l'a mis en service ou abandonné."))
_CHANGED = Reason(
    N_("Quelqu'un a changé ce brouillon entre-temps : relisez-le avant de le mettre en service.")
)


@dataclass(frozen=True, slots=True)
class TextPublication:
    """A draft that becomes a version. `body`: the file that was checked; `name`: what the journal calls it."""

    key: Key
    version: int
    body: str
    name: str
    reason: str


@transaction.atomic
def save_text(act: Act, *, key: Key, body: str) -> None:
    """Keeps what somebody is writing; no message is made with it before it is put to use."""
    template, language, register = key
    TextVersion.objects.update_or_create(
        entity_id=act.entity_id,
        template=template,
        language=language,
        register=register.value,
        version=None,
        defaults={"body": body, "saved_at": act.at, "saved_by": act.actor},
    )


def drop_text(act: Act, *, key: Key) -> None:
    """A draft is given up."""
    _drafts(act, key).delete()


@transaction.atomic
def publish_text(act: Act, *, publication: TextPublication, drafted: str) -> Refused | None:
    """The draft becomes a version, used from the next message on; messages that wait keep their words.

    drafted: the draft as it was read and checked. Refused when it is another by now.
    """
    draft = _drafts(act, publication.key).select_for_update(of=("self",)).first()
    if draft is None:
        return Refused(_GONE)
    if draft.body != drafted:
        return Refused(_CHANGED)
    TextVersion.objects.filter(pk=draft.pk).update(
        version=publication.version,
        body=publication.body,
        reason=publication.reason,
        published_at=act.at,
        saved_at=act.at,
        saved_by=act.actor,
    )
    template, language, register = publication.key
    words = N_("Texte {template} ({name}) : version {version} en service. {why}")
    evidence_actions.append(
        act.entry(
            "outreach.text_published",
            f"entity:{act.entity_id}",
            Reason(
                words,
                template=template,
                name=publication.name,
                version=publication.version,
                why=publication.reason,
            ),
            payload={
                "template": template,
                "language": language,
                "register": register.value,
                "version": publication.version,
            },
        )
    )
    return None


def _drafts(act: Act, key: Key) -> QuerySet[TextVersion]:
    template, language, register = key
    return TextVersion.objects.filter(
        entity_id=act.entity_id, template=template, language=language, register=register.value, version=None
    )
