"""
What people write above the columns of their lists, as data: per kind of list, per column.

Names stand as they are typed; they are compared folded and without punctuation, so "N.sinh",
"Năm sinh" and "NĂM SINH:" need one entry each at most.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from congdoan.support.exchange.rules.cells import heading
from congdoan.support.exchange.rules.kinds import Column

#: What the cells of a column hold; it decides which repairs are tried.
NAME, TEXT, DAY, BIRTH, ID, PHONE, EMAIL, SEX, FLAG, CODE = (
    "name", "text", "day", "birth", "id", "phone", "email", "sex", "flag", "code",
)  # fmt: skip


@dataclass(frozen=True)
class Concept:
    """One thing lists tell: what its cells hold, the codes kinds use for it, its headings."""

    holds: str
    codes: tuple[str, ...]
    names: tuple[str, ...]


def _concept(holds: str, codes: str, *names: str) -> Concept:
    return Concept(holds, tuple(codes.split()), names)


FULL_NAME = _concept(
    NAME, "full_name", "họ và tên", "họ tên", "họ & tên", "họ, tên", "họ và tên đoàn viên",
    "họ tên đoàn viên", "tên đoàn viên", "họ tên cb gv nv", "họ và tên cbgvnv",
    "họ và tên cb, gv, nv", "họ và tên khai sinh", "họ tên khai sinh", "họ và tên giáo viên",
    "tên giáo viên", "hoten", "h.tên", "họ và tên cán bộ", "họ và tên người lao động", "họ tên nlđ",
    "full name", "fullname",
)  # fmt: skip
FAMILY_MIDDLE = _concept(
    NAME, "family_middle", "họ và tên đệm", "họ đệm", "họ", "họ và đệm", "họ lót", "họ và chữ lót",
    "họ và tên lót", "họ, tên đệm", "họ và chữ đệm", "last name",
)  # fmt: skip
GIVEN_NAME = _concept(NAME, "given_name", "tên", "tên gọi", "tên chính", "first name")
BIRTH_DATE = _concept(
    BIRTH, "birth_date born_on birthday", "ngày sinh", "ngày tháng năm sinh",
    "ngày, tháng, năm sinh", "năm sinh", "n.sinh", "ng.sinh", "nsinh", "ns", "ntns", "n.t.n.s",
    "ngày/tháng/năm sinh", "sinh ngày", "ngày tháng năm", "ngày th năm sinh", "ng/th/năm sinh",
    "ngày sinh (dd/mm/yyyy)", "dob", "ngày sinh nhật", "date of birth", "ngay thang nam sinh dv",
)  # fmt: skip
GENDER = _concept(
    SEX,
    "gender sex",
    "giới tính",
    "giới",
    "phái",
    "g.tính",
    "gt",
    "nam/nữ",
    "nam nữ",
    "sex",
    "gender",
)
PEOPLE: tuple[Concept, ...] = (
    FULL_NAME,
    FAMILY_MIDDLE,
    GIVEN_NAME,
    BIRTH_DATE,
    GENDER,
    _concept(
        ID, "citizen_id national_id id_no cccd", "cccd", "số cccd", "cccd/cmnd", "cmnd/cccd",
        "số cccd/cmnd", "số cmnd/cccd", "căn cước", "căn cước công dân", "số căn cước",
        "số căn cước công dân", "cmnd", "số cmnd", "cmt", "số cmt", "chứng minh nhân dân",
        "số định danh", "số định danh cá nhân", "mã định danh", "mã định danh cá nhân", "số ddcn",
        "số cmnd/cccd/hộ chiếu", "cccd/cmt", "cmt/cccd", "thẻ căn cước", "số thẻ căn cước",
        "số cccd/định danh", "số giấy tờ",
    ),
    _concept(DAY, "id_issued_on", "ngày cấp", "ngày cấp cccd", "ngày cấp cmnd", "cấp ngày"),
    _concept(TEXT, "id_issued_by", "nơi cấp", "nơi cấp cccd", "cơ quan cấp"),
    _concept(
        PHONE, "phone mobile", "điện thoại", "số điện thoại", "sđt", "số đt", "đt", "đtdđ",
        "di động", "đt di động", "điện thoại di động", "điện thoại liên hệ",
        "số điện thoại liên hệ", "sđt liên hệ", "đ.thoại", "đth", "tel", "mobile", "phone",
        "số di động", "số điện thoại di động", "zalo", "đt liên hệ", "sdt zalo",
    ),
    _concept(
        EMAIL, "email", "email", "e-mail", "mail", "thư điện tử", "địa chỉ email", "hộp thư",
        "hộp thư điện tử", "địa chỉ thư điện tử", "gmail", "email công vụ", "email liên hệ",
    ),
    _concept(TEXT, "ethnicity", "dân tộc", "d.tộc", "dt", "dtoc"),
    _concept(TEXT, "religion", "tôn giáo", "t.giáo", "tg"),
    _concept(TEXT, "nationality", "quốc tịch"),
    _concept(TEXT, "birth_place", "nơi sinh"),
    _concept(TEXT, "home_town", "quê quán", "nguyên quán", "quê", "nơi đăng ký khai sinh"),
    _concept(
        TEXT, "address_current address", "địa chỉ", "chỗ ở hiện nay", "nơi ở hiện nay", "nơi ở",
        "chỗ ở", "địa chỉ hiện nay", "địa chỉ liên hệ", "nơi ở hiện tại", "chỗ ở hiện tại",
        "tạm trú",
    ),
    _concept(
        TEXT, "address_permanent", "hộ khẩu", "hộ khẩu thường trú", "thường trú", "hktt",
        "nơi thường trú", "địa chỉ thường trú", "nơi đăng ký hộ khẩu thường trú",
    ),
    _concept(
        TEXT, "union_unit unit_name employer organisation", "đơn vị", "đơn vị công tác",
        "đv công tác", "đơn vị c.tác", "nơi công tác", "cơ quan công tác", "cơ quan", "trường",
        "tên trường", "tên đơn vị", "đơn vị sinh hoạt", "cđcs", "công đoàn cơ sở", "tên cđcs",
        "nơi làm việc", "đơn vị làm việc", "cơ quan, đơn vị", "đvct", "đơn vị quản lý",
        "nơi sinh hoạt", "cơ quan/đơn vị",
    ),
    _concept(CODE, "unit_code unit", "mã đơn vị", "mã trường", "mã cđcs", "mã công đoàn cơ sở"),
    _concept(TEXT, "team section", "tổ công đoàn", "tổ cđ", "công đoàn bộ phận", "tổ"),
    _concept(
        TEXT, "department", "tổ chuyên môn", "tổ cm", "phòng ban", "khoa", "bộ phận", "phòng/ban",
    ),
    _concept(
        TEXT, "job_title", "chức danh", "chức vụ", "nghề nghiệp", "vị trí việc làm",
        "chức danh nghề nghiệp", "công việc", "công việc đang làm", "nhiệm vụ",
        "chức vụ chính quyền", "chức vụ chuyên môn", "vtvl", "chức vụ, chức danh",
        "chuyên môn đảm nhiệm", "công việc được giao", "cv",
    ),
    _concept(
        TEXT, "union_position position office", "chức vụ công đoàn", "chức vụ cđ",
        "chức danh công đoàn", "chức vụ trong bch", "cv công đoàn", "chức vụ đoàn thể",
    ),
    _concept(
        TEXT, "category", "đối tượng", "nhóm", "nhóm đoàn viên", "cbql/gv/nv", "loại đoàn viên",
    ),
    _concept(
        DAY, "joined_union_on joined_on admitted_on", "ngày vào công đoàn", "ngày vào cđ",
        "ngày kết nạp", "ngày gia nhập công đoàn", "ngày gia nhập", "vào cđ ngày",
        "năm vào công đoàn", "năm vào cđ", "ngày kết nạp đoàn viên", "ngày kết nạp cđ",
        "ngày vào cđvn", "ngày kết nạp công đoàn", "thời gian vào công đoàn", "tháng năm vào cđ",
        "ngày vào tổ chức công đoàn", "ngày tham gia công đoàn", "ngày vào công đoàn việt nam",
        "ngày vào cđ vn",
    ),
    _concept(
        CODE, "member_no card_no", "số thẻ", "số thẻ đoàn viên", "mã đoàn viên", "mã số đoàn viên",
        "số thẻ đv", "mã đv công đoàn", "số thẻ công đoàn", "mã số đv", "mã thẻ",
        "mã thẻ đoàn viên",
    ),
    _concept(
        CODE, "admission_doc decision_no", "số quyết định", "số qđ", "quyết định kết nạp",
        "qđ kết nạp",
    ),
    _concept(FLAG, "party_member", "đảng viên", "là đảng viên", "đv đảng", "đảng"),
    _concept(
        DAY, "party_joined_on", "ngày vào đảng", "ngày kết nạp đảng", "vào đảng ngày",
        "ngày vào đcsvn",
    ),
    _concept(DAY, "party_official_on", "ngày chính thức", "ngày vào đảng chính thức"),
    _concept(FLAG, "youth_union", "đoàn viên tncs", "đoàn tncs", "đoàn viên thanh niên"),
    _concept(
        TEXT, "education_level", "trình độ học vấn", "học vấn", "trình độ văn hóa", "tđ văn hóa",
        "văn hóa",
    ),
    _concept(
        TEXT, "professional_degree qualification", "trình độ", "trình độ chuyên môn", "trình độ cm",
        "tđcm", "trình độ đào tạo", "bằng cấp", "học vị", "chuyên môn",
        "trình độ chuyên môn nghiệp vụ",
    ),
    _concept(
        TEXT, "political_theory", "lý luận chính trị", "llct", "trình độ llct",
        "trình độ lý luận chính trị", "chính trị", "trình độ chính trị",
    ),
    _concept(TEXT, "foreign_language", "ngoại ngữ", "trình độ ngoại ngữ"),
    _concept(TEXT, "it_level", "tin học", "trình độ tin học"),
    _concept(
        DAY, "since", "ngày về đơn vị", "ngày sinh hoạt tại đơn vị", "sinh hoạt từ ngày", "từ ngày",
    ),
    _concept(
        DAY, "hired_on", "ngày vào ngành", "ngày vào làm", "ngày tuyển dụng", "năm vào ngành",
        "ngày bắt đầu làm việc", "ngày công tác", "ngày về trường", "ngày vào biên chế",
        "tuyển dụng ngày",
    ),
    _concept(
        TEXT, "contract_type", "loại hợp đồng", "hợp đồng", "hđlđ", "biên chế/hợp đồng", "loại hđ",
    ),
    _concept(
        CODE, "teacher_grade", "hạng", "hạng chức danh nghề nghiệp", "mã ngạch", "hạng cdnn",
        "ngạch",
    ),
    _concept(CODE, "social_insurance_no", "số sổ bhxh", "số bhxh", "mã số bhxh", "bhxh", "mã bhxh"),
    _concept(CODE, "salary_coefficient", "hệ số lương", "hệ số", "hsl", "hslương"),
    _concept(CODE, "bank_account", "số tài khoản", "stk", "số tk", "tài khoản ngân hàng"),
    _concept(
        DAY, "left_on ended_on", "ngày thôi", "ngày nghỉ", "ngày nghỉ việc", "ngày thôi đoàn viên",
        "ngày ra khỏi cđ",
    ),
    _concept(TEXT, "note", "ghi chú", "gc", "chú thích"),
)  # fmt: skip

#: Columns of other lists whose cells are known by their code; their headings are the kind's own.
HOLDS = {
    "phone": PHONE, "email": EMAIL, "on": DAY, "code": CODE, "parent": CODE, "sector_parent": CODE,
    "place": CODE, "valid_from": DAY, "valid_until": DAY, "decided_on": DAY,
}  # fmt: skip

#: Headings about somebody else: "Họ tên vợ/chồng", "Năm sinh con".
OTHERS = frozenset(["vo", "chong", "con", "cha", "me", "bo", "nguoi", "than", "giu", "quan"])
#: Columns that count rows and tell nothing.
COUNTERS = frozenset({"stt", "tt", "so tt", "so thu tu", "no", "#"})
_PERSON = frozenset({"full_name", "family_middle", "given_name"})


def is_about_people(columns: Sequence[Column]) -> bool:
    names = {heading(name) for name in FULL_NAME.names}
    return any(c.code in _PERSON or heading(c.label) in names for c in columns)


def concepts_of(columns: Sequence[Column]) -> dict[str, Concept]:
    """Return what each column of a kind tells: found by its label, else by its code."""
    if not is_about_people(columns):
        return {c.code: Concept(HOLDS.get(c.code, TEXT), (c.code,), ()) for c in columns}
    by_code = {code: concept for concept in PEOPLE for code in concept.codes}
    by_name = {heading(name): concept for concept in PEOPLE for name in concept.names}
    plain = Concept(TEXT, (), ())
    found = {}
    for column in columns:
        concept = by_name.get(heading(column.label)) or by_code.get(column.code) or plain
        found[column.code] = concept
    return found
