"""Who sits at the desk, for which entity, and whether they may do what a page does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, TypeVar

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from encours.books.creditor import door as creditor_door
from encours.books.creditor import queries as creditor_queries
from encours.books.creditor.queries import Entity, Member
from encours.books.creditor.rules.roles import Permission, Role, may
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import InstallationClock

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Desk:
    """One person at the desk of one entity."""

    user_id: int
    member: Member
    entity: Entity
    act: Act
    clock: InstallationClock

    @property
    def actor(self) -> str:
        """The person as the journal names them."""
        return f"user:{self.user_id}"

    @property
    def is_owner(self) -> bool:
        """Whether the person is an owner of the entity."""
        return self.member.role is Role.OWNER

    def may(self, permission: Permission) -> bool:
        """Whether the person holds a permission here."""
        return may(self.member.role, permission)


class DeskRequest(HttpRequest):
    """A request of somebody at the desk."""

    desk: Desk


View = Callable[Concatenate[DeskRequest, P], HttpResponseBase]


def allowed(
    permission: Permission, *, is_own: bool = False
) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """The page is for people who hold a permission in the current entity.

    Without a session: the login page. Without an entity: the first-run guide. Without the second factor
    that the entity wants: one's account, to add it; `is_own` pages stay open. Without the permission:
    refused, and the refusal says so.
    """

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                if creditor_queries.installation_is_empty():
                    return redirect("desk:welcome")
                return redirect_to_login(request.get_full_path())
            desk: Desk | None = getattr(request, "desk", None)
            if desk is None:
                return redirect("desk:welcome")
            if not is_own and _lacks_factor(desk):
                messages.warning(
                    request, _("Votre société exige un second facteur : ajoutez-en un pour continuer.")
                )
                return redirect("desk:account")
            if not desk.may(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)  # type: ignore[arg-type]

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]  # wraps() loses the name of the first argument

    return decorate


def _lacks_factor(desk: Desk) -> bool:
    return desk.entity.requires_second_factor and not creditor_door.has_second_factor(desk.user_id)


def found(value: T | None) -> T:
    """The thing asked for; 404 when it is not one of this entity's."""
    if value is None:
        raise Http404
    return value
