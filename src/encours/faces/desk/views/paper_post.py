"""Batches that a postal service takes: handed over, its answers read, doubts cleared up by a person."""

from django.http import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.views.back import said, told
from encours.faces.desk.who import DeskRequest, allowed, found
from encours.flows import letter_post
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.method.outreach import actions as outreach_actions
from encours.method.outreach import queries as outreach_queries


@require_POST
@allowed(Permission.CONTACT)
def hand_over(request: DeskRequest, batch_id: int) -> HttpResponseBase:
    """The letters of a batch go to the postal service."""
    row, desk = found(outreach_queries.batch(request.desk.entity.id, batch_id)), request.desk
    to = reverse("desk:paper_batch", args=[row.pk])
    outcome = letter_post.hand_over(desk.act, desk.clock, batch_id=row.pk)
    if isinstance(outcome, Refused):
        return told(request, outcome, "", to)
    if outcome.why is not None:
        text = N_("Remises : {count}. Restées : {left}. {why}")
        why = Reason(text, count=outcome.handed, left=outcome.stayed, why=outcome.why)
        return told(request, Refused(why), "", to)
    return said(request, Reason(N_("Remises au service postal : {count}."), count=outcome.handed), to)


@require_POST
@allowed(Permission.CONTACT)
def collect(request: DeskRequest) -> HttpResponseBase:
    """What the service says of the letters it has."""
    outcome = letter_post.collect(request.desk.act, request.desk.clock)
    text = Reason(N_("Réponses du service reprises : {count}."), count=outcome.handed)
    return said(request, text, f"{reverse('desk:paper')}?onglet=a-poster")


@require_POST
@allowed(Permission.CONTACT)
def was_posted(request: DeskRequest, letter_id: int) -> HttpResponseBase:
    """A person knows that it was posted."""
    row = found(outreach_queries.letter(request.desk.entity.id, letter_id))
    outcome = letter_post.was_posted(request.desk.act, letter_id=row.pk)
    to = reverse("desk:paper_batch", args=[row.batch_id])
    return told(request, outcome, Reason(N_("Noté : elle est postée.")), to)


@require_POST
@allowed(Permission.CONTACT)
def again(request: DeskRequest, letter_id: int) -> HttpResponseBase:
    """A person asked the service: it had not taken the letter."""
    row = found(outreach_queries.letter(request.desk.entity.id, letter_id))
    outcome = outreach_actions.look_at_doubt(request.desk.act, letter_id=row.pk)
    to = reverse("desk:paper_batch", args=[row.batch_id])
    return told(request, outcome, Reason(N_("Noté : elle peut être remise de nouveau.")), to)
