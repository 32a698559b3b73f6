from congdoan.areas.cards.models import CardPrint
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.models import Organisation


def own_prints(actor: Actor, unit: Organisation) -> list[CardPrint]:
    """Return the files the actor asked for at a union, the newest first."""
    rows = CardPrint.objects.filter(organisation=unit, user_id=actor.user_id or 0)
    return list(rows.order_by("-asked_at", "-pk")[:10])


def get_own_print(actor: Actor, pk: int) -> CardPrint:
    """:raises NotFound: when there is none, or somebody else asked for it"""
    rows = CardPrint.objects.filter(pk=pk, user_id=actor.user_id or 0)
    found = rows.select_related("organisation").first()
    if found is None:
        raise NotFound
    return found


def unscoped_print(pk: int) -> CardPrint | None:
    """Return a file asked for, for the background; None when it was cleared away."""
    return CardPrint.objects.select_related("organisation", "user").filter(pk=pk).first()
