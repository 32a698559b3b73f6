from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.areas.privacy import notifications, policies
from congdoan.areas.privacy.selectors.consents import agreed_to
from congdoan.areas.privacy.selectors.proposals import (
    EVIDENCE,
    SCAN,
    may_read_evidence,
    may_read_scan,
)
from congdoan.areas.privacy.selectors.taking import kept_here
from congdoan.areas.privacy.services import work
from congdoan.areas.privacy.services.erasing import forget_papers
from congdoan.areas.privacy.services.keeping import consequences
from congdoan.areas.privacy.tasks import follow_change, follow_undoing
from congdoan.foundation import navigation, panels
from congdoan.foundation.navigation import Group, NavEntry
from congdoan.foundation.panels import Panel, Shortcut
from congdoan.kernel.audit.api import declare_verb
from congdoan.kernel.organisations.api import changed, impact, undone
from congdoan.kernel.people.api import agreeing, declare_link, forgetting, kept_about
from congdoan.kernel.people.enums import Fate
from congdoan.support.files.api import declare_purpose, may_read_file
from congdoan.support.notifications.api import declare_kind as declare_notification
from congdoan.support.worklist.api import WorkKind
from congdoan.support.worklist.api import declare_kind as declare_work

VERBS = {
    "proposed": gettext_noop("{target} đề nghị sửa hồ sơ của mình"),
    "proposal_withdrawn": gettext_noop("{target} đã rút đề nghị sửa hồ sơ"),
    "proposal_answered": gettext_noop("{actor} đã trả lời đề nghị sửa hồ sơ của {target}"),
    "consented": gettext_noop("{actor} đã ghi sự đồng ý xử lý dữ liệu của {target}"),
    "consent_withdrawn": gettext_noop("{actor} đã ghi việc {target} rút sự đồng ý"),
    "requested": gettext_noop("{actor} đã ghi yêu cầu về dữ liệu cá nhân của {target}"),
    "acknowledged": gettext_noop("{actor} đã báo tiếp nhận yêu cầu của {target}"),
    "request_answered": gettext_noop("{actor} đã trả lời yêu cầu về dữ liệu của {target}"),
    "request_withdrawn": gettext_noop("{target} đã rút yêu cầu về dữ liệu"),
    "taken_along": gettext_noop("{target} đã lấy tệp dữ liệu của mình"),
    "erased": gettext_noop("{actor} đã xóa dữ liệu riêng của {target} khi hết hạn lưu"),
    "held": gettext_noop("{actor} đã giữ lại dữ liệu riêng của {target}"),
    "breach_noted": gettext_noop("{actor} đã ghi sự cố dữ liệu cá nhân: {target}"),
    "breach_assessed": gettext_noop("{actor} đã đánh giá sự cố: {target}"),
    "breach_reported": gettext_noop("{actor} đã ghi việc báo cơ quan có thẩm quyền: {target}"),
    "breach_told": gettext_noop("{actor} đã ghi việc báo người bị ảnh hưởng: {target}"),
    "breach_closed": gettext_noop("{actor} đã kết thúc sự cố: {target}"),
    "lifted": gettext_noop("{actor} đã gỡ hạn chế xử lý dữ liệu của {target}"),
    "released": gettext_noop("{actor} đã thôi giữ lại dữ liệu riêng của {target}"),
}
for _code, _sentence in VERBS.items():
    declare_verb(f"privacy.{_code}", _sentence)
for kind in notifications.KINDS:
    declare_notification(kind)
declare_work(WorkKind(work.PROPOSAL, _("Duyệt đề nghị sửa hồ sơ"), reminder_days=(3, 0, -3)))
declare_work(
    WorkKind(work.ACKNOWLEDGE, _("Báo tiếp nhận yêu cầu về dữ liệu"), reminder_days=(1, 0, -1))
)
declare_work(
    WorkKind(work.REQUEST, _("Trả lời yêu cầu về dữ liệu"), reminder_days=(7, 3, 1, 0, -1))
)
declare_work(
    WorkKind(
        work.RETENTION,
        _("Dữ liệu sắp hết hạn lưu"),
        reminder_days=(7, 1),
        escalate_after_days=None,
    )
)
declare_work(WorkKind(work.BREACH, _("Sự cố dữ liệu cá nhân"), reminder_days=(2, 1, 0, -1)))
declare_purpose(EVIDENCE, _("Minh chứng đề nghị sửa hồ sơ"), needs=policies.ANSWER)
declare_purpose(SCAN, _("Bản quét đồng ý, yêu cầu về dữ liệu"), needs=policies.RECEIVE)
may_read_file.on(may_read_evidence)
may_read_file.on(may_read_scan)
for table in ("Consent", "ChangeProposal", "DataRequest", "RetentionCase"):
    declare_link(f"privacy.{table}", "person", Fate.MOVES)
# It was made of one record, and says so.
declare_link("privacy.OwnFile", "person", Fate.STAYS)
agreeing.on(agreed_to)
kept_about.on(kept_here)
forgetting.on(forget_papers)
impact.on(consequences)
changed.on(follow_change)
undone.on(follow_undoing)

navigation.put(
    NavEntry(
        "privacy_own",
        _("Dữ liệu của tôi"),
        "privacy:home",
        "shield-lock",
        order=30,
        group=Group.SELF,
    )
)
navigation.put(
    NavEntry(
        "privacy.office",
        _("Dữ liệu cá nhân"),
        "privacy:office",
        "shield-check",
        policies.VIEW,
        order=80,
        group=Group.MEMBERS,
    )
)
panels.put(
    "members.detail", Panel("privacy", _("Dữ liệu cá nhân"), "privacy:member", policies.VIEW)
)
panels.put_shortcut(
    "members.oneself", Shortcut(_("Đề nghị sửa"), "pencil", "privacy:propose", (), None)
)
panels.put_shortcut(
    "members.oneself", Shortcut(_("Dữ liệu của tôi"), "shield-lock", "privacy:home", (), None)
)
