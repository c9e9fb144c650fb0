"""Addresses of texts: each in a language and a form of address, its preview, its versions."""

from django.urls import path

from encours.faces.desk.views import texts

_TEXT = "reglages/textes/<slug:template>/<slug:language>/<slug:register>"

urlpatterns = [
    path(_TEXT, texts.text, name="text"),
    path(f"{_TEXT}/apercu", texts.preview, name="text_preview"),
    path(f"{_TEXT}/mettre-en-service", texts.publish, name="text_publish"),
    path(f"{_TEXT}/abandonner", texts.drop, name="text_drop"),
    path(f"{_TEXT}/reprendre", texts.restore, name="text_restore"),
    path(f"{_TEXT}/fichier", texts.export, name="text_export"),
    path(f"{_TEXT}/importer", texts.take_in, name="text_import"),
]
