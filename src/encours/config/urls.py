"""Addresses: the desk, the debtor's page, and what is shown when something cannot be."""

from django.urls import include, path

urlpatterns = [
    path("", include("encours.faces.portal.urls", namespace="portal")),
    path("", include("encours.faces.desk.urls", namespace="desk")),
]

handler400 = "encours.faces.desk.views.errors.unreadable"
handler403 = "encours.faces.desk.views.errors.forbidden"
handler404 = "encours.faces.desk.views.errors.not_found"
handler500 = "encours.faces.desk.views.errors.broken"
