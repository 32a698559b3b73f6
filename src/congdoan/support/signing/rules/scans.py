"""
Whether a scan is the frozen text: every page once, none of another text.

Each printed page carries a code that names its text, its number and how many there are. What no
code could be read from, a person places or skips; that is kept beside what the machine read.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
import re

from congdoan.foundation.refusal import Refusal

#: What the code of a page of the text is called by; the papers about it are called otherwise.
TEXT_PAGE = "trang"
MATCHED, DOUBTFUL, MISMATCHED = "MATCHED", "DOUBTFUL", "MISMATCHED"
#: A scan of more sheets is a file by mistake.
MOST_SHEETS = 400
_CODE = re.compile(
    r"/kiem-tra/(?P<token>[A-Za-z0-9_-]{8,30})/?(?:\?(?P<key>[a-z]+)=(?P<page>\d{1,4})-(?P<pages>\d{1,4}))?$"
)


class ScanUnreadable(Refusal):
    """Tệp “{name}” bị hỏng hoặc có mật khẩu nên không mở được; hãy quét lại rồi gửi."""


class ScanTooLong(Refusal):
    """Bản quét có {count} tờ, nhiều hơn {limit}; hãy chỉ gửi các tờ của văn bản này."""


class NobodySigned(Refusal):
    """Hãy chọn ít nhất một chữ ký trên giấy có trong bản quét."""


class PlaceUnknown(Refusal):
    """Tờ {sheet}: số trang phải từ 1 đến {pages}; hãy xem số in ở chân trang."""


@dataclass(frozen=True)
class Code:
    """What a page's code says."""

    token: str
    key: str = ""
    page: int = 0
    pages: int = 0


@dataclass(frozen=True)
class Sheet:
    """One side of paper in a scan: what was read from it and what a person said of it."""

    number: int
    code: Code | None = None
    turned: int = 0
    blank: bool = False
    placed: int | None = None
    skipped: bool = False


@dataclass(frozen=True)
class Finding:
    """One thing that is to be said about a scan; ``values`` are kept as JSON."""

    code: str
    values: dict[str, list[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Judgement:
    verdict: str
    findings: tuple[Finding, ...]
    pages: int


def parse_code(text: str) -> Code | None:
    """Return what a code says, or None when it is no code of ours (a sticker, an ID card)."""
    found = _CODE.search(text.strip())
    if found is None:
        return None
    key = found["key"] or ""
    return Code(found["token"], key, int(found["page"] or 0), int(found["pages"] or 0))


def own_code(codes: Iterable[Code], token: str) -> Code | None:
    """Return the code to go by when a sheet shows several: the text's own first."""
    known = list(codes)
    own = [code for code in known if code.token == token]
    return next(iter([*own, *known]), None)


def judge(sheets: Sequence[Sheet], token: str) -> Judgement:
    """Return whether ``sheets`` are the text of ``token``, and all that is to be said of them."""
    used = [sheet for sheet in sheets if not (sheet.blank or sheet.skipped)]
    numbers = {sheet.number: _page(sheet, token) for sheet in used}
    placed = {number: page for number, page in numbers.items() if page}
    totals = Counter(
        sheet.code.pages
        for sheet in used
        if sheet.code and numbers[sheet.number] == sheet.code.page
    )
    pages = totals.most_common(1)[0][0] if totals else max(placed.values(), default=0)
    findings = [
        *_missing(placed, pages),
        *_doubled(placed),
        *_mixed(totals, placed, pages),
        *_strange(used, token),
        *_doubtful(used, token),
        *_harmless(sheets, placed),
    ]
    said = {finding.code for finding in findings}
    if said & {"UNREAD", "NO_NUMBER"}:
        verdict = DOUBTFUL
    elif said & {"MISSING", "DOUBLED", "MIXED", "FOREIGN", "PAPER", "EMPTY"}:
        verdict = MISMATCHED
    else:
        verdict = MATCHED
    return Judgement(verdict, tuple(findings), pages)


def _page(sheet: Sheet, token: str) -> int:
    """Return which page a sheet is, 0 when it is none of the text or nobody knows."""
    if sheet.placed is not None:
        return sheet.placed
    code = sheet.code
    own = code is not None and code.token == token and code.key == TEXT_PAGE
    return code.page if own and code else 0


def _missing(placed: dict[int, int], pages: int) -> Iterable[Finding]:
    if not placed:
        yield Finding("EMPTY")
        return
    missing = sorted(set(range(1, pages + 1)) - set(placed.values()))
    if missing:
        yield Finding("MISSING", {"pages": missing, "of": [pages]})


def _doubled(placed: dict[int, int]) -> Iterable[Finding]:
    for page, times in sorted(Counter(placed.values()).items()):
        if times > 1:
            sheets = [number for number, one in placed.items() if one == page]
            yield Finding("DOUBLED", {"pages": [page], "sheets": sheets})


def _mixed(totals: Counter[int], placed: dict[int, int], pages: int) -> Iterable[Finding]:
    beyond = any(page > pages for page in placed.values())
    if len(totals) > 1 or beyond:
        yield Finding("MIXED", {"of": sorted({*totals, pages})})


def _strange(used: Sequence[Sheet], token: str) -> Iterable[Finding]:
    unsettled = [sheet for sheet in used if sheet.placed is None and sheet.code]
    for sheet in unsettled:
        if sheet.code and sheet.code.token != token:
            yield Finding("FOREIGN", {"sheets": [sheet.number]})
    papers = [s.number for s in unsettled if s.code and _is_paper(s.code, token)]
    if papers:
        yield Finding("PAPER", {"sheets": papers})


def _is_paper(code: Code, token: str) -> bool:
    return code.token == token and code.key not in {"", TEXT_PAGE}


def _doubtful(used: Sequence[Sheet], token: str) -> Iterable[Finding]:
    unsettled = [sheet for sheet in used if sheet.placed is None]
    unread = [sheet.number for sheet in unsettled if sheet.code is None]
    if unread:
        yield Finding("UNREAD", {"sheets": unread})
    bare = [s.number for s in unsettled if s.code and s.code.token == token and not s.code.key]
    if bare:
        yield Finding("NO_NUMBER", {"sheets": bare})


def _harmless(sheets: Sequence[Sheet], placed: dict[int, int]) -> Iterable[Finding]:
    """Say what was put right by itself: order, turned sheets, white back sides."""
    order = [placed[sheet.number] for sheet in sheets if sheet.number in placed]
    if order != sorted(order):
        yield Finding("DISORDER", {"pages": order})
    turned = [sheet.number for sheet in sheets if sheet.turned]
    if turned:
        yield Finding("TURNED", {"sheets": turned})
    for code, wanted in (("BLANK", "blank"), ("SKIPPED", "skipped")):
        numbers = [sheet.number for sheet in sheets if getattr(sheet, wanted)]
        if numbers:
            yield Finding(code, {"sheets": numbers})
    by_hand = [sheet.number for sheet in sheets if sheet.placed is not None and not sheet.skipped]
    if by_hand:
        yield Finding("PLACED", {"sheets": by_hand})
