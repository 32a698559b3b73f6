"""The norm of a commune union: members and grassroots unions, else a wider service area."""

from dataclasses import dataclass
from datetime import date

from congdoan.areas.members.api import unscoped_member_count
from congdoan.kernel.organisations.api import is_grassroots, names, profiles_on
from congdoan.kernel.organisations.enums import GroupingKind, HierarchyId
from congdoan.kernel.organisations.models import GroupingMember, Lineage, Organisation
from congdoan.kernel.rulebook.api import find_rule

MEMBERS, UNIONS = "organisation.union.commune_members", "organisation.union.commune_unions"


@dataclass(frozen=True)
class Size:
    """What a commune union has, what the norm wants, which communes it serves beside its own."""

    members: int
    unions: int
    members_wanted: int
    unions_wanted: int
    verified: bool
    served: list[str]

    @property
    def enough(self) -> bool:
        return self.members >= self.members_wanted and self.unions >= self.unions_wanted

    @property
    def rule_key(self) -> str:
        return MEMBERS


def size_of(organisation: Organisation, *, on: date) -> Size | None:
    """Return the size of a commune union on the day; None for every other organisation."""
    own = profiles_on(on).filter(organisation=organisation).first()
    members, unions = find_rule(MEMBERS, on=on), find_rule(UNIONS, on=on)
    if own is None or own.level != "L3_COMMUNE" or members is None or unions is None:
        return None
    below = Lineage.objects.on(on).filter(
        hierarchy_id=HierarchyId.COMMAND, ancestor=organisation, depth__gt=0
    )
    rows = profiles_on(on).filter(organisation_id__in=below.values("descendant_id"))
    levels = rows.values_list("level", flat=True)
    served = GroupingMember.objects.on(on).filter(
        grouping__superior=organisation, grouping__kind=GroupingKind.SERVICE_AREA
    )
    called = names(served.values_list("organisation_id", flat=True), on=on)
    return Size(
        members=unscoped_member_count(organisation.pk, on=on),
        unions=sum(is_grassroots(level, on) for level in levels),
        members_wanted=int(members.value),
        unions_wanted=int(unions.value),
        verified=members.verified and unions.verified,
        served=sorted(called.values()),
    )
