"""What a column of a file may be named: the kind's columns, and parts of those lists divide."""

from collections.abc import Mapping, Sequence

from congdoan.support.exchange.rules.kinds import Column
from congdoan.support.exchange.rules.vocabulary import BIRTH, DAY, NAME, SEX, concepts_of


def _(text: str) -> str:
    """Mark a message id; it is translated where it is shown."""
    return text


_BY_SEX = (("male", _("{column}: cột của nam")), ("female", _("{column}: cột của nữ")))
_BY_PART = (
    ("day", _("{column}: ngày")),
    ("month", _("{column}: tháng")),
    ("year", _("{column}: năm")),
)
_PARTS: Mapping[str, Sequence[tuple[str, str]]] = {
    NAME: (("more", _("{column}: phần tiếp theo")),),
    BIRTH: (*_BY_SEX, *_BY_PART),
    SEX: _BY_SEX,
    DAY: _BY_PART,
}


def choices_of(columns: Sequence[Column]) -> list[tuple[str, str, str]]:
    """Return (code, message id of the words around the label, label) in the kind's order."""
    concepts = concepts_of(columns)
    found = []
    for column in columns:
        found.append((column.code, "{column}", column.label))
        for part, words in _PARTS.get(concepts[column.code].holds, ()):
            found.append((f"{column.code}:{part}", words, column.label))
    return found
