from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.selectors.register import register as visible_register
from congdoan.areas.agreements.tables import Register
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.tables import Empty


@needs(policies.VIEW)
def register(request: ActorRequest) -> HttpResponse:
    """Show the agreements of the actor's organisations as of the day looked at."""
    actor = request.actor
    may_draft = actor.may_somewhere(policies.DRAFT)
    empty = Register.empty
    if may_draft:
        empty = Empty(
            empty.title, empty.text, empty.icon, reverse("agreements:begin"), _("Lập dự thảo")
        )
    table = Register(visible_register(actor, on=actor.as_of), request, empty=empty)
    context = {"table": table, "may": {"draft": may_draft}}
    return render_page(request, "agreements/register.html", context)
