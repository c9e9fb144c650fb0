"""Addresses of the proof of a case and of its formal acts."""

from django.urls import path

from encours.faces.desk.views import court, formal, proof

_CASE = "dossiers/<int:case_id>/preuve"

urlpatterns = [
    path(_CASE, proof.proof, name="proof"),
    path(f"{_CASE}/faire", proof.proof_ask, name="proof_ask"),
    path(f"{_CASE}/fichiers/<int:proof_id>", proof.proof_take, name="proof_take"),
    path(f"{_CASE}/pieces", proof.paper_new, name="paper_new"),
    path(f"{_CASE}/pieces/<int:paper_id>", proof.case_paper, name="case_paper"),
    path(f"{_CASE}/pieces/<int:paper_id>/retirer", proof.paper_withdraw, name="paper_withdraw"),
    path("dossiers/<int:case_id>/formel", formal.formal, name="formal"),
    path("dossiers/<int:case_id>/formel/preparer", formal.formal_prepare, name="formal_prepare"),
    path("dossiers/<int:case_id>/formel/plan-b", formal.formal_plan_b, name="formal_plan_b"),
    path("actes/<int:formal_id>/accord", formal.formal_approve, name="formal_approve"),
    path("actes/<int:formal_id>/depot", formal.formal_posted, name="formal_posted"),
    path("actes/<int:formal_id>/reception", formal.formal_received, name="formal_received"),
    path("actes/<int:formal_id>/retirer", formal.formal_withdraw, name="formal_withdraw"),
    path("actes/<int:formal_id>/fichiers/<slug:what>", formal.formal_file, name="formal_file"),
    path("dossiers/<int:case_id>/justice", court.court, name="court"),
    path("dossiers/<int:case_id>/justice/<slug:procedure>", court.court_prepare, name="court_prepare"),
    path("justice/<int:court_id>/fichier", court.court_take, name="court_take"),
    path("justice/<int:court_id>/jour", court.court_day, name="court_day"),
    path("justice/<int:court_id>/frais", court.court_fees, name="court_fees"),
]
