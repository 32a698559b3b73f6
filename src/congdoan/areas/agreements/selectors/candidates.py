"""Organisations that may become parties, many at once: "all twelve district federations"."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.models import Agreement
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import (
    Proposal,
    names,
    profiles_on,
    proposed_counterparts,
    visible_organisations,
)
from congdoan.kernel.organisations.models import Counterpart, Grouping, Organisation

#: A longer list is no list of parties.
LIMIT = 300
#: Whoever drafts for more organisations than this chooses one in the bar first.
UNITS = 20


@dataclass(frozen=True)
class Candidate:
    organisation_id: int
    name: str
    chosen: bool


def candidates(
    agreement: Agreement,
    *,
    on: date,
    superior: int | None = None,
    level: str = "",
    grouping: int | None = None,
    directly: bool = True,
) -> list[Candidate]:
    """Return organisations of a branch, level or grouping by name, with those already party."""
    found = Organisation.objects.on(on)
    if superior is not None:
        found = found.below([superior], on=on, depth=1 if directly else 0).exclude(pk=superior)
    if grouping is not None:
        members = Grouping.objects.get(pk=grouping).members.on(on)
        found = found.filter(pk__in=members.values("organisation_id"))
    rows = profiles_on(on).filter(organisation__in=found)
    if level:
        rows = rows.filter(level=level)
    party = set(agreement.parties.values_list("organisation_id", flat=True))
    named = rows.order_by("sort_key", "organisation_id").values_list("organisation_id", "name")
    return [Candidate(pk, name, pk in party) for pk, name in named[:LIMIT]]


def counterparts(agreement: Agreement, *, on: date) -> list[tuple[str, str]]:
    """Return code and name of the drafter's counterparts ("chuyên môn đồng cấp") not party yet."""
    own = agreement.drafting_id
    links = Counterpart.objects.on(on).filter(Q(union=own) | Q(partner=own))
    other = {link.partner_id if link.union_id == own else link.union_id for link in links}
    other -= set(agreement.parties.values_list("organisation_id", flat=True))
    rows = profiles_on(on).filter(organisation__in=other).order_by("sort_key", "organisation_id")
    return list(rows.values_list("organisation__code", "name"))


def proposals(agreement: Agreement, *, on: date) -> list[Proposal]:
    """Return whom the rules of the day name as the drafter's counterpart, not linked, not party."""
    party = set(agreement.parties.values_list("organisation_id", flat=True))
    found = proposed_counterparts(agreement.drafting, on=on)
    return [one for one in found if one.pk not in party]


def groupings(actor: Actor, *, on: date) -> list[tuple[int, str]]:
    """Return the groupings of organisations the actor may open."""
    found = Grouping.objects.on(on).filter(superior__in=visible_organisations(actor))
    return list(found.order_by("folded", "pk").values_list("pk", "name")[:LIMIT])


def drafting_units(actor: Actor) -> list[tuple[int, str]]:
    """Return where the actor may draft, the organisation they work for now first."""
    ids = list(actor.reach(policies.DRAFT).values_list("pk", flat=True)[:UNITS])
    ids.sort(key=lambda pk: pk != actor.organisation_id)
    called = names(ids, on=actor.today)
    return [(pk, called.get(pk, "")) for pk in ids]


def find_drafting_unit(actor: Actor, pk: int) -> Organisation:
    """:raises NotFound: when the actor may not draft there"""
    unit = actor.reach(policies.DRAFT).filter(pk=pk).first()
    if unit is None:
        raise NotFound
    return unit  # type: ignore[no-any-return]
