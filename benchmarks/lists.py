"""A province's list of members as officers send it: 14 columns, two rows in a hundred wrong."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
import random

import xlsxwriter

HEADS = (
    *("Mã đoàn viên", "Họ và tên", "Ngày sinh", "Giới tính", "Số căn cước", "Điện thoại"),
    *("Thư điện tử", "Mã đơn vị", "Ngày vào công đoàn", "Ngày về đơn vị", "Nhóm"),
    *("Chức danh", "Tổ, bộ phận", "Nơi ở hiện nay"),
)
#: The ten kinds of bad rows, and the column each is to be named by.
BAD = (
    *("name", "birth_date", "birth_future", "citizen_short", "citizen_letters", "citizen_twice"),
    *("email_twice", "email", "unit", "joined_on", "gender"),
)
COLUMN_OF = {
    "birth_future": "birth_date",
    "citizen_short": "citizen_id",
    "citizen_letters": "citizen_id",
    "citizen_twice": "citizen_id",
    "email_twice": "email",
}
_FAMILY = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
]
_MIDDLE = [
    "Văn",
    "Thị",
    "Hữu",
    "Đức",
    "Ngọc",
    "Minh",
    "Thanh",
    "Hồng",
    "Thu",
    "Xuân",
    "Kim",
    "Quốc",
    "Thế",
    "Mỹ",
    "Bích",
    "Diệu",
]
_GIVEN = [
    "An",
    "Anh",
    "Ánh",
    "Bình",
    "Châu",
    "Chi",
    "Cường",
    "Dung",
    "Dũng",
    "Duyên",
    "Đạt",
    "Đức",
    "Giang",
    "Hà",
    "Hải",
    "Hạnh",
    "Hằng",
    "Hậu",
    "Hiền",
    "Hiếu",
    "Hoa",
    "Hòa",
    "Hoàng",
    "Hồng",
    "Huệ",
    "Hùng",
    "Hương",
    "Khánh",
    "Lan",
    "Lâm",
    "Liên",
    "Linh",
    "Loan",
    "Long",
    "Lộc",
    "Mai",
    "Minh",
    "Nam",
    "Nga",
    "Ngân",
    "Ngọc",
    "Nhung",
    "Oanh",
    "Phong",
    "Phương",
    "Quân",
    "Quang",
    "Quyên",
    "Sơn",
    "Tâm",
    "Thảo",
    "Thắng",
    "Thủy",
    "Thúy",
    "Trang",
    "Trinh",
    "Trung",
    "Tuấn",
    "Tuyết",
    "Tùng",
    "Uyên",
    "Vân",
    "Việt",
    "Vinh",
    "Xuân",
    "Yến",
]
_JOBS = (("Nhà giáo", "Giáo viên"), ("Nhân viên", "Kế toán"), ("Cán bộ quản lý", "Hiệu trưởng"))


def rows(
    count: int, units: list[str], *, seed: int = 1, bad: float = 0.02
) -> Iterator[tuple[list[str], str]]:
    """Yield rows, each with the kind of its mistake (empty: none)."""
    chance = random.Random(seed)
    kinds = _mistakes(count, chance, bad)
    previous: list[str] = []
    for n in range(count):
        row = _row(n, seed, units[n * len(units) // count], chance)
        kind = kinds.get(n, "")
        if kind:
            _spoil(row, kind, previous)
        else:
            previous = row
        yield row, kind


def _mistakes(count: int, chance: random.Random, share: float) -> dict[int, str]:
    places = chance.sample(range(1, count), int(count * share))
    return {place: BAD[turn % len(BAD)] for turn, place in enumerate(places)}


def _row(n: int, seed: int, unit: str, chance: random.Random) -> list[str]:
    female = chance.random() < 0.7
    born = date(1966, 1, 1) + timedelta(days=chance.randrange(12_500))
    joined = date(born.year + 22, 1, 1) + timedelta(days=chance.randrange(700))
    group, job = _JOBS[0] if n % 12 else _JOBS[1 + n % 2]
    name = f"{chance.choice(_FAMILY)} {chance.choice(_MIDDLE)} {chance.choice(_MIDDLE)} "
    century = 1 if female else 0
    return [
        f"DV{seed:03}{n:07}",
        name + chance.choice(_GIVEN),
        f"{born:%d/%m/%Y}",
        "Nữ" if female else "Nam",
        f"{1 + n % 96:03}{century}{born.year % 100:02}{(n * 7 + seed * 131) % 1_000_000:06}",
        f"09{(n * 31 + seed * 977) % 100_000_000:08}",
        f"m{n}.{seed}@truong.vi-du.vn",
        unit,
        f"{joined:%d/%m/%Y}",
        f"{joined + timedelta(days=chance.randrange(300)):%d/%m/%Y}",
        group,
        job,
        f"Tổ {1 + n % 9}",
        f"Số {n % 300} đường số {n % 40}, phường {n % 25}",
    ]


def _spoil(row: list[str], kind: str, previous: list[str]) -> None:
    places = {
        "name": (1, ""),
        "birth_date": (2, "31/02/1980"),
        "birth_future": (2, "01/01/2031"),
        "citizen_short": (4, row[4][:11]),
        "citizen_letters": (4, f"{row[4][:9]}ABC"),
        "citizen_twice": (4, previous[4]),
        "email_twice": (6, previous[6]),
        "email": (6, "thu.dien.tu@"),
        "unit": (7, "KHONG-CO"),
        "joined_on": (8, "01/01/1950"),
        "gender": (3, "X?"),
    }
    place, text = places[kind]
    row[place] = text


def write_list(path: Path, count: int, units: list[str], *, seed: int = 1) -> None:
    """Write the list as a workbook of text cells, as Excel saves what people pasted."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Danh sách")
    for line, row in enumerate([HEADS, *(row for row, _kind in rows(count, units, seed=seed))]):
        for place, text in enumerate(row):
            if text:
                sheet.write_string(line, place, text)
    book.close()
