from congdoan.areas.privacy import policies
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.enums import Family
from congdoan.kernel.organisations.models import Organisation


def get_unit(actor: Actor, pk: int) -> Organisation:
    """:raises NotFound: when there is no such union, or its papers are not the actor's"""
    unit = Organisation.objects.filter(pk=pk, family=Family.UNION).first()
    if unit is None or not actor.may(policies.VIEW, on=unit):
        raise NotFound
    return unit
