"""Addresses of the desk, by subject."""

from encours.faces.desk.urls import working

app_name = "desk"
urlpatterns = [*working.urlpatterns]
