"""The evidence sheet: who signed what, when, how and by what right, on paper."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.utils import timezone
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
from congdoan.support.signing.enums import MandateKind, Method
from congdoan.support.signing.models import Packet, Signature, Slot
from congdoan.support.signing.selectors.evidence import events_of, followers_of, scans_of
from congdoan.support.signing.selectors.packets import frozen_on, slots_of
from congdoan.support.signing.selectors.printing import signature_blocks
from congdoan.support.signing.selectors.wording import proofs_in_words, scan_in_words
from congdoan.support.signing.services.events import frozen_document


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
            *_scans(packet),
            *_followers(packet),
            *_events(packet),
            Paragraph(
                gettext(
                    "“Ký trên hệ thống” là người ký đăng nhập, nhập lại mật khẩu hoặc mã xác thực "
                    "và xác nhận mã băm; đây không phải chữ ký số theo Luật Giao dịch điện tử."
                )
            ),
        ],
    )


def finished_text(packet: Packet) -> OfficialDocument | None:
    """Return the text with all signatures filled in, if the slice above prints its own."""
    document = next(iter(frozen_document.ask(packet)), None)
    return replace(document, signatures=signature_blocks(packet)) if document else None


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


def _scans(packet: Packet) -> list[Division | Paragraph]:
    facts = scans_of(packet)
    if not facts:
        return []
    return [
        Division(Level.ARTICLE, "4.", gettext("Bản quét và kết quả đối chiếu")),
        *[
            Paragraph(
                gettext("{at}, {by} gửi bản quét; kết quả: {state}. {said}")
                .format(
                    at=_moment(one.scan.uploaded_at),
                    by=one.scan.uploaded_by_name,
                    state=one.scan.get_state_display(),
                    said=" ".join(one.said),
                )
                .strip()
            )
            for one in facts
        ],
    ]


def _followers(packet: Packet) -> list[Paragraph]:
    rows = followers_of(packet)
    if not rows:
        return []
    names = "; ".join(f"{row.organisation_name} ({row.get_kind_display()})" for row in rows)
    return [Paragraph(gettext("Nơi theo dõi, nhận bản hoàn chỉnh: {names}.").format(names=names))]


def _events(packet: Packet) -> list[Division | Table]:
    head = [gettext("Lúc"), gettext("Việc"), gettext("Nhật ký")]
    rows = [
        [_moment(event.at), _with_reason(event.sentence, event.reason), event.seal]
        for event in events_of(packet)
    ]
    number = "5." if packet.scans.exists() else "4."
    return [
        Division(Level.ARTICLE, number, gettext("Diễn biến")),
        Table(head, rows, [2, 6, 2.8]),
    ]


def _with_reason(sentence: str, reason: str) -> str:
    if not reason or reason in sentence:
        return sentence
    return gettext("{sentence} Lý do: {reason}").format(sentence=sentence, reason=reason)


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}"


def _table(slots: list[Slot]) -> Table:
    head = [
        gettext("TT"),
        gettext("Bên ký"),
        gettext("Người ký"),
        gettext("Ngày, nơi ký"),
        gettext("Cách ký"),
    ]
    rows = [[str(slot.number), slot.party_name, *_cells(slot)] for slot in slots]
    return Table(head, rows, [0.7, 2.8, 2.8, 2.3, 2.5], [Align.CENTRE])


def _cells(slot: Slot) -> list[str]:
    signature = slot.signed
    if signature is None:
        return [str(slot.get_state_display()), "", slot.decline_reason]
    who = "\n".join([*signature.capacity, signature.title, signature.person_name])
    when = f"{_day(signature.signed_on)}\n{signature.place}".strip()
    more = scan_in_words(signature) if signature.method == Method.PAPER else ""
    proofs = proofs_in_words(signature)
    digest = signature.text_hash[:16]
    short = " ".join(digest[start : start + 4] for start in range(0, 16, 4))
    lines = [str(signature.get_method_display()), more, proofs, short]
    return [who, when, "\n".join(line for line in lines if line)]


def _reason(packet: Packet) -> list[Paragraph]:
    if not packet.close_reason:
        return []
    return [Paragraph(gettext("Lý do: {reason}").format(reason=packet.close_reason))]


def _grouped(digest: str) -> str:
    return " ".join(digest[start : start + 8] for start in range(0, 64, 8))


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
