"""The list that goes with a decision: which unit, from where, to where, how many members."""

from collections.abc import Iterator

from congdoan.areas.restructuring.letters.naming import number
from congdoan.areas.restructuring.rules.acts import Act
from congdoan.areas.restructuring.selectors.facts import Dossier, Unit
from congdoan.support.rendering.api import Align, Block, Inline, Paragraph, Run, Table

_OLD_NEW = {
    Act.MOVED: ("Cấp trên cũ", "Cấp trên mới"),
    Act.GOES_ALONG: ("Cấp trên cũ", "Cấp trên mới"),
    Act.MERGED: ("Cấp trên trực tiếp", "Đơn vị nhận"),
    Act.CONSOLIDATED: ("Cấp trên trực tiếp", "Đơn vị mới"),
    Act.DIVIDED: ("Cấp trên trực tiếp", "Đơn vị mới"),
}


def by_act(dossier: Dossier) -> dict[Act, list[Unit]]:
    """Return the units by what became of them, in the order of ``Act``."""
    found: dict[Act, list[Unit]] = {}
    for unit in dossier.units:
        found.setdefault(unit.act, []).append(unit)
    return {act: found[act] for act in Act if act in found}


def annex_of(dossier: Dossier) -> Iterator[Block]:
    """Return the annex: a heading that names the decision, a table for each act."""
    yield Paragraph(Run("PHỤ LỤC", bold=True), Align.CENTRE)
    yield Paragraph(Run("Danh sách các đơn vị", bold=True), Align.CENTRE)
    yield Paragraph(Run(f"(Kèm theo {said_decision(dossier)})", italic=True), Align.CENTRE)
    groups = {act: units for act, units in by_act(dossier).items() if act is not Act.RECEIVES}
    for letter, (act, units) in zip("ABCDEGHIKLMN", groups.items(), strict=False):
        yield _table(f"{letter}. {act} ({number(len(units))} đơn vị)", act, units)


def said_decision(dossier: Dossier) -> str:
    """Return "Quyết định số 15/QĐ-LĐLĐ ngày 01 tháng 7 năm 2025 của …", with dots for gaps."""
    decision = dossier.decision
    what = decision.number or "……/QĐ-……"
    if decision.signed_on:
        when = f"ngày {decision.signed_on:%d/%m/%Y}"
    else:
        when = "ngày …… tháng …… năm ………"
    return f"Quyết định số {what} {when} của {dossier.issuer.name}"


def _table(caption: str, act: Act, units: list[Unit]) -> Table:
    pair = _OLD_NEW.get(act)
    head = ["TT", "Đơn vị", *(pair or ("Cấp trên trực tiếp",)), "Đoàn viên"]
    rows: list[list[Inline]] = []
    for place, unit in enumerate(units, start=1):
        above = [unit.old_above or unit.new_above]
        if pair:
            above = [unit.old_above, unit.goes_to]
        rows.append(
            [
                str(place),
                f"{unit.name}\n({unit.code})",
                *(name or "—" for name in above),
                number(unit.members),
            ]
        )
    rows.append(["", Run("Cộng", bold=True), *("" for _ in above), Run(_sum(units), bold=True)])
    widths = (0.8, 4.2, 2.7, 2.7, 1.1) if pair else (0.8, 6, 3.6, 1.1)
    aligns = [Align.CENTRE, *[Align.LEFT] * (len(widths) - 2), Align.RIGHT]
    return Table(head, rows, widths, aligns, caption)


def _sum(units: list[Unit]) -> str:
    return number(sum(unit.members for unit in units))
