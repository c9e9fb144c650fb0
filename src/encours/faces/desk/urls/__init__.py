"""Addresses of the desk, by subject."""

from encours.faces.desk.urls import books, door, files, ladders, settings, working

app_name = "desk"
urlpatterns = [
    *door.urlpatterns,
    *working.urlpatterns,
    *books.urlpatterns,
    *files.urlpatterns,
    *settings.urlpatterns,
    *ladders.urlpatterns,
]
