"""What the pages of a vote share: loading it for an act, one form that does one act."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from congdoan.areas.voting import policies
from congdoan.areas.voting.models import Vote
from congdoan.areas.voting.selectors.votes import get_vote
from congdoan.foundation.acting import act
from congdoan.foundation.actor import ActorRequest
from congdoan.foundation.forms import Form


def managed(request: ActorRequest, pk: int) -> Vote:
    """
    Return a vote the actor runs.

    :raises NotFound, NotAllowed: to others
    """
    found = get_vote(request.actor, pk)
    request.actor.require(policies.MANAGE, on=found.organisation)
    return found


def page_of(pk: int) -> str:
    return reverse("voting:vote", args=[pk])


def roll_page(pk: int) -> str:
    return reverse("voting:roll", args=[pk])


def one_form(
    request: ActorRequest,
    vote: Vote,
    form: Form,
    do: Callable[[], Any],
    *,
    heading: str,
    action: str,
    done: str,
    field: str | None = None,
    back: str = "",
    about: str = "",
) -> HttpResponse:
    """Show a form of a vote, or do what it says and go back."""
    page = {"vote": vote, "heading": heading, "action": action, "about": about}
    return act(
        request,
        form,
        do,
        back=back or page_of(vote.pk),
        page=page,
        done=done,
        field=field,
        template="voting/form.html",
    )
