"""Customers and the people who answer for them."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from encours.books.receivables.models import Contact, Customer, InvoiceDue
from encours.books.receivables.rules.drafts import ContactDraft, CustomerDraft
from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.identifiers import InvalidIdentifier, siren, siret, vat_number
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.kernel.text import company_key, search_key

_NAMELESS = Refused(Reason(N_("Indiquez le nom du client.")), "name")
_CHECKS = {"siren": siren, "siret": siret, "vat_number": vat_number}


@transaction.atomic
def record_customer(act: Act, draft: CustomerDraft) -> int | Refused:
    """A new customer with its contacts; returns its id. Refused on a wrong identifier or a taken code."""
    refusal = _problem(act, draft)
    if refusal:
        return refusal
    row = build(act, draft)
    row.save()
    Contact.objects.bulk_create(build_contacts(row.pk, draft.contacts))
    evidence_actions.append(
        act.entry(
            "receivables.customer_recorded",
            f"customer:{row.pk}",
            Reason(N_("Client créé : {name}"), name=row.name),
            payload={"customer": row.pk},
        )
    )
    return row.pk


@transaction.atomic
def change_customer(act: Act, *, customer_id: int, fields: Mapping[str, object]) -> Refused | None:
    """Changes a customer's details; the journal keeps what was there before."""
    row = Customer.objects.select_for_update().get(entity_id=act.entity_id, pk=customer_id)
    values = dict(fields)
    if "name" in values and not str(values["name"]).strip():
        return _NAMELESS
    if "code" in values and (taken := _code_taken(act, str(values["code"]), besides=row.pk)):
        return taken
    for name, check in _CHECKS.items():
        if values.get(name):
            try:
                values[name] = check(str(values[name]))
            except InvalidIdentifier as problem:
                return Refused(Reason(str(problem)), name)
    if "name" in values:
        values |= {
            "search_key": search_key(str(values["name"])),
            "company_key": company_key(str(values["name"])),
        }
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed:
        return None
    Customer.objects.filter(pk=row.pk).update(**changed)
    evidence_actions.append(
        act.entry(
            "receivables.customer_changed",
            f"customer:{row.pk}",
            Reason(N_("Fiche client modifiée")),
            payload={"customer": row.pk, "fields": sorted(changed)},
            details={name: [str(getattr(row, name)), str(value)] for name, value in changed.items()},
        )
    )
    return None


@transaction.atomic
def archive_customer(act: Act, *, customer_id: int, to: bool) -> Refused | None:
    """Takes a customer out of the lists, or brings it back; nothing is deleted.

    Refused while something is owed: whoever is reminded is in the lists.
    """
    row = Customer.objects.select_for_update().get(entity_id=act.entity_id, pk=customer_id)
    if (row.archived_at is not None) == to:
        return None
    if to and InvoiceDue.objects.filter(customer=row, open_minor__gt=0).exists():
        return Refused(
            Reason(N_("{name} vous doit encore de l'argent et reste dans les listes."), name=row.name)
        )
    Customer.objects.filter(pk=row.pk).update(archived_at=act.at if to else None)
    kind = "receivables.customer_archived" if to else "receivables.customer_restored"
    text = N_("Client archivé") if to else N_("Client remis dans les listes")
    evidence_actions.append(act.entry(kind, f"customer:{customer_id}", Reason(text)))
    return None


def bring_back(act: Act, customer_ids: Iterable[int]) -> None:
    """Whoever owes again is in the lists again: archived customers among some come back."""
    archived = Customer.objects.filter(entity_id=act.entity_id, archived_at__isnull=False)
    found = sorted(set(archived.values_list("pk", flat=True)) & set(customer_ids))
    if found:
        Customer.objects.filter(pk__in=found).update(archived_at=None)
        text = Reason(N_("Client remis dans les listes"))
        kind = "receivables.customer_restored"
        evidence_actions.append_many([act.entry(kind, f"customer:{pk}", text) for pk in found])


@transaction.atomic
def add_contact(act: Act, *, customer_id: int, draft: ContactDraft) -> int:
    """A further person at a customer's; the first one is the main one."""
    customer = Customer.objects.get(entity_id=act.entity_id, pk=customer_id)
    is_first = not customer.contacts.filter(removed_at__isnull=True).exists()
    (row,) = build_contacts(customer.pk, (draft,))
    row.is_main = draft.is_main or is_first
    if row.is_main:
        customer.contacts.update(is_main=False)
    row.save()
    _journal_contact(act, row, "receivables.contact_added", N_("Interlocuteur ajouté : {name}"))
    return row.pk


@transaction.atomic
def change_contact(act: Act, *, contact_id: int, draft: ContactDraft) -> None:
    """Changes how a person is reached; a new address has not bounced yet."""
    row = Contact.objects.select_for_update().get(customer__entity_id=act.entity_id, pk=contact_id)
    old_email = row.email
    for name in ContactDraft.__dataclass_fields__:
        value = getattr(draft, name)
        setattr(row, name, value.value if name == "role" else value)
    if row.email != old_email:
        row.bounced_at = None
    if row.is_main:
        Contact.objects.filter(customer_id=row.customer_id).exclude(pk=row.pk).update(is_main=False)
    row.save()
    _journal_contact(act, row, "receivables.contact_changed", N_("Interlocuteur modifié : {name}"))


@transaction.atomic
def remove_contact(act: Act, *, contact_id: int, to: bool) -> None:
    """Nobody is written to there any more, or again."""
    row = Contact.objects.get(customer__entity_id=act.entity_id, pk=contact_id)
    Contact.objects.filter(pk=row.pk).update(removed_at=act.at if to else None)
    kind = "receivables.contact_removed" if to else "receivables.contact_restored"
    text = N_("Interlocuteur retiré : {name}") if to else N_("Interlocuteur rétabli : {name}")
    _journal_contact(act, row, kind, text)


@transaction.atomic
def note_bounce(act: Act, *, contact_id: int) -> None:
    """Mail to this address comes back: it is not used until somebody corrects it."""
    row = Contact.objects.get(customer__entity_id=act.entity_id, pk=contact_id)
    Contact.objects.filter(pk=row.pk).update(bounced_at=act.at)
    _journal_contact(act, row, "receivables.contact_bounced", N_("L'adresse de {name} ne fonctionne plus"))


def build(act: Act, draft: CustomerDraft) -> Customer:
    """The row of a draft, not stored yet; identifiers brought to their plain form."""
    return Customer(
        entity_id=act.entity_id,
        code=draft.code.strip(),
        name=draft.name.strip(),
        search_key=search_key(draft.name),
        company_key=company_key(draft.name),
        kind=draft.kind.value,
        siren=siren(draft.siren) if draft.siren else "",
        siret=siret(draft.siret) if draft.siret else "",
        vat_number=vat_number(draft.vat_number) if draft.vat_number else "",
        address=draft.address,
        postcode=draft.postcode,
        city=draft.city,
        country=draft.country,
        region=draft.region,
        time_zone=draft.time_zone,
        jurisdiction=draft.jurisdiction or draft.country,
        language=draft.language,
        register=draft.register.value,
        account_manager_id=draft.account_manager_id,
        since_on=draft.since_on,
        to_be_kept=draft.to_be_kept,
        term_days=draft.term_days,
        note=draft.note,
        created_at=act.at,
    )


def build_contacts(customer_id: int, drafts: tuple[ContactDraft, ...]) -> list[Contact]:
    """The rows of a customer's contacts; the first is the main one unless another says so."""
    has_main = any(draft.is_main for draft in drafts)
    return [
        Contact(
            customer_id=customer_id,
            name=draft.name.strip(),
            role=draft.role.value,
            email=draft.email.strip(),
            phone=draft.phone.strip(),
            is_phone_private=draft.is_phone_private,
            language=draft.language,
            is_main=draft.is_main or (not has_main and position == 0),
            accepts_email=draft.accepts_email,
            accepts_calls=draft.accepts_calls,
            reachable_from=draft.reachable_from,
            reachable_until=draft.reachable_until,
        )
        for position, draft in enumerate(drafts)
    ]


def _problem(act: Act, draft: CustomerDraft) -> Refused | None:
    if not draft.name.strip():
        return _NAMELESS
    for name, check in _CHECKS.items():
        try:
            if getattr(draft, name):
                check(getattr(draft, name))
        except InvalidIdentifier as problem:
            return Refused(Reason(str(problem)), name)
    return _code_taken(act, draft.code)


def _code_taken(act: Act, code: str, *, besides: int = 0) -> Refused | None:
    others = Customer.objects.filter(entity_id=act.entity_id, code=code.strip()).exclude(pk=besides)
    if code.strip() and others.exists():
        return Refused(Reason(N_("Un client porte déjà le code {code}."), code=code.strip()), "code")
    return None


def _journal_contact(act: Act, row: Contact, kind: str, text: str) -> None:
    reason = Reason(text, name=row.name or row.email or row.phone)
    evidence_actions.append(
        act.entry(kind, f"customer:{row.customer_id}", reason, payload={"contact": row.pk})
    )
