from django.utils.translation import gettext_lazy, gettext_noop

from congdoan.foundation import navigation, panels
from congdoan.kernel.audit.api import declare_verb
from congdoan.support.exchange import notifications
from congdoan.support.exchange.api import (
    FUNDING_CLASSES,
    IMPORT,
    ORGANISATION_CHANGES,
    ORGANISATION_TREE,
    PARKED,
    register,
)
from congdoan.support.notifications.api import declare_kind
from congdoan.support.worklist.api import WorkKind
from congdoan.support.worklist.api import declare_kind as declare_work

declare_verb("exchange.planned", gettext_noop("{actor} đã tải lên tệp {target} để nhập"))
declare_verb("exchange.named", gettext_noop("{actor} đã chọn các cột của tệp {target}"))
declare_verb("exchange.committed", gettext_noop("{actor} đã nhập dữ liệu từ tệp {target}"))
declare_verb("exchange.undone", gettext_noop("{actor} đã hoàn tác việc nhập từ tệp {target}"))
declare_verb("exchange.planned_again", gettext_noop("{actor} đã mở lại việc nhập từ tệp {target}"))
declare_verb("exchange.discarded", gettext_noop("{actor} đã hủy việc nhập từ tệp {target}"))

for kind in notifications.KINDS:
    declare_kind(kind)

declare_work(
    WorkKind(
        PARKED, gettext_lazy("Nhập nốt các dòng để lại"), reminder_days=(30, 7, 1),
        escalate_after_days=None,
    )
)  # fmt: skip
register(ORGANISATION_TREE)
register(ORGANISATION_CHANGES)
register(FUNDING_CLASSES)

panels.put_shortcut(
    "organisations.reorganisations",
    panels.Shortcut(
        gettext_lazy("Sắp xếp cả loạt từ bảng tính"),
        "upload",
        "exchange:upload",
        (ORGANISATION_CHANGES.code,),
        IMPORT,
    ),
)
navigation.put(
    navigation.NavEntry(
        code="exchange",
        label=gettext_lazy("Nhập dữ liệu"),
        url_name="exchange:index",
        icon="upload",
        capability=IMPORT,
        order=70,
        group=navigation.Group.ADMINISTRATION,
    )
)
