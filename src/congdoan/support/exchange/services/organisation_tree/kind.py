from datetime import date

from django.utils.translation import gettext_noop as _

from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.rulebook import api as rulebook
from congdoan.support.exchange.rules.kinds import Column, ImportKind
from congdoan.support.exchange.services.organisation_events import undo_events
from congdoan.support.exchange.services.organisation_tree.planning import plan_tree
from congdoan.support.exchange.services.organisation_tree.writing import commit_tree

COLUMNS = (
    Column(
        "code",
        _("Mã"),
        ("mã đơn vị", "mã tổ chức", "mã số", "code"),
        required=True,
        help=_("Chữ không dấu, số, dấu chấm, gạch nối; không đổi và không dùng lại."),
    ),
    Column(
        "name",
        _("Tên"),
        ("tên đơn vị", "tên tổ chức", "tên đầy đủ", "tên công đoàn", "name"),
        required=True,
        help=_("Tên đầy đủ như trong quyết định."),
    ),
    Column("short_name", _("Tên viết tắt"), ("tên ngắn", "viết tắt", "tên gọi tắt")),
    Column(
        "family",
        _("Loại"),
        ("loại tổ chức", "bên", "loại đơn vị"),
        help=_("“Công đoàn” hoặc “Đối tác”; để trống là công đoàn."),
    ),
    Column(
        "level",
        _("Cấp"),
        ("cấp tổ chức", "cấp công đoàn", "level"),
        help=_("Mã hoặc tên cấp (xem trang “Giá trị”); công đoàn phải có."),
    ),
    Column(
        "parent",
        _("Mã đơn vị cấp trên"),
        ("mã cấp trên", "cấp trên", "cấp trên trực tiếp", "trực thuộc", "mã đơn vị cha"),
        help=_("Mã của một đơn vị đã có hoặc của một dòng khác trong tệp."),
    ),
    Column(
        "sector_parent",
        _("Mã cấp chỉ đạo ngành"),
        ("cấp trên ngành", "mã chỉ đạo ngành", "chỉ đạo ngành"),
    ),
    Column(
        "on",
        _("Ngày thành lập"),
        ("ngày tl", "ngày hoạt động", "ngày có hiệu lực", "năm thành lập", "thành lập ngày"),
        help=_("Ngày/tháng/năm; để trống thì lấy ngày ghi ở biểu mẫu tải lên."),
    ),
    Column(
        "place",
        _("Mã địa bàn"),
        ("mã địa giới", "mã xã", "mã đvhc", "mã đơn vị hành chính"),
        help=_("Mã tỉnh, huyện hoặc xã theo danh mục hành chính."),
    ),
    Column(
        "kind",
        _("Loại hình"),
        ("loại hình đơn vị", "loại hình trường", "loại trường"),
        help=_("Mã hoặc tên loại hình (xem trang “Giá trị”)."),
    ),
    Column("funding_class", _("Nhóm tự chủ"), ("tự chủ", "mức tự chủ", "nhóm tự chủ tài chính")),
    Column("doc_symbol", _("Ký hiệu văn bản"), ("ký hiệu",)),
    Column("address", _("Địa chỉ")),
    Column("phone", _("Điện thoại"), ("số điện thoại", "đt", "sđt")),
    Column("email", _("Thư điện tử"), ("email", "e-mail", "hộp thư")),
)

EXAMPLES = (
    ("CD-PDONG", "Công đoàn phường Đông", "CĐ phường Đông", "Công đoàn", "L3_COMMUNE", "LD-TINH",
     "", "01/07/2025", "", "", "", "", "", "", ""),
    ("CS-HOASEN", "Công đoàn cơ sở Trường Tiểu học Hoa Sen", "CĐCS TH Hoa Sen", "Công đoàn",
     "Công đoàn cơ sở", "CD-PDONG", "", "05/09/2012", "", "PRIMARY", "G2", "CĐCS", "", "", ""),
    ("TR-HOASEN", "Trường Tiểu học Hoa Sen", "TH Hoa Sen", "Đối tác", "", "", "", "05/09/2012",
     "", "PRIMARY", "", "", "", "", ""),
)  # fmt: skip

_SUBJECTS = (
    (_("Cấp"), "organisation.level"),
    (_("Loại hình"), "organisation.kind"),
    (_("Nhóm tự chủ"), "organisation.funding_class"),
)


def choices(day: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what the columns with a fixed list accept on ``day``: code and name."""
    return [
        (title, [(entry.code, entry.label) for entry in rulebook.catalogue(subject, on=day)])
        for title, subject in _SUBJECTS
    ]


ORGANISATION_TREE = ImportKind(
    code="to-chuc",
    label=_("Cây tổ chức"),
    description=_("Đơn vị công đoàn và đối tác, mỗi dòng một đơn vị, kèm cấp trên trực tiếp."),
    needs=organisations.CHANGE,
    columns=COLUMNS,
    examples=EXAMPLES,
    plan=plan_tree,
    commit=commit_tree,
    undo=undo_events,
    named_by=("code", "name"),
    choices=choices,
)
