"""The frame of the country: the Confederation, the sector union, 34 provinces, CĐGDVN's units."""

from datetime import date

from congdoan.config.demo.stage import BEGINNING, TWO_LEVELS, Unit, found
from congdoan.kernel.places.api import units_on

#: Units directly under the national education union, by kind (73 in the domain notes: 4 + 69).
_UNIVERSITIES = (
    "Đại học Bắc Hà",
    "Đại học Nam Hải",
    "Đại học Trung Sơn",
    "Đại học Tây Nguyên Xanh",
)


def build() -> None:
    """Found the frame; facts: levels and numbers; the universities' names are invented."""
    provinces = units_on("PROVINCE", _on_new_map(), parent=None)
    found(
        [
            Unit(
                "TLD",
                "Tổng Liên đoàn Lao động Việt Nam",
                "L1_CENTRAL",
                short="Tổng LĐLĐ Việt Nam",
                symbol="TLĐ",
            ),
            Unit(
                "CDGDVN",
                "Công đoàn Giáo dục Việt Nam",
                "L2_SECTOR",
                command="TLD",
                short="CĐGD Việt Nam",
                symbol="CĐN",
            ),
            Unit("BGDDT", "Bộ Giáo dục và Đào tạo", kind="MINISTRY", short="Bộ GD&ĐT"),
        ],
        on=BEGINNING,
        number="01/QĐ-TLĐ",
    )
    units: list[Unit] = []
    for place in provinces:
        label = f"{'thành phố' if place.kind == 'CITY' else 'tỉnh'} {place.name}"
        units += [
            Unit(
                f"LDLD-{place.code}",
                f"Liên đoàn Lao động {label}",
                "L2_PROVINCE",
                command="TLD",
                short=f"LĐLĐ {label}",
                symbol="LĐLĐ",
                place=place.code,
            ),
            Unit(
                f"SO-{place.code}",
                f"Sở Giáo dục và Đào tạo {label}",
                kind="EDU_DEPARTMENT",
                authority="BGDDT",
                short=f"Sở GD&ĐT {place.name}",
                symbol="SGDĐT",
                place=place.code,
            ),
        ]
    for n, name in enumerate(_UNIVERSITIES, start=1):
        units.append(
            Unit(
                f"CDDH-{n}",
                f"Công đoàn {name}",
                "L3_UNIVERSITY",
                "REGIONAL_UNIVERSITY",
                command="CDGDVN",
                symbol="CĐĐH",
                funding="G2",
            )
        )
    for n in range(1, 70):
        units.append(
            Unit(
                f"CDGDVN-{n:02d}",
                f"Công đoàn cơ sở Trường Đại học trực thuộc Bộ số {n}",
                "L4_GRASSROOTS",
                "UNIVERSITY",
                command="CDGDVN",
                symbol="CĐCS",
                funding="G3A",
            )
        )
    found(units, on=BEGINNING, number="02/QĐ-TLĐ")


def _on_new_map() -> date:
    """The 34 provinces as they are now: a federation keeps its identity through the merger."""
    return TWO_LEVELS
