from congdoan.areas.members.models import MemberExport
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.models import Organisation


def own_exports(actor: Actor, unit: Organisation) -> list[MemberExport]:
    """Return the lists of a union the actor asked for, the newest first."""
    rows = MemberExport.objects.filter(organisation=unit, user_id=actor.user_id or 0)
    return list(rows.order_by("-asked_at", "-pk")[:20])


def get_own_export(actor: Actor, pk: int) -> MemberExport:
    """:raises NotFound: when there is none, or somebody else asked for it"""
    rows = MemberExport.objects.filter(pk=pk, user_id=actor.user_id or 0)
    found = rows.select_related("organisation").first()
    if found is None:
        raise NotFound
    return found


def unscoped_export(pk: int) -> MemberExport | None:
    """Return a request for the background; None when it was cleared away."""
    return MemberExport.objects.select_related("organisation", "user").filter(pk=pk).first()
