"""Taking an agreement that exists elsewhere into the register."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
import json
from typing import Any

from django.core.files.base import File
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import ImportState, Level, Piece, Source
from congdoan.areas.agreements.models import Agreement, TextImport
from congdoan.areas.agreements.rules import sheet as sheets
from congdoan.areas.agreements.rules.facts import guess_facts
from congdoan.areas.agreements.rules.lines import NewLine
from congdoan.areas.agreements.rules.recognising import recognise_manuscript
from congdoan.areas.agreements.selectors.files import MANUSCRIPT, SCAN
from congdoan.areas.agreements.selectors.text import current_version
from congdoan.areas.agreements.services.copying import write_lines
from congdoan.areas.agreements.services.drafting import (
    AgreementData,
    BasisData,
    draft_agreement,
    set_bases,
)
from congdoan.areas.agreements.services.force import attach_scan, record_paper
from congdoan.areas.agreements.services.parties import PartyData
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import AlreadyDone, ChangedMeanwhile, Refusal
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.files.api import store_file
from congdoan.support.manuscripts.api import Left, Manuscript, read_manuscript

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


class ScanIsSigned(Refusal):
    """Bản quét là bản chính đã ký; hãy chọn “Đã ký” và ghi ngày ký, nơi ký."""


@dataclass(frozen=True)
class Signed:
    """When and where an imported agreement was signed; ``scan`` is the signed original."""

    on: date
    place: str
    number: str = ""
    scan: "File[bytes] | None" = None


@transaction.atomic
def begin_import(
    *, actor: Actor, organisation: Organisation, upload: "File[bytes]", at: datetime
) -> TextImport:
    """
    Read an uploaded agreement into a sheet that a person goes through; nothing else changes yet.

    :raises Refusal: each kind of file that cannot be read has its own sentence (``manuscripts``)
    """
    actor.require(policies.DRAFT, on=organisation)
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    scanned = b"%PDF-" in content[:1024] or content.startswith(_PICTURES)
    found = None if scanned else read_manuscript(content, upload.name or "")
    file = store_file(
        actor=actor,
        organisation=organisation,
        upload=upload,
        purpose=SCAN if scanned else MANUSCRIPT,
        at=at,
    )
    one = TextImport(
        organisation=organisation,
        source=Source.SCAN if scanned else Source.WORD,
        file=file,
        created_at=at,
        created_by_name=actor.name,
    )
    if found is not None:
        _recognise(one, found)
    one.save(force_insert=True)
    record(
        actor=actor,
        verb="agreements.import_begun",
        target=one,
        organisation_id=organisation.pk,
        changes={"file": file.name, "lines": len(one.lines)},
        label=file.name,
    )
    return one


def _recognise(one: TextImport, found: Manuscript) -> None:
    recognised = recognise_manuscript(found)
    body = [line.text for line in sheets.clauses(recognised.sheet)]
    facts = guess_facts(recognised.head, recognised.tail, body)
    one.lines = sheets.as_json(recognised.sheet)
    one.facts = json.loads(json.dumps(asdict(facts), cls=DjangoJSONEncoder))
    one.remarks = _remarks(found)


def _remarks(found: Manuscript) -> list[str]:
    remarks = []
    if found.decoded:
        remarks.append(
            _("Tệp dùng phông chữ cũ {names}; chữ đã được đổi sang Unicode theo bảng mã.").format(
                names=", ".join(found.decoded)
            )
        )
    if found.suspected:
        remarks.append(
            _(
                "Chữ trong tệp có vẻ theo bảng mã {name} nhưng tệp không ghi phông chữ; phần mềm "
                "không đoán. Hãy đổi sang Unicode (Unikey, Ctrl+Shift+F6) rồi tải lên lại."
            ).format(name=found.suspected)
        )
    tracked = {Left.INSERTED, Left.DELETED}
    count = sum(one.kind in tracked for one in found.leftovers)
    if count:
        remarks.append(
            _(
                "Tệp có {count} chỗ theo dõi sửa đổi (Track Changes); nội dung đọc như đã chấp "
                "nhận hết, từng chỗ được liệt kê bên dưới."
            ).format(count=count)
        )
    return remarks


@transaction.atomic
def save_sheet(
    *, actor: Actor, one: TextImport, revision: int, sheet: Sequence[sheets.SheetLine]
) -> TextImport:
    """
    Keep the sheet as sorted so far.

    :raises ChangedMeanwhile: when somebody saved it since ``revision``
    """
    one = _held(actor, one)
    if one.revision != revision:
        raise ChangedMeanwhile
    one.lines = sheets.as_json(sheet)
    one.revision += 1
    one.save(update_fields=["lines", "revision"])
    return one


@transaction.atomic
def discard_import(*, actor: Actor, one: TextImport) -> None:
    """Give up a sheet; the file stays with whoever uploaded it."""
    one = _held(actor, one)
    one.state, one.lines, one.facts = ImportState.DISCARDED, [], {}
    one.save(update_fields=["state", "lines", "facts"])
    _record(actor, one, "import_discarded", one.file.name)


@transaction.atomic
def finish_import(
    *,
    actor: Actor,
    one: TextImport,
    data: AgreementData,
    parties: Sequence[PartyData],
    bases: Sequence[BasisData],
    on: date,
    at: datetime,
    signed: Signed | None = None,
) -> Agreement:
    """
    Make the agreement of a sheet: a draft, or one signed on paper before, in force by its days.

    :raises Undecided: while something of the file is neither text nor left out with a reason
    :raises ScanIsSigned: a scan is of a signed original
    """
    one = _held(actor, one)
    sheet = sheets.from_json(one.lines)
    sheets.require_decided(sheet)
    if one.source == Source.SCAN and signed is None:
        raise ScanIsSigned
    agreement = draft_agreement(
        actor=actor, drafting=one.organisation, data=data, parties=parties, on=on, at=at
    )
    write_lines(current_version(agreement), _text(one, sheet), by=actor.name, at=at)
    if bases:
        set_bases(actor=actor, agreement=agreement, bases=bases)
    if signed is not None:
        agreement = _sign(actor, one, agreement, signed, on, at)
    one.state, one.agreement = ImportState.DONE, agreement
    one.save(update_fields=["state", "agreement"])
    _record(actor, one, "imported", agreement.title)
    return agreement


def _text(one: TextImport, sheet: sheets.Sheet) -> list[NewLine]:
    """Return the lines of the text; a scan with nothing typed beside it still has one."""
    lines = [line.as_new() for line in sheets.clauses(sheet)]
    if not lines and one.source == Source.SCAN:
        return [NewLine(Level.ARTICLE, "Toàn văn theo bản chính đã quét")]
    return lines


def _sign(
    actor: Actor, one: TextImport, agreement: Agreement, signed: Signed, on: date, at: datetime
) -> Agreement:
    agreement = record_paper(
        actor=actor,
        agreement=agreement,
        signed_on=signed.on,
        place=signed.place,
        number=signed.number,
        on=on,
        at=at,
    )
    if one.source == Source.SCAN:
        agreement.scan = one.file
        agreement.save(update_fields=["scan"])
    elif signed.scan is not None:
        agreement = attach_scan(actor=actor, agreement=agreement, upload=signed.scan, at=at)
    return agreement


def _held(actor: Actor, one: TextImport) -> TextImport:
    actor.require(policies.DRAFT, on=one.organisation)
    held = (
        TextImport.objects.select_for_update(of=("self",))
        .select_related("organisation", "file")
        .get(pk=one.pk)
    )
    if held.state != ImportState.OPEN:
        raise AlreadyDone
    return held


def _record(actor: Actor, one: TextImport, verb: str, label: str) -> None:
    changes: dict[str, Any] = {"file": one.file.name, "sha256": one.file.sha256}
    left = [line for line in one.lines if not line.get("level")]
    if left:
        changes["left_out"] = sum(line.get("piece") != Piece.TEXT for line in left)
    record(
        actor=actor,
        verb=f"agreements.{verb}",
        target=one.agreement or one,
        organisation_id=one.organisation_id,
        changes=changes,
        label=label,
    )
