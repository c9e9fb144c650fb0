"""A file goes to a partner and comes back: quote, the owner's yes, hand-over, undo, complaint, return.

From the owner's yes to the end nobody of ours asks the customer for anything: a hold like the others. It is lifted
when nothing of the customer is with a partner any more.
"""

from django.db import transaction

from encours.flows import holds
from encours.flows.proof.gathered import gathered
from encours.flows.proof.needs import completeness_of
from encours.flows.referral.helping import help_for
from encours.flows.review.refresh import refresh
from encours.ground.evidence.acts import Act
from encours.ground.evidence.dossier.completeness import said
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.links import actions as links_actions
from encours.ground.links.rules.link import Purpose
from encours.ground.plumbing.say import say
from encours.method.cases import queries as cases_queries
from encours.method.cases.queries.papers import ProofLine, proofs_of
from encours.method.cases.rules.contact import HoldKind
from encours.method.cases.rules.holds import HoldDraft
from encours.method.cases.rules.papers import ProofState
from encours.method.referral import actions as referral_actions
from encours.method.referral import queries as referral_queries
from encours.method.referral.queries import PlacementFact
from encours.method.referral.rules.quote import Quote
from encours.method.referral.rules.states import BLOCKS_US, WITH_PARTNER, PlacementEvent

GONE = Refused(Reason(N_("Ce dossier confié n'existe pas.")))


@transaction.atomic
def ask(act: Act, *, customer_id: int, currency: str, partner_id: int) -> int | Refused:
    """A partner is asked for a quote, from the first day late on (R132); only one that has proved what it must."""
    shown = help_for(act, customer_id, currency=currency)
    case = shown.closing.assessment.case if shown else None
    if shown is None or case is None or not shown.help.may_ask:
        return Refused(Reason(N_("Rien n'est en retard chez ce client.")))
    if shown.help.never:
        return Refused(shown.help.never[0])
    offered = next((one for one in shown.offered if one.partner.id == partner_id), None)
    if offered is None:
        return Refused(Reason(N_("Ce partenaire n'existe pas.")), "partner")
    if offered.match.against:
        return Refused(offered.match.against[0], "partner")
    return referral_actions.ask_quote(
        act, case_id=case.id, customer_id=customer_id, currency=case.currency, partner_id=partner_id
    )


@transaction.atomic
def record_quote(act: Act, *, placement_id: int, quote: Quote) -> Refused | None:
    """What the partner asks, before anything is handed over (R125)."""
    return referral_actions.record_quote(act, placement_id=placement_id, quote=quote)


@transaction.atomic
def accept(act: Act, *, placement_id: int) -> Refused | None:
    """The owner says yes: from now on nobody of ours asks. Taken back whole where it is refused."""
    found = referral_queries.placement(act.entity_id, placement_id)
    if found is None:
        return GONE
    with transaction.atomic():
        refused = referral_actions.accept_quote(act, placement_id=placement_id, hold_id=_hold(act, found))
        if refused is not None:
            transaction.set_rollback(True)
    if refused is None:
        refresh(act, [found.customer_id])
    return refused


@transaction.atomic
def hand_over(act: Act, *, placement_id: int) -> Refused | None:
    """The complete file goes; what is missing, or what forbids a hand-over today, blocks it."""
    found = referral_queries.placement(act.entity_id, placement_id)
    if found is None:
        return GONE
    shown = help_for(act, found.customer_id, currency=found.placed.currency)
    if shown is None:
        return GONE
    if shown.help.never:
        return Refused(shown.help.never[0])
    if missing := missing_of(act, found):
        text = N_("Le dossier n'est pas complet\u00a0: il manque {what}.")
        return Refused(Reason(text, what=", ".join(say(one, act.language) for one in missing)))
    proof = proof_of(found)
    if proof is None:
        return Refused(Reason(N_("Faites d'abord le dossier de preuve\u00a0: c'est lui qui est transmis.")))
    refused = referral_actions.hand_over(
        act, placement_id=placement_id, proof_id=proof.id, amount=shown.closing.balance
    )
    if refused is None:
        about = f"customer:{found.customer_id}"
        links_actions.hand_out(act, purpose=Purpose.PLACEMENT, subject_id=placement_id, about=about)
    return refused


@transaction.atomic
def move(act: Act, *, placement_id: int, event: PlacementEvent, why: str = "") -> Refused | None:
    """One of our own moves. An undone or ended placement closes its partner's page."""
    if event in _WANTS_REASON and not why.strip():
        return Refused(Reason(N_("Indiquez pourquoi.")), "why")
    row = referral_actions.move(act, placement_id=placement_id, event=event, why=why)
    if isinstance(row, Refused):
        return row
    if event in (PlacementEvent.UNDONE, PlacementEvent.RETURNED):
        about = f"customer:{row.customer_id}"
        links_actions.revoke_all(act, purpose=Purpose.PLACEMENT, subject_id=placement_id, about=about)
    lift(act, row.customer_id)
    return None


def lift(act: Act, customer_id: int) -> None:
    """Our own dunning goes on once nothing of a customer is with a partner; the list follows."""
    running = referral_queries.running_of([customer_id]).get(customer_id, [])
    if not any(one.state in BLOCKS_US for one in running):
        standing = cases_queries.standing_holds([customer_id], today=act.today).get(customer_id, [])
        ours = referral_queries.holds_of(customer_id)
        for hold in standing:
            if hold.kind is HoldKind.PLACED and hold.id in ours:
                why = say(Reason(N_("Plus aucun partenaire n'a le dossier")), act.language)
                holds.release(act, customer_id=customer_id, hold_id=hold.id, why=why)
    refresh(act, [customer_id])


def missing_of(act: Act, found: PlacementFact) -> list[Reason]:
    """What the file of proof of a placement still lacks today."""
    case = cases_queries.case(act.entity_id, found.case_id)
    proof = gathered(act, case) if case else None
    if proof is None:
        return [GONE.reason]
    return [said(row) for row in completeness_of(proof).missing]


def proof_of(found: PlacementFact) -> ProofLine | None:
    """The file of proof that goes with a placement: the one that went, else the latest that is ready."""
    lines = proofs_of([found.case_id], most=50)
    if found.proof_id is not None and found.state in WITH_PARTNER:
        return next((line for line in lines if line.id == found.proof_id), None)
    return next((line for line in lines if line.state is ProofState.READY and line.document_id), None)


_WANTS_REASON = frozenset(
    {PlacementEvent.COMPLAINT, PlacementEvent.RETURNED, PlacementEvent.CANCELLED, PlacementEvent.UNDONE}
)


def _hold(act: Act, found: PlacementFact) -> int | None:
    """The hold that goes with a placement; one that stands already is not doubled."""
    name = say(Reason(N_("confié à {partner}"), partner=found.partner_name), act.language)
    made = holds.place(act, HoldDraft(found.customer_id, HoldKind.PLACED, name))
    return None if isinstance(made, Refused) else made
