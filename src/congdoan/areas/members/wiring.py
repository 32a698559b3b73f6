from django.utils.translation import gettext_lazy as _

from congdoan.areas.members.services.counting import follow_lineage
from congdoan.areas.members.services.following import (
    carry_members,
    count_members,
    members_to_pass,
    refuse_to_take_back,
    take_members_back,
)
from congdoan.areas.members.services.following_later import correct_members, settle_members
from congdoan.kernel.organisations.api import (
    Consequence,
    PlannedChange,
    changed,
    changing,
    correcting,
    impact,
    lineage_shifted,
    passing,
    settling,
    undone,
)

lineage_shifted.on(follow_lineage)


@impact.on
def members_touched(change: PlannedChange) -> list[Consequence]:
    goes_on = str(change.kind) in {"MERGE_INTO", "CONSOLIDATE", "DIVIDE"}
    outcome = _("sinh hoạt tiếp ở đơn vị mới") if goes_on else _("thôi cùng đơn vị")
    return [Consequence(str(_("Đoàn viên")), count_members(change), str(outcome))]


changing.on(refuse_to_take_back)
passing.on(members_to_pass)
changed.on(carry_members)
undone.on(take_members_back)
settling.on(settle_members)
correcting.on(correct_members)
