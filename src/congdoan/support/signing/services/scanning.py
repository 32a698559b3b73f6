"""Signed paper sent back: kept, read, held against the frozen text, looked at by a person."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from datetime import date, datetime
from typing import IO, cast

from django.core.files.base import File
from django.db import transaction

from congdoan.foundation import jobs
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import tidy
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.files.api import StoredFile, check_upload, store_file, unscoped_content
from congdoan.support.signing import policies
from congdoan.support.signing.enums import Method, PacketState, ScanState
from congdoan.support.signing.models import Packet, Scan, ScanFile, ScanSheet, Signature
from congdoan.support.signing.rules.scans import (
    MOST_SHEETS,
    TEXT_PAGE,
    Code,
    NobodySigned,
    PlaceUnknown,
    ScanTooLong,
    judge,
)
from congdoan.support.signing.rules.slots import PacketClosed
from congdoan.support.signing.selectors.scans import SCAN, signatures_of
from congdoan.support.signing.services import telling
from congdoan.support.signing.services.locking import locked_packet, record
from congdoan.support.signing.services.reading import count_sheets, read_sheets
from congdoan.support.signing.services.recording import (
    NotOnPaper,
    ScanAttached,
    may_record,
    require_recorder,
)

_PDF = "application/pdf"
#: So many sheets are read while the sender waits; a job reads more.
_AT_ONCE = 12
#: The job's name (``tasks.py``).
_JOB = "signing.read_scan"


@transaction.atomic
def attach_scans(
    *,
    actor: Actor,
    packet: Packet,
    signatures: Sequence[Signature],
    uploads: Sequence["File[bytes]"],
    on: date,
    at: datetime,
) -> Scan:
    """
    Keep the scan of signed paper and hold it against the frozen text; also after completion.

    One scan may show the signatures of many parties. A scan that did not match may be followed by
    another; one that did is evidence and stays.

    :raises NobodySigned: without a signature it shows
    :raises NotOnPaper, ScanAttached: when a signature takes no scan
    :raises PacketClosed: when the packet was voided
    :raises ScanUnreadable, ScanTooLong: a file that is no scan; and the refusals of files
    """
    if not signatures:
        raise NobodySigned
    for signature in signatures:
        require_recorder(actor, signature.slot)
    count = _refuse_broken(uploads)
    # Read before anybody has to wait for the packet.
    sheets = _sheets([_source(upload) for upload in uploads], packet) if count <= _AT_ONCE else None
    held = locked_packet(packet.pk)
    if held.state == PacketState.VOID:
        raise PacketClosed(title=held.title, state=held.get_state_display())
    fresh = _fresh(held, signatures)
    keeper = _keeper(actor, held, fresh)
    scan = Scan.objects.create(
        packet=held,
        keeper=keeper,
        text_hash=held.text_hash,
        uploaded_at=at,
        uploaded_by_id=actor.user_id,
        uploaded_by_name=actor.name,
    )
    record(
        actor=actor,
        verb="signing.scan_attached",
        packet=held,
        parties=[keeper.pk, *(signature.slot.organisation_id for signature in fresh)],
        changes={
            "scan": scan.pk,
            "parties": [signature.slot.party_name for signature in fresh],
            "sheets": count,
        },
    )
    files = _keep_files(actor, scan, uploads, at)
    for signature in fresh:
        signature.scan, signature.paper_scan = files[0], scan
        signature.save(update_fields=["scan", "paper_scan"])
    if sheets is None:
        jobs.enqueue(_JOB, key=f"{_JOB}.{scan.pk}", scan=scan.pk)
    else:
        _keep_sheets(scan, sheets, at=at)
    telling.list_work(actor=actor, packet=held, on=on, at=at)
    return scan


def _fresh(packet: Packet, signatures: Sequence[Signature]) -> list[Signature]:
    """Return the signatures as they stand under the packet's lock."""
    rows = Signature.objects.filter(
        slot__packet=packet, pk__in=[signature.pk for signature in signatures]
    ).select_related("slot__organisation", "slot__packet__organisation", "paper_scan")
    fresh = list(rows.order_by("slot__number"))
    for signature in fresh:
        if signature.method != Method.PAPER:
            raise NotOnPaper
        replaced = signature.paper_scan is not None and signature.paper_scan.may_be_replaced
        if signature.scan_id is not None and not replaced:
            raise ScanAttached
    return fresh


def _refuse_broken(uploads: Sequence["File[bytes]"]) -> int:
    """Return how many sheets the files have; open each of them before anything is kept."""
    sheets = 0
    for upload in uploads:
        name, media_type = check_upload(upload)
        sheets += count_sheets(upload, name, is_pdf=media_type == _PDF)
    if sheets > MOST_SHEETS:
        raise ScanTooLong(count=sheets, limit=MOST_SHEETS)
    return sheets


def _keeper(actor: Actor, packet: Packet, signatures: Sequence[Signature]) -> Organisation:
    """Return whose file it is: the party's, when its own clerk sends it; else the sender's."""
    parties = [signature.slot.organisation for signature in signatures]
    own = [party for party in parties if actor.may(policies.RECORD, on=party)]
    return own[0] if own else packet.organisation


def _keep_files(
    actor: Actor, scan: Scan, uploads: Sequence["File[bytes]"], at: datetime
) -> list[StoredFile]:
    kept = [
        store_file(actor=actor, organisation=scan.keeper, upload=upload, purpose=SCAN, at=at)
        for upload in uploads
    ]
    ScanFile.objects.bulk_create(
        ScanFile(scan=scan, number=number, file=file) for number, file in enumerate(kept, start=1)
    )
    return kept


@transaction.atomic
def read_scan(*, actor: Actor, scan: Scan, on: date, at: datetime) -> Scan:
    """Read a scan that waits for it; safe to run twice."""
    actor.require(policies.RECORD, on=scan.keeper)
    if scan.state != ScanState.READING:
        return scan
    with ExitStack() as opened:
        parts = [part.file for part in scan.files.select_related("file")]
        sources = [
            (opened.enter_context(unscoped_content(file)), file.media_type == _PDF)
            for file in parts
        ]
        sheets = _sheets(sources, scan.packet)
    packet = locked_packet(scan.packet_id)
    held = Scan.objects.select_related("packet", "keeper").get(pk=scan.pk)
    if held.state != ScanState.READING:
        return held
    _keep_sheets(held, sheets, at=at)
    telling.list_work(actor=actor, packet=packet, on=on, at=at)
    telling.tell_scan(actor=actor, packet=packet, scan=held, at=at)
    return held


def _source(upload: "File[bytes]") -> tuple[IO[bytes], bool]:
    upload.seek(0)
    return cast(IO[bytes], upload), check_upload(upload)[1] == _PDF


def _sheets(sources: Sequence[tuple[IO[bytes], bool]], packet: Packet) -> list[ScanSheet]:
    rows: list[ScanSheet] = []
    for content, is_pdf in sources:
        for seen in read_sheets(content, is_pdf=is_pdf, token=packet.token):
            code = seen.code or Code("")
            rows.append(
                ScanSheet(
                    number=len(rows) + 1,
                    token=code.token,
                    key=code.key[:10],
                    page=code.page,
                    pages=code.pages,
                    turned=seen.turned,
                    blank=seen.blank,
                    picture=seen.picture,
                )
            )
    _drop_needless_pictures(rows, packet.token)
    return rows


def _keep_sheets(scan: Scan, rows: Sequence[ScanSheet], *, at: datetime) -> None:
    for row in rows:
        row.scan = scan
    ScanSheet.objects.bulk_create(rows)
    scan.read_at = at
    _judge(scan, rows)


def _drop_needless_pictures(rows: Sequence[ScanSheet], token: str) -> None:
    """Keep pictures of sheets somebody may have to look at; the file itself has the rest."""
    seen: dict[int, int] = {}
    for row in rows:
        seen[row.page] = seen.get(row.page, 0) + 1
    for row in rows:
        own = row.token == token and row.key == TEXT_PAGE
        if row.blank or (own and seen[row.page] == 1):
            row.picture = None


def _judge(scan: Scan, rows: Sequence[ScanSheet]) -> None:
    judgement = judge([row.as_sheet() for row in rows], scan.packet.token)
    by_hand = any(row.placed is not None or row.skipped for row in rows)
    verdict = ScanState(judgement.verdict)
    scan.state = ScanState.CONFIRMED if verdict == ScanState.MATCHED and by_hand else verdict
    scan.findings = [asdict(finding) for finding in judgement.findings]
    scan.pages = judgement.pages
    scan.save(
        update_fields=[
            "state",
            "findings",
            "pages",
            "read_at",
            "judged_at",
            "judged_by_name",
            "note",
        ]
    )


@transaction.atomic
def settle_sheets(
    *,
    actor: Actor,
    scan: Scan,
    places: Mapping[int, int],
    skipped: Sequence[int],
    note: str,
    on: date,
    at: datetime,
) -> Scan:
    """
    Write down what a person saw: which page a sheet is, or that it is none of the text.

    ``places`` gives the page by the number of the sheet. Only sheets whose code was not read, or
    that do not belong, can be settled; what the machine read stays beside it.

    :raises PlaceUnknown: a page the print does not have
    """
    require_scan_recorder(actor, scan)
    packet = locked_packet(scan.packet_id)
    held = Scan.objects.select_related("packet", "keeper").get(pk=scan.pk)
    if not held.may_be_replaced:
        return held
    rows = list(ScanSheet.objects.filter(scan=held))
    for row in rows:
        if row.picture is None:
            continue
        page = places.get(row.number)
        if page is not None and not 1 <= page <= (held.pages or MOST_SHEETS):
            raise PlaceUnknown(sheet=row.number, pages=held.pages or MOST_SHEETS)
        row.placed, row.skipped = page, row.number in skipped and page is None
        row.save(update_fields=["placed", "skipped"])
    held.judged_at, held.judged_by_name, held.note = at, actor.name, tidy(note)
    _judge(held, rows)
    telling.list_work(actor=actor, packet=packet, on=on, at=at)
    record(
        actor=actor,
        verb="signing.scan_judged",
        packet=packet,
        parties=[held.keeper_id],
        changes={
            "scan": held.pk,
            "state": held.state,
            "placed": dict(places),
            "skipped": [*skipped],
        },
        reason=held.note,
    )
    return held


def require_scan_recorder(actor: Actor, scan: Scan) -> None:
    """Let whoever may write down one of the signatures it shows; raises as ``require_recorder``."""
    for slot in [signature.slot for signature in signatures_of(scan)]:
        if may_record(actor, slot):
            require_recorder(actor, slot)
            return
    actor.require(policies.RECORD, on=scan.packet.organisation)
