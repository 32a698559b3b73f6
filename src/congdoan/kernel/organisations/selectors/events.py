from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations import policies
from congdoan.kernel.organisations.models import OrganisationEvent


def visible_event(actor: Actor, pk: int) -> OrganisationEvent | None:
    """Return an event that touched an organisation the actor may open, else None."""
    return (
        OrganisationEvent.objects.filter(pk=pk, units__organisation__in=actor.reach(policies.VIEW))
        .distinct()
        .prefetch_related("units")
        .select_related("recorded_by")
        .first()
    )
