from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.areas.voting import notifications, policies
from congdoan.areas.voting.services.following import consequences
from congdoan.foundation import navigation
from congdoan.foundation.forms import pickers
from congdoan.foundation.navigation import Group, NavEntry
from congdoan.kernel.audit.api import declare_verb
from congdoan.kernel.organisations.api import impact
from congdoan.kernel.people.api import declare_link
from congdoan.kernel.people.enums import Fate
from congdoan.support.notifications.api import declare_kind

for _code, _sentence in {
    "opened": gettext_noop("{actor} đã mở cuộc bầu cử, biểu quyết {target}"),
    "candidate": gettext_noop("{actor} đã thêm người vào danh sách bầu của {target}"),
    "struck": gettext_noop("{actor} đã đưa một người ra khỏi danh sách bầu của {target}"),
    "ordered": gettext_noop("{actor} đã đổi thứ tự danh sách bầu của {target}"),
    "board": gettext_noop("{actor} đã thêm người vào ban bầu cử của {target}"),
    "board_left": gettext_noop("{actor} đã đưa một người ra khỏi ban bầu cử của {target}"),
    "list_closed": gettext_noop("{actor} đã chốt danh sách của {target}"),
    "roll_filled": gettext_noop("{actor} đã bổ sung danh sách cử tri của {target}"),
    "voter_added": gettext_noop("{actor} đã thêm một cử tri của {target}"),
    "voter_removed": gettext_noop("{actor} đã đưa một cử tri ra khỏi danh sách của {target}"),
    "begun": gettext_noop("{actor} đã bắt đầu bỏ phiếu {target}"),
    "ended": gettext_noop("{actor} đã kết thúc bỏ phiếu {target}"),
    "void": gettext_noop("{target}: không có giá trị, {actor} ghi"),
    "next_round": gettext_noop("{actor} đã mở vòng sau {target}"),
    "counted": gettext_noop("{actor} đã nhập kết quả kiểm phiếu của {target}"),
    "announced": gettext_noop("{actor} đã công bố kết quả của {target}"),
    "recognised": gettext_noop("{actor} đã ghi quyết định công nhận kết quả của {target}"),
    "slips": gettext_noop("{actor} đã in tờ mã bỏ phiếu của {target}"),
    "exported": gettext_noop("{actor} đã lấy tệp kiểm lại của {target}"),
    "destroyed": gettext_noop("{actor} đã hủy phiếu điện tử hết hạn lưu của {target}"),
}.items():
    declare_verb(f"voting.{_code}", _sentence)
declare_kind(notifications.BEGUN)
# A roll, a list, a board name who they named: a ballot cast under an alias is not cast again.
for _table in ("Candidate", "Voter", "BoardMember"):
    declare_link(f"voting.{_table}", "person", Fate.STAYS)
impact.on(consequences)
pickers.put("voters", pickers.InTurn("members", "people"))

navigation.put(
    NavEntry(
        "voting",
        _("Bầu cử, biểu quyết"),
        "voting:votes",
        "check2-all",
        policies.VIEW,
        order=46,
        group=Group.ORGANISATION,
    )
)
