"""Addresses of letters on paper."""

from django.urls import path

from encours.faces.desk.views import paper, paper_post, settings_paper

urlpatterns = [
    path("lettres", paper.paper, name="paper"),
    path("lettres/lot", paper.batch_make, name="paper_batch_make"),
    path("lettres/reponses", paper_post.collect, name="paper_collect"),
    path("lettres/<int:batch_id>", paper.batch, name="paper_batch"),
    path("lettres/<int:batch_id>/pdf", paper.batch_pdf, name="paper_batch_pdf"),
    path("lettres/<int:batch_id>/imprime", paper.batch_printed, name="paper_batch_printed"),
    path("lettres/<int:batch_id>/poste", paper.batch_posted, name="paper_batch_posted"),
    path("lettres/<int:batch_id>/remettre", paper_post.hand_over, name="paper_batch_hand_over"),
    path("lettre/<int:letter_id>/pdf", paper.letter_pdf, name="paper_letter_pdf"),
    path("lettre/<int:letter_id>/retirer", paper.letter_out, name="paper_letter_out"),
    path("lettre/<int:letter_id>/postee", paper_post.was_posted, name="paper_letter_was_posted"),
    path("lettre/<int:letter_id>/pas-prise", paper_post.again, name="paper_letter_again"),
    path("messages/<int:message_id>/lettre", paper.preview, name="paper_preview"),
    path("messages/<int:message_id>/courrier", paper.put_on, name="paper_on"),
    path("messages/<int:message_id>/courriel", paper.take_off, name="paper_off"),
    path("clients/<int:customer_id>/lettre", paper.prepare, name="paper_prepare"),
    path("reglages/courrier/essai", settings_paper.trial, name="settings_paper_trial"),
    path(
        "reglages/courrier/<slug:name>/retirer", settings_paper.picture_remove, name="settings_paper_picture"
    ),
]
