from dataclasses import dataclass

from congdoan.foundation import vietnamese
from congdoan.foundation.refusal import Refusal

TEXT_LENGTH = 10_000


class NothingSaid(Refusal):
    """Hãy ghi nội dung góp ý; nếu đồng ý với dự thảo, hãy chọn “Không có ý kiến”."""


class NothingSuggested(Refusal):
    """Hãy ghi câu chữ đề nghị thay vào."""


class NothingArgued(Refusal):
    """Hãy ghi lý do đề nghị bỏ đoạn này để các bên cùng biết."""


class TooLong(Refusal):
    """Nội dung dài {length} ký tự, nhiều nhất {limit}; hãy rút gọn hoặc tách thành nhiều góp ý."""


class ReasonMissing(Refusal):
    """Hãy giải trình lý do: bên góp ý cần biết vì sao ý kiến chưa được tiếp thu đầy đủ."""


@dataclass(frozen=True)
class Subject:
    """A record of an upper slice that is discussed: ``Subject("agreements.agreement", 12)``."""

    type: str
    id: int


@dataclass(frozen=True)
class Wording:
    """
    What a suggestion wants: other words for its place, its removal, a new place after it, or that
    it be moved (``after`` is the place it should follow, ``text`` says so in words).

    ``edit`` is an ``Edit``; ``base_heading`` and ``base_text`` are the words it was made against.
    """

    edit: str = "REPLACE"
    heading: str = ""
    text: str = ""
    level: str = ""
    base_heading: str = ""
    base_text: str = ""
    after: str = ""


def said(kind: str, text: str, suggested: str, *, edit: str = "") -> tuple[str, str]:
    """
    Return the tidied text and wording, when they say what the kind promises.

    :raises NothingSaid, NothingSuggested, NothingArgued, TooLong: when not
    """
    text, suggested = lines(text), lines(suggested)
    if kind == "NO_OPINION":
        return "", ""
    if edit == "DELETE":
        if not text:
            raise NothingArgued
        return text, ""
    if kind == "SUGGESTION" and not suggested:
        raise NothingSuggested
    if kind != "SUGGESTION" and not text:
        raise NothingSaid
    return text, suggested if kind == "SUGGESTION" else ""


def answered(verdict: str, reason: str) -> str:
    """
    Return the tidied reason.

    :raises ReasonMissing: when something is not taken over and nobody says why
    """
    reason = lines(reason)
    if verdict != "ACCEPTED" and not reason:
        raise ReasonMissing
    return reason


def lines(text: str) -> str:
    """
    Return plain NFC text: each line tidied, at most one empty line in a row.

    :raises TooLong: above ``TEXT_LENGTH`` characters
    """
    kept: list[str] = []
    for line in text.replace("\x00", "").splitlines():
        tidied = vietnamese.tidy(line)
        if tidied or (kept and kept[-1]):
            kept.append(tidied)
    joined = "\n".join(kept).strip()
    if len(joined) > TEXT_LENGTH:
        raise TooLong(length=len(joined), limit=TEXT_LENGTH)
    return joined
