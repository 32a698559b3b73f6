"""The three schools of a commune, and the upper secondary schools of a province."""

from dataclasses import dataclass

from congdoan.config.demo.stage import Unit, slug

#: kind, code, words before the commune's name.
STAGES = (
    ("PRESCHOOL_PUBLIC", "MN", "Mầm non"),
    ("PRIMARY", "TH", "Tiểu học"),
    ("LOWER_SECONDARY", "THCS", "THCS"),
)


@dataclass(frozen=True)
class School:
    """A school and its union: two organisations that face each other."""

    union: Unit
    partner: Unit


def school(
    *,
    key: str,
    name: str,
    kind: str,
    command: str,
    sector: str = "",
    authority: str = "",
    funding: str = "G4",
    place: str = "",
) -> School:
    union = Unit(
        f"CS-{key}",
        f"Công đoàn cơ sở {name}",
        "L4_GRASSROOTS",
        kind,
        command,
        sector,
        short=f"CĐCS {name.removeprefix('Trường ')}",
        symbol="CĐCS",
        funding=funding,
        place=place,
    )
    partner = Unit(
        f"TR-{key}",
        name,
        kind=kind,
        authority=authority,
        symbol=slug(name)[:20],
        funding=funding,
        place=place,
    )
    return School(union, partner)


def commune_schools(
    *,
    prefix: str,
    commune: str,
    place: str,
    command: str,
    sector: str,
    authority: str,
    autonomous: bool,
) -> list[School]:
    """Return the kindergarten, primary and lower secondary school of a commune."""
    return [
        school(
            key=f"{prefix}-{code}-{place or slug(commune)}",
            name=f"Trường {words} {commune}",
            kind=kind,
            command=command,
            sector=sector,
            authority=authority,
            funding="G3C" if autonomous and code == "MN" else "G4",
            place=place,
        )
        for kind, code, words in STAGES
    ]
