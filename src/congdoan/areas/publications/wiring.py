from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.areas.documents.api import recalled
from congdoan.areas.publications import notifications, policies
from congdoan.areas.publications.services.deciding import withdraw_with_document
from congdoan.areas.publications.services.telling import APPROVE
from congdoan.foundation import navigation, panels
from congdoan.foundation.navigation import Group, NavEntry
from congdoan.foundation.panels import Panel
from congdoan.kernel.audit.api import declare_verb
from congdoan.support.notifications.api import declare_kind as declare_notification
from congdoan.support.worklist.api import WorkKind
from congdoan.support.worklist.api import declare_kind as declare_work

VERBS = {
    "prepared": gettext_noop("{actor} đã chuẩn bị công bố {target}"),
    "changed": gettext_noop("{actor} đã sửa bản công bố {target}"),
    "discarded": gettext_noop("{actor} đã bỏ bản công bố chưa duyệt {target}"),
    "approved": gettext_noop("{actor} đã duyệt công bố {target}"),
    "approved_alone": gettext_noop(
        "{actor} đã tự duyệt công bố {target} vì đơn vị không có người duyệt khác"
    ),
    "returned": gettext_noop("{actor} đã trả lại bản công bố {target}"),
    "withdrawn": gettext_noop("{actor} đã gỡ bản công bố {target}"),
    "tried_again": gettext_noop("{actor} đã cho đăng lại {target}"),
    "seen": gettext_noop("{actor} đã xác nhận thấy bài đăng {target}"),
    "gone": gettext_noop("{actor} đã xác nhận không còn bài đăng {target} trên trang"),
    "page_connected": gettext_noop("{actor} đã nối trang Facebook {target}"),
    "page_forgotten": gettext_noop("{actor} đã gỡ trang Facebook {target}"),
}
for _code, _sentence in VERBS.items():
    declare_verb(f"publications.{_code}", _sentence)
for kind in notifications.KINDS:
    declare_notification(kind)
declare_work(WorkKind(APPROVE, _("Duyệt công bố văn bản"), reminder_days=()))
recalled.on(withdraw_with_document)

panels.put(
    "documents.detail",
    Panel("publications", _("Công bố"), "publications:of_document", policies.PREPARE),
)
panels.put(
    "notifications.channels",
    Panel("facebook", _("Trang Facebook của các đơn vị"), "publications:health", policies.WATCH),
)
navigation.put(
    NavEntry(
        "publications",
        _("Công bố"),
        "publications:home",
        "globe2",
        policies.PREPARE,
        order=50,
        group=Group.PAPERS,
    )
)
