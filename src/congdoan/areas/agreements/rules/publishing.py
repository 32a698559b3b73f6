"""Blanking out what does not belong before the public: clauses and personal data."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
import re

from congdoan.foundation.refusal import Refusal

#: Stands for what was blanked; the length of the original cannot be read off it.
BLANK = "█████"
_PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.-]*\w"  # mail
    r"|(?<!\d)(?:\+84|0)(?:[ .-]?\d){9,10}(?!\d)"  # telephone
    r"|(?<!\d)(?:\d{12}|\d{9})(?!\d)"  # identity number
)


@dataclass(frozen=True)
class PublicLine:
    """One line as the public reads it; a blanked one keeps its place and number only."""

    level: str
    label: str
    heading: str
    text: str
    hidden: bool = False
    #: Numbers of the addenda that changed it, in a consolidated text.
    addenda: list[int] = field(default_factory=list)


def personal_data(texts: Iterable[str]) -> list[str]:
    """Return what looks like a mail address, a telephone or an identity number, once each."""
    found = (match.group().strip() for text in texts for match in _PERSONAL.finditer(text))
    return list(dict.fromkeys(found))


def blanked(text: str, words: Collection[str]) -> str:
    """Return ``text`` with every occurrence of ``words`` blanked, the longest first."""
    for word in sorted((one.strip() for one in words if one.strip()), key=len, reverse=True):
        text = re.sub(re.escape(word), BLANK, text, flags=re.IGNORECASE)
    return text


class NotSignedYet(Refusal):
    """Chỉ công bố văn bản đã ký; hãy ký xong rồi công bố."""


class PublishedAlready(Refusal):
    """Văn bản đang được công bố từ ngày {day}; hãy thu hồi bản đó trước khi công bố bản khác."""


class NotAmended(Refusal):
    """Ngày {day} văn bản chưa có phụ lục nào có hiệu lực; hãy công bố bản đã ký."""


class NothingLeft(Refusal):
    """Mọi đoạn đều bị che nên không còn gì để công bố; hãy bỏ chọn bớt."""


class WithdrawalReasonNeeded(Refusal):
    """Hãy ghi lý do thu hồi để người đọc biết."""
