"""Another key for what is kept encrypted: the new one first, everything sealed anew, then the old one forgotten."""

from encours.books.creditor import actions as creditor_actions
from encours.ground.kernel.clock import Clock
from encours.ground.plumbing.secrets import begin_new_key, forget_former_keys
from encours.method.calls import actions as calls_actions
from encours.method.inbox import actions as inbox_actions
from encours.method.outreach import actions as outreach_actions
from encours.method.referral import actions as referral_actions


def rotate(clock: Clock) -> tuple[int, int]:
    """Returns how many secrets were sealed anew and how many no key opened. Safe to repeat when cut short."""
    begin_new_key()
    resealed, _lost = _seal_anew()
    more, lost = _seal_anew()  # what somebody wrote meanwhile
    forget_former_keys()
    creditor_actions.tell_new_key(clock, resealed=resealed + more, lost=lost)
    return resealed + more, lost


def _seal_anew() -> tuple[int, int]:
    done, lost = creditor_actions.seal_all_anew()
    for seal in (
        outreach_actions.seal_webhooks_anew,
        outreach_actions.seal_text_services_anew,
        inbox_actions.seal_all_anew,
        calls_actions.seal_all_anew,
        referral_actions.seal_partners_anew,
    ):
        more, lost_more = seal()
        done, lost = done + more, lost + lost_more
    return done, lost
