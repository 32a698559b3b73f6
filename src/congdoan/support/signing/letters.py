"""The evidence sheet: who signed what, when, how and by what right, on paper."""

from datetime import date, timedelta

from django.utils.translation import gettext, override

from congdoan.kernel.organisations.api import name_of
from congdoan.support.rendering.api import (
    Align,
    Division,
    IssuingBody,
    Letter,
    Level,
    OfficialDocument,
    Paragraph,
    ProfileCode,
    Table,
)
from congdoan.support.signing.enums import MandateKind
from congdoan.support.signing.models import Packet, Signature, Slot
from congdoan.support.signing.selectors.packets import frozen_on, slots_of


def evidence_sheet(packet: Packet, *, printed_on: date | None = None) -> OfficialDocument:
    """
    Return the sheet of a packet in any state; it never claims more than was recorded.

    Official paper is Vietnamese, whatever language the reader's pages are in.
    """
    with override("vi"):
        return _sheet(packet, list(slots_of(packet)), printed_on)


def _sheet(packet: Packet, slots: list[Slot], printed_on: date | None) -> OfficialDocument:
    return OfficialDocument(
        profile=ProfileCode.UNION,
        bodies=[IssuingBody(name_of(packet.organisation, on=frozen_on(packet)))],
        type_name=gettext("Phiếu xác nhận chữ ký"),
        subject=packet.title,
        dated=printed_on,
        body=[
            Division(Level.ARTICLE, "1.", gettext("Văn bản")),
            Paragraph(gettext("Mã băm SHA-256 của văn bản đã chốt:")),
            Paragraph(_grouped(packet.text_hash), align=Align.CENTRE),
            Paragraph(
                gettext("Chốt và trình ký ngày {day}; trạng thái: {state}.").format(
                    day=_day(frozen_on(packet)), state=packet.get_state_display()
                )
            ),
            *_reason(packet),
            Division(Level.ARTICLE, "2.", gettext("Chữ ký")),
            _table(slots),
            Division(Level.ARTICLE, "3.", gettext("Căn cứ thẩm quyền")),
            *[
                Paragraph(f"{slot.party_name}: {mandate_sentence(slot.signed)}")
                for slot in slots
                if slot.signed
            ],
            Paragraph(
                gettext(
                    "“Ký trên hệ thống” là người ký đăng nhập, nhập lại mật khẩu hoặc mã xác thực "
                    "và xác nhận mã băm; đây không phải chữ ký số theo Luật Giao dịch điện tử."
                )
            ),
        ],
    )


EVIDENCE: Letter[Packet] = Letter("signing.evidence", "Phiếu xác nhận chữ ký", evidence_sheet)


def mandate_sentence(signature: Signature) -> str:
    """Return by what right it was signed, as one sentence."""
    known = signature.mandate
    begins = _day(date.fromisoformat(known["from"])) if known["from"] else "…"
    if known["until"]:
        # Spans are half-open; people write the last day.
        last = date.fromisoformat(known["until"]) - timedelta(days=1)
        held = gettext("từ {begins} đến hết {ends}").format(begins=begins, ends=_day(last))
    else:
        held = gettext("từ {begins}").format(begins=begins)
    office = gettext("{holder}, {position}, giữ chức vụ {held}").format(
        holder=known["holder"], position=known["position_label"], held=held
    )
    if known["decision_no"]:
        office = gettext("{office} (quyết định {number})").format(
            office=office, number=known["decision_no"]
        )
    if known["kind"] == MandateKind.DELEGATION:
        return gettext("{person} ký theo giấy ủy quyền {number} của {office}.").format(
            person=signature.person_name, number=known["delegation_no"], office=office
        )
    return f"{office}."


def _table(slots: list[Slot]) -> Table:
    head = [
        gettext("TT"),
        gettext("Bên ký"),
        gettext("Người ký"),
        gettext("Ngày, nơi ký"),
        gettext("Cách ký"),
    ]
    rows = [[str(slot.number), slot.party_name, *_cells(slot)] for slot in slots]
    return Table(head, rows, [0.7, 3, 3, 2.2, 2.2], [Align.CENTRE])


def _cells(slot: Slot) -> list[str]:
    signature = slot.signed
    if signature is None:
        return [str(slot.get_state_display()), "", slot.decline_reason]
    who = "\n".join([*signature.capacity, signature.title, signature.person_name])
    when = f"{_day(signature.signed_on)}\n{signature.place}".strip()
    how = str(signature.get_method_display())
    if signature.lacks_scan:
        how = gettext("{method}, chưa có bản quét").format(method=how)
    return [who, when, how]


def _reason(packet: Packet) -> list[Paragraph]:
    if not packet.close_reason:
        return []
    return [Paragraph(gettext("Lý do: {reason}").format(reason=packet.close_reason))]


def _grouped(digest: str) -> str:
    return " ".join(digest[start : start + 8] for start in range(0, 64, 8))


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
