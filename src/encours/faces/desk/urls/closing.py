"""Addresses of the ways to end a file: settle, give up, what the accountant is told."""

from django.urls import path

from encours.faces.desk.views import closing

_OF = "clients/<int:customer_id>/transiger"
_OFFER = f"{_OF}/<int:settlement_id>"
urlpatterns = [
    path(_OF, closing.settle, name="settle"),
    path(f"{_OF}/offre", closing.settle_offer, name="settle_offer"),
    path(f"{_OFFER}/remise", closing.settle_left, name="settle_left"),
    path(f"{_OFFER}/reponse", closing.settle_answer, name="settle_answer"),
    path(f"{_OFFER}/retirer", closing.settle_withdraw, name="settle_withdraw"),
    path("clients/<int:customer_id>/renoncer", closing.write_off, name="write_off"),
    path("clients/<int:customer_id>/conditions", closing.usual_terms, name="usual_terms"),
    path("abandons", closing.waivers, name="waivers"),
    path("abandons/ecritures", closing.waivers_file, name="waivers_file"),
    path("abandons/<int:waiver_id>", closing.waiver, name="waiver"),
    path("abandons/<int:waiver_id>/reprendre", closing.waiver_again, name="waiver_again"),
]
