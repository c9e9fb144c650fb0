"""Setting up and changing an entity: what it is, its sending, its mail server."""

from collections.abc import Mapping

from django.db import transaction

from encours.books.creditor.models import (
    CreditorEntity,
    MailServer,
    TeamMember,
    User,
)
from encours.books.creditor.rules.roles import Role
from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import FILE, Act
from encours.ground.kernel.clock import Clock
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.secrets import seal


@transaction.atomic
def create_entity(clock: Clock, *, owner_id: int, fields: Mapping[str, object]) -> int:
    """A new entity with its owner as first member of the team. Returns its id."""
    entity = CreditorEntity.objects.create(**fields, created_at=clock.now())
    _own(entity, owner_id)
    act = Act(entity.pk, f"user:{owner_id}", clock.now(), clock.today(entity.time_zone), entity.language)
    _journal_creation(act, entity.name)
    return entity.pk


@transaction.atomic
def begin_books(clock: Clock, *, name: str, language: str) -> int:
    """An entity whose files come in before anybody has an account. Nobody owns it, nothing leaves. Returns its id."""
    entity = CreditorEntity.objects.create(name=name, language=language, created_at=clock.now())
    act = Act(entity.pk, FILE, clock.now(), clock.today(entity.time_zone), entity.language)
    _journal_creation(act, entity.name)
    return entity.pk


@transaction.atomic
def take_over_books(clock: Clock, *, entity_id: int, owner_id: int, fields: Mapping[str, object]) -> None:
    """Who sets the installation up completes the entity whose books came in before, and owns it.

    Raises CreditorEntity.DoesNotExist when somebody is or was in its team.
    """
    entity = CreditorEntity.objects.select_for_update().get(
        pk=entity_id, pk__in=CreditorEntity.objects.filter(team__isnull=True)
    )
    act = Act(entity_id, f"user:{owner_id}", clock.now(), clock.today(entity.time_zone), entity.language)
    change_entity(act, fields=fields)
    entity.refresh_from_db()
    owner = _own(entity, owner_id)
    evidence_actions.append(
        act.entry(
            "creditor.entity_taken_over",
            f"entity:{entity_id}",
            Reason(N_("Société prise en charge par {name}"), name=owner.name),
            payload={"user": owner_id},
        )
    )


def _own(entity: CreditorEntity, owner_id: int) -> User:
    owner = User.objects.get(pk=owner_id)
    TeamMember.objects.create(
        entity=entity,
        user=owner,
        name=owner.name,
        role=Role.OWNER.value,
        email=owner.email,
        phone=entity.phone,
    )
    return owner


def _journal_creation(act: Act, name: str) -> None:
    text = Reason(N_("Société ajoutée : {name}"), name=name)
    evidence_actions.append(act.entry("creditor.entity_created", f"entity:{act.entity_id}", text))


@transaction.atomic
def change_entity(act: Act, *, fields: Mapping[str, object]) -> tuple[str, ...]:
    """Changes an entity's settings; the journal keeps old and new values. Returns what changed."""
    entity = CreditorEntity.objects.select_for_update().get(pk=act.entity_id)
    before = {name: getattr(entity, name) for name in fields}
    changed = {name: value for name, value in fields.items() if before[name] != value}
    if not changed:
        return ()
    CreditorEntity.objects.filter(pk=act.entity_id).update(**changed)
    evidence_actions.append(
        act.entry(
            "creditor.entity_changed",
            f"entity:{act.entity_id}",
            Reason(N_("Réglages modifiés : {fields}"), fields=", ".join(sorted(changed))),
            details={name: [str(before[name]), str(value)] for name, value in changed.items()},
        )
    )
    return tuple(sorted(changed))


@transaction.atomic
def turn_sending(act: Act, *, to: bool) -> None:
    """Leaves test mode (messages may leave by themselves) or returns to it."""
    CreditorEntity.objects.filter(pk=act.entity_id).update(is_sending_on=to)
    text = (
        N_("Envois activés : les messages confirmés partent")
        if to
        else N_("Retour au mode d'essai : rien ne part")
    )
    kind = "creditor.sending_turned_on" if to else "creditor.sending_turned_off"
    evidence_actions.append(act.entry(kind, f"entity:{act.entity_id}", Reason(text)))


@transaction.atomic
def set_mail_server(act: Act, *, fields: Mapping[str, object], password: str | None) -> None:
    """Says through which server the entity writes; `password` None keeps the one stored."""
    values = dict(fields)
    if password is not None:
        values["sealed_password"] = seal(password)
    MailServer.objects.update_or_create(entity_id=act.entity_id, defaults=values)
    evidence_actions.append(
        act.entry(
            "creditor.mail_server_set",
            f"entity:{act.entity_id}",
            Reason(N_("Serveur d'envoi : {host}"), host=str(fields["host"])),
        )
    )


@transaction.atomic
def remove_mail_server(act: Act) -> None:
    """Back to sending by hand."""
    MailServer.objects.filter(entity_id=act.entity_id).delete()
    reason = Reason(N_("Serveur d'envoi retiré : les messages s'envoient à la main"))
    evidence_actions.append(act.entry("creditor.mail_server_removed", f"entity:{act.entity_id}", reason))
