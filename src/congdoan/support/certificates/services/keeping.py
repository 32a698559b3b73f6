"""Adding a revision to the chain and to the register, under the file's row lock."""

from datetime import datetime
import hashlib

from django.core.files.base import ContentFile

from congdoan.foundation.refusal import NotFound
from congdoan.kernel.access.api import system_actor
from congdoan.support.certificates.enums import RevisionKind
from congdoan.support.certificates.models import Revision, SignatureField, SignedFile
from congdoan.support.certificates.rules.verdicts import Finding
from congdoan.support.certificates.selectors.files import REVISION
from congdoan.support.files.api import store_file


def locked(file_id: int) -> SignedFile:
    """
    Return the file as it stands now, locked until the end of the transaction.

    :raises NotFound:
    """
    found = SignedFile.objects.select_for_update(of=("self",)).filter(pk=file_id).first()
    if found is None:
        raise NotFound
    return found


def add_revision(
    file: SignedFile,
    pdf: bytes,
    *,
    kind: RevisionKind,
    report: list[Finding],
    at: datetime,
    by: tuple[int | None, str],
    field: SignatureField | None = None,
    provider: str = "",
    certificate: dict[str, object] | None = None,
) -> Revision:
    """Store the next revision of a locked file and write it into the register."""
    number = file.revision_count + 1
    upload = ContentFile(pdf, name=f"tep-ky-so-{file.pk}-ban-{number}.pdf")
    # The system stores it: who signs for one party has no rights at the one that keeps the file.
    stored = store_file(
        actor=system_actor(today=at.date()),
        organisation=file.organisation,
        upload=upload,
        purpose=REVISION,
        at=at,
    )
    made = Revision.objects.create(
        file=file,
        number=number,
        kind=kind,
        field=field,
        content=stored,
        sha256=hashlib.sha256(pdf).hexdigest(),
        made_at=at,
        made_by_id=by[0],
        made_by_name=by[1][:130],
        provider=provider,
        certificate=certificate or {},
        report=[finding.as_json() for finding in report],
    )
    file.revision_count, file.last_sha256 = number, made.sha256
    file.save(update_fields=["revision_count", "last_sha256"])
    return made
