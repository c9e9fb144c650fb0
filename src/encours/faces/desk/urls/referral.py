"""Addresses of outside help: partners, help for one file, placed files, a partner's own page."""

from django.urls import path

from encours.faces.desk.views import partner_page, partners, placements

_ONE = "confies/<int:placement_id>"
_PARTNER = "partenaires/<int:partner_id>"
urlpatterns = [
    path("partenaires", partners.partners, name="partners"),
    path("partenaires/nouveau", partners.partner_new, name="partner_new"),
    path("partenaires/honoraires.csv", partners.partner_fees, name="partner_fees"),
    path(_PARTNER, partners.partner, name="partner"),
    path(f"{_PARTNER}/modifier", partners.partner_edit, name="partner_edit"),
    path(f"{_PARTNER}/honoraires", partners.partner_fee, name="partner_fee"),
    path(f"{_PARTNER}/service", partners.partner_secret, name="partner_secret"),
    path(f"{_PARTNER}/arreter", partners.partner_stop, name="partner_stop"),
    path(f"{_PARTNER}/nouvelles", partners.partner_csv, name="partner_csv"),
    path("clients/<int:customer_id>/aide", placements.help_page, name="help"),
    path("clients/<int:customer_id>/aide/demander", placements.help_ask, name="help_ask"),
    path(_ONE, placements.placement, name="placement"),
    path(f"{_ONE}/devis", placements.placement_quote, name="placement_quote"),
    path(f"{_ONE}/accepter", placements.placement_accept, name="placement_accept"),
    path(f"{_ONE}/transmettre", placements.placement_hand_over, name="placement_hand_over"),
    path(f"{_ONE}/nouvelle", placements.placement_news, name="placement_news"),
    path(f"{_ONE}/regle/<int:credit_id>", placements.placement_told, name="placement_told"),
    path(f"{_ONE}/documents/<int:news_id>", placements.placement_document, name="placement_document"),
    path(f"{_ONE}/etape/<slug:event>", placements.placement_move, name="placement_move"),
    path("partenaire/<slug:token>/", partner_page.page, name="partner_page"),
    path("partenaire/<slug:token>/dossier", partner_page.file, name="partner_file"),
]
