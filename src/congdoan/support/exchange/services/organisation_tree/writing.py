"""Writing a checkpoint of a tree through the services of organisations, and taking it back."""

from collections.abc import Sequence
from datetime import date

from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.organisations.enums import Family, HierarchyId
from congdoan.kernel.organisations.models import (
    Organisation,
    OrganisationProfile,
)
from congdoan.support.exchange.rules.kinds import Context, Done, RowDraft
from congdoan.support.exchange.services.organisation_events import decision_of
from congdoan.support.exchange.services.organisation_tree.reading import PROFILE_FIELDS

_UNION_LINES = {HierarchyId.COMMAND: "parent", HierarchyId.SECTOR: "sector_parent"}
_PARTNER_LINES = {HierarchyId.AUTHORITY: "parent"}


def commit_tree(rows: Sequence[RowDraft], context: Context) -> list[Done]:
    """Found the new organisations together; change the known ones one by one."""
    done = _found([row for row in rows if row.plan == "CREATE"], context)
    for row in rows:
        if row.plan == "UPDATE":
            done[row.n] = _change(row, context)
    return [done[row.n] for row in rows]


def _found(rows: list[RowDraft], context: Context) -> dict[int, Done]:
    if not rows:
        return {}
    made = organisations.establish_organisations(
        actor=context.actor,
        news=[_new(row) for row in rows],
        decision=decision_of(context),
        at=context.at,
    )
    events = dict(
        OrganisationProfile.objects.filter(organisation__in=made).values_list(
            "organisation_id", "event_id"
        )
    )
    return {
        row.n: Done(organisation.pk, {"event": events[organisation.pk]})
        for row, organisation in zip(rows, made, strict=True)
    }


def _new(row: RowDraft) -> organisations.NewOrganisation:
    lines = _PARTNER_LINES if row.parsed["family"] == Family.PARTNER else _UNION_LINES
    return organisations.NewOrganisation(
        code=row.parsed["code"],
        family=row.parsed["family"],
        profile=organisations.ProfileData(**{name: row.parsed[name] for name in PROFILE_FIELDS}),
        on=date.fromisoformat(row.parsed["on"]),
        parents={
            int(hierarchy): row.parsed[column]
            for hierarchy, column in lines.items()
            if row.parsed[column]
        },
    )


def _change(row: RowDraft, context: Context) -> Done:
    organisation = Organisation.objects.get(code=row.parsed["code"])
    day = context.day("on") or context.actor.today
    old = OrganisationProfile.objects.on(day).get(organisation=organisation)
    values = {
        name: row.parsed[name] if name in row.parsed["changes"] else getattr(old, name)
        for name in PROFILE_FIELDS
    }
    event = organisations.change_profile(
        actor=context.actor,
        organisation=organisation,
        profile=organisations.ProfileData(**values),
        on=day,
        decision=decision_of(context),
        at=context.at,
    )
    return Done(organisation.pk, {"event": event.pk})
