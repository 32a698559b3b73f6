"""Who may read a file: its uploader, and whoever the slice it is attached to says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from congdoan.foundation.actor import Actor
from congdoan.foundation.hooks import Hook
from congdoan.foundation.refusal import NotFound
from congdoan.support.files.models import StoredFile


@dataclass(frozen=True)
class FileQuestion:
    """May ``actor`` read this file? By ``purpose`` a slice knows which files are its own."""

    actor: Actor
    file_id: int
    purpose: str


class ContentIsMissing(NotFound):
    """Nội dung tệp không còn trong kho; hãy báo quản trị khôi phục từ bản sao lưu."""


#: Answered by the slices files are attached to: True = yes, None = not mine or no.
may_read_file: Hook[FileQuestion, bool] = Hook("files.may_read_file")


def may_read(actor: Actor, stored: StoredFile) -> bool:
    if actor.user_id is None:
        return False
    if stored.uploaded_by_id == actor.user_id:
        return True
    return any(may_read_file.ask(FileQuestion(actor, stored.pk, stored.purpose)))


def get_readable_file(actor: Actor, pk: int) -> StoredFile:
    """
    Return the file.

    :raises NotFound: when it does not exist or ``actor`` may not read it
    """
    stored = StoredFile.objects.filter(pk=pk).first()
    if stored is None or not may_read(actor, stored):
        raise NotFound
    return stored


def unscoped_files(ids: Iterable[int]) -> dict[int, StoredFile]:
    """Return files by id in one query; the caller has checked the record they hang on."""
    return StoredFile.objects.in_bulk(list(ids))


def unscoped_files_for(purpose: str, *, before: datetime) -> QuerySet[StoredFile]:
    """Return what was kept for a purpose before a moment, for the slice that sweeps it."""
    rows = StoredFile.objects.filter(purpose=purpose, created_at__lt=before)
    return rows.select_related("organisation")


def unscoped_content(stored: StoredFile) -> IO[bytes]:
    """
    Open the content; the caller closes it.

    :raises ContentIsMissing: when the storage lost it
    """
    try:
        return default_storage.open(stored.path)
    except FileNotFoundError:
        raise ContentIsMissing from None
