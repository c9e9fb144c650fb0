"""What is shown when something cannot be: forbidden, not found, unreadable, broken, a form left open too long."""

import sys

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from encours.books.creditor.rules.roles import ROLE_LABELS
from encours.faces.desk.preferences import theme_of
from encours.faces.desk.who import Desk
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.ground.plumbing.troubles import said_on_a_page


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the person's role does not allow it."""
    del exception
    desk: Desk | None = getattr(request, "desk", None)
    text = say(Reason(N_("Cette page demande un autre rôle. Un dirigeant de la société peut l'ouvrir.")))
    if desk is not None:
        role = Reason(ROLE_LABELS[desk.member.role])
        text = say(
            Reason(
                N_("Votre rôle, {role}, ne le permet pas. Un dirigeant de la société peut le faire."),
                role=role,
            )
        )
    return _page(request, 403, _("Cela n'est pas permis ici"), text)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page, or a thing of another company."""
    del exception
    return _page(
        request,
        404,
        _("Cette page n'existe pas"),
        _("L'adresse a changé, ou la fiche n'est pas de cette société."),
    )


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form whose key is gone: the page was open across a sign-in, or cookies are refused."""
    del reason
    text = _(
        "La page était ouverte depuis trop longtemps, ou votre navigateur refuse "
        "les cookies. Revenez en arrière et rechargez-la."
    )
    return _page(request, 403, _("Ce formulaire n'est plus valable"), text)


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what came cannot be read; nothing of it is looked at again."""
    del request, exception
    text = _("Ce qui est arrivé ne se lit pas : rien n'a été enregistré. Revenez en arrière et recommencez.")
    return HttpResponse(_bare_page(_("Demande illisible"), text), status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """500: touches nothing that may be what broke; 503 where the machine lacks something."""
    del request
    lacks = said_on_a_page(sys.exception())
    text = _("Rien n'a été enregistré. Réessayez ; si cela se répète, le journal du serveur dit pourquoi.")
    page = _bare_page(_("Quelque chose n'a pas fonctionné"), say(lacks) if lacks else text)
    return HttpResponse(page, status=503) if lacks else HttpResponseServerError(page)


def _page(request: HttpRequest, status: int, heading: str, text: str) -> HttpResponse:
    return HttpResponse(_bare_page(heading, text, theme=theme_of(request)), status=status)


def _bare_page(heading: str, text: str, *, theme: str = "auto") -> str:
    """A page outside the frame, which asks the tables nothing and takes no offer to undo away."""
    context = {
        "heading": heading,
        "text": text,
        "url": "/",
        "verb": _("Revenir à aujourd'hui"),
        "frame": {"language": get_language() or "fr", "theme": theme},
    }
    return render_to_string("desk/error.html", context)
