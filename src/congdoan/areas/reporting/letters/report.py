"""A report in official form: heads, tables, what was written, who signs."""

from django.utils.translation import gettext as _

from congdoan.areas.reporting.enums import ReportState
from congdoan.areas.reporting.models import Report
from congdoan.areas.reporting.rules.wording import heading, subject
from congdoan.areas.reporting.selectors.papers import rows_of
from congdoan.areas.reporting.selectors.reading import ReadPart
from congdoan.kernel.organisations.api import name_of, superior_names
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
    SignatureBlock,
    Table,
)

WIDTHS = (1.2, 8, 2.4, 3, 3.4)
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def report_paper(report: Report, parts: list[ReadPart]) -> OfficialDocument:
    """Return a report as one paper without a number, with the names of the round's day."""
    day, unit = report.round.on, report.organisation
    return OfficialDocument(
        bodies=[
            IssuingBody(
                name=name_of(unit, on=day),
                superior=superior_names([unit.pk], on=day).get(unit.pk, ""),
            )
        ],
        type_name=_("Báo cáo").upper(),
        subject=subject(report.round.title),
        profile=ProfileCode.UNION,
        addressees=[name_of(report.superior, on=day)],
        body=_body(parts),
        signatures=[_signature(report)],
        note=_note(report),
    )


def heads() -> list[str]:
    return [_("TT"), _("Nội dung"), _("Đơn vị tính"), _("Số liệu"), _("Ghi chú")]


def _body(parts: list[ReadPart]) -> list[Block]:
    blocks: list[Block] = []
    for number, part in enumerate(parts, start=1):
        blocks.append(Division(Level.ARTICLE, f"{roman(number)}.", heading(part.section.title)))
        if part.rows:
            rows = [row.cells for row in rows_of(part)]
            aligns = [Align.CENTRE, Align.LEFT, Align.CENTRE, Align.RIGHT, Align.LEFT]
            blocks.append(Table(head=heads(), rows=rows, widths=WIDTHS, aligns=aligns))
        else:
            said = [line for line in part.text.splitlines() if line.strip()]
            blocks += [Paragraph(line) for line in said or [_("(Không có nội dung.)")]]
    return blocks


def roman(number: int) -> str:
    """Return 4 as IV; forms have fewer than forty sections."""
    found = ""
    for value, sign in _ROMAN:
        while number >= value:
            found, number = found + sign, number - value
    return found


def _signature(report: Report) -> SignatureBlock:
    day = (
        min(report.round.on, report.submitted_at.date()) if report.submitted_at else report.round.on
    )
    chair = unscoped_holders(
        organisation=report.organisation_id, positions=["PRESIDENT"], on=day
    ).first()
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
