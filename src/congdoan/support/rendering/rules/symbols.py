"""
Number and symbol of a document ("05/KH-LĐLĐ") from the pattern its type has in the rulebook.

``{no}`` is the number (``{no:02d}``: with its zero below 10), ``{type} {org} {body} {dept}`` the
abbreviations; a piece in brackets is left out when what it names is empty.
"""

from collections.abc import Mapping
import re
from typing import Final

from congdoan.foundation.refusal import Refusal

_FIELDS: Final = {"no", "type", "org", "body", "dept"}
_FIELD = re.compile(r"\{(\w+)(?::0(\d)d)?\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_NUMBER = re.compile(r"^(\d+)(.*)$")
_SAID: Final = {
    "no": "số",
    "type": "chữ viết tắt của loại văn bản",
    "org": "ký hiệu của đơn vị",
    "body": "ký hiệu của cơ quan ban hành",
    "dept": "ký hiệu của bộ phận soạn thảo",
}


class SymbolIncomplete(Refusal):
    """Chưa ghép được số, ký hiệu “{pattern}” vì thiếu {missing}; hãy bổ sung rồi làm lại."""


class PatternUnknown(Refusal):
    """Mẫu số, ký hiệu “{pattern}” có chỗ không hiểu: “{piece}”; hãy sửa quy định loại văn bản."""


def symbol(
    pattern: str,
    number: int | str,
    *,
    type: str = "",  # noqa: A002 - the word of the pattern
    org: str = "",
    body: str = "",
    dept: str = "",
) -> str:
    """
    Return number and symbol, e.g. ``05/KH-LĐLĐ``, ``4173/TLĐ-ToC``, ``06b/NQ-BCH``.

    :raises SymbolIncomplete: when the pattern asks for what is not given
    :raises PatternUnknown: when the pattern itself cannot be read
    """
    given = {
        "no": str(number).strip(),
        "type": type.strip(),
        "org": org.strip(),
        "body": body.strip(),
        "dept": dept.strip(),
    }

    def optional(match: re.Match[str]) -> str:
        names = [field[0] for field in _FIELD.findall(match[1])]
        return match[1] if all(given.get(name) for name in names) else ""

    return _filled(_OPTIONAL.sub(optional, pattern), given, pattern)


def _filled(chosen: str, given: Mapping[str, str], pattern: str) -> str:
    def field(match: re.Match[str]) -> str:
        name, digits = match[1], match[2]
        if name not in _FIELDS:
            raise PatternUnknown(pattern=pattern, piece=match[0])
        if not given[name]:
            raise SymbolIncomplete(pattern=pattern, missing=_SAID[name])
        return _padded(given[name], int(digits)) if name == "no" and digits else given[name]

    filled = _FIELD.sub(field, chosen)
    left = re.search(r"[{}\[\]]", _FIELD.sub("", chosen))
    if left:
        raise PatternUnknown(pattern=pattern, piece=left[0])
    return filled


def _padded(number: str, digits: int) -> str:
    """Return "06b" for "6b": the suffix of a late entry keeps its place."""
    found = _NUMBER.match(number)
    return f"{found[1].lstrip('0').zfill(digits)}{found[2]}" if found else number
