"""Packing everything about one agreement: at once when small, in the background when not."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
import io
import json
import secrets
import tempfile
from typing import IO, Any
import zipfile

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import ExportState
from congdoan.areas.agreements.models import Agreement, AgreementExport
from congdoan.areas.agreements.rules import archive as rules
from congdoan.areas.agreements.rules.refusals import NotAParty
from congdoan.areas.agreements.selectors.archive import (
    unscoped_attachments,
    unscoped_facts,
    unscoped_sheets,
)
from congdoan.foundation.actor import Actor
from congdoan.foundation.jobs import enqueue
from congdoan.foundation.refusal import NotAllowed
from congdoan.foundation.workbook import csv_file
from congdoan.kernel.access.api import system_actor
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.files.api import ContentIsMissing, unscoped_content
from congdoan.support.notifications.api import notify

#: A package is kept this long; it can be asked for again.
_KEPT = timedelta(days=7)
#: Every package of the same facts has the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1 << 20

#: Papers printed by the slice's letters: path within the package and content.
Papers = Iterable[tuple[str, bytes]]


@dataclass
class _Package:
    """A ZIP being written, with the list of what is in it."""

    zip: zipfile.ZipFile
    files: list[dict[str, Any]] = field(default_factory=list)

    def add(self, path: str, content: bytes) -> None:
        self.stream(path, io.BytesIO(content))

    def stream(self, path: str, source: IO[bytes]) -> None:
        digest, size = sha256(), 0
        info = zipfile.ZipInfo(path, _EPOCH)
        info.compress_type = zipfile.ZIP_DEFLATED
        with self.zip.open(info, "w") as target:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
        self.files.append({"path": path, "bytes": size, "sha256": digest.hexdigest()})


def _check(actor: Actor, agreement: Agreement, organisation: Organisation) -> None:
    actor.require(policies.EXPORT, on=organisation)
    if not agreement.parties.filter(organisation=organisation).exists():
        raise NotAParty


@transaction.atomic
def export_agreement(
    *,
    actor: Actor,
    agreement: Agreement,
    organisation: Organisation,
    papers: Papers,
    on: date,
    at: datetime,
) -> IO[bytes]:
    """Return the package as an open temporary file, for a party of the agreement."""
    _check(actor, agreement, organisation)
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it after sending
    size = _write(target, agreement, organisation, papers, on=on, at=at)
    _record(actor, agreement, organisation, size)
    target.seek(0)
    return target


@transaction.atomic
def ask_for_export(
    *, actor: Actor, agreement: Agreement, organisation: Organisation, at: datetime
) -> AgreementExport:
    """
    Have the package made in the background; the person is told when it is there.

    :raises AlreadyPacking: while an earlier request of theirs waits
    """
    _check(actor, agreement, organisation)
    if actor.user_id is None:
        raise NotAllowed
    waiting = AgreementExport.objects.filter(
        agreement=agreement, user_id=actor.user_id, state=ExportState.WAITING
    )
    if waiting.exists():
        raise rules.AlreadyPacking
    made = AgreementExport.objects.create(
        agreement=agreement, organisation=organisation, user_id=actor.user_id, asked_at=at
    )
    enqueue("agreements.pack", export=made.pk, key=f"agreements.pack.{made.pk}")
    return made


@transaction.atomic
def pack_export(
    *, actor: Actor, export: AgreementExport, papers: Papers, on: date, at: datetime
) -> AgreementExport:
    """
    Make a package that was asked for; the right is checked again now. Twice is once.

    :raises NotAllowed: when the person has lost the office since; the request stays without one
    """
    held = AgreementExport.objects.select_for_update(of=("self",)).get(pk=export.pk)
    if held.state != ExportState.WAITING:
        return held
    _check(actor, held.agreement, held.organisation)
    with tempfile.TemporaryFile() as target:
        held.size = _write(target, held.agreement, held.organisation, papers, on=on, at=at)
        target.seek(0)
        name = f"exports/{secrets.token_urlsafe(24)}.zip"
        held.path = default_storage.save(name, File(target))
    held.state, held.made_at = ExportState.READY, at
    held.save(update_fields=["state", "path", "size", "made_at"])
    _record(actor, held.agreement, held.organisation, held.size)
    notify(
        # Nobody is told of their own act; this one was finished without them.
        actor=system_actor(today=on),
        kind="agreements.export_ready",
        key=f"agreements.export.{held.pk}",
        at=at,
        users=[held.user_id],
        context={"title": held.agreement.title},
        url=f"/phoi-hop/{held.agreement_id}/xuat/",
    )
    return held


def clear_exports(*, at: datetime) -> int:
    """Throw away packages that were kept long enough; returns how many."""
    old = AgreementExport.objects.filter(asked_at__lt=at - _KEPT)
    gone = list(old)
    for one in gone:
        if one.path:
            default_storage.delete(one.path)
        one.delete()
    return len(gone)


def _write(
    target: IO[bytes],
    agreement: Agreement,
    organisation: Organisation,
    papers: Papers,
    *,
    on: date,
    at: datetime,
) -> int:
    with zipfile.ZipFile(target, "w") as archive:
        package = _Package(archive)
        words = rules.README.format(
            title=agreement.title, day=f"{on:%d/%m/%Y}", organisation=name_of(organisation, on=on)
        )
        package.add("HUONG-DAN.txt", words.encode())
        package.add("van-ban.json", _json(unscoped_facts(agreement, on)))
        for sheet in unscoped_sheets(agreement):
            package.add(f"bang/{sheet.name}.csv", csv_file(sheet.heads, sheet.rows))
        for path, content in papers:
            package.add(f"giay-to/{path}", content)
        missing = _attach(package, agreement)
        manifest = {
            "agreement": agreement.pk,
            "title": agreement.title,
            "made_at": at,
            "missing": missing,
            "files": package.files,
        }
        archive.writestr(zipfile.ZipInfo("manifest.json", _EPOCH), _json(manifest))
    return target.tell()


def _attach(package: _Package, agreement: Agreement) -> list[str]:
    """Add the uploaded files; returns those the storage has lost, which the manifest names."""
    missing = []
    for one in unscoped_attachments(agreement):
        path = f"tep/{one.pk}-{rules.safe_name(one.name)}"
        try:
            with unscoped_content(one) as content:
                package.stream(path, content)
        except ContentIsMissing:
            missing.append(path)
    return missing


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder).encode()


def _record(actor: Actor, agreement: Agreement, organisation: Organisation, size: int) -> None:
    record(
        actor=actor,
        verb="agreements.exported",
        target=agreement,
        organisation_id=organisation.pk,
        changes={"bytes": size},
        label=agreement.title,
    )
