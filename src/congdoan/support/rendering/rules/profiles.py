"""Layout profiles: whose rules, as data."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from congdoan.support.rendering.enums import ProfileCode

DATA = Path(__file__).resolve().parent.parent / "data"
FONTS = DATA / "fonts"


@dataclass(frozen=True)
class Profile:
    """One layout profile; ``unverified`` names the groups nobody compared with the original."""

    code: ProfileCode
    label: str
    legal_basis: str
    verified: bool
    unverified: tuple[str, ...]
    page: dict[str, float]
    allowed: dict[str, tuple[float, float]]
    font: str
    word_font: str
    national_name: str
    motto: str
    national_column: float
    page_number: dict[str, Any]
    number_prefix: str
    sizes: dict[str, float]
    spacing: dict[str, float]


@cache
def profile(code: ProfileCode) -> Profile:
    """Return the profile of ``code``."""
    text = (DATA / "profiles" / f"{code}.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    read["code"] = ProfileCode(read["code"])
    read["unverified"] = tuple(read["unverified"])
    read["allowed"] = {side: (low, high) for side, (low, high) in read["allowed"].items()}
    return Profile(**read)
