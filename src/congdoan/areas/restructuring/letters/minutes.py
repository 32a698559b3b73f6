"""The minutes of a hand-over (biên bản bàn giao), in the official layout."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.restructuring.enums import ItemKind
from congdoan.areas.restructuring.models import HandOver, HandOverItem
from congdoan.areas.restructuring.selectors.hand_over import settled_as_at
from congdoan.kernel.organisations.api import name_of, names, profile_of
from congdoan.support.rendering.api import (
    Align,
    Block,
    Division,
    IssuingBody,
    Letter,
    Level,
    Listing,
    OfficialDocument,
    Paragraph,
    ProfileCode,
    SignatureBlock,
    Table,
)

_ROMAN = ("I.", "II.", "III.", "IV.", "V.", "VI.")


@dataclass(frozen=True)
class Paper:
    """A hand-over to be printed on a day."""

    hand_over: HandOver
    on: date


def minutes(paper: Paper) -> OfficialDocument:
    """Return the minutes of what one side hands over to the other."""
    with override("vi"):
        return _minutes(paper.hand_over, paper.on)


HAND_OVER_MINUTES: Letter[Paper] = Letter(
    "restructuring.hand_over_minutes", "Biên bản bàn giao", minutes
)


def _minutes(row: HandOver, on: date) -> OfficialDocument:
    last_day = row.effective_on - timedelta(days=1)
    giver = name_of(row.giver, on=last_day)
    receiver = name_of(row.receiver, on=row.effective_on) if row.receiver else "…"
    overseer = name_of(row.overseer, on=row.effective_on)
    symbol = profile_of(row.overseer, on=row.effective_on).doc_symbol
    day = row.handed_over_on or on
    subject = (
        _("Bàn giao tài chính, tài sản, hồ sơ, con dấu của {name}")
        if row.is_end
        else _("Bàn giao nguyên trạng các đơn vị trực thuộc {name}")
    )
    return OfficialDocument(
        bodies=[
            IssuingBody(name=overseer.upper(), number=f"        /BB-{symbol}" if symbol else "")
        ],
        type_name=_("BIÊN BẢN"),
        subject=subject.format(name=giver),
        profile=ProfileCode.UNION,
        place=_short_place(row),
        dated=row.handed_over_on,
        bases=_bases(row),
        body=[
            Paragraph(
                _("Hôm nay, ngày {day}, tại {place}, chúng tôi gồm:").format(
                    day=f"{day:%d/%m/%Y}", place=row.place or "…"
                )
            ),
            *_side(_("BÊN GIAO"), giver, row.givers),
            *_side(_("BÊN NHẬN"), receiver, row.receivers),
            Paragraph(_("Hai bên thống nhất giao, nhận như sau:")),
            *_content(row),
            Paragraph(
                _(
                    "Biên bản được hai bên đọc lại, thống nhất, lập thành {copies} bản có giá trị "
                    "như nhau, mỗi bên giữ một bản, một bản lưu hồ sơ."
                ).format(copies=3)
            ),
        ],
        signatures=[
            SignatureBlock(title=_("ĐẠI DIỆN BÊN GIAO"), name=_first(row.givers)),
            SignatureBlock(title=_("ĐẠI DIỆN BÊN NHẬN"), name=_first(row.receivers)),
        ],
        recipients=[giver, receiver, _("Lưu: VT")],
    )


def _short_place(row: HandOver) -> str:
    """Return the last part of the place: "Phòng họp …, Đà Lạt" was signed in Đà Lạt."""
    return row.place.rpartition(",")[2].strip()[:60]


def _bases(row: HandOver) -> list[str]:
    event = row.event
    if not event.decision_no:
        return []
    signed = f" ngày {event.decision_on:%d/%m/%Y}" if event.decision_on else ""
    by = f" của {event.decided_by}" if event.decided_by else ""
    what = event.get_kind_display()
    return [
        _("Căn cứ Quyết định số {number}{signed}{by} về việc {what}").format(
            number=event.decision_no, signed=signed, by=by, what=what
        )
    ]


def _side(title: str, name: str, people: str) -> Iterator[Block]:
    yield Paragraph(f"{title}: {name}", align=Align.LEFT)
    yield Listing(_lines(people) or ["…"])


def _content(row: HandOver) -> Iterator[Block]:
    sections: list[tuple[str, list[Block]]] = []
    if not row.is_end:
        sections.append((_("Đơn vị bàn giao"), list(_units(row))))
    items = list(row.items.all())
    sections.append((_("Nội dung bàn giao"), list(_items(row, items))))
    if row.is_end:
        sections.append((_("Khoản thu sau ngày dừng thu"), list(_receipts(row))))
    sections.append(
        (
            _("Ý kiến, cam kết của hai bên"),
            [Paragraph(line) for line in _lines(row.remarks) or [_("Không có ý kiến khác.")]],
        )
    )
    for number, (title, blocks) in zip(_ROMAN, sections, strict=False):
        yield Division(Level.ARTICLE, number, title)
        yield from blocks


def _units(row: HandOver) -> Iterator[Block]:
    units = list(row.units.order_by("code"))
    called = names([unit.pk for unit in units], on=row.effective_on)
    yield Table(
        [_("STT"), _("Đơn vị"), _("Mã")],
        [
            [str(number), called.get(unit.pk, unit.code), unit.code]
            for number, unit in enumerate(units, 1)
        ],
        [0.8, 6, 2.2],
        [Align.CENTRE, Align.LEFT, Align.LEFT],
    )


def _items(row: HandOver, items: Sequence[HandOverItem]) -> Iterator[Block]:
    as_at = settled_as_at(row.effective_on) if row.is_end else None
    if as_at is not None:
        yield Paragraph(
            _("Số liệu tài chính tính đến hết ngày {day}.").format(day=f"{as_at:%d/%m/%Y}")
        )
    if not items:
        yield Paragraph(_("Chưa có mục nào."))
        return
    rows = [
        [
            str(number),
            f"{ItemKind(one.kind).label}: {one.what}",
            one.quantity or "—",
            _money(one.amount),
            one.condition or "—",
        ]
        for number, one in enumerate(items, 1)
    ]
    yield Table(
        [_("STT"), _("Nội dung"), _("Số lượng"), _("Số tiền (đồng)"), _("Tình trạng")],
        rows,
        [0.8, 4.2, 1.4, 1.8, 2],
        [Align.CENTRE, Align.LEFT, Align.CENTRE, Align.RIGHT, Align.LEFT],
    )
    total = sum((one.amount for one in items if one.amount), Decimal(0))
    if total:
        yield Paragraph(_("Tổng số tiền: {amount} đồng.").format(amount=_money(total)))


def _receipts(row: HandOver) -> Iterator[Block]:
    receipts = list(row.receipts.all())
    if not receipts:
        yield Paragraph(_("Không có khoản thu nào sau ngày dừng thu."))
        return
    yield Table(
        [_("Bên nộp"), _("Khoản"), _("Ngày nhận"), _("Số tiền (đồng)"), _("Hoàn trả")],
        [
            [
                one.payer,
                one.get_kind_display(),
                f"{one.received_on:%d/%m/%Y}",
                _money(one.amount),
                f"{one.refunded_on:%d/%m/%Y}" if one.refunded_on else _("cần hoàn"),
            ]
            for one in receipts
        ],
        [3.2, 2, 1.5, 1.8, 1.6],
        [Align.LEFT, Align.LEFT, Align.CENTRE, Align.RIGHT, Align.CENTRE],
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _first(people: str) -> str:
    """Return the first person named on one side, without the office behind the comma."""
    return (_lines(people) or [""])[0].partition(",")[0].strip()


def _money(amount: Decimal | None) -> str:
    return "—" if amount is None else f"{amount:,.0f}".replace(",", ".")
