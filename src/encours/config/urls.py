"""Addresses: the desk."""

from django.urls import include, path

urlpatterns = [path("", include("encours.faces.desk.urls", namespace="desk"))]
