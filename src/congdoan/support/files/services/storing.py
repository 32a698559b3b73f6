from collections.abc import Iterable
from datetime import datetime
from functools import partial
import hashlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.kernel.audit import api as audit
from congdoan.support.files import rules
from congdoan.support.files.models import StoredFile
from congdoan.support.files.services.gathering import GatheredUpload, use_up

if TYPE_CHECKING:
    from congdoan.kernel.organisations.models import Organisation


@transaction.atomic
def store_file(
    *,
    actor: Actor,
    organisation: "Organisation",
    upload: "File[bytes]",
    purpose: str,
    at: datetime,
) -> StoredFile:
    """
    Keep an uploaded file for ``organisation``.

    The right is the one the purpose was declared with. Sending the same file twice gives the same
    row; nobody but the uploader reads it until a slice attaches it to a record.

    :raises FileTooLarge, FileIsEmpty, FileTypeRefused, ContentIsNotWhatItSays: bad file
    :raises HasMacros, HasPassword, RunsCode, CarriesFiles, FetchesTemplate: for what it carries
    """
    actor.require(rules.purpose_of(purpose).needs, on=organisation)
    name, media_type = check_upload(upload)
    digest = _digest(upload)
    stored, created = StoredFile.objects.get_or_create(
        organisation=organisation,
        sha256=digest,
        purpose=purpose,
        uploaded_by_id=actor.user_id,
        name=name,
        defaults={
            "size": upload.size,
            "media_type": media_type,
            "uploader_name": actor.name,
            "created_at": at,
        },
    )
    _keep_content(stored, upload)
    if created:
        audit.record(
            actor=actor,
            verb="files.stored",
            target=stored,
            organisation_id=organisation.pk,
            changes={"name": name, "sha256": digest, "size": upload.size},
        )
    if isinstance(upload, GatheredUpload):
        use_up(upload.gathering)
        upload.close()
    return stored


def check_upload(upload: "File[bytes]") -> tuple[str, str]:
    """Return the clean name and the media type; raise as ``store_file`` does."""
    name = rules.clean_name(upload.name or "")
    size = upload.size
    in_parts = isinstance(upload, GatheredUpload)
    most = settings.LARGE_UPLOAD_LIMIT_BYTES if in_parts else settings.UPLOAD_LIMIT_BYTES
    if size > most:
        raise rules.FileTooLarge(size=rules.megabytes(size), limit=most // (1024 * 1024))
    if not size:
        raise rules.FileIsEmpty(name=name)
    return name, rules.media_type(name, upload)


def _digest(upload: "File[bytes]") -> str:
    digest = hashlib.sha256()
    upload.seek(0)
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def _keep_content(stored: StoredFile, upload: "File[bytes]") -> None:
    """
    Write the content unless it lies there whole.

    A write cut off by a crash is recognised by its size and replaced. Two people sending the same
    file at once both try; the slower one's copy gets another name from the storage and is removed.
    """
    if default_storage.exists(stored.path):
        if default_storage.size(stored.path) == stored.size:
            return
        default_storage.delete(stored.path)
    written = default_storage.save(stored.path, upload)
    if written != stored.path:
        default_storage.delete(written)


@transaction.atomic
def discard_files(files: Iterable[int]) -> int:
    """
    Throw uploads away whose record let go of them; return how many.

    The content goes once the transaction has ended and nobody else keeps the same one. The caller
    has checked the right, and says in its own audit row what went.
    """
    gone = list(StoredFile.objects.filter(pk__in=list(files)))
    StoredFile.objects.filter(pk__in=[one.pk for one in gone]).delete()
    for one in gone:
        same = StoredFile.objects.filter(organisation=one.organisation_id, sha256=one.sha256)
        if not same.exists():
            transaction.on_commit(partial(default_storage.delete, one.path))
    return len(gone)
