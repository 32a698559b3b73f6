"""Signed files, their revisions, who has one in hand. Who may see them: the slice above."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from congdoan.foundation.hooks import Hook
from congdoan.support.certificates.models import Lease, Revision, SignatureField, SignedFile
from congdoan.support.files.api import FileQuestion, unscoped_content

#: Why revisions are kept (``wiring.py`` declares it).
REVISION = "certificates.revision"

#: May this actor read the revisions of this file? Answered by the slice whose text it is.
may_read_revision: Hook[tuple[FileQuestion, int], bool] = Hook("certificates.may_read_revision")


def may_read_content(question: FileQuestion) -> bool | None:
    """Let whoever may see the signing read its files."""
    if question.purpose != REVISION:
        return None
    found = Revision.objects.filter(content_id=question.file_id).values_list("file_id", flat=True)
    pk = found.first()
    if pk is None:
        return None
    return True if any(may_read_revision.ask((question, pk))) else None


def content_of(revision: Revision) -> bytes:
    with unscoped_content(revision.content) as file:
        return file.read()


def last_revision(file: SignedFile) -> Revision:
    return revisions_of(file).get(number=file.revision_count)


def revisions_of(file: SignedFile) -> "QuerySet[Revision]":
    """Return the chain, oldest first."""
    return file.revisions.select_related("content", "field").order_by("number")


def fields_of(file: SignedFile) -> "QuerySet[SignatureField]":
    return file.fields.select_related("revision").order_by("pk")


def current_lease(file: SignedFile, *, at: datetime) -> Lease | None:
    """Return who has the file in hand, if their time is not up."""
    return Lease.objects.filter(file=file, until__gt=at).select_related("field").first()


def find_revision(sha256: str) -> Revision | None:
    return Revision.objects.filter(sha256=sha256).select_related("file", "field", "content").first()


def find_file_by_mark(mark: str) -> SignedFile | None:
    return SignedFile.objects.filter(mark=mark).first()


def unscoped_files_to_archive(*, on: datetime) -> Sequence[SignedFile]:
    """Return closed files without an archive time-stamp, or whose last one is a year old."""
    due = Q(archived_at__isnull=True) | Q(renew_on__lte=on.date())
    return list(SignedFile.objects.filter(due, closed_at__isnull=False).order_by("pk"))
