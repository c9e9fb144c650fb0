"""Addresses of the proof of a case."""

from django.urls import path

from encours.faces.desk.views import proof

_CASE = "dossiers/<int:case_id>/preuve"

urlpatterns = [
    path(_CASE, proof.proof, name="proof"),
    path(f"{_CASE}/faire", proof.proof_ask, name="proof_ask"),
    path(f"{_CASE}/fichiers/<int:proof_id>", proof.proof_take, name="proof_take"),
    path(f"{_CASE}/pieces", proof.paper_new, name="paper_new"),
    path(f"{_CASE}/pieces/<int:paper_id>", proof.case_paper, name="case_paper"),
    path(f"{_CASE}/pieces/<int:paper_id>/retirer", proof.paper_withdraw, name="paper_withdraw"),
]
