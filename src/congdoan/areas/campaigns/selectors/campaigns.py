"""Campaigns an actor may see, and who is responsible for an employer."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from congdoan.areas.campaigns import policies
from congdoan.areas.campaigns.enums import Aim, State, Step
from congdoan.areas.campaigns.models import Campaign
from congdoan.areas.campaigns.selectors.progress import Progress, unscoped_progress
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import (
    is_employer,
    is_grassroots,
    keeper_of,
    names,
    profiles_on,
    unscoped_parent,
)
from congdoan.kernel.organisations.enums import Family, HierarchyId
from congdoan.kernel.organisations.models import Lineage, Organisation
from congdoan.kernel.people.models import Office, Person


@dataclass(frozen=True)
class Listed:
    """A campaign as the list shows it."""

    campaign: Campaign
    name: str
    owner: str
    there: bool
    progress: Progress

    @property
    def step(self) -> Step:
        return self.progress.step


def visible_campaigns(actor: Actor) -> QuerySet[Campaign]:
    return Campaign.objects.filter(organisation__in=actor.reach(policies.VIEW).values("pk"))


def visible_campaign(actor: Actor, pk: int) -> Campaign:
    """:raises NotFound: when there is none the actor may see"""
    rows = visible_campaigns(actor).select_related("organisation", "place", "responsible")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def visible_branch(actor: Actor, pk: int) -> Organisation:
    """:raises NotFound: when it is no union whose campaigns the actor may see"""
    found = Organisation.objects.filter(pk=pk, family=Family.UNION).first()
    if found is None or not actor.may(policies.VIEW, on=found):
        raise NotFound
    return found


def listed(actor: Actor, branch: Organisation, *, closed: bool, on: date) -> list[Listed]:
    """Return the campaigns of a branch with their progress, what is due first on top."""
    below = Lineage.objects.on(on).filter(hierarchy_id=HierarchyId.COMMAND, ancestor=branch)
    rows = visible_campaigns(actor).filter(organisation__in=below.values("descendant_id"))
    rows = rows.exclude(state=State.OPEN) if closed else rows.filter(state=State.OPEN)
    found = list(
        rows.select_related("responsible", "place").order_by("next_due", "target_day", "pk")
    )
    progress = unscoped_progress(found, on=on)
    called = names({key for one in found for key in (one.place_id, one.organisation_id)}, on=on)
    return [
        Listed(
            one,
            called.get(one.place_id, ""),
            called.get(one.organisation_id, ""),
            one.place.exists_on(on),
            progress[one.pk],
        )
        for one in found
    ]


def open_campaign_at(place: int) -> Campaign | None:
    rows = Campaign.objects.filter(place=place, state=State.OPEN)
    return rows.select_related("organisation").first()


def aim_at(place: Organisation, *, on: date) -> Aim | None:
    """Return what a campaign there would be for; None where there is nothing to win."""
    if place.family == Family.PARTNER:
        return Aim.FOUND if is_employer(place, on=on) else None
    row = profiles_on(on).filter(organisation=place).first()
    return Aim.GROW if row is not None and is_grassroots(row.level, on) else None


def owner_of(place: Organisation, *, on: date) -> Organisation | None:
    """Return the union that would lead a campaign: who keeps the employer, or stands above."""
    if place.family == Family.PARTNER:
        return keeper_of(place, on=on)
    return unscoped_parent(place.pk, on=on)


def colleagues(organisation: Organisation, *, on: date) -> list[Person]:
    """Return who holds an office in the union that day, by name."""
    offices = Office.objects.on(on).filter(organisation=organisation)
    people = Person.objects.filter(pk__in=offices.values("person_id"))
    return list(people.order_by("sort_key", "pk"))


def may_work_on(actor: Actor, campaign: Campaign) -> bool:
    """Tell whether the actor runs the campaign: its union's officers, and who is responsible."""
    if actor.may(policies.MANAGE, on=campaign.organisation):
        return True
    responsible = actor.person_id is not None and actor.person_id == campaign.responsible_id
    return responsible and actor.may(policies.VIEW, on=campaign.organisation)
