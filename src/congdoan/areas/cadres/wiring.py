from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.areas.cadres import indicators, notifications, policies
from congdoan.areas.cadres.selectors.oneself import own_page
from congdoan.areas.cadres.services.following import consequences
from congdoan.areas.cadres.services.forgetting import forget_words
from congdoan.areas.cadres.services.kept import kept_of_introductions
from congdoan.areas.cadres.services.work import PARTY_STEP, PLAN_DECISION, PLAN_STEP
from congdoan.areas.cadres.tasks import follow_change, follow_undoing
from congdoan.areas.indicators.api import register_all as register_indicators
from congdoan.areas.members.api import own_pages
from congdoan.foundation import navigation
from congdoan.foundation.forms import pickers
from congdoan.foundation.navigation import Group, NavEntry
from congdoan.kernel.audit.api import declare_verb
from congdoan.kernel.organisations.api import changed, impact, taken_back
from congdoan.kernel.people.api import declare_link, forgetting, kept_about
from congdoan.kernel.people.enums import Fate
from congdoan.support.notifications.api import declare_kind as declare_notification
from congdoan.support.worklist.api import WorkKind
from congdoan.support.worklist.api import declare_kind as declare_work

VERBS = {
    "party_listed": gettext_noop("{actor} đã xem danh sách giới thiệu vào Đảng của {target}"),
    "party_nominated": gettext_noop("{actor} đã lập hồ sơ giới thiệu vào Đảng {target}"),
    "party_step": gettext_noop("{actor} đã ghi bước mới của hồ sơ giới thiệu vào Đảng {target}"),
    "party_stopped": gettext_noop("{actor} đã dừng hồ sơ giới thiệu vào Đảng {target}"),
    "party_resumed": gettext_noop("{actor} đã tiếp tục hồ sơ giới thiệu vào Đảng {target}"),
    "party_step_taken_back": gettext_noop("{actor} đã rút một bước ghi nhầm của hồ sơ {target}"),
    "plan_opened": gettext_noop("{actor} đã lập quy hoạch cán bộ {target}"),
    "plan_review_opened": gettext_noop("{actor} đã mở đợt rà soát quy hoạch {target}"),
    "plan_proposed": gettext_noop("{actor} đã ghi người được giới thiệu vào quy hoạch {target}"),
    "plan_voted": gettext_noop("{actor} đã ghi kết quả phiếu quy hoạch {target}"),
    "plan_taken_out": gettext_noop("{actor} đã ghi người đưa ra khỏi quy hoạch {target}"),
    "plan_submitted": gettext_noop("{actor} đã trình quy hoạch {target}"),
    "plan_approved": gettext_noop("{actor} đã ghi quyết định phê duyệt quy hoạch {target}"),
    "plan_sent_back": gettext_noop("{actor} đã trả lại quy hoạch {target}"),
    "plan_read": gettext_noop("{actor} đã xem quy hoạch {target}"),
}
for _code, _sentence in VERBS.items():
    declare_verb(f"cadres.{_code}", _sentence)
for kind in notifications.KINDS:
    declare_notification(kind)
# Confidential: the office above is not told who is late with whom.
declare_work(WorkKind(PARTY_STEP, _("Giới thiệu đoàn viên vào Đảng"), escalate_after_days=None))
declare_work(WorkKind(PLAN_STEP, _("Quy hoạch cán bộ"), escalate_after_days=None))
declare_work(WorkKind(PLAN_DECISION, _("Phê duyệt quy hoạch cán bộ"), escalate_after_days=None))
impact.on(consequences)
changed.on(follow_change)
taken_back.on(follow_undoing)
own_pages.on(own_page)
kept_about.on(kept_of_introductions)
forgetting.on(forget_words)
for _table in ("PartyIntroduction", "PlanCandidate"):
    declare_link(f"cadres.{_table}", "person", Fate.MOVES)

pickers.put("cadres", pickers.InTurn("members", "people"))

navigation.put(
    NavEntry(
        "cadres.party",
        _("Giới thiệu vào Đảng"),
        "cadres:party",
        "star",
        policies.COUNT,
        order=60,
        group=Group.MEMBERS,
    )
)
navigation.put(
    NavEntry(
        "cadres.plans",
        _("Quy hoạch cán bộ"),
        "cadres:plans",
        "person-check",
        policies.PLAN,
        order=17,
        group=Group.ORGANISATION,
    )
)

register_indicators(indicators.KEYS, indicators.steps, names=indicators.party_page)
