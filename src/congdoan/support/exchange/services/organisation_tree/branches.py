"""Rows among each other: doubles, two superiors, circles, superiors that fail or come later."""

from collections.abc import Iterable

from django.utils.translation import gettext_noop as _

from congdoan.foundation.valid_time import contains
from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.organisations.enums import Family, HierarchyId
from congdoan.support.exchange.rules.kinds import RowDraft
from congdoan.support.exchange.services.organisation_events import tell
from congdoan.support.exchange.services.organisation_tree.facts import Facts
from congdoan.support.exchange.services.organisation_tree.reading import day_of, shown

SUPERIORS = ("parent", "sector_parent")


def check_branches(rows: list[RowDraft], facts: Facts) -> None:
    _check_doubles(rows)
    founded = {row.parsed["code"]: row for row in rows if row.plan == "CREATE"}
    mentioned = {row.parsed["code"]: row for row in rows if row.parsed["code"]}
    for row in rows:
        if row.plan == "CREATE":
            for column in SUPERIORS:
                _check_superior(row, column, founded, mentioned, facts)
    for column in SUPERIORS:
        _check_circles(founded, column)
    _fail_below_failed(founded)
    _rank(founded)


def _check_doubles(rows: list[RowDraft]) -> None:
    by_code: dict[str, list[RowDraft]] = {}
    for row in rows:
        if row.parsed["code"]:
            by_code.setdefault(row.parsed["code"], []).append(row)
    for same in by_code.values():
        if len(same) > 1:
            _judge_doubles(same)


def _judge_doubles(same: list[RowDraft]) -> None:
    first, *others = same
    if all(row.parsed == first.parsed for row in others):
        for row in others:
            row.skip("code", _("Lặp lại dòng {n}."), n=first.n)
        return
    lines = ", ".join(str(row.n) for row in same)
    parents = {row.parsed["parent"] for row in same if row.parsed["parent"]}
    for row in same:
        if len(parents) > 1:
            row.fail(
                "parent",
                _("Hai cấp trên cho một đơn vị (dòng {lines}): {codes}; chỉ giữ một."),
                lines=lines,
                codes=", ".join(sorted(parents)),
            )
        else:
            row.fail("code", _("Trùng mã ở các dòng {lines}; mỗi đơn vị một dòng."), lines=lines)


def _check_superior(
    row: RowDraft,
    column: str,
    founded: dict[str, RowDraft],
    mentioned: dict[str, RowDraft],
    facts: Facts,
) -> None:
    code = row.parsed[column]
    if not code:
        return
    if code in founded:
        _check_order(row, column, founded[code], facts)
    elif code in facts.organisations:
        _check_existing(row, column, code, facts)
    elif code in mentioned:
        row.fail(
            column, _("Cấp trên {code} (dòng {n}) phải sửa trước."), code=code, n=mentioned[code].n
        )
    else:
        row.fail(column, _("Không có đơn vị cấp trên mang mã {code}."), code=code)


def _check_order(row: RowDraft, column: str, above: RowDraft, facts: Facts) -> None:
    if day_of(above) > day_of(row):
        row.fail(
            column,
            _("Cấp trên {code} thành lập ngày {day}, sau đơn vị này."),
            code=above.parsed["code"],
            day=shown(day_of(above)),
        )
    _judge_superior(row, column, standing_of(above), facts)


def _check_existing(row: RowDraft, column: str, code: str, facts: Facts) -> None:
    above, day = facts.organisations[code], day_of(row)
    if not contains(above.valid, day):
        row.fail(
            column, _("Cấp trên {code} không tồn tại vào ngày {day}."), code=code, day=shown(day)
        )
    elif above.pk not in facts.changeable:
        row.fail(column, _("Bạn không có quyền thành lập đơn vị dưới {code}."), code=code)
    else:
        profile = facts.profile_on(above, day)
        if profile:
            standing = organisations.Standing.of(above.family, profile)
            _judge_superior(row, column, standing, facts)


def standing_of(row: RowDraft) -> organisations.Standing:
    facts = ("family", "level", "kind", "funding_class")
    return organisations.Standing(*(row.parsed[name] for name in facts))


def _judge_superior(
    row: RowDraft, column: str, above: organisations.Standing, facts: Facts
) -> None:
    own = standing_of(row)
    if own.family != Family.UNION:
        hierarchy = HierarchyId.AUTHORITY
    else:
        hierarchy = HierarchyId.COMMAND if column == "parent" else HierarchyId.SECTOR
    tell(row, column, facts.judge(day_of(row)).under(own, above, hierarchy))


def _check_circles(founded: dict[str, RowDraft], column: str) -> None:
    """Fail every row that lies on a circle of superiors."""
    settled: set[str] = set()
    for start in founded:
        path: list[str] = []
        code = start
        while code in founded and code not in settled and code not in path:
            path.append(code)
            code = founded[code].parsed[column]
        if code in path:
            _fail_circle([founded[on_it] for on_it in path[path.index(code) :]], column)
        settled.update(path)


def _fail_circle(circle: list[RowDraft], column: str) -> None:
    names = " → ".join(row.parsed["code"] for row in circle[:6])
    lines = ", ".join(str(n) for n in sorted(row.n for row in circle)[:20])
    for row in circle:
        row.fail(
            column,
            _("Cấp trên chạy vòng tròn ({names}), ở các dòng {lines}."),
            names=names,
            lines=lines,
        )


def _fail_below_failed(founded: dict[str, RowDraft]) -> None:
    """A row whose superior cannot be founded cannot be founded either, however deep."""
    below: dict[str, list[RowDraft]] = {}
    for row in founded.values():
        for column in SUPERIORS:
            below.setdefault(row.parsed[column], []).append(row)
    waiting = [row for row in founded.values() if row.failed]
    while waiting:
        above = waiting.pop()
        for row in below.get(above.parsed["code"], ()):
            if not row.failed:
                row.fail(
                    "parent",
                    _("Cấp trên {code} (dòng {n}) phải sửa trước."),
                    code=above.parsed["code"],
                    n=above.n,
                )
                waiting.append(row)


def _rank(founded: dict[str, RowDraft]) -> None:
    """Superiors are founded first; circles have failed by now and end the walk."""
    for row in founded.values():
        if not row.failed:
            row.rank = _depth(row, founded)


def _depth(row: RowDraft, founded: dict[str, RowDraft]) -> int:
    depth, layer = 0, [row]
    while layer:
        codes: Iterable[str] = {above.parsed[column] for above in layer for column in SUPERIORS}
        layer = [founded[code] for code in codes if code in founded]
        depth += bool(layer)
    return depth
