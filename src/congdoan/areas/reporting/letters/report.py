"""A report in official form: heads, tables, what was written, who signs."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from congdoan.areas.reporting.enums import ReportState
from congdoan.areas.reporting.models import Report, Round
from congdoan.areas.reporting.rules.wording import heading, subject
from congdoan.areas.reporting.selectors.papers import rows_of
from congdoan.areas.reporting.selectors.reading import ReadPart
from congdoan.areas.reporting.selectors.words import Gathered
from congdoan.kernel.organisations.api import name_of, superior_names
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.api import unscoped_holders
from congdoan.support.rendering.api import (
    Align,
    Block,
    Division,
    IssuingBody,
    Level,
    OfficialDocument,
    Paragraph,
    ProfileCode,
    Run,
    SignatureBlock,
    Table,
)

WIDTHS = (1.2, 8, 2.4, 3, 3.4)
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def report_paper(report: Report, parts: list[ReadPart]) -> OfficialDocument:
    """Return a report as one paper without a number, with the names of the round's day."""
    day = report.round.on
    signed = min(day, report.submitted_at.date()) if report.submitted_at else day
    return _paper(
        report.round,
        report.organisation,
        _body(parts),
        to=name_of(report.superior, on=day),
        signed=signed,
        note=_note(report),
    )


def totals_paper(
    found: Round, unit: Organisation, parts: list[ReadPart], said: Mapping[str, Gathered]
) -> OfficialDocument:
    """Return what a branch says as one paper; what its units wrote is quoted with their names."""
    note = _("Bản in từ số tổng hợp các báo cáo cấp nhận trực tiếp đã nhận.")
    return _paper(found, unit, _body(parts, said), to="", signed=found.on, note=note)


def _paper(
    found: Round, unit: Organisation, body: list[Block], *, to: str, signed: date, note: str
) -> OfficialDocument:
    superior = superior_names([unit.pk], on=found.on).get(unit.pk, "")
    return OfficialDocument(
        bodies=[IssuingBody(name=name_of(unit, on=found.on), superior=superior)],
        type_name=_("Báo cáo").upper(),
        subject=subject(found.title),
        profile=ProfileCode.UNION,
        addressees=[to] if to else [],
        body=body,
        signatures=[_signature(unit, signed)],
        note=note,
    )


def heads() -> list[str]:
    return [_("TT"), _("Nội dung"), _("Đơn vị tính"), _("Số liệu"), _("Ghi chú")]


def _body(parts: list[ReadPart], said: Mapping[str, Gathered] | None = None) -> list[Block]:
    blocks: list[Block] = []
    for number, part in enumerate(parts, start=1):
        blocks.append(Division(Level.ARTICLE, f"{roman(number)}.", heading(part.section.title)))
        if part.rows:
            rows = [row.cells for row in rows_of(part)]
            aligns = [Align.CENTRE, Align.LEFT, Align.CENTRE, Align.RIGHT, Align.LEFT]
            blocks.append(Table(head=heads(), rows=rows, widths=WIDTHS, aligns=aligns))
        elif said is not None:
            blocks += _quoted(said[part.section.code])
        else:
            blocks += _written(part.text)
    return blocks


def _written(text: str) -> list[Block]:
    lines = [line for line in text.splitlines() if line.strip()]
    return [Paragraph(line) for line in lines or [_("(Không có nội dung.)")]]


def _quoted(found: Gathered) -> list[Block]:
    """Return the words of each unit below its name, none shortened or put together."""
    if not found.said:
        return _written("")
    blocks: list[Block] = []
    for one in found.said:
        blocks.append(Paragraph([Run(f"{one.name}:", bold=True)]))
        blocks += _written(one.text)
    if found.more:
        words = _("Còn {n} đơn vị nữa; in theo từng nhánh để đọc đủ.").format(n=found.more)
        blocks.append(Paragraph(words))
    return blocks


def roman(number: int) -> str:
    """Return 4 as IV; forms have fewer than forty sections."""
    found = ""
    for value, sign in _ROMAN:
        while number >= value:
            found, number = found + sign, number - value
    return found


def _signature(unit: Organisation, day: date) -> SignatureBlock:
    chair = unscoped_holders(organisation=unit.pk, positions=["PRESIDENT"], on=day).first()
    return SignatureBlock(
        title=_("CHỦ TỊCH"),
        name=chair.person.full_name if chair else "",
        capacity=[_("TM. BAN CHẤP HÀNH")],
    )


def _note(report: Report) -> str:
    if report.state == ReportState.ACCEPTED:
        return _("Bản in từ báo cáo cấp trên đã nhận.")
    if report.state == ReportState.SUBMITTED:
        return _("Bản in từ báo cáo đã nộp, cấp trên chưa nhận.")
    return _("Bản in để xem, báo cáo chưa nộp.")
