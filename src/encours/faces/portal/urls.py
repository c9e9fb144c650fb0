"""Addresses of the debtor's page, each with the link's token; and where a payment provider tells us something."""

from django.urls import path

from encours.faces.portal import notices, partner_calls, service_calls, views

app_name = "portal"
urlpatterns = [
    path("services/sms/<int:entity_id>", service_calls.texts, name="service_texts"),
    path("services/partenaire/<slug:hook>", partner_calls.told, name="partner_told"),
    path("paiement/<slug:hook>", notices.notice, name="notice"),
    path("p/<slug:token>/", views.page, name="page"),
    path("p/<slug:token>/factures/<int:due_id>.pdf", views.invoice, name="invoice"),
    path("p/<slug:token>/accord/<int:agreement_id>", views.agree, name="agree"),
    path("p/<slug:token>/<slug:kind>", views.answer, name="answer"),
]
