from django.utils.translation import gettext_noop as _

from congdoan.kernel.organisations import api as organisations
from congdoan.support.exchange.rules.kinds import Column, ImportKind
from congdoan.support.exchange.services.organisation_changes.planning import plan_changes
from congdoan.support.exchange.services.organisation_changes.writing import commit_changes
from congdoan.support.exchange.services.organisation_events import undo_events

COLUMNS = (
    Column(
        "code",
        _("Mã đơn vị"),
        ("mã", "mã tổ chức", "mã số", "code"),
        required=True,
        help=_("Đơn vị được chuyển, nhập hoặc kết thúc; mỗi đơn vị một dòng."),
    ),
    Column(
        "act",
        _("Việc"),
        ("nội dung", "hình thức", "sắp xếp", "phương án"),
        required=True,
        help=_("“Chuyển” (cấp trên mới), “Nhập vào”, “Kết thúc” hoặc “Giải thể”."),
    ),
    Column(
        "target",
        _("Mã đơn vị nhận"),
        ("cấp trên mới", "mã cấp trên mới", "nơi nhận", "nhập vào", "đơn vị nhận"),
        help=_("Cấp trên mới, hoặc đơn vị nhận khi nhập; để trống khi kết thúc."),
    ),
    Column("name", _("Tên đơn vị"), ("tên", "tên tổ chức"), help=_("Chỉ để bạn dễ đọc tệp.")),
)

EXAMPLES = (
    ("CS-HOASEN", "Chuyển", "CD-PDONG", "Công đoàn cơ sở Trường Tiểu học Hoa Sen"),
    ("CS-ANHDUONG", "Nhập vào", "CS-HOASEN", "Công đoàn cơ sở Trường Mầm non Ánh Dương"),
    ("LD-HUYEN", "Kết thúc", "", "Liên đoàn Lao động huyện"),
)

ORGANISATION_CHANGES = ImportKind(
    code="sap-xep",
    label=_("Sắp xếp tổ chức"),
    description=_("Chuyển cấp trên, nhập vào, kết thúc cả loạt đơn vị theo một quyết định."),
    needs=organisations.CHANGE,
    columns=COLUMNS,
    examples=EXAMPLES,
    plan=plan_changes,
    commit=commit_changes,
    undo=undo_events,
    named_by=("code", "name"),
)
