"""Addresses of the daily work: the list, the file, the brief, the messages."""

from django.urls import path

from encours.faces.desk.views import (
    brief,
    customer,
    disputes,
    holds,
    incoming,
    message,
    messages,
    on_paper,
    own_promises,
    promises,
    today,
)

urlpatterns = [
    path("", today.today, name="today"),
    path("liste/<int:item_id>/reporter", today.later, name="later"),
    path("nuit", today.night, name="night"),
    path("lendemain", today.next_day, name="next_morning"),
    path("clients/<int:customer_id>", customer.customer, name="customer"),
    path("clients/<int:customer_id>/appel", brief.brief, name="brief"),
    path("clients/<int:customer_id>/passer", today.skip, name="skip"),
    path("clients/<int:customer_id>/attente", holds.hold_new, name="hold_new"),
    path("clients/<int:customer_id>/attente/<int:hold_id>/lever", holds.hold_release, name="hold_release"),
    path("clients/<int:customer_id>/promesse", promises.promise_new, name="promise_new"),
    path("clients/<int:customer_id>/promesse/<int:agreement_id>", promises.promise, name="promise"),
    path("clients/<int:customer_id>/parole", own_promises.own_promise_new, name="own_promise_new"),
    path(
        "clients/<int:customer_id>/parole/<int:own_promise_id>",
        own_promises.own_promise_done,
        name="own_promise_done",
    ),
    path(
        "clients/<int:customer_id>/promesse/<int:agreement_id>/retirer",
        promises.promise_cancel,
        name="promise_cancel",
    ),
    path(
        "clients/<int:customer_id>/promesse/<int:agreement_id>/date",
        promises.promise_move,
        name="promise_move",
    ),
    path("clients/<int:customer_id>/litige", disputes.dispute_new, name="dispute_new"),
    path("clients/<int:customer_id>/litige/<int:dispute_id>", disputes.dispute, name="dispute"),
    path("clients/<int:customer_id>/profil", customer.confirm_type, name="confirm_type"),
    path("recu", incoming.incoming_new, name="incoming_new"),
    path("recu/<int:item_id>", incoming.incoming, name="incoming"),
    path("chercher", incoming.search, name="search"),
    path("messages", messages.messages, name="messages"),
    path("messages/a-venir", messages.leaving, name="messages_tomorrow"),
    path("messages/<int:message_id>", message.message, name="message"),
    path("messages/<int:message_id>/confirmer", message.approve, name="message_approve"),
    path("messages/<int:message_id>/retenir", message.withhold, name="message_withhold"),
    path("messages/<int:message_id>/envoye", message.sent_by_hand, name="message_sent_by_hand"),
    path("messages/<int:message_id>/parti", message.was_sent, name="message_was_sent"),
    path("messages/<int:message_id>/pas-parti", message.not_sent, name="message_not_sent"),
    path("messages/<int:message_id>/essayer", message.again, name="message_again"),
    path("messages/<int:message_id>/imprimer", on_paper.on_paper, name="message_print"),
    path("messages/<int:message_id>/pieces/<int:document_id>", on_paper.attachment, name="attachment"),
]
