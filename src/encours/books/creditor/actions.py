"""Setting up and changing an entity, its team, its accounts, its mail and its hours."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from django.db import transaction

from encours.books.creditor.models import (
    BankAccount,
    ClosedPeriod,
    CreditorEntity,
    ExchangeRate,
    MailServer,
    TeamMember,
    User,
)
from encours.books.creditor.rules.roles import ROLE_LABELS, MemberDraft, Role
from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import SYSTEM, Act
from encours.ground.kernel.clock import Clock
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.plumbing.secrets import seal


@transaction.atomic
def create_user(
    clock: Clock, *, email: str, name: str, password: str, language: str = "fr"
) -> User | Refused:
    """A person who can sign in. Refused when the address has an account already."""
    address = email.strip().lower()
    if User.objects.filter(email=address).exists():
        return Refused(Reason(N_("Cette adresse a déjà un compte.")))
    user = User.objects.create(
        email=address,
        name=name.strip(),
        language=language,
        password=make_password(password),
        joined_at=clock.now(),
    )
    evidence_actions.append(
        evidence_actions.NewEntry(
            chain="installation",
            kind="creditor.user_created",
            subject=f"user:{user.pk}",
            actor=SYSTEM,
            at=clock.now(),
            summary=f"Compte créé pour {name.strip()}",
            payload={"user": user.pk},
        )
    )
    return user


@transaction.atomic
def set_password(clock: Clock, *, user_id: int, password: str, actor: str) -> None:
    """Gives a person a new password; sessions opened with the old one end."""
    User.objects.filter(pk=user_id).update(password=make_password(password))
    evidence_actions.append(
        evidence_actions.NewEntry(
            "installation",
            "creditor.password_set",
            f"user:{user_id}",
            actor,
            clock.now(),
            "Mot de passe changé",
        )
    )


@transaction.atomic
def create_entity(clock: Clock, *, owner_id: int, fields: Mapping[str, object]) -> int:
    """A new entity with its owner as first member of the team. Returns its id."""
    entity = CreditorEntity.objects.create(**fields, created_at=clock.now())
    owner = User.objects.get(pk=owner_id)
    TeamMember.objects.create(
        entity=entity,
        user=owner,
        name=owner.name,
        role=Role.OWNER.value,
        email=owner.email,
        phone=entity.phone,
    )
    act = Act(entity.pk, f"user:{owner_id}", clock.now(), clock.today(entity.time_zone), entity.language)
    evidence_actions.append(
        act.entry(
            "creditor.entity_created",
            f"entity:{entity.pk}",
            Reason(N_("Société ajoutée : {name}"), name=entity.name),
        )
    )
    return entity.pk


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
            Reason(N_("Réglages modifiés : {fields}"), fields=", ".join(sorted(changed))),
            details={name: [str(before[name]), str(value)] for name, value in changed.items()},
        )
    )
    return tuple(sorted(changed))


@transaction.atomic
def turn_sending(act: Act, *, to: bool) -> None:
    """Leaves test mode (messages may leave by themselves) or returns to it."""
    CreditorEntity.objects.filter(pk=act.entity_id).update(is_sending_on=to)
    text = (
        N_("Envois activés : les messages confirmés partent")
        if to
        else N_("Retour au mode essai : rien ne part")
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
            Reason(N_("Serveur d'envoi : {host}"), host=str(fields["host"])),
        )
    )


@transaction.atomic
def remove_mail_server(act: Act) -> None:
    """Back to sending by hand."""
    MailServer.objects.filter(entity_id=act.entity_id).delete()
    reason = Reason(N_("Serveur d'envoi retiré : les messages s'envoient à la main"))
    evidence_actions.append(act.entry("creditor.mail_server_removed", f"entity:{act.entity_id}", reason))


@transaction.atomic
def add_account(act: Act, *, label: str, iban: str, bic: str, currency: str) -> int | Refused:
    """A bank account on which to be paid; `iban` already checked by the form."""
    accounts = BankAccount.objects.filter(entity_id=act.entity_id)
    if accounts.filter(iban=iban).exists():
        return Refused(Reason(N_("Ce compte est déjà enregistré.")))
    is_first = not accounts.filter(currency=currency).exists()
    row = BankAccount.objects.create(
        entity_id=act.entity_id, label=label, iban=iban, bic=bic, currency=currency, is_default=is_first
    )
    reason = Reason(N_("Compte bancaire ajouté, se terminant par {end}"), end=iban[-4:])
    evidence_actions.append(act.entry("creditor.account_added", f"entity:{act.entity_id}", reason))
    return row.pk


@transaction.atomic
def remove_account(act: Act, *, account_id: int) -> None:
    """Takes a bank account away from future messages; the next of its currency becomes the main one."""
    accounts = BankAccount.objects.filter(entity_id=act.entity_id)
    row = accounts.get(pk=account_id)
    reason = Reason(N_("Compte bancaire retiré, se terminant par {end}"), end=row.iban[-4:])
    row.delete()
    heir = accounts.filter(currency=row.currency).order_by("id").first()
    if row.is_default and heir:
        accounts.filter(pk=heir.pk).update(is_default=True)
    evidence_actions.append(act.entry("creditor.account_removed", f"entity:{act.entity_id}", reason))


@transaction.atomic
def add_member(act: Act, *, draft: MemberDraft) -> int | Refused:
    """A person joins the team; an intermediary needs no account to sign in.

    Who left and comes back with the same account takes up the former place. Refused when the
    account is in the team already.
    """
    row = TeamMember(entity_id=act.entity_id, user_id=draft.user_id)
    if draft.user_id is not None:
        row = TeamMember.objects.filter(entity_id=act.entity_id, user_id=draft.user_id).first() or row
    if row.pk and row.left_on is None:
        return Refused(Reason(N_("Cette personne est déjà dans l'équipe.")), "email")
    row.name, row.role, row.left_on = draft.name, draft.role.value, None
    row.email, row.phone = draft.email, draft.phone
    row.save()
    role = Reason(ROLE_LABELS[draft.role])
    reason = Reason(N_("{name} rejoint l'équipe ({role})"), name=draft.name, role=role)
    evidence_actions.append(
        act.entry("creditor.member_added", f"entity:{act.entity_id}", reason, payload={"member": row.pk})
    )
    return row.pk


@transaction.atomic
def change_member(act: Act, *, member_id: int, fields: Mapping[str, object]) -> Refused | None:
    """Changes a person's role or how to reach them; the last owner stays owner.

    Raises TeamMember.DoesNotExist for somebody who left or is not of this entity.
    """
    member = _standing_member(act, member_id)
    if "role" in fields and fields["role"] != Role.OWNER.value and _is_last_owner(member):
        return Refused(Reason(N_("Il faut au moins un dirigeant.")))
    TeamMember.objects.filter(pk=member.pk).update(**fields)
    evidence_actions.append(
        act.entry(
            "creditor.member_changed",
            f"entity:{act.entity_id}",
            Reason(N_("Équipe modifiée : {name}"), name=member.name),
            payload={"member": member.pk},
            details={name: str(value) for name, value in fields.items()},
        )
    )
    return None


@transaction.atomic
def remove_member(act: Act, *, member_id: int) -> Refused | None:
    """A person leaves the team; what they did stays theirs. The last owner stays."""
    member = _standing_member(act, member_id)
    if _is_last_owner(member):
        return Refused(Reason(N_("Il faut au moins un dirigeant.")))
    TeamMember.objects.filter(pk=member.pk).update(left_on=act.today)
    reason = Reason(N_("{name} quitte l'équipe"), name=member.name)
    evidence_actions.append(
        act.entry("creditor.member_removed", f"entity:{act.entity_id}", reason, payload={"member": member.pk})
    )
    return None


@transaction.atomic
def close_between(act: Act, *, first_on: date, last_on: date, label: str) -> int | Refused:
    """Nobody is contacted from one day to another, both included."""
    if last_on < first_on:
        return Refused(Reason(N_("La fin ne peut pas précéder le début.")), "last_on")
    row = ClosedPeriod.objects.create(
        entity_id=act.entity_id, first_on=first_on, last_on=last_on, label=label
    )
    reason = Reason(N_("Fermeture du {first_on} au {last_on}"), first_on=first_on, last_on=last_on)
    evidence_actions.append(act.entry("creditor.closing_added", f"entity:{act.entity_id}", reason))
    return row.pk


@transaction.atomic
def open_again(act: Act, *, closing_id: int) -> None:
    """Takes a closed period back."""
    row = ClosedPeriod.objects.get(entity_id=act.entity_id, pk=closing_id)
    reason = Reason(
        N_("Fermeture retirée : du {first_on} au {last_on}"), first_on=row.first_on, last_on=row.last_on
    )
    row.delete()
    evidence_actions.append(act.entry("creditor.closing_removed", f"entity:{act.entity_id}", reason))


@transaction.atomic
def set_rate(act: Act, *, currency: str, from_on: date, rate: Decimal) -> Refused | None:
    """What one unit of a currency is worth in the entity's own, from a day on; kept to the millionth."""
    millionths = int(rate.scaleb(6).to_integral_value())
    if millionths <= 0:
        return Refused(Reason(N_("Un cours est positif.")), "rate")
    ExchangeRate.objects.update_or_create(
        entity_id=act.entity_id,
        currency=currency,
        from_on=from_on,
        defaults={"millionths": millionths},
    )
    reason = Reason(N_("Cours retenu : 1 {currency} = {rate}"), currency=currency, rate=rate)
    evidence_actions.append(act.entry("creditor.rate_set", f"entity:{act.entity_id}", reason))
    return None


def _standing_member(act: Act, member_id: int) -> TeamMember:
    return TeamMember.objects.get(entity_id=act.entity_id, pk=member_id, left_on__isnull=True)


def _is_last_owner(member: TeamMember) -> bool:
    """Locks the owners until the transaction ends: two who leave at once see each other."""
    owners = TeamMember.objects.select_for_update().filter(
        entity_id=member.entity_id, role=Role.OWNER.value, left_on__isnull=True
    )
    return [owner.pk for owner in owners] == [member.pk]
