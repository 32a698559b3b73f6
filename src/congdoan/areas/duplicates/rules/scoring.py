"""
How alike two records are: keys, then name, birthday, sex, unit (weights: docs/members.md).

A sum of points; ``LISTED`` and more is shown to people. Name and birthday alone never make more
than "possible": the country has many people of one name born on one day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
import unicodedata

from congdoan.areas.duplicates.enums import Key, Part, Weight

LISTED, LIKELY = 65, 85

POINTS: dict[str, int] = {
    Key.CITIZEN_ID: 100,
    Key.INSURANCE_NO: 80,
    Key.MEMBER_NO: 80,
    Key.PHONE_BIRTH: 50,
    Key.EMAIL: 40,
    Part.NAME_SAME: 40,
    Part.NAME_MARKS: 30,
    Part.NAME_ORDER: 28,
    Part.NAME_MIDDLE: 20,
    Part.NAME_PARTLY: 15,
    Part.NAME_OTHER: -30,
    Part.NAME_COMMON: -20,
    Part.BIRTH_SAME: 35,
    Part.BIRTH_TURNED: 25,
    Part.BIRTH_YEAR: 10,
    Part.BIRTH_OTHER: -30,
    Part.SEX_SAME: 5,
    Part.SEX_OTHER: -30,
    Part.UNIT_SAME: 15,
    Part.UNIT_NEAR: 8,
    Part.PHONE_SAME: 20,
    Part.CITIZEN_OTHER: -40,
    Part.INSURANCE_OTHER: -30,
}
#: Keys two people never share; the others may be a family's or a mistyped one.
STRONG = frozenset({Key.CITIZEN_ID, Key.INSURANCE_NO, Key.MEMBER_NO})


@dataclass(slots=True)
class Face:
    """What is known of one record, as far as it tells people apart."""

    name: str
    folded: str
    birth_date: date | None = None
    birth_year: int | None = None
    gender: str = ""
    phone: str = ""
    email: str = ""
    member_no: str = ""
    #: Kind of sealed number → its token.
    tokens: Mapping[str, str] = field(default_factory=dict)
    unit_id: int = 0
    superior_id: int = 0
    #: Many people carry the name: that two do tells little.
    common: bool = False

    @property
    def year(self) -> int | None:
        return self.birth_date.year if self.birth_date else self.birth_year


@dataclass(slots=True)
class Verdict:
    """The score of a pair and what it is the sum of."""

    score: int
    keys: list[str]
    parts: list[str]

    @property
    def weight(self) -> Weight:
        return weight_of(self.score, self.keys)

    @property
    def listed(self) -> bool:
        return self.score >= LISTED


def weight_of(score: int, keys: Sequence[str]) -> Weight:
    if STRONG.intersection(keys):
        return Weight.KEYED
    return Weight.LIKELY if score >= LIKELY and keys else Weight.POSSIBLE


def compare(one: Face, other: Face) -> Verdict:
    """Return how alike two records are; the order of the two does not matter."""
    keys = _keys(one, other)
    parts = [_name(one, other), _birth(one, other), _sex(one, other), _unit(one, other)]
    if one.phone and one.phone == other.phone and Key.PHONE_BIRTH not in keys:
        parts.append(Part.PHONE_SAME)
    if (one.common or other.common) and Part.UNIT_SAME not in parts:
        parts.append(Part.NAME_COMMON)
    parts += _against(one, other)
    named: list[str] = [part for part in parts if part]
    score = sum(POINTS[code] for code in [*keys, *named])
    return Verdict(max(0, min(score, 200)), [str(key) for key in keys], [str(p) for p in named])


def _keys(one: Face, other: Face) -> list[str]:
    found: list[str] = [
        kind
        for kind in (Key.CITIZEN_ID, Key.INSURANCE_NO)
        if one.tokens.get(kind) and one.tokens.get(kind) == other.tokens.get(kind)
    ]
    if one.member_no and plain(one.member_no) == plain(other.member_no):
        found.append(Key.MEMBER_NO)
    same_day = one.birth_date is not None and one.birth_date == other.birth_date
    if one.phone and one.phone == other.phone and same_day:
        found.append(Key.PHONE_BIRTH)
    if one.email and one.email == other.email:
        found.append(Key.EMAIL)
    return found


def plain(number: str) -> str:
    """Return a member's number without what people put between its signs."""
    return "".join(char for char in number.upper() if char.isascii() and char.isalnum())


def _name(one: Face, other: Face) -> Part:
    mine, theirs = one.folded.split(), other.folded.split()
    if mine == theirs:
        same = toned(one.name) == toned(other.name)
        return Part.NAME_SAME if same else Part.NAME_MARKS
    if sorted(mine) == sorted(theirs):
        return Part.NAME_ORDER
    shorter, longer = sorted((mine, theirs), key=len)
    ends = {mine[0], mine[-1]} == {theirs[0], theirs[-1]} if mine and theirs else False
    if ends and len(shorter) < len(longer) and set(shorter) <= set(longer):
        return Part.NAME_MIDDLE
    return Part.NAME_PARTLY if ends else Part.NAME_OTHER


def toned(name: str) -> list[tuple[str, ...]]:
    """Return a name's words with the tone set apart, so that hoà and hòa are one."""
    words = []
    for word in name.lower().split():
        letters: list[str] = []
        tones: list[str] = []
        for char in unicodedata.normalize("NFD", word):
            (tones if char in "\u0300\u0309\u0303\u0301\u0323" else letters).append(char)
        words.append((unicodedata.normalize("NFC", "".join(letters)), *tones))
    return words


def _birth(one: Face, other: Face) -> Part | None:
    if one.birth_date and other.birth_date:
        if one.birth_date == other.birth_date:
            return Part.BIRTH_SAME
        mine, theirs = one.birth_date, other.birth_date
        turned = (mine.year, mine.month, mine.day) == (theirs.year, theirs.day, theirs.month)
        return Part.BIRTH_TURNED if turned else Part.BIRTH_OTHER
    if one.year and other.year:
        return Part.BIRTH_YEAR if one.year == other.year else Part.BIRTH_OTHER
    return None


def _sex(one: Face, other: Face) -> Part | None:
    if not one.gender or not other.gender:
        return None
    return Part.SEX_SAME if one.gender == other.gender else Part.SEX_OTHER


def _unit(one: Face, other: Face) -> Part | None:
    if one.unit_id and one.unit_id == other.unit_id:
        return Part.UNIT_SAME
    if one.superior_id and one.superior_id == other.superior_id:
        return Part.UNIT_NEAR
    return None


def _against(one: Face, other: Face) -> list[Part | None]:
    told = ((Key.CITIZEN_ID, Part.CITIZEN_OTHER), (Key.INSURANCE_NO, Part.INSURANCE_OTHER))
    return [
        part
        for kind, part in told
        if one.tokens.get(kind)
        and other.tokens.get(kind)
        and one.tokens[kind] != other.tokens[kind]
    ]
