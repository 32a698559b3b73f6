"""Sheets we filled in ourselves know which form they are, and of which version."""

from collections.abc import Iterable, Sequence
import re

from congdoan.foundation.refusal import Refusal
from congdoan.support.exchange.rules.kinds import ImportKind

_MARK = re.compile(r"congdoan:([a-z0-9-]+):(\d+)")


class FormOfAnotherKind(Refusal):
    """Tệp “{name}” là mẫu của loại dữ liệu khác; hãy tải lên ở đúng loại đã lấy mẫu."""


class FormIsOld(Refusal):
    """Tệp “{name}” theo mẫu cũ, các cột nay đã khác; hãy lấy tệp mới rồi chép các ô đã sửa sang."""


def form_mark(kind: ImportKind) -> str:
    return f"congdoan:{kind.code}:{kind.version}"


def check_form(sheets: Iterable[Sequence[Sequence[str]]], kind: ImportKind, name: str) -> None:
    """
    Refuse a sheet we handed out for something else; a sheet without a mark is anybody's.

    :raises FormOfAnotherKind: filled in for another kind of data
    :raises FormIsOld: filled in before the columns changed
    """
    for rows in sheets:
        found = _MARK.fullmatch(rows[0][0]) if rows and rows[0] else None
        if found is None:
            continue
        if found[1] != kind.code:
            raise FormOfAnotherKind(name=name)
        if int(found[2]) != kind.version:
            raise FormIsOld(name=name)
