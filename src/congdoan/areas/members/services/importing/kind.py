from datetime import date

from django.utils.translation import gettext as now
from django.utils.translation import gettext_noop as _

from congdoan.areas.members import policies
from congdoan.areas.members.enums import Category
from congdoan.areas.members.models import MemberRecord, Membership, MemberWork, SealedFact
from congdoan.areas.members.services.importing.exporting import current_rows
from congdoan.areas.members.services.importing.judging import begin, row_keys
from congdoan.areas.members.services.importing.undoing import undo_members
from congdoan.areas.members.services.importing.writing import commit_members
from congdoan.areas.members.services.records import USE
from congdoan.kernel.people.models import Person
from congdoan.support.exchange.api import Column, ImportKind, SetEngine

TABLES = (Person, Membership, MemberRecord, MemberWork, SealedFact)
COLUMNS = (
    Column(
        "record",
        _("Mã hồ sơ"),
        ("mã hs",),
        help=_("Chỉ có trong tệp điền sẵn; giữ nguyên để hệ thống nhận ra người."),
    ),
    Column(
        "member_no",
        _("Mã đoàn viên"),
        ("mã số đoàn viên", "số thẻ đoàn viên", "mã số thẻ", "số thẻ", "mã đv"),
        help=_("Mã do Tổng Liên đoàn cấp; để trống khi chưa có."),
    ),
    Column(
        "name",
        _("Họ và tên"),
        ("họ tên", "họ tên đoàn viên", "họ và tên đoàn viên", "tên đoàn viên"),
        required=True,
    ),
    Column(
        "birth_date",
        _("Ngày sinh"),
        ("ngày tháng năm sinh", "năm sinh", "sinh ngày", "ngày, tháng, năm sinh"),
        help=_("31/12/1990; chỉ có năm cũng được, bổ sung sau."),
    ),
    Column("gender", _("Giới tính"), ("nam nữ", "giới", "nam/nữ"), help=_("Nam hoặc Nữ.")),
    Column(
        "citizen_id",
        _("Số căn cước"),
        ("cccd", "số cccd", "căn cước", "số căn cước công dân", "cmnd/cccd", "số định danh"),
        help=_("12 chữ số, định dạng ô là Văn bản để không mất số 0 đầu. Lưu ở dạng mã hóa."),
        sealed_for=USE,
    ),
    Column(
        "phone", _("Điện thoại"), ("số điện thoại", "sđt", "đt", "di động", "điện thoại di động")
    ),
    Column("email", _("Thư điện tử"), ("email", "e-mail", "địa chỉ email", "hộp thư")),
    Column(
        "unit_code",
        _("Mã đơn vị"),
        ("mã công đoàn", "mã cđcs", "mã tổ chức"),
        help=_("Mã công đoàn cơ sở; để trống là đơn vị bạn đang làm việc."),
    ),
    Column(
        "unit_name",
        _("Đơn vị"),
        ("tên đơn vị", "đơn vị công tác", "công đoàn cơ sở", "trường"),
        help=_("Dùng khi không ghi mã: tên đầy đủ của công đoàn cơ sở."),
    ),
    Column("joined_on", _("Ngày vào công đoàn"), ("ngày kết nạp", "ngày vào cđ", "ngày gia nhập")),
    Column(
        "since", _("Ngày về đơn vị"), ("từ ngày", "ngày về trường", "ngày sinh hoạt tại đơn vị")
    ),
    Column(
        "category",
        _("Nhóm"),
        ("đối tượng", "nhóm đối tượng"),
        help=_("Nhà giáo, cán bộ quản lý, nhân viên, công chức hoặc người lao động."),
    ),
    Column("job_title", _("Chức danh"), ("chức vụ", "vị trí việc làm", "nghề nghiệp", "công việc")),
    Column("department", _("Tổ, bộ phận"), ("tổ", "tổ công đoàn", "bộ phận", "tổ chuyên môn")),
    Column("hired_on", _("Ngày vào làm việc"), ("ngày vào làm", "ngày tuyển dụng")),
    Column(
        "id_issued_on",
        _("Ngày cấp căn cước"),
        ("ngày cấp", "ngày cấp cccd", "ngày cấp thẻ căn cước"),
        help=_("Lưu ở dạng mã hóa."),
        sealed_for=USE,
    ),
    Column(
        "id_issued_by",
        _("Nơi cấp căn cước"),
        ("nơi cấp", "nơi cấp cccd", "cơ quan cấp căn cước"),
        help=_("Lưu ở dạng mã hóa."),
        sealed_for=USE,
    ),
    Column(
        "salary_rate",
        _("Hệ số lương"),
        ("hệ số", "hsl", "hệ số lương hiện hưởng"),
        help=_("3,66; vượt khung ghi 4,98 + 7%. Người nhập cần quyền ghi dữ liệu nhạy cảm."),
        sealed_for=USE,
    ),
    Column(
        "children",
        _("Con (họ tên, năm sinh)"),
        ("con", "các con", "họ tên con", "họ và tên con", "con cái", "họ tên, năm sinh của con"),
        help=_("Lê An 2015; Lê Bình 2018. Chỉ ghi của người đã đồng ý thăm hỏi, tặng quà."),
        sealed_for=USE,
    ),
    Column("address", _("Nơi ở hiện nay"), ("địa chỉ", "chỗ ở", "nơi ở", "chỗ ở hiện nay")),
)

#: Who issues citizens' cards, as it is printed on them.
CARD_OFFICES = (
    "Cục Cảnh sát quản lý hành chính về trật tự xã hội",
    "Bộ Công an",
    "Cục Cảnh sát đăng ký quản lý cư trú và dữ liệu quốc gia về dân cư",
)
EXAMPLES = (
    ("", "", "Nguyễn Thị Ánh", "02/09/1985", "Nữ", "001185000123", "0912000001", "anh.nt@vi-du.vn",
     "CS-HOASEN", "", "01/10/2008", "01/09/2010", "Nhà giáo", "Giáo viên", "Tổ Văn", "15/08/2007",
     "05/04/2022", CARD_OFFICES[0], "3,66", "", "Phường Đông"),
    ("", "", "Trần Văn Đức", "15/03/1979", "Nam", "", "0912000002", "", "CS-HOASEN", "", "2003",
     "", "Cán bộ quản lý", "Hiệu trưởng", "", "", "", "", "", "", ""),
)  # fmt: skip


def choices(on: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the values of the template's help sheet."""
    del on
    groups = [(str(one.label), str(one.label)) for one in Category]
    return [
        (_("Nhóm"), groups),
        (_("Giới tính"), [(now("nam"), "Nam"), (now("nữ"), "Nữ")]),
        (_("Nơi cấp căn cước"), [(one, one) for one in CARD_OFFICES]),
    ]


MEMBERS = ImportKind(
    code="doan-vien",
    label=_("Đoàn viên"),
    description=_(
        "Danh sách đoàn viên của một hay nhiều đơn vị: người mới được ghi, người đã có được so từng ô."  # noqa: E501
    ),
    needs=policies.IMPORT,
    columns=COLUMNS,
    examples=EXAMPLES,
    engine=SetEngine(
        keys=row_keys, begin=begin, commit=commit_members, undo=undo_members, tables=TABLES
    ),
    named_by=("name", "unit_code"),
    choices=choices,
    current=current_rows,
)
