"""A comparison in words, in a picture and in a spreadsheet."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from congdoan.foundation.pictures import Flow
from congdoan.foundation.workbook import Book
from congdoan.kernel.organisations.enums import Difference, EventKind
from congdoan.kernel.organisations.selectors.comparing import Comparison, Row, Side, flows
from congdoan.kernel.organisations.selectors.labels import level_label

#: Superiors drawn on each side of the picture; the others are one.
DRAWN = 12
_TONES = {
    Difference.FOUNDED: "begun",
    Difference.ARRIVED: "moved",
    Difference.DEPARTED: "moved",
    Difference.PASSED: "passed",
    Difference.ENDED: "ended",
}


@dataclass(frozen=True)
class Told:
    """One changed organisation as the page and the spreadsheet tell it."""

    name: str
    code: str
    url: str
    kinds: list[str]
    sentences: list[str]
    heirs: tuple[int, ...]


def told(row: Row, comparison: Comparison) -> Told:
    day = comparison.after if row.is_inside else comparison.before
    succession = comparison.heirs.get(row.pk)
    return Told(
        name=row.name,
        code=row.code,
        url=f"{reverse('organisations:detail', args=[row.pk])}?as_of={day.isoformat()}",
        kinds=[capfirst(str(one.label)) for one in Difference if one in row.differences],
        sentences=[_sentence(one, row, comparison) for one in Difference if one in row.differences],
        heirs=succession.heirs if succession and Difference.PASSED in row.differences else (),
    )


def _sentence(difference: Difference, row: Row, comparison: Comparison) -> str:
    old = _above(row.was, comparison.superiors_before)
    new = _above(row.now, comparison.superiors_after)
    match difference:
        case Difference.FOUNDED:
            under = _("Trực thuộc {above}.").format(above=new)
            sentence = " ".join(filter(None, [under, _origin(row, comparison)]))
        case Difference.PASSED:
            sentence = _passed(row, comparison)
        case Difference.ENDED:
            sentence = _("Trước đó trực thuộc {above}.").format(above=old)
        case Difference.RENAMED:
            sentence = _("Tên cũ: {name}.").format(name=row.was.name if row.was else "")
        case Difference.LEVEL:
            sentence = _("Cấp: {old} → {new}.").format(
                old=level_label(row.was.level, comparison.before) if row.was else "",
                new=level_label(row.now.level, comparison.after) if row.now else "",
            )
        case _other:
            sentence = _("Từ {old} về {new}.").format(old=old, new=new)
    return sentence


def _above(side: Side | None, called: Mapping[int, str]) -> str:
    found = called.get(side.superior) if side and side.superior is not None else None
    return found or "—"


def _origin(row: Row, comparison: Comparison) -> str:
    origin = comparison.origins.get(row.pk)
    if origin is None:
        return ""
    sources = "; ".join(comparison.called.get(pk, "") for pk in origin.sources)
    forms = {
        EventKind.CONSOLIDATE: _("Hợp nhất từ {names} ngày {day}."),
        EventKind.DIVIDE: _("Chia từ {names} ngày {day}."),
        EventKind.SEPARATE: _("Tách từ {names} ngày {day}."),
    }
    form = forms.get(origin.kind)
    return form.format(names=sources, day=f"{origin.on:%d/%m/%Y}") if form else ""


def _passed(row: Row, comparison: Comparison) -> str:
    succession = comparison.heirs[row.pk]
    heirs = "; ".join(comparison.called.get(pk, "") for pk in succession.heirs)
    forms = {
        EventKind.MERGE_INTO: _("Nhập vào {names} ngày {day}."),
        EventKind.CONSOLIDATE: _("Hợp nhất thành {names} ngày {day}."),
        EventKind.DIVIDE: _("Chia thành {names} ngày {day}."),
    }
    return forms[succession.kind].format(names=heirs, day=f"{succession.on:%d/%m/%Y}")


# --- the picture ----------------------------------------------------------------------------


def drawn_flows(comparison: Comparison, drawn: int = DRAWN) -> list[Flow]:
    """Return the flows between superiors by name; the many small ones of a side are one."""
    found = flows(comparison)
    sides = (
        _side_names([(f[0], f[3]) for f in found], comparison.superiors_before, drawn),
        _side_names([(f[1], f[3]) for f in found], comparison.superiors_after, drawn),
    )
    counted: Counter[tuple[str, str, str]] = Counter()
    for source, target, kind, count in found:
        tone = _TONES[Difference(kind)] if kind in Difference else kind
        counted[sides[0][source], sides[1][target], tone] += count
    return [Flow(*key[:2], count, key[2]) for key, count in counted.most_common()]


#: How long names begin and how offices write them short; both are proper names, not translated.
_SHORT = (
    ("Liên đoàn Lao động", "LĐLĐ"),
    ("Công đoàn cơ sở", "CĐCS"),
    ("Công đoàn Giáo dục", "CĐGD"),
    ("Công đoàn ngành Giáo dục", "CĐN Giáo dục"),
    ("Công đoàn", "CĐ"),
    ("Ủy ban nhân dân", "UBND"),
    ("Phòng Giáo dục và Đào tạo", "Phòng GD&ĐT"),
    ("Sở Giáo dục và Đào tạo", "Sở GD&ĐT"),
)


def brief_names(found: Sequence[Flow]) -> dict[str, str]:
    """Return the places of ``found`` as they fit beside a picture."""
    return {name: brief_name(name) for flow in found for name in (flow.source, flow.target)}


def brief_name(name: str) -> str:
    """Return a name with its first words as offices write them short."""
    for long, short in _SHORT:
        if name.startswith(f"{long} "):
            return f"{short}{name.removeprefix(long)}"
    return name


def _side_names(
    ends: Sequence[tuple[Any, int]], called: Mapping[int, str], drawn: int
) -> dict[Any, str]:
    """Return what each end of one side is called; superiors of one name are told apart."""
    sizes: Counter[Any] = Counter()
    for end, count in ends:
        sizes[end] += count
    superiors = [end for end, _n in sizes.most_common() if not isinstance(end, Difference)]
    names: dict[Any, str] = {end: capfirst(str(end.label)) for end in sizes if end in _TONES}
    used: Counter[str] = Counter()
    for place, end in enumerate(superiors):
        if place >= drawn:
            names[end] = _("Các cấp trên khác")
            continue
        name = called.get(end) or _("Không có cấp trên")
        used[name] += 1
        names[end] = name if used[name] == 1 else f"{name} ({used[name]})"
    return names


# --- the spreadsheet ------------------------------------------------------------------------


def comparison_book(comparison: Comparison, rows: Sequence[Row], title: str) -> bytes:
    """Return the listed changes, the flows between superiors and the sums as a workbook."""
    book = Book()
    days = [f"{day:%d/%m/%Y}" for day in (comparison.before, comparison.after)]
    heads = [
        _("Mã"),
        _("Tên ngày {day}").format(day=days[0]),
        _("Tên ngày {day}").format(day=days[1]),
        _("Cấp trên ngày {day}").format(day=days[0]),
        _("Cấp trên ngày {day}").format(day=days[1]),
        _("Thay đổi"),
        _("Chi tiết"),
    ]
    lines = []
    for row in rows:
        words = told(row, comparison)
        lines.append(
            [
                row.code,
                row.was.name if row.was else "",
                row.now.name if row.now else "",
                _above(row.was, comparison.superiors_before),
                _above(row.now, comparison.superiors_after),
                "; ".join(words.kinds),
                " ".join(words.sentences),
            ]
        )
    book.sheet(_("Thay đổi"), [(head, False) for head in heads], lines)
    ways = [[f.source, f.target, str(f.value)] for f in drawn_flows(comparison, len(lines) + 9999)]
    heads = [*heads[3:5], _("Số đơn vị")]
    book.sheet(_("Cấp trên trước và sau"), [(head, False) for head in heads], ways)
    sums = [[label, str(n)] for label, n in balance(comparison)]
    book.sheet(_("Tổng hợp"), [(title, False), (_("Số đơn vị"), False)], sums)
    return book.content()


def balance(comparison: Comparison) -> list[tuple[str, int]]:
    """Return how the first day's number becomes the second's, then the changes that keep it."""
    counts = comparison.counts
    signs = {Difference.FOUNDED: "+", Difference.ARRIVED: "+"}
    signs |= dict.fromkeys((Difference.ENDED, Difference.PASSED, Difference.DEPARTED), "−")
    first, last = (f"{day:%d/%m/%Y}" for day in (comparison.before, comparison.after))
    lines = [(_("Ngày {day}").format(day=first), comparison.size_before)]
    lines += [(f"{sign} {one.label}", counts[one]) for one, sign in signs.items() if counts[one]]
    lines.append((_("Ngày {day}").format(day=last), comparison.size_after))
    rest = [one for one in Difference if one not in signs and counts[one]]
    return [*lines, *((capfirst(str(one.label)), counts[one]) for one in rest)]
