"""Small rules of wording that both engines and the canonical text share."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile
import re
import unicodedata

from congdoan.support.rendering.rules.document import Inline, Run, runs

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LONG_WORD = re.compile(r"\S{31,}")
_ZERO_WIDTH_SPACE = "\u200b"
_NO_BREAK_SPACE = "\u00a0"
#: Words of two syllables that headings of this field are made of.
_COMPOUNDS = re.compile(
    r"\b(công đoàn|liên đoàn|lao động|giáo dục|đào tạo|thành phố|thị xã|thị trấn|phối hợp|công tác"
    r"|ủy ban|nhân dân|chấp hành|thường vụ|kiểm tra|giai đoạn|năm học|cơ sở|trường học|tiểu học"
    r"|mầm non|trung học|quy chế|chương trình|chủ tịch|giám đốc|hiệu trưởng)\b",
    re.IGNORECASE,
)
#: A place is named by its kind and at most two syllables: "tỉnh Lâm Đồng".
_PLACES = re.compile(
    r"\b(tỉnh|huyện|quận|xã|phường|thành phố|thị xã|thị trấn) (\w+)(?: (\w+))?", re.IGNORECASE
)
_LAST_TWO = re.compile(r" (?=\S+$)")


def clean(text: str) -> str:
    """Return NFC text without characters that neither XML nor PDF can hold."""
    unbroken = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROL.sub("", unbroken))


def breakable(text: str, *, every: int = 30) -> str:
    """Return ``text`` in which words longer than a line may be broken."""

    def split(match: re.Match[str]) -> str:
        word = match.group()
        return _ZERO_WIDTH_SPACE.join(
            word[start : start + every] for start in range(0, len(word), every)
        )

    pattern = _LONG_WORD if every == 30 else re.compile(rf"\S{{{every + 1},}}")
    return pattern.sub(split, text)


def kept_together(text: str) -> str:
    """
    Return a heading in which words of two syllables, and the last two syllables, stay on one line.

    "CÔNG ĐOÀN GIÁO DỤC / TỈNH LÂM ĐỒNG", never "CÔNG ĐOÀN GIÁO / DỤC TỈNH LÂM / ĐỒNG".
    """
    text = _PLACES.sub(_named_place, text)
    bound = _COMPOUNDS.sub(lambda match: match.group().replace(" ", _NO_BREAK_SPACE), text)
    return _LAST_TWO.sub(_NO_BREAK_SPACE, bound)


def _named_place(match: re.Match[str]) -> str:
    kind, *syllables = match.groups(default="")
    named = list(takewhile(lambda word: word[:1].isupper(), syllables))
    rest = syllables[len(named) :]
    bound = _NO_BREAK_SPACE.join([kind, *named])
    return " ".join([bound, *(word for word in rest if word)])


def place_and_date(place: str, day: date | None) -> str:
    """
    Return "Lâm Đồng, ngày 09 tháng 11 năm 2023".

    Days below 10 and months below 3 take a leading zero (Decree 30/2020, Appendix I). Without a
    day, dots are left to be filled in by hand.
    """
    if day is None:
        when = "ngày …… tháng …… năm ………"
    else:
        month = f"{day.month:02d}" if day.month < 3 else f"{day.month}"
        when = f"ngày {day.day:02d} tháng {month} năm {day.year}"
    return f"{place}, {when}" if place else when.capitalize()


def bases(lines: Sequence[Inline]) -> list[tuple[Run, ...]]:
    """Return the basis lines punctuated: each ends in ";", the last in "." (Decree 30/2020)."""
    done: list[tuple[Run, ...]] = []
    for number, line in enumerate(lines, start=1):
        parts = list(runs(line))
        if not parts:
            continue
        last = parts[-1]
        end = "." if number == len(lines) else ";"
        parts[-1] = replace(last, text=last.text.rstrip().rstrip(".;,") + end)
        done.append(tuple(parts))
    return done


def recipients(lines: Sequence[str], *, drafter: str = "", copies: int = 0) -> list[str]:
    """Return the lines under "Nơi nhận:", each "- …;", the last "- … ." and who drafted."""
    bare = [line.strip().lstrip("-").strip().rstrip(".;,") for line in lines if line.strip()]
    ends = [";"] * (len(bare) - 1) + ["."]
    made = [f"- {line}{end}" for line, end in zip(bare, ends, strict=False)]
    signed = drafted_by(drafter, copies)
    return [*made[:-1], f"{made[-1]} {signed}".strip()] if made else [signed] * bool(signed)


def drafted_by(drafter: str, copies: int) -> str:
    """Return "NVA.15": who drafted and how many copies go out, either alone, or nothing."""
    return ".".join(part for part in (drafter.strip(), str(copies) if copies else "") if part)
