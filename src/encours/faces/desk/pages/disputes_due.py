"""What Today says of contested points: answers of ours that are late, all of them to whoever decides."""

from typing import Any

from django.urls import reverse

from encours.books.creditor.rules.roles import Permission
from encours.faces.desk.addresses import with_query
from encours.faces.desk.who import Desk
from encours.ground.kernel.reason import N_, Reason
from encours.method.disputes.queries.board import BoardSearch, late_of_ours


def dispute_notes(desk: Desk) -> list[dict[str, Any]]:
    """An alert for whoever decides, and for the person who follows a dispute that is late on our side."""
    mine = None if desk.may(Permission.DECIDE) else desk.member.id
    count, oldest = late_of_ours(BoardSearch(desk.entity.id, handled_by_id=mine), today=desk.act.today)
    if not count:
        return []
    text = N_("Une réponse de notre part à un litige est en retard depuis le {on}.")
    if count > 1:
        text = N_("{count} réponses de notre part à des litiges sont en retard, la première depuis le {on}.")
    url = with_query(reverse("desk:disputes"), **({"suivi": str(mine)} if mine else {}))
    said = Reason(text, count=count, on=oldest)
    return [
        {
            "tone": "late",
            "icon": "alarm-clock",
            "text": said,
            "url": url,
            "verb": Reason(N_("Voir les litiges")),
        }
    ]
