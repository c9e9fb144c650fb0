"""The rights of a customer's file: which law it stands under, at which stage, and what may be done there."""

from encours.books.receivables.models import Customer
from encours.flows.customer_file import CustomerFile
from encours.flows.legal.in_force import law_in_force
from encours.flows.legal.last_days import last_days_of
from encours.ground.evidence.acts import Act
from encours.ground.law.facts import Debtor
from encours.ground.law.pack import Library, Pack
from encours.ground.law.right_regimes import Stage
from encours.ground.law.rules.limitation_reach import oldest_in_reach
from encours.ground.law.rules.rights import Panel, rights
from encours.ground.law.unknown import LawUnknown
from encours.ground.wording.stages import Stage as Letter
from encours.method.cases.rules.contact import HoldKind

_FORMAL = frozenset({Letter.FORMAL_NOTICE.value, Letter.LAST_NOTICE.value})


def pack_of(customer: Customer, law: Library) -> Pack | LawUnknown:
    """The pack of the law that a customer's file names, or that nobody has researched it."""
    try:
        return law.of_country(customer.jurisdiction or customer.country, customer.region)
    except LawUnknown as unknown:
        return unknown


def debtor_of(customer: Customer) -> Debtor:
    """What the law calls a customer."""
    return Debtor(customer.kind)


def rights_of(act: Act, file: CustomerFile) -> Panel | LawUnknown:
    """What may be done now with a customer and what may not."""
    law = law_in_force(act.entity_id)
    pack = pack_of(file.customer, law)
    if isinstance(pack, LawUnknown):
        return pack
    debtor, stage = debtor_of(file.customer), stage_of(file)
    if stage in (Stage.LATE, Stage.FORMAL) and _is_barred(act, file, pack):
        stage = Stage.BARRED
    return rights(jurisdiction=pack.code, debtor=debtor, stage=stage, on=act.today, law=law)


def stage_of(file: CustomerFile) -> Stage:
    """How far the file has come: an insolvency comes before all, then a formal letter, then lateness."""
    pk, known = file.customer.pk, file.known
    if any(hold.kind is HoldKind.INSOLVENCY for hold in known.holds.get(pk, [])):
        return Stage.INSOLVENCY
    if any(contact.stage in _FORMAL for contact in known.contacts.get(pk, [])):
        return Stage.FORMAL
    is_late = any(item.due_on < known.house.today for item in known.items.get(pk, []))
    return Stage.LATE if is_late else Stage.BEFORE_DUE


def _is_barred(act: Act, file: CustomerFile, pack: Pack) -> bool:
    """Whether the last day to sue is past for everything open; only old debts are looked at."""
    items, sector = file.known.items.get(file.customer.pk, []), file.known.house.entity.sector
    debtor = debtor_of(file.customer)
    oldest = oldest_in_reach(pack, debtor, sector=sector, region="", by=act.today)
    if not items or oldest is None or any(item.due_on > oldest for item in items):
        return False
    found = [last.days_left(act.today) for last in last_days_of(act, file.customer.pk)]
    return bool(found) and all(days is not None and days < 0 for days in found)


def kinds_known(customer: Customer, law: Library) -> frozenset[str]:
    """The events whose effect on a limitation the customer's law knows; none where it is not known."""
    pack = pack_of(customer, law)
    if isinstance(pack, LawUnknown):
        return frozenset()
    return frozenset(kind for regime in pack.events for kind in regime.kinds)
