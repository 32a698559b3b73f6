"""Templates: a unit's own, and those of the unions above it."""

from datetime import date

from django.db.models import QuerySet

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.kernel.organisations.api import unscoped_superior_ids
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.drafting import policies
from congdoan.support.drafting.models import Draft, DraftTemplate

OWNER = "drafting.template"


def unit_of(actor: Actor) -> Organisation:
    """
    Return the union the person works for now.

    :raises NotAllowed: when they may write no templates there
    """
    unit = Organisation.objects.filter(pk=actor.organisation_id or 0).first()
    if unit is None:
        raise NotAllowed
    actor.require(policies.TEMPLATES, on=unit)
    return unit


def own_templates(organisation: int) -> QuerySet[DraftTemplate]:
    """Return what the unit keeps and has not retired, by type and name."""
    return DraftTemplate.objects.filter(
        organisation_id=organisation, retired_at__isnull=True
    ).order_by("type_code", "name")


def templates_above(organisation: int, *, on: date) -> QuerySet[DraftTemplate]:
    """Return what the unions above let the units below start from."""
    above = unscoped_superior_ids(organisation, on=on)
    return DraftTemplate.objects.filter(
        organisation_id__in=above, retired_at__isnull=True
    ).order_by("type_code", "name")


def unscoped_templates_for(organisation: int, type_code: str, *, on: date) -> list[DraftTemplate]:
    """Return what a document of this type ("": any) may start from: own first, then from above."""
    wanted = {"type_code": type_code} if type_code else {}
    own = own_templates(organisation).filter(**wanted)
    above = templates_above(organisation, on=on).filter(**wanted)
    return [*own, *above]


def visible_template(actor: Actor, pk: int) -> DraftTemplate:
    """
    Return a template of a union one writes for, or of a union above it.

    :raises NotFound: otherwise
    """
    found = DraftTemplate.objects.select_related("organisation").filter(pk=pk).first()
    if found is None:
        raise NotFound
    if actor.may(policies.TEMPLATES, on=found.organisation):
        return found
    held = actor.held_at(policies.TEMPLATES) or frozenset()
    if found.retired_at is None and any(
        found.organisation_id in unscoped_superior_ids(one, on=actor.today) for one in held
    ):
        return found
    raise NotFound


def draft_of(template: DraftTemplate) -> Draft:
    """:raises NotFound: never, while services are the only writers"""
    found = Draft.objects.filter(owner_type=OWNER, owner_id=template.pk).first()
    if found is None:
        raise NotFound
    return found


def drafts_of(templates: list[DraftTemplate]) -> dict[int, Draft]:
    """Return the drafts by template, in one query."""
    found = Draft.objects.filter(owner_type=OWNER, owner_id__in=[one.pk for one in templates])
    return {one.owner_id: one for one in found}
