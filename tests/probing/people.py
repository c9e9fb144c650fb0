"""Who asks: people of six roles in two companies, of both, of none; on their way in, out, or up."""

from dataclasses import dataclass, replace
from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session

from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.models import OpenSession, Passkey, User
from encours.books.creditor.rules.roles import Role
from encours.faces.desk.middleware import ENTITY_KEY
from encours.faces.desk.visitor import HALF, SEEN, SESSION
from encours.ground.kernel.clock import technical_now
from tests import factories
from tests.probing.houses import House

_BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Person:
    """One browser: whose, of which company (None: of none), with which session."""

    name: str
    house: House | None
    user_id: int | None = None
    session: str = ""
    words: str = ""


@dataclass(frozen=True)
class Standing:
    """What a person is at this moment: in which company, in which role (None outside); and of which companies."""

    is_in: bool = False
    entity_id: int | None = None
    role: Role | None = None
    companies: frozenset[int] = frozenset()


def store(key: str | None = None) -> SessionBase:
    kept: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(key)
    return kept


def a_session(user: User, *, entity_id: int | None = None) -> str:
    """Signed in as the door would do it; when it was last seen is not asked for a long time."""
    kept = store()
    kept[SESSION_KEY] = str(user.pk)
    kept[BACKEND_SESSION_KEY] = _BACKEND
    kept[HASH_SESSION_KEY] = user.get_session_auth_hash()
    kept[SEEN] = (technical_now() + timedelta(days=30)).isoformat()
    if entity_id:
        kept[ENTITY_KEY] = entity_id
    kept.create()
    now = technical_now()
    row = OpenSession.objects.create(
        user=user, key=kept.session_key, place="192.0.2.0", device="Firefox", opened_at=now, used_at=now
    )
    kept[SESSION] = row.pk
    kept.save()
    return str(kept.session_key)


def a_half_session(user: User) -> str:
    """The password was right; the second factor is still missing."""
    kept = store()
    kept[HALF] = {"user": user.pk, "at": (technical_now() + timedelta(days=30)).isoformat()}
    kept.create()
    return str(kept.session_key)


def people_of(house: House) -> list[Person]:
    """The six roles, somebody whose role will change, somebody who will be removed, and who is half in."""
    rows = [(role.value, member) for role, member in house.members.items()]
    rows += [(name, house.others[name]) for name in ("mover", "leaver")]
    found = [
        Person(name, house, m.user_id, a_session(m.user), _own_words(m.user))
        for name, m in rows
        if m.user is not None
    ]
    half = house.others["half"].user
    assert half is not None
    ended = a_session(half)
    Session.objects.filter(session_key=ended).delete()
    return [
        *found,
        Person("half", None, half.pk, a_half_session(half), _own_words(half)),
        Person("ended", None, half.pk, ended),
    ]


def _own_words(user: User) -> str:
    """What is somebody's own, wherever they sit: name, address, passkeys, devices."""
    keys = Passkey.objects.filter(user=user).values_list("name", flat=True)
    devices = OpenSession.objects.filter(user=user).values_list("device", flat=True)
    return " ".join([user.email, user.name, *keys, *devices])


def outsiders() -> list[Person]:
    """Nobody at all, a cookie of nobody's, and an account that belongs to no company."""
    lonely = factories.a_user(email="seul@dehors.test", name="Seul")
    return [*strangers(), Person("lonely", None, lonely.pk, a_session(lonely))]


def strangers() -> list[Person]:
    """Nobody, and who makes a cookie up."""
    return [
        Person("nobody", None),
        Person("forged", None, session="a" * 32),
        Person("broken", None, session="é;\x01=\"'"),
    ]


def people_between(first: House, second: House) -> list[Person]:
    """People of both companies with another role in each, sitting at the one or the other."""
    found = []
    for here, there in ((Role.OWNER, Role.READ_ONLY), (Role.READ_ONLY, Role.OWNER), (Role.AR, Role.MANAGER)):
        name = f"{here.value}-{there.value}"
        user = factories.a_user(email=f"{name}@entre.test", name=f"Entre {name}")
        factories.a_member(first.entity, role=here, user=user, name=user.name, email=user.email)
        factories.a_member(second.entity, role=there, user=user, name=user.name, email=user.email)
        for house in (first, second):
            session = a_session(user, entity_id=house.entity.pk)
            found.append(Person(name, house, user.pk, session))
    return found


def standing(person: Person) -> Standing:
    """Where a person stands now, asked of the tables and not of the pages."""
    if person.user_id is None or person.name in {"half", "ended"}:
        return Standing()
    if not Session.objects.filter(session_key=person.session).exists():
        return Standing()
    if not User.objects.filter(pk=person.user_id, is_active=True).exists():
        return Standing()
    rows = creditor_queries.memberships(person.user_id)
    if not rows:
        return Standing(is_in=True)
    wished = store(person.session).get(ENTITY_KEY) if len(rows) > 1 else None
    row = next((row for row in rows if row.entity_id == wished), rows[0])
    return Standing(True, row.entity_id, row.role, frozenset(row.entity_id for row in rows))


def with_session(person: Person, key: str) -> Person:
    return replace(person, session=key)
