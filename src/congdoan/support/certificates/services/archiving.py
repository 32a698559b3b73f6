"""Closing the chain, and keeping it checkable for longer than any certificate lives."""

import calendar
from datetime import date, datetime

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.kernel.audit import api as audit
from congdoan.kernel.rulebook.api import value
from congdoan.support.certificates.enums import RevisionKind
from congdoan.support.certificates.models import Lease, SignedFile
from congdoan.support.certificates.selectors.files import content_of, last_revision
from congdoan.support.certificates.services import documents
from congdoan.support.certificates.services.keeping import add_revision, locked
from congdoan.support.certificates.services.outside import asking
from congdoan.support.certificates.services.trust import trust
from congdoan.support.certificates.services.validating import validate


@transaction.atomic
def close_file(*, file: SignedFile, at: datetime) -> None:
    """Take no further signature; the archive time-stamp follows in the background."""
    held = locked(file.pk)
    if held.closed_at is None:
        held.closed_at = at
        held.save(update_fields=["closed_at"])
        Lease.objects.filter(file=held).delete()


@transaction.atomic
def archive_file(*, actor: Actor, file: SignedFile, at: datetime) -> SignedFile:
    """
    Add an archive time-stamp (B-LTA): the first when the file is closed, then one a year.

    Safe to run twice: what is not due is left as it is.

    :raises StampServiceSilent, CertificateNotTrusted: tried again the next day
    """
    held = locked(file.pk)
    if held.closed_at is None or (held.renew_on and held.renew_on > at.date()):
        return held
    world = trust(on=at.date())
    with asking():
        pdf = documents.archive(
            content_of(last_revision(held)),
            stamper=world.stamper(at=at),
            context=world.live_context([], at=at),
        )
    report = validate(pdf, trust=world, at=at)
    made = add_revision(
        held,
        pdf,
        kind=RevisionKind.ARCHIVED,
        report=report,
        at=at,
        by=(None, report[-1].holder),
        certificate=report[-1].certificate,
    )
    held.archived_at = at
    months = int(value("signature.time.renewal_months", on=at.date()))
    held.renew_on = _months_later(at.date(), months)
    held.save(update_fields=["archived_at", "renew_on"])
    audit.record(
        actor=actor,
        verb="certificates.archived",
        target=held,
        organisation_id=held.organisation_id,
        changes={"revision": made.number, "sha256": made.sha256},
        label=held.title,
    )
    return held


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return day.replace(year=day.year + year, month=month + 1, day=min(day.day, last))
