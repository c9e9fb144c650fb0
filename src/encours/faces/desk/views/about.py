"""The customer that a form is about: its file, where one goes back to, and its name in the heading."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from encours.faces.desk.views.back import back_to, show_form
from encours.faces.desk.who import DeskRequest, found
from encours.flows.customer_file import CustomerFile, customer_file
from encours.ground.kernel.reason import Reason
from encours.ground.plumbing.plain_form import PlainForm
from encours.ground.plumbing.say import say


@dataclass(frozen=True, slots=True)
class About:
    """A customer and the page one came from."""

    file: CustomerFile
    back_url: str

    def show(
        self, request: DeskRequest, form: PlainForm, heading: str, verb: str, **context: Any
    ) -> HttpResponse:
        """A form about the customer; `heading` may name it: «… {name} …»."""
        return show_form(
            request,
            form,
            back_url=self.back_url,
            heading=say(Reason(heading, name=self.file.customer.name)),
            verb=say(Reason(verb)),
            **context,
        )


def about(request: DeskRequest, customer_id: int) -> About:
    """The customer of an address; 404 when it is not one of this entity's."""
    file = found(customer_file(request.desk.act, customer_id))
    return About(file, back_to(request, reverse("desk:customer", args=[customer_id])))
