"""Addresses of disputes: the board, one dispute, what is done about it."""

from django.urls import path

from encours.faces.desk.views import colleague, dispute_work, disputes

urlpatterns = [
    path("litiges", disputes.board, name="disputes"),
    path("litiges/<int:dispute_id>", disputes.dispute_one, name="dispute_one"),
    path("litiges/<int:dispute_id>/pieces", disputes.dispute_papers, name="dispute_papers"),
    path("litiges/<int:dispute_id>/pieces/<int:document_id>", disputes.dispute_paper, name="dispute_paper"),
    path("litiges/<int:dispute_id>/recu", dispute_work.dispute_acknowledge, name="dispute_acknowledge"),
    path("litiges/<int:dispute_id>/examen", dispute_work.dispute_begin, name="dispute_begin"),
    path("litiges/<int:dispute_id>/etapes/<slug:key>", dispute_work.dispute_step, name="dispute_step"),
    path("litiges/<int:dispute_id>/confier", dispute_work.dispute_hand_over, name="dispute_hand_over"),
    path("litiges/<int:dispute_id>/avoir", dispute_work.dispute_credit, name="dispute_credit"),
    path("litiges/<int:dispute_id>/remplacee", dispute_work.dispute_replaced, name="dispute_replaced"),
    path("litiges/<int:dispute_id>/accord", dispute_work.dispute_agreed, name="dispute_agreed"),
    path("litiges/<int:dispute_id>/convenu", dispute_work.dispute_settled, name="dispute_settled"),
    path("litiges/<int:dispute_id>/objection", dispute_work.dispute_objection, name="dispute_objection"),
    path("litiges/<int:dispute_id>/tiers", dispute_work.dispute_escalate, name="dispute_escalate"),
    path("litiges/<int:dispute_id>/retirer", dispute_work.dispute_withdraw, name="dispute_withdraw"),
    path("litiges/<int:dispute_id>/questions", disputes.dispute_ask, name="dispute_ask"),
    path(
        "litiges/<int:dispute_id>/questions/<int:question_id>/retirer",
        disputes.dispute_question_back,
        name="dispute_question_back",
    ),
    path(
        "litiges/<int:dispute_id>/questions/<int:question_id>/envoyer",
        disputes.dispute_question_mail,
        name="dispute_question_mail",
    ),
    path("l/<slug:token>/", colleague.question, name="colleague"),
    path("l/<slug:token>/facture", colleague.invoice, name="colleague_invoice"),
    path("clients/<int:customer_id>/litige", disputes.dispute_new, name="dispute_new"),
    path("clients/<int:customer_id>/litige/<int:dispute_id>", dispute_work.dispute, name="dispute"),
]
