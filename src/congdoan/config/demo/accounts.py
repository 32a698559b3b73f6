"""Sign-ins of the demo: who plays which part. One password, for this data only."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from congdoan.config.demo import lamdong
from congdoan.foundation import clock
from congdoan.kernel.accounts.models import User
from congdoan.kernel.organisations.api import names
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Office, Person

PASSWORD = "cong-doan-so-2026"


@dataclass(frozen=True)
class Account:
    """One demo sign-in; ``until`` is the last day of the office (empty while it lasts)."""

    role: str
    organisation: str
    user_name: str
    password: str
    until: str = ""


@dataclass(frozen=True)
class Part:
    """An office of the demo that gets a sign-in."""

    user_name: str
    role: str
    organisation: str
    position: str
    #: A day on which the office is held (parts of the past have no office today).
    on: date = date(2026, 3, 1)


_PRESENT = (
    Part("chutich.tinh", "Chủ tịch công đoàn cấp tỉnh", "LDLD-68", "PRESIDENT"),
    Part("phochutich.tinh", "Phó Chủ tịch công đoàn cấp tỉnh", "LDLD-68", "VICE_PRESIDENT"),
    Part("chuyenvien.tinh", "Chuyên viên công đoàn cấp tỉnh", "LDLD-68", "SPECIALIST"),
    Part("vanthu.tinh", "Văn thư công đoàn cấp tỉnh", "LDLD-68", "CLERK"),
    Part("giamdoc.so", "Giám đốc Sở (đối tác ký)", "SO-68", "DIRECTOR"),
    Part("daumoi.so", "Đầu mối của Sở (đối tác)", "SO-68", "FOCAL_POINT"),
    Part("chutich.nganh", "Chủ tịch công đoàn ngành trung ương", "CDGDVN", "PRESIDENT"),
    Part("chuyenvien.nganh", "Chuyên viên công đoàn ngành trung ương", "CDGDVN", "SPECIALIST"),
    Part("chutich.xa", "Chủ tịch công đoàn xã, phường", "CDX*", "PRESIDENT"),
    Part("chuyenvien.xa", "Chuyên viên công đoàn xã, phường", "CDX*", "SPECIALIST"),
    Part("chutich.ubnd", "Chủ tịch UBND xã, phường (đối tác ký)", "UBND*", "CHAIR"),
    Part("chutich.truong", "Chủ tịch công đoàn cơ sở", "CS-68-TT-01", "PRESIDENT"),
    Part("hieutruong.truong", "Hiệu trưởng (đối tác ký)", "TR-68-TT-01", "PRINCIPAL"),
    Part("doanvien.truong", "Tổ trưởng công đoàn (đoàn viên)", "CS-68-TT-01", "TEAM_LEADER"),
)
_SEED_DAY = date(2023, 11, 9)
_PAST = (
    Part("chutich.cdgd", "Chủ tịch CĐGD tỉnh (đến 2025)", "CDGD-68", "PRESIDENT", _SEED_DAY),
    Part(
        "phochutich.cdgd",
        "Phó Chủ tịch CĐGD tỉnh (đến 2025)",
        "CDGD-68",
        "VICE_PRESIDENT",
        _SEED_DAY,
    ),
    Part("chuyenvien.cdgd", "Chuyên viên CĐGD tỉnh (đến 2025)", "CDGD-68", "SPECIALIST", _SEED_DAY),
    *(
        Part(
            f"chutich.h{code}",
            f"Chủ tịch LĐLĐ {name} (đến 2025)",
            lamdong.district_code(code),
            "PRESIDENT",
            _SEED_DAY,
        )
        for code, name in lamdong.DISTRICTS
    ),
    Part(
        "truongphong.dilinh",
        "Trưởng phòng GD&ĐT (đối tác, đến 2025)",
        "PGD-68-679",
        "OFFICE_HEAD",
        _SEED_DAY,
    ),
    Part(
        "chutich.myduc",
        "Chủ tịch LĐLĐ huyện Mỹ Đức (đến 2025)",
        "LDLD-01-282",
        "PRESIDENT",
        _SEED_DAY,
    ),
    Part(
        "chuyenvien.myduc",
        "Chuyên viên LĐLĐ huyện Mỹ Đức (đến 2025)",
        "LDLD-01-282",
        "SPECIALIST",
        _SEED_DAY,
    ),
)
OPERATOR = "quantri"


def build() -> None:
    """Give the parts their sign-ins; those that have one keep it."""
    password = make_password(PASSWORD)
    User.objects.get_or_create(
        username=OPERATOR,
        defaults={"display_name": "Quản trị hệ thống", "password": password, "is_operator": True},
    )
    there = set(User.objects.values_list("username", flat=True))
    for part in (*_PRESENT, *_PAST, *_provinces()):
        if part.user_name not in there:
            _give(part, password)


def _provinces() -> list[Part]:
    """Twelve provincial federations with presidents who can sign today."""
    return [
        Part(
            f"chutich.ldld{code}", "Chủ tịch liên đoàn tỉnh, thành phố", f"LDLD-{code}", "PRESIDENT"
        )
        for code in PROVINCES
    ]


#: The provinces of the sector agreement under way (agreements.py).
PROVINCES = ("01", "04", "08", "20", "22", "31", "38", "40", "48", "56", "66", "79")


def organisation_of(part: Part) -> Organisation:
    """Return the organisation of a part; ``CDX*`` is the union above the first private school."""
    if not part.organisation.endswith("*"):
        return Organisation.objects.get(code=part.organisation)
    school = Organisation.objects.get(code="CS-68-TT-01")
    union = school.placements.select_related("parent").get(hierarchy_id=1).parent
    if part.organisation == "CDX*":
        return union
    return Organisation.objects.get(code=union.code.replace("CDX-", "UBND-"))


def _give(part: Part, password: str) -> None:
    office = (
        Office.objects.on(part.on)
        .filter(organisation=organisation_of(part), position=part.position, person__user=None)
        .select_related("person")
        .order_by("pk")
        .first()
    )
    if office is None:
        return
    person: Person = office.person
    person.user = User.objects.create(
        username=part.user_name, display_name=person.full_name, password=password
    )
    person.save(update_fields=["user"])


def accounts() -> list[Account]:
    """Return the sign-ins that exist, those with an office today first."""
    today = clock.today()
    users = {user.username: user for user in User.objects.filter(password__isnull=False)}
    parts = [part for part in (*_PRESENT, *_provinces(), *_PAST) if part.user_name in users]
    places = {part.user_name: organisation_of(part) for part in parts}
    known = names([place.pk for place in places.values()], on=today)
    rows = [
        Account(
            part.role,
            known[places[part.user_name].pk],
            part.user_name,
            PASSWORD,
            _until(places[part.user_name], part),
        )
        for part in parts
    ]
    if OPERATOR in users:
        rows.append(Account("Quản trị hệ thống", "Công Đoàn Số", OPERATOR, PASSWORD))
    return rows


def _until(organisation: Organisation, part: Part) -> str:
    upper = organisation.valid.upper
    return date.fromordinal(upper.toordinal() - 1).isoformat() if upper and part.on < upper else ""
