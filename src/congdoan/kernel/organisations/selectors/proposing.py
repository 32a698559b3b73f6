"""With whom an organisation would coordinate by the rules of the day, where nobody linked them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from congdoan.kernel.organisations.enums import Family, GroupingKind
from congdoan.kernel.organisations.models import (
    Counterpart,
    GroupingMember,
    Organisation,
    OrganisationProfile,
)
from congdoan.kernel.organisations.selectors.law import COUNTERPART, counterpart_rules
from congdoan.kernel.rulebook import api as rulebook

#: A longer list is no proposal.
MOST = 20


@dataclass(frozen=True)
class Proposal:
    """A counterpart the rules of the day name, and the rule."""

    pk: int
    code: str
    name: str
    rule: rulebook.Rule

    @property
    def rule_key(self) -> str:
        return self.rule.key


def proposed_counterparts(organisation: Organisation, *, on: date) -> list[Proposal]:
    """
    Return whom the rules of the day name and nobody has linked yet, by name; five queries at most.

    They match by kind and by place: the commune union and the People's Committees it serves, the
    federation and the Department of its province. A school's own union is linked by people only.
    """
    own = OrganisationProfile.objects.on(on).filter(organisation=organisation).first()
    if own is None:
        return []
    found: dict[int, Proposal] = {}
    for entry in _rules(organisation, own, on):
        for row in _matching(organisation, own, entry, on):
            code = row.organisation.code
            made = Proposal(row.organisation_id, code, row.name, entry.rule)
            found.setdefault(row.organisation_id, made)
    if not found:
        return []
    links = Counterpart.objects.on(on).filter(Q(union=organisation) | Q(partner=organisation))
    linked = {pk for pair in links.values_list("union_id", "partner_id") for pk in pair}
    return [one for pk, one in found.items() if pk not in linked]


def _rules(
    organisation: Organisation, own: OrganisationProfile, on: date
) -> Sequence[rulebook.Entry]:
    if organisation.family == Family.UNION:
        return [one for one in counterpart_rules(own.level, on) if _by_place(one)]
    return [
        entry
        for entry in rulebook.catalogue(COUNTERPART, on=on)
        if own.kind in entry.attributes["partners"] and _by_place(entry)
    ]


def _by_place(entry: rulebook.Entry) -> bool:
    return not entry.attributes.get("partner_side")


def _matching(
    organisation: Organisation, own: OrganisationProfile, entry: rulebook.Entry, on: date
) -> list[OrganisationProfile]:
    rows = OrganisationProfile.objects.on(on).exclude(organisation=organisation)
    is_union = organisation.family == Family.UNION
    if is_union:
        rows = rows.filter(
            organisation__family=Family.PARTNER, kind__in=entry.attributes["partners"]
        )
    else:
        rows = rows.filter(organisation__family=Family.UNION, level__in=entry.attributes["unions"])
    if entry.attributes.get("same_place"):
        same = Q(place_code=own.place_code) if own.place_code else Q(pk__in=[])
        areas = GroupingMember.objects.on(on).filter(grouping__kind=GroupingKind.SERVICE_AREA)
        if is_union:
            served = Q(
                organisation_id__in=areas.filter(grouping__superior=organisation).values(
                    "organisation_id"
                )
            )
        else:
            served = Q(
                organisation_id__in=areas.filter(organisation=organisation).values(
                    "grouping__superior_id"
                )
            )
        rows = rows.filter(same | served)
    ordered = rows.select_related("organisation").order_by("sort_key", "organisation_id")
    return list(ordered[:MOST])
