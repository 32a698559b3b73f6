from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.areas.indicators.api import register as register_indicator
from congdoan.areas.indicators.api import register_all as register_indicators
from congdoan.areas.members import indicators, notifications, policies
from congdoan.areas.members.letters.offered import lists_of_members
from congdoan.areas.members.selectors.rolls import MemberSource
from congdoan.areas.members.services.counting import follow_lineage
from congdoan.areas.members.services.following import (
    carry_members,
    count_members,
    members_to_pass,
    refuse_to_take_back,
    take_members_back,
)
from congdoan.areas.members.services.following_later import correct_members, settle_members
from congdoan.areas.members.services.forgetting import forget_member
from congdoan.areas.members.services.importing import HISTORY, MEMBERS, OFFICES
from congdoan.areas.members.services.kept import kept_of_member
from congdoan.areas.members.services.merging import (
    count_parted,
    joined_since,
    merge_members,
    refuse_unsettled,
    remember_points,
)
from congdoan.areas.members.services.pausing import PAUSE_WORK
from congdoan.areas.members.services.records import end_care
from congdoan.foundation import navigation, panels
from congdoan.foundation.forms import pickers
from congdoan.foundation.navigation import Group, NavEntry
from congdoan.foundation.panels import Panel
from congdoan.kernel.audit.api import declare_verb
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
from congdoan.kernel.people.api import (
    declare_link,
    forgetting,
    kept_about,
    merge_refused,
    merging,
    parted,
    parting,
    parting_refused,
    use_ended,
)
from congdoan.kernel.people.enums import Fate
from congdoan.support.drafting.api import lists_asked
from congdoan.support.exchange.api import register
from congdoan.support.notifications.api import declare_kind as declare_notification
from congdoan.support.worklist import api as worklist

lineage_shifted.on(follow_lineage)
register(MEMBERS)
register(HISTORY)
pickers.put("members", MemberSource())
register(OFFICES)
declare_verb("members.handed_out", gettext_noop("{actor} đã lấy danh sách đoàn viên của {target}"))

navigation.put(
    NavEntry(
        "members",
        _("Đoàn viên"),
        "members:register",
        "person-badge",
        policies.COUNT,
        order=10,
        group=Group.MEMBERS,
    )
)
navigation.put(
    NavEntry(
        "members_oneself",
        _("Hồ sơ của tôi"),
        "members:oneself",
        "person",
        None,
        order=10,
        group=Group.SELF,
    )
)
panels.put(
    "organisations.detail", Panel("members", _("Đoàn viên"), "members:panel", policies.COUNT)
)

for verb, sentence in (
    ("recorded", gettext_noop("{actor} đã sửa hồ sơ đoàn viên {target}")),
    ("work_set", gettext_noop("{actor} đã ghi công việc của {target}")),
    ("sealed", gettext_noop("{actor} đã ghi dữ liệu nhạy cảm của {target}")),
    ("category_changed", gettext_noop("{actor} đã đổi nhóm của {target}")),
    ("application_received", gettext_noop("{actor} đã nhận đơn gia nhập của {target}")),
    ("applied", gettext_noop("{target} tự nộp đơn gia nhập qua mã QR")),
    ("application_rejected", gettext_noop("{actor} đã trả lời không kết nạp {target}")),
    ("admitted", gettext_noop("{actor} đã ghi quyết định kết nạp đoàn viên {target}")),
    ("recognised", gettext_noop("{actor} đã ghi quyết định công nhận đoàn viên {target}")),
    ("decision_taken_back", gettext_noop("{actor} đã rút lại quyết định {target}")),
    ("poster_opened", gettext_noop("{actor} đã mở {target}")),
    ("poster_closed", gettext_noop("{actor} đã đóng {target}")),
    ("left", gettext_noop("{actor} đã ghi {target} thôi sinh hoạt")),
    ("leaving_taken_back", gettext_noop("{actor} đã rút lại việc thôi sinh hoạt của {target}")),
    ("paused", gettext_noop("{actor} đã ghi {target} tạm dừng sinh hoạt")),
    ("pause_prolonged", gettext_noop("{actor} đã gia hạn tạm dừng sinh hoạt của {target}")),
    ("resumed", gettext_noop("{actor} đã ghi {target} sinh hoạt lại")),
    ("transfer_proposed", gettext_noop("{actor} đã đề nghị chuyển sinh hoạt {target}")),
    ("transferred", gettext_noop("{actor} đã xác nhận chuyển sinh hoạt {target}")),
    ("transfer_refused", gettext_noop("{actor} đã từ chối chuyển sinh hoạt {target}")),
    ("transfer_withdrawn", gettext_noop("{actor} đã rút đề nghị chuyển sinh hoạt {target}")),
    ("disciplined", gettext_noop("{actor} đã ghi kỷ luật {target}")),
    ("discipline_lifted", gettext_noop("{actor} đã ghi kỷ luật của {target} hết hiệu lực")),
    ("looked_below", gettext_noop("{actor} đã xem danh sách đoàn viên của {target}")),
    ("filtered", gettext_noop("{actor} đã lọc sổ đoàn viên {target} theo dữ liệu nhạy cảm")),
    ("own_contact", gettext_noop("{target} tự sửa cách liên hệ của mình")),
    ("exported", gettext_noop("{actor} đã xuất sổ đoàn viên {target}")),
):
    declare_verb(f"members.{verb}", sentence)

declare_notification(notifications.EXPORTED)
worklist.declare_kind(
    worklist.WorkKind("members.admission", _("Xét đơn gia nhập"), reminder_days=(3, 0, -3))
)
worklist.declare_kind(worklist.WorkKind("members.transfer", _("Trả lời chuyển sinh hoạt")))
worklist.declare_kind(
    worklist.WorkKind(PAUSE_WORK, _("Hết hạn tạm dừng sinh hoạt"), reminder_days=(14, 3, 0, -7))
)


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

for table in ("Membership", "Pause", "MemberWork", "MemberRecord", "SealedFact"):
    declare_link(f"members.{table}", "person", Fate.SETTLED)
for table in ("Application", "Transfer", "Discipline"):
    declare_link(f"members.{table}", "person", Fate.MOVES)
merge_refused.on(refuse_unsettled)
merging.on(merge_members)
parting_refused.on(joined_since)
parting.on(remember_points)
parted.on(count_parted)
kept_about.on(kept_of_member)
forgetting.on(forget_member)
use_ended.on(end_care)
lists_asked.on(lists_of_members)

register_indicator(indicators.TOTAL, indicators.total, names=indicators.register_page)
register_indicators(indicators.GROUPS, indicators.groups, names=indicators.register_page)
register_indicator(
    indicators.ETHNIC,
    indicators.ethnic,
    names=indicators.register_page,
    needs=policies.RESTRICTED,
)
register_indicators(indicators.FLOWS, indicators.flows, names=indicators.movement_page)
register_indicators(indicators.DISCIPLINE, indicators.disciplined)
register_indicator("ACCOUNTS_ACTIVE", indicators.signed_in)
