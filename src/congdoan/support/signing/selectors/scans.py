"""Scans of signed paper: who reads them, and what is to be said of them."""

from collections.abc import Iterable

from django.db.models import Case, QuerySet, When
from django.utils.translation import gettext as _

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.support.files.api import FileQuestion
from congdoan.support.signing.models import Packet, Scan, ScanFile, ScanSheet, Signature
from congdoan.support.signing.selectors.packets import visible_packets

#: Why scans are kept (``wiring.py`` declares it).
SCAN = "signing.scan"
#: What makes a scan wait or fail; the rest was put right by itself.
GRAVE = frozenset(
    {"EMPTY", "MISSING", "DOUBLED", "MIXED", "FOREIGN", "PAPER", "UNREAD", "NO_NUMBER"}
)


def may_read_scan(question: FileQuestion) -> bool | None:
    """Let whoever sees the packet read its scans."""
    if question.purpose != SCAN:
        return None
    seen = visible_packets(question.actor)
    scans = Signature.objects.filter(scan_id=question.file_id, slot__packet__in=seen)
    parts = ScanFile.objects.filter(file_id=question.file_id, scan__packet__in=seen)
    return True if scans.exists() or parts.exists() else None


def get_scan(actor: Actor, pk: int) -> Scan:
    """:raises NotFound: when there is none in a packet the actor may see"""
    scan = (
        Scan.objects.filter(pk=pk, packet__in=visible_packets(actor))
        .select_related("packet__organisation", "keeper")
        .first()
    )
    if scan is None:
        raise NotFound
    return scan


def sheets_of(scan: Scan) -> list[ScanSheet]:
    """Return the sheets without their pictures, each with ``pictured``."""
    pictured = Case(When(picture__isnull=False, then=True), default=False)
    rows = ScanSheet.objects.filter(scan=scan).annotate(pictured=pictured)
    return list(rows.defer("picture").order_by("number"))


def picture_of(scan: Scan, number: int) -> bytes:
    """:raises NotFound: when the sheet has no picture"""
    found = ScanSheet.objects.filter(scan=scan, number=number, picture__isnull=False).first()
    if found is None or found.picture is None:
        raise NotFound
    return bytes(found.picture)


def unscoped_scan(pk: int) -> Scan | None:
    return Scan.objects.select_related("packet", "keeper").filter(pk=pk).first()


def signatures_without_scan(packet: Packet) -> list[Signature]:
    """Return the paper signatures that still owe a scan, or whose scan did not match."""
    rows = _with_parties(Signature.objects.filter(slot__packet=packet))
    return [signature for signature in rows if signature.owes_scan]


def signatures_of(scan: Scan) -> list[Signature]:
    """Return the signatures a scan shows."""
    return list(_with_parties(Signature.objects.filter(paper_scan=scan)))


def _with_parties(rows: QuerySet[Signature]) -> QuerySet[Signature]:
    related = ("slot__organisation", "slot__packet__organisation", "paper_scan")
    return rows.select_related(*related).order_by("slot__number")


def sentences(scan: Scan) -> list[tuple[bool, str]]:
    """Return each finding as (is it grave, sentence); one query for foreign pages."""
    foreign = _titles(scan) if any(one["code"] == "FOREIGN" for one in scan.findings) else {}
    return [(one["code"] in GRAVE, _sentence(one, foreign)) for one in scan.findings]


def _titles(scan: Scan) -> dict[int, str]:
    """Return, by sheet, which text a foreign page belongs to, as its public page would say."""
    sheets = dict(
        ScanSheet.objects.filter(scan=scan)
        .exclude(token__in=["", scan.packet.token])
        .values_list("number", "token")
    )
    packets = {
        packet.token: packet for packet in Packet.objects.filter(token__in=set(sheets.values()))
    }
    return {number: _foreign(packets.get(token), scan) for number, token in sheets.items()}


def _foreign(packet: Packet | None, scan: Scan) -> str:
    if packet is None:
        return _("một văn bản mà hệ thống này không biết")
    if (packet.subject_type, packet.subject_id) == (
        scan.packet.subject_type,
        scan.packet.subject_id,
    ):
        return _("bản khác của chính văn bản này ({state})").format(
            state=packet.get_state_display()
        )
    return _("văn bản khác: “{title}”").format(title=packet.title)


def _sentence(finding: dict[str, object], foreign: dict[int, str]) -> str:
    values = finding["values"]
    known: dict[str, list[int]] = values if isinstance(values, dict) else {}
    words = {name: numbers(found) for name, found in known.items()}
    code = str(finding["code"])
    if code == "FOREIGN":
        sheet = known["sheets"][0]
        return _("Tờ {sheet} là trang của {what}.").format(
            sheet=sheet, what=foreign.get(sheet, _("một văn bản khác"))
        )
    said = {
        "EMPTY": _("Không có tờ nào là trang của văn bản này; hãy xem lại tệp đã gửi."),
        "MISSING": _("Thiếu trang {pages} (bản in có {of} trang)."),
        "DOUBLED": _("Trang {pages} có nhiều lần: tờ {sheets}."),
        "MIXED": _("Các tờ thuộc những lần in khác nhau ({of} trang); hãy dùng một bản in."),
        "PAPER": _("Tờ {sheets} là phiếu xác nhận, không phải trang của văn bản."),
        "UNREAD": _("Không đọc được mã QR ở tờ {sheets}; hãy xem hình và ghi đó là trang mấy."),
        "NO_NUMBER": _("Mã ở tờ {sheets} không có số trang (in từ Word); hãy ghi đó là trang mấy."),
        "DISORDER": _("Các tờ không theo thứ tự ({pages}); đã xếp lại khi đối chiếu."),
        "TURNED": _("Tờ {sheets} bị ngược hoặc nằm ngang; hình đã được xoay lại."),
        "BLANK": _("Tờ {sheets} là giấy trắng, đã bỏ qua."),
        "SKIPPED": _("Tờ {sheets} được người xem bỏ qua vì không thuộc văn bản."),
        "PLACED": _("Tờ {sheets} được người xem ghi số trang."),
    }
    return said.get(code, code).format(**words)


def numbers(found: Iterable[int]) -> str:
    """Return numbers as people write them: 1–3, 7."""
    runs: list[list[int]] = []
    for number in found:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
