"""Who is owed and who works there: entities, team members, hours, bank accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from encours.books.creditor.models import (
    Absence,
    BankAccount,
    ClosedPeriod,
    CreditorEntity,
    ExchangeRate,
    MailServer,
    TeamMember,
    User,
)
from encours.books.creditor.rules.absence import AbsenceDraft, on_duty
from encours.books.creditor.rules.roles import Role
from encours.books.creditor.rules.terms import TermRule
from encours.ground.evidence import queries as evidence_queries
from encours.ground.evidence.acts import Act
from encours.ground.kernel.business_days import Period
from encours.ground.kernel.clock import Clock
from encours.ground.plumbing.asked_once import asked_once
from encours.ground.plumbing.secrets import unseal
from encours.ground.plumbing.tables import Table, tables

LANGUAGES = ("fr", "en")
"""The languages in which Encours speaks to the people of an entity."""


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity as the other rooms need it."""

    id: int
    name: str
    siren: str
    vat_number: str
    address: str
    postcode: str
    city: str
    country: str
    region: str
    time_zone: str
    currency: str
    language: str
    email: str
    phone: str
    term_days: int
    term_rule: TermRule
    is_sending_on: bool
    ceiling_minor: int | None
    send_from: time
    send_until: time
    capacity_minutes: int
    requires_second_factor: bool = False
    sector: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the team."""

    id: int
    entity_id: int
    user_id: int | None
    name: str
    role: Role
    email: str
    phone: str
    capacity_minutes: int | None


@dataclass(frozen=True, slots=True)
class Account:
    """A bank account on which the entity is paid."""

    id: int
    label: str
    iban: str
    bic: str
    currency: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class Closing:
    """A closed period with its reason."""

    id: int
    period: Period
    label: str


@dataclass(frozen=True, slots=True)
class Smtp:
    """How an entity's mail leaves, password in clear: for the mail adapter alone."""

    host: str
    port: int
    security: str
    username: str
    password: str
    daily_cap: int


def act(entity_id: int, actor: str, clock: Clock) -> Act:
    """The act of somebody now, for an entity: its own day and its own language."""
    found = entity(entity_id)
    return Act(entity_id, actor, clock.now(), clock.today(found.time_zone), found.language)


def entities() -> list[Entity]:
    """Every entity of this installation, by name."""
    return [_entity(row) for row in CreditorEntity.objects.order_by("name", "id")]


def tables_of_entities() -> list[Table]:
    """Every table of Encours with the way from its rows to their entity."""
    return tables(CreditorEntity)


def books_without_owner() -> Entity | None:
    """The entity whose files came in before anybody had an account; nothing once somebody has a team."""
    rows = list(CreditorEntity.objects.filter(team__isnull=True).order_by("id"))
    return _entity(rows[0]) if rows and not TeamMember.objects.exists() else None


@asked_once
def entity(entity_id: int) -> Entity:
    """One entity. Raises CreditorEntity.DoesNotExist."""
    return _entity(CreditorEntity.objects.get(pk=entity_id))


def team(entity_id: int) -> list[Member]:
    """The people of an entity who have not left, owner first."""
    rows = TeamMember.objects.filter(entity_id=entity_id, left_on__isnull=True).order_by("id")
    order = list(Role)
    return sorted((_member(row) for row in rows), key=lambda m: order.index(m.role))


def memberships(user_id: int) -> list[Member]:
    """The entities a person may enter, with the role in each."""
    rows = TeamMember.objects.filter(user_id=user_id, left_on__isnull=True, user__is_active=True)
    return [_member(row) for row in rows.order_by("entity__name", "id")]


@dataclass(frozen=True, slots=True)
class KeptAbsence:
    """An absence that is not over, with the names."""

    id: int
    member_name: str
    deputy_name: str
    draft: AbsenceDraft


@asked_once
def absences(entity_id: int, *, today: date) -> list[KeptAbsence]:
    """The absences of an entity's team that are not over, the first to come first."""
    rows = Absence.objects.filter(
        member__entity_id=entity_id, member__left_on__isnull=True, last_on__gte=today
    ).select_related("member", "deputy")
    return [
        KeptAbsence(
            row.pk,
            row.member.name,
            row.deputy.name if row.deputy else "",
            AbsenceDraft(row.member_id, row.first_on, row.last_on, row.deputy_id),
        )
        for row in rows.order_by("first_on", "id")
    ]


@dataclass(frozen=True, slots=True)
class Duty:
    """Who does whose tasks on a day: `for_whom` of each member, and those for whom nobody does."""

    for_whom: dict[int, set[int]]
    unattended: dict[int, str]


@asked_once
def duty(entity_id: int, *, today: date) -> Duty:
    """Who does whose tasks: who left, is locked out, or is away without a deputy has nobody. Two statements."""
    rows = list(TeamMember.objects.filter(entity_id=entity_id).select_related("user").order_by("id"))
    present = {r.pk for r in rows if r.left_on is None and (r.user is None or r.user.is_active)}
    away = [kept.draft for kept in absences(entity_id, today=today)]
    done_by = on_duty([r.pk for r in rows], present=present, absences=away, today=today)
    found: dict[int, set[int]] = {}
    for member, by in done_by.items():
        if by is not None:
            found.setdefault(by, set()).add(member)
    return Duty(found, {r.pk: r.name for r in rows if done_by[r.pk] is None})


def member_in_role(members: Sequence[Member], role: Role) -> Member | None:
    """Who holds a role; the owner where nobody does (ruling 12)."""
    for wanted in (role, Role.OWNER):
        for member in members:
            if member.role is wanted:
                return member
    return None


def closings(entity_id: int) -> list[Closing]:
    """Closed periods, first to last."""
    rows = ClosedPeriod.objects.filter(entity_id=entity_id).order_by("first_on")
    return [Closing(row.pk, Period(row.first_on, row.last_on), row.label) for row in rows]


def closed_periods(entity_id: int) -> tuple[Period, ...]:
    """The closed periods alone, as the calendar rules want them."""
    return tuple(closing.period for closing in closings(entity_id))


def accounts(entity_id: int) -> list[Account]:
    """Bank accounts, the main one first."""
    rows = BankAccount.objects.filter(entity_id=entity_id).order_by("-is_default", "id")
    return [Account(r.pk, r.label, r.iban, r.bic, r.currency, r.is_default) for r in rows]


def account_for(entity_accounts: Sequence[Account], currency: str) -> Account | None:
    """Where a sum in a currency should be paid, if anywhere."""
    return next((a for a in entity_accounts if a.currency == currency), None)


def smtp(entity_id: int) -> Smtp | None:
    """The mail server of an entity, or None: then mail leaves by hand."""
    row = MailServer.objects.filter(entity_id=entity_id).first()
    if row is None:
        return None
    return Smtp(row.host, row.port, row.security, row.username, unseal(row.sealed_password), row.daily_cap)


@dataclass(frozen=True, slots=True)
class Server:
    """The mail server as settings show it, without its password."""

    host: str
    port: int
    security: str
    username: str
    daily_cap: int
    has_password: bool


def mail_server(entity_id: int) -> Server | None:
    """The mail server of an entity as its settings show it, or None."""
    row = MailServer.objects.filter(entity_id=entity_id).first()
    if row is None:
        return None
    return Server(row.host, row.port, row.security, row.username, row.daily_cap, bool(row.sealed_password))


def has_smtp(entity_id: int) -> bool:
    """Whether mail can leave by itself."""
    return MailServer.objects.filter(entity_id=entity_id).exists()


def rates(entity_id: int, on: date) -> dict[str, Decimal]:
    """For each currency, what one unit is worth in the entity's own, as known on a day."""
    rows = ExchangeRate.objects.filter(entity_id=entity_id, from_on__lte=on).order_by("from_on")
    return {row.currency: Decimal(row.millionths).scaleb(-6) for row in rows}


@dataclass(frozen=True, slots=True)
class KeptRate:
    """An exchange rate as it was entered."""

    currency: str
    from_on: date
    rate: Decimal


def kept_rates(entity_id: int) -> list[KeptRate]:
    """Every rate that an entity keeps, by currency, the latest first."""
    rows = ExchangeRate.objects.filter(entity_id=entity_id).order_by("currency", "-from_on")
    return [KeptRate(row.currency, row.from_on, Decimal(row.millionths).scaleb(-6)) for row in rows]


def has_provisional_password(user_id: int) -> bool:
    """Whether the password of a person was given by somebody else, and is theirs to replace."""
    told = evidence_queries.lines_about("installation", [f"user:{user_id}"], limit=50)
    given = next((line for line in told if line.kind == "creditor.password_set"), None)
    return given is not None and given.actor != f"user:{user_id}"


@dataclass(frozen=True, slots=True)
class Person:
    """An account with the companies it opens: id, name and role of each."""

    user_id: int
    email: str
    name: str
    language: str
    is_active: bool
    last_login: datetime | None
    places: tuple[tuple[int, str, Role], ...]


def people() -> list[Person]:
    """Every account of the installation, by address, with the companies it opens."""
    places: dict[int, list[tuple[int, str, Role]]] = {}
    rows = TeamMember.objects.filter(user__isnull=False, left_on__isnull=True).select_related("entity")
    for row in rows.order_by("entity__name", "id"):
        places.setdefault(row.user_id or 0, []).append((row.entity_id, row.entity.name, Role(row.role)))
    return [
        Person(u.pk, u.email, u.name, u.language, u.is_active, u.last_login, tuple(places.get(u.pk, ())))
        for u in User.objects.order_by("email")
    ]


def installation_is_empty() -> bool:
    """Whether nobody has set anything up yet."""
    return not User.objects.exists()


def user_named(email: str) -> User | None:
    """The account of an e-mail address, whatever its case."""
    return User.objects.filter(email__iexact=email.strip()).first()


def _entity(row: CreditorEntity) -> Entity:
    return Entity(
        row.pk, row.name, row.siren, row.vat_number, row.address, row.postcode, row.city, row.country, row.region,
        row.time_zone, row.currency, row.language, row.email, row.phone, row.term_days, TermRule(row.term_rule),
        row.is_sending_on, row.ceiling_minor, row.send_from, row.send_until, row.capacity_minutes,
        row.requires_second_factor, row.sector,
    )  # fmt: skip


def _member(row: TeamMember) -> Member:
    return Member(
        row.pk,
        row.entity_id,
        row.user_id,
        row.name,
        Role(row.role),
        row.email,
        row.phone,
        row.capacity_minutes,
    )
