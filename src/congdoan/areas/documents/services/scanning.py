"""A scan kept before its paper is entered, so that the machine reads it first."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from congdoan.areas.documents import policies
from congdoan.areas.documents.selectors.documents import ARRIVED
from congdoan.areas.documents.selectors.scans import get_scan, unscoped_left_scans
from congdoan.foundation.actor import Actor
from congdoan.kernel.audit import api as audit
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.files.api import StoredFile, discard_files, store_file
from congdoan.support.texts.api import ask_reading

if TYPE_CHECKING:
    from django.core.files.base import File

#: A scan that nobody entered is thrown away after this.
KEPT_FOR = timedelta(days=7)


@transaction.atomic
def keep_scan(
    *, actor: Actor, organisation: Organisation, upload: "File[bytes]", at: datetime
) -> StoredFile:
    """Keep a scan to be entered in the incoming book, and have it read."""
    actor.require(policies.REGISTER, on=organisation)
    file = store_file(actor=actor, organisation=organisation, upload=upload, purpose=ARRIVED, at=at)
    ask_reading([file], at=at)
    return file


@transaction.atomic
def drop_scan(*, actor: Actor, organisation: Organisation, file: int) -> None:
    """
    Throw away a scan that is not entered: the wrong one, or a state secret.

    :raises NotFound: when it is not the actor's, or stands in the book
    """
    actor.require(policies.REGISTER, on=organisation)
    _discard(actor, get_scan(actor, organisation, file))


@transaction.atomic
def sweep_scans(*, actor: Actor, at: datetime) -> int:
    """Throw away scans that nobody entered; return how many. Safe to run twice."""
    left = unscoped_left_scans(before=at - KEPT_FOR)
    for scan in left:
        _discard(actor, scan)
    return len(left)


def _discard(actor: Actor, scan: StoredFile) -> None:
    audit.record(
        actor=actor,
        verb="documents.scan_dropped",
        target=scan.organisation,
        organisation_id=scan.organisation_id,
        changes={"name": scan.name},
    )
    discard_files([scan.pk])
