"""Addresses of the files that bring the books in, and of what they left open."""

from django.urls import path

from encours.faces.desk.views import files, gaps

urlpatterns = [
    path("fichiers", files.files, name="files"),
    path("fichiers/tableur", files.ready, name="ready_spreadsheet"),
    path("fichiers/manques", gaps.gaps, name="gaps"),
    path("fichiers/<int:run_id>", files.file, name="file"),
    path("fichiers/<int:run_id>/prendre", files.file_take, {"rest": False}, name="file_take"),
    path("fichiers/<int:run_id>/prendre-le-reste", files.file_take, {"rest": True}, name="file_take_rest"),
    path("fichiers/<int:run_id>/laisser", files.file_drop, name="file_drop"),
    path("fichiers/<int:run_id>/refus", files.file_refused, name="file_refused"),
]
