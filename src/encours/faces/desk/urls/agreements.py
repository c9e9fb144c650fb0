"""Addresses of agreements: the list, plans, plan B."""

from django.urls import path

from encours.faces.desk.views import agreements, plan_b, plans

_PLAN = "clients/<int:customer_id>/echeancier/<int:plan_id>"
_PLAN_B = "clients/<int:customer_id>/plan-b/<int:plan_b_id>"
urlpatterns = [
    path("accords", agreements.agreements, name="agreements"),
    path("clients/<int:customer_id>/echeancier", plans.plan_new, name="plan_new"),
    path("clients/<int:customer_id>/echeancier/apercu", plans.plan_preview, name="plan_preview"),
    path(_PLAN, plans.plan, name="plan"),
    path(f"{_PLAN}/accepter", plans.plan_accept, name="plan_accept"),
    path(f"{_PLAN}/renegocier", plans.plan_renegotiate, name="plan_renegotiate"),
    path(f"{_PLAN}/valider", plans.plan_approve, name="plan_approve"),
    path(f"{_PLAN}/annuler", plans.plan_cancel, name="plan_cancel"),
    path(f"{_PLAN}/papier", plans.plan_paper_file, name="plan_paper"),
    path(_PLAN_B, plan_b.ready, name="plan_b"),
    path(f"{_PLAN_B}/retirer", plan_b.withdraw, name="plan_b_withdraw"),
    path(f"{_PLAN_B}/execute", plan_b.done, name="plan_b_done"),
]
