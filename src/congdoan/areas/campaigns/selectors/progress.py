"""How far campaigns have come; the number of queries does not depend on how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from congdoan.areas.campaigns.enums import Aim, ContactKind, Step
from congdoan.areas.campaigns.models import Campaign, CampaignContact
from congdoan.areas.campaigns.rules import Facts, current_step, steps_done
from congdoan.areas.members.api import unscoped_applications, unscoped_member_counts
from congdoan.areas.restructuring.api import unscoped_employers, unscoped_foundings_at


@dataclass(frozen=True)
class Progress:
    """What has been reached; ``founding`` and ``union`` where there are any."""

    step: Step
    steps: list[tuple[Step, bool]]
    reached: int
    percent: int
    applications: int
    founding: int | None
    union: int | None


def unscoped_progress(campaigns: Sequence[Campaign], *, on: date) -> dict[int, Progress]:
    """Return how far each campaign has come on the day."""
    talks = _talks(campaigns)
    places = [one.place_id for one in campaigns if one.aim == Aim.FOUND]
    foundings = unscoped_foundings_at(places)
    unions = _unions_at(places, on)
    units = {one.pk: _unit(one, unions) for one in campaigns}
    known = {unit for unit in units.values() if unit}
    members = unscoped_member_counts(known, on=on) if known else {}
    received = unscoped_applications(known) if known else []
    found = {}
    for one in campaigns:
        founding, unit = foundings.get(one.place_id), units[one.pk]
        came = sum(pk == unit and day >= one.started_on for pk, day in received)
        contacts, meetings = talks.get(one.pk, (0, 0))
        applied = max(came, founding.applications if founding else 0)
        there = members.get(unit, 0) if unit else 0
        # Before there is a union, who applied is what has been reached.
        reached = there if unit else applied
        facts = Facts(
            contacts=contacts,
            meetings=meetings,
            applications=applied,
            requested=founding is not None and founding.dossier_sent_on is not None,
            founded=one.aim == Aim.FOUND and bool(unit),
            members=there,
            target=one.target_members,
        )
        found[one.pk] = Progress(
            step=Step(current_step(one.aim, facts)),
            steps=[(Step(code), done) for code, done in steps_done(one.aim, facts).items()],
            reached=reached,
            percent=min(100, reached * 100 // one.target_members) if one.target_members else 0,
            applications=applied,
            founding=founding.pk if founding else None,
            union=unit,
        )
    return found


def _talks(campaigns: Sequence[Campaign]) -> dict[int, tuple[int, int]]:
    rows = (
        CampaignContact.objects.filter(campaign__in=[one.pk for one in campaigns])
        .values("campaign_id")
        .annotate(every=Count("pk"), met=Count("pk", filter=Q(kind=ContactKind.MEETING)))
    )
    return {row["campaign_id"]: (row["every"], row["met"]) for row in rows}


def _unions_at(places: Sequence[int], on: date) -> dict[int, int]:
    """Return the grassroots union there is now at each employer."""
    if not places:
        return {}
    rows = unscoped_employers(places, on=on, keepers={})
    return {
        row.pk: next(one.pk for one in row.unions if one.grassroots)
        for row in rows
        if any(one.grassroots for one in row.unions)
    }


def _unit(campaign: Campaign, unions: dict[int, int]) -> int | None:
    return campaign.place_id if campaign.aim == Aim.GROW else unions.get(campaign.place_id)
