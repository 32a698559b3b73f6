"""The frame of the country: the Confederation, the sector union, 63 provinces, CĐGDVN's units."""

from congdoan.config.demo.stage import BEGINNING, PRESIDIUM, Unit, found, place_words
from congdoan.kernel.places.api import units_on

#: Units directly under the national education union, by kind (73 in the domain notes: 4 + 69).
_NAMES = ("Bắc Hà", "Nam Hải", "Trung Sơn", "Tây Nguyên Xanh")


def build() -> None:
    """Found the frame; facts: levels and numbers; the universities' names are invented."""
    found(_centre(), on=BEGINNING, number="01/QĐ-TLĐ", issuer=PRESIDIUM)
    found([*_provinces(), *_universities()], on=BEGINNING, number="02/QĐ-TLĐ", issuer=PRESIDIUM)


def _centre() -> list[Unit]:
    return [
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
    ]


def _provinces() -> list[Unit]:
    """The 63 provinces as they were; ``provinces`` tells how they became 34."""
    units: list[Unit] = []
    for place in units_on("PROVINCE", BEGINNING):
        label = place_words(place)
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
    return units


def _universities() -> list[Unit]:
    """Four unions of regional universities and 69 grassroots unions under the sector union."""
    return [
        *(
            Unit(
                f"CDDH-{n}",
                f"Công đoàn Đại học {name}",
                "L3_UNIVERSITY",
                "REGIONAL_UNIVERSITY",
                command="CDGDVN",
                symbol="CĐĐH",
                funding="G2",
            )
            for n, name in enumerate(_NAMES, start=1)
        ),
        *(
            Unit(
                f"CDGDVN-{n:02d}",
                f"Công đoàn cơ sở Trường Đại học trực thuộc Bộ số {n}",
                "L4_GRASSROOTS",
                "UNIVERSITY",
                command="CDGDVN",
                symbol="CĐCS",
                funding="G3A",
            )
            for n in range(1, 70)
        ),
    ]
