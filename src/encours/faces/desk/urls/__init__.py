"""Addresses of the desk, by subject."""

from encours.faces.desk.urls import (
    agreements,
    books,
    closing,
    disputes,
    door,
    files,
    ladders,
    paper,
    proof,
    referral,
    settings,
    texts,
    working,
    yearly,
)

app_name = "desk"
urlpatterns = [
    *door.urlpatterns,
    *working.urlpatterns,
    *agreements.urlpatterns,
    *closing.urlpatterns,
    *yearly.urlpatterns,
    *disputes.urlpatterns,
    *paper.urlpatterns,
    *proof.urlpatterns,
    *referral.urlpatterns,
    *books.urlpatterns,
    *files.urlpatterns,
    *settings.urlpatterns,
    *ladders.urlpatterns,
    *texts.urlpatterns,
]
