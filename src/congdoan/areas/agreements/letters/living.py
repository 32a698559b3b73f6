"""What the parties owe and what they sent each other, on paper: matrix and log of the exchange."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements.enums import Exchanged
from congdoan.areas.agreements.models import Agreement, Dispatch, Party
from congdoan.areas.agreements.selectors.agreements import parties_of, party_names
from congdoan.areas.agreements.selectors.document import Words, issuing_bodies
from congdoan.areas.agreements.selectors.exchange import dispatches_of, measured
from congdoan.areas.agreements.selectors.matrix import Cell, Matrix, Row, matrix_of
from congdoan.kernel.organisations.api import name_of
from congdoan.support.rendering.api import (
    Align,
    Block,
    Inline,
    OfficialDocument,
    Paragraph,
    ProfileCode,
    Run,
    Table,
)


def matrix_paper(agreement: Agreement, *, on: date) -> OfficialDocument:
    """Return who owes what how often, and how far it is on a day."""
    with override("vi"):
        found = matrix_of(agreement, on=on)
        return _sheet(
            agreement,
            on,
            type_name=_("Ma trận trách nhiệm"),
            subject=_("thực hiện {title}"),
            body=list(_matrix(found)),
            note=_("Trong mỗi ô: định kỳ; số nhiệm vụ đã được xác nhận trên số đã đến kỳ."),
        )


def exchange_paper(agreement: Agreement, *, on: date) -> OfficialDocument:
    """Return everything the parties sent each other by ``on``, who read it when, and the sums."""
    with override("vi"):
        parties = parties_of(agreement)
        return _sheet(
            agreement,
            on,
            type_name=_("Sổ theo dõi trao đổi"),
            subject=_("văn bản, thông tin giữa các bên thực hiện {title}"),
            body=list(_exchange(agreement, parties, on)),
        )


def _sheet(
    agreement: Agreement,
    on: date,
    *,
    type_name: str,
    subject: str,
    body: Sequence[Block],
    note: str = "",
) -> OfficialDocument:
    parties = parties_of(agreement)
    called = party_names(parties, on=on)
    words = Words(called, name_of(agreement.drafting, on=on), "")
    title = agreement.title[:1].lower() + agreement.title[1:]
    named = "; ".join(f"{one.label}: {called[one.organisation_id]}" for one in parties)
    return OfficialDocument(
        bodies=issuing_bodies(parties, words),
        type_name=type_name.upper(),
        subject=subject.format(title=title),
        profile=ProfileCode.UNION,
        place=agreement.signed_place,
        dated=on,
        body=[Paragraph(f"{named}."), *body],
        note=note,
        landscape=True,
    )


def _matrix(found: Matrix) -> Iterator[Block]:
    if not found.groups:
        yield Paragraph(_("Chưa có trách nhiệm nào."))
        return
    rows = [
        [Run(group.name, bold=True) if place == 0 else "", *_matrix_row(row)]
        for group in found.groups
        for place, row in enumerate(group.rows)
    ]
    heads = [_("Nội dung phối hợp"), _("Điều khoản"), _("Việc phải làm")]
    yield Table(
        [*heads, *found.columns, _("Đạt được")],
        rows,
        [2.6, 1.5, 4.6, *[1.6] * len(found.columns), 1.2],
    )


def _matrix_row(row: Row) -> list[Inline]:
    what: list[str | Run] = [row.words]
    if row.indicator:
        what.append(Run(f"\n{row.indicator}", italic=True))
    reached = f"{row.reached.normalize():f} {row.measure}".strip() if row.reached else "—"
    place = (row.place[:1].upper() + row.place[1:]).replace("Điều ", "Điều\u00a0")
    return [place, what, *(map(_cell, row.cells)), reached]


def _cell(cell: Cell | None) -> str:
    return cell.words if cell else "—"


def _exchange(agreement: Agreement, parties: Sequence[Party], on: date) -> Iterator[Block]:
    labels = {one.organisation_id: one.label for one in parties}
    sent = list(dispatches_of(agreement).filter(sent_on__lte=on).order_by("sent_on", "pk"))
    if not sent:
        yield Paragraph(_("Chưa có gì được trao đổi."))
        return
    yield Table(
        [_("TT"), _("Gửi ngày"), _("Bên gửi"), _("Văn bản, thông tin"), _("Loại"), _("Bên nhận")],
        [
            [
                str(number),
                f"{one.sent_on:%d/%m/%Y}",
                labels.get(one.sender_id, ""),
                f"{one.title} ({one.number})" if one.number else one.title,
                str(Exchanged(one.kind).label),
                _read(one, labels),
            ]
            for number, one in enumerate(sent, start=1)
        ],
        [0.6, 1.4, 1.1, 5, 2.2, 3],
        [Align.CENTRE, Align.CENTRE],
    )
    yield Table(
        [_("Bên"), _("Đã gửi"), _("Được nhận"), _("Đã đọc"), _("Chưa đọc"), _("Đọc sau (ngày)")],
        [
            [
                line.label,
                *(str(count) for count in (line.sent, line.received, line.read, line.unread)),
                "—" if line.typical is None else f"{line.typical:g}".replace(".", ","),
            ]
            for line in measured(agreement, parties)
        ],
        [3, 1.2, 1.2, 1.2, 1.2, 1.6],
        [Align.LEFT, *[Align.CENTRE] * 5],
        caption=_("Mỗi bên gửi, nhận và đọc (ngày đọc: trung vị)"),
    )


def _read(one: Dispatch, labels: dict[int, str]) -> str:
    return "\n".join(
        _("{party}: đọc ngày {day}").format(
            party=labels.get(row.organisation_id, ""), day=f"{row.read_on:%d/%m/%Y}"
        )
        if row.read_on
        else _("{party}: chưa đọc").format(party=labels.get(row.organisation_id, ""))
        for row in one.receipts.all()
    )
