from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congdoan.support.notifications.api import Category, NotificationKind

Text = str | Promise
REPORTING = Category("reporting", _("Báo cáo"))
OFFICERS = _("Lãnh đạo và chuyên viên của đơn vị")


def _kind(code: str, title: Text, body: Text) -> NotificationKind:
    return NotificationKind(
        code=f"reporting.{code}", category=REPORTING, title=title, body=body, audience=OFFICERS
    )


KINDS = (
    _kind(
        "opened",
        _("Có đợt báo cáo mới: {title}"),
        _("{superior} mở đợt “{title}”. Hạn nộp: {due}."),
    ),
    _kind(
        "submitted",
        _("{unit} đã nộp báo cáo"),
        _("{unit} đã nộp “{title}”. Hãy xem để nhận hoặc trả lại."),
    ),
    _kind(
        "accepted",
        _("Báo cáo đã được nhận: {title}"),
        _("{superior} đã nhận báo cáo “{title}” của {unit}."),
    ),
    _kind(
        "returned",
        _("Báo cáo được trả lại để sửa: {title}"),
        _("{superior} trả lại báo cáo “{title}” của {unit}. Hãy xem góp ý, sửa rồi nộp lại."),
    ),
    _kind(
        "accepted_beside",
        _("Hệ thống ngành đã nhận báo cáo: {title}"),
        _("{superior} đã nhận báo cáo “{title}” của {unit} theo hệ thống ngành."),
    ),
    _kind(
        "returned_beside",
        _("Hệ thống ngành đề nghị sửa báo cáo: {title}"),
        _("{superior} đề nghị sửa báo cáo “{title}” của {unit}; cấp nhận quyết định trả lại."),
    ),
    _kind(
        "asked_more",
        _("{unit} xin thêm thời gian nộp báo cáo"),
        _("{unit} xin gia hạn “{title}”. Hãy xem lý do rồi gia hạn, hoặc không gia hạn."),
    ),
    _kind(
        "not_extended",
        _("Báo cáo không được gia hạn: {title}"),
        _("{superior} không gia hạn báo cáo “{title}” của {unit}; hạn vẫn là {due}."),
    ),
    _kind(
        "extended",
        _("Báo cáo được gia hạn: {title}"),
        _("{superior} gia hạn báo cáo “{title}” của {unit} đến {due}."),
    ),
)
