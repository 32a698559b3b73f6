"""Forms an actor may read: those that ship, and those of the own line."""

from django.db.models import Prefetch, Q, QuerySet

from congdoan.areas.reporting.models import Form, FormVersion
from congdoan.areas.reporting.selectors.rounds import visible_rounds
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.models import Lineage


def _forms(actor: Actor) -> QuerySet[Form]:
    above = Lineage.objects.on(actor.today).filter(descendant=actor.organisation_id)
    return Form.objects.filter(
        Q(owner=None)
        | Q(owner__in=above.values("ancestor_id"))
        | Q(versions__rounds__in=visible_rounds(actor).values("pk"))
    ).distinct()


def visible_forms(actor: Actor) -> list[Form]:
    """Return the forms with their versions, newest first."""
    versions = FormVersion.objects.order_by("-number")
    return list(
        _forms(actor).order_by("code").prefetch_related(Prefetch("versions", queryset=versions))
    )


def visible_version(actor: Actor, pk: int) -> FormVersion:
    """:raises NotFound: when there is none, or of a form the actor has nothing to do with"""
    found = FormVersion.objects.select_related("form", "copied_from").filter(pk=pk).first()
    if found is None or not _forms(actor).filter(pk=found.form_id).exists():
        raise NotFound
    return found
