"""Whose a mail is, as a person says it; put aside, brought back, dealt with."""

from django.db import transaction

from encours.ground.evidence import actions as evidence_actions
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.inbox.models import InboundMail, MailSaying
from encours.method.inbox.rules.filing import Filing
from encours.method.inbox.rules.kind import MailKind
from encours.method.inbox.rules.piles import Pile, SayingState, pile_of
from encours.method.inbox.rules.sayings import SAYING_LABELS, SayingKind

_ALREADY = Refused(Reason(N_("Ce courrier est déjà classé.")))
_DECIDED = Refused(Reason(N_("Cette proposition est déjà traitée.")))


@transaction.atomic
def file_mail(
    act: Act, *, mail_id: int, customer_id: int, contact_id: int | None, filing: Filing = Filing.HAND
) -> Refused | None:
    """A mail belongs to a customer; where it belonged before is told too."""
    row = _mail(act, mail_id)
    if row.customer_id == customer_id and row.filing == filing.value:
        return _ALREADY
    row.customer_id, row.contact_id, row.filing = customer_id, contact_id, filing.value
    kind = MailKind(row.kind)
    # A person who files a machine's or a server's words says that somebody should read them.
    row.pile = pile_of(
        MailKind.REPLY if kind in {MailKind.OWN, MailKind.BULK} else kind, customer_id=customer_id
    ).value
    row.settled_at, row.settled_by = None, ""
    row.save()
    _tell(act, row, "inbox.mail_filed", N_("Courrier classé sur ce dossier : « {subject} »"))
    return None


@transaction.atomic
def unfile_mail(act: Act, *, mail_id: int) -> Refused | None:
    """A mail belongs to nobody again, and waits to be filed."""
    row = _mail(act, mail_id)
    if row.customer_id is None:
        return Refused(Reason(N_("Ce courrier n'est sur aucun dossier.")))
    _tell(act, row, "inbox.mail_unfiled", N_("Courrier retiré de ce dossier : « {subject} »"))
    row.customer_id, row.contact_id, row.item_id = None, None, None
    row.filing, row.pile = Filing.NONE.value, Pile.TO_FILE.value
    row.settled_at, row.settled_by = None, ""
    row.save()
    return None


def link_item(*, mail_id: int, item_id: int) -> None:
    """Which note of something received a mail is; in the transaction that files it."""
    InboundMail.objects.filter(pk=mail_id).update(item_id=item_id)


@transaction.atomic
def settle_mail(act: Act, *, mail_id: int, to: Pile) -> Refused | None:
    """A mail that stops nothing is dealt with, put aside, or waits again."""
    row = _mail(act, mail_id)
    if row.pile == to.value:
        return Refused(Reason(N_("C'est déjà le cas.")))
    kind, text = _SETTLED[to]
    row.pile = to.value
    is_over = to in {Pile.DONE, Pile.ASIDE}
    row.settled_at, row.settled_by = (act.at, act.actor) if is_over else (None, "")
    row.save(update_fields=["pile", "settled_at", "settled_by"])
    _tell(act, row, kind, text)
    return None


@transaction.atomic
def decide_saying(
    act: Act, *, saying_id: int, state: SayingState, said: SayingKind | None = None
) -> Refused | None:
    """A person accepts what a mail seemed to say, says what it says in fact, or that it says nothing of the kind."""
    row = (
        MailSaying.objects.select_for_update()
        .select_related("mail")
        .get(mail__entity_id=act.entity_id, pk=saying_id)
    )
    if row.state != SayingState.PROPOSED.value and state is not SayingState.PROPOSED:
        return _DECIDED
    row.state, row.said_kind = state.value, said.value if said else ""
    row.decided_at, row.decided_by = act.at, act.actor
    row.save()
    kind, text = _DECISIONS[state]
    words = {"proposed": Reason(SAYING_LABELS[SayingKind(row.kind)]),
             "said": Reason(SAYING_LABELS[said]) if said else ""}  # fmt: skip
    evidence_actions.append(
        act.entry(
            kind,
            _about(act, row.mail),
            Reason(text, **words),
            payload={"mail": row.mail_id, "saying": row.pk, "kind": row.kind, "said": row.said_kind},
            details={"sentence": row.sentence},
        )
    )
    return None


def _mail(act: Act, mail_id: int) -> InboundMail:
    return InboundMail.objects.select_for_update().get(entity_id=act.entity_id, pk=mail_id)


def _about(act: Act, row: InboundMail) -> str:
    return f"customer:{row.customer_id}" if row.customer_id else f"entity:{act.entity_id}"


def _tell(act: Act, row: InboundMail, kind: str, text: str) -> None:
    reason = Reason(text, subject=row.subject)
    payload = {"mail": row.pk, "filing": row.filing, "pile": row.pile}
    evidence_actions.append(act.entry(kind, _about(act, row), reason, payload=payload))


_SETTLED = {
    Pile.DONE: ("inbox.mail_settled", N_("Courrier traité : « {subject} »")),
    Pile.ASIDE: ("inbox.mail_set_aside", N_("Courrier mis de côté : « {subject} »")),
    Pile.TO_FILE: ("inbox.mail_brought_back", N_("Courrier à classer de nouveau : « {subject} »")),
    Pile.TO_READ: ("inbox.mail_brought_back", N_("Courrier à lire de nouveau : « {subject} »")),
}
_DECISIONS = {
    SayingState.ACCEPTED: ("inbox.saying_accepted", N_("Compris dans un courrier : {proposed}")),
    SayingState.CORRECTED: (
        "inbox.saying_corrected",
        N_("Un courrier semblait dire « {proposed} » ; en fait : {said}"),
    ),
    SayingState.DISMISSED: (
        "inbox.saying_dismissed",
        N_("Un courrier semblait dire « {proposed} » : écarté"),
    ),
    SayingState.PROPOSED: ("inbox.saying_proposed", N_("Proposition à revoir : {proposed}")),
}
