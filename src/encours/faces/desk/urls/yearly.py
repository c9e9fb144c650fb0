"""Addresses of the yearly review."""

from django.urls import path

from encours.faces.desk.views import yearly

_LINE = "revue/<int:line_id>"
urlpatterns = [
    path("revue", yearly.review, name="review"),
    path("revue/ouvrir", yearly.review_open, name="review_open"),
    path("revue/tenue/<int:review_id>", yearly.review_hold, name="review_hold"),
    path(f"{_LINE}/vote", yearly.review_vote, name="review_vote"),
    path(f"{_LINE}/marge", yearly.review_margin, name="review_margin"),
    path(f"{_LINE}/decider", yearly.review_decide, name="review_decide"),
    path(f"{_LINE}/fin", yearly.review_part, name="review_part"),
]
