from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.areas.members.services.counting import follow_lineage
from congdoan.areas.members.services.following import (
    carry_members,
    count_members,
    members_to_pass,
    refuse_to_take_back,
    take_members_back,
)
from congdoan.areas.members.services.importing import MEMBERS
from congdoan.kernel.audit.api import declare_verb
from congdoan.kernel.organisations.api import (
    Consequence,
    PlannedChange,
    changed,
    changing,
    impact,
    lineage_shifted,
    passing,
    undone,
)
from congdoan.support.exchange.api import register

lineage_shifted.on(follow_lineage)
register(MEMBERS)
declare_verb("members.handed_out", gettext_noop("{actor} đã lấy danh sách đoàn viên của {target}"))


@impact.on
def members_touched(change: PlannedChange) -> list[Consequence]:
    goes_on = str(change.kind) in {"MERGE_INTO", "CONSOLIDATE", "DIVIDE"}
    outcome = _("sinh hoạt tiếp ở đơn vị mới") if goes_on else _("thôi cùng đơn vị")
    return [Consequence(str(_("Đoàn viên")), count_members(change), str(outcome))]


changing.on(refuse_to_take_back)
passing.on(members_to_pass)
changed.on(carry_members)
undone.on(take_members_back)
