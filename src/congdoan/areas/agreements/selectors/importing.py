"""Texts on their way into the register: only those who draft there see them."""

from django.db.models import QuerySet

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import ImportState
from congdoan.areas.agreements.models import TextImport
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound


def visible_imports(actor: Actor) -> QuerySet[TextImport]:
    return TextImport.objects.filter(organisation__in=actor.reach(policies.DRAFT))


def open_imports(actor: Actor) -> list[TextImport]:
    """Return what somebody began and has not finished, newest first."""
    found = visible_imports(actor).filter(state=ImportState.OPEN).select_related("file")
    return list(found.order_by("-created_at", "-pk")[:50])


def get_visible_import(actor: Actor, pk: int) -> TextImport:
    """:raises NotFound: when there is none, or none the actor may go on with."""
    found = visible_imports(actor).select_related("file", "organisation").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found
