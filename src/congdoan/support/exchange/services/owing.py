"""Rows that did not go in are work: on the list of the union until they are in, or given up."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from congdoan.foundation.actor import Actor
from congdoan.kernel.people.models import Office, Person
from congdoan.support.exchange.enums import BatchState, Plan, RowState
from congdoan.support.exchange.models import ImportBatch
from congdoan.support.worklist.api import Wanted, open_work, sync_work, unscoped_work

WORK = "exchange.parked"
#: So long after its upload the cells of a batch are there to be put right (``forgetting``).
KEPT = timedelta(days=90)


def list_parked(*, actor: Actor, batch: ImportBatch, at: datetime) -> None:
    """
    Make the work list say how many rows of a committed batch are not in yet.

    Done when none is left; cancelled when the batch is taken back or its rows are forgotten.
    """
    if batch.organisation is None:
        return
    prefix = f"exchange.{batch.pk}."
    left = _left(batch)
    known = unscoped_work(prefix).exists()
    if not left and not known:
        return
    # Kept text is Vietnamese: it is read by others than who happened to cause it.
    with override("vi"):
        wanted = _wanted(batch, prefix, left)
    if not known:
        open_work(
            actor=actor,
            kind=wanted.kind,
            key=wanted.key,
            title=wanted.title,
            organisation=batch.organisation,
            on=actor.today,
            source_label=wanted.source_label,
            source_url=wanted.source_url,
            due=wanted.due,
            why=wanted.why,
            assignee=_committer(actor, batch),
        )
        return
    owed = [wanted] if batch.state == BatchState.DONE else []
    sync_work(actor=actor, prefix=prefix, wanted=owed, on=actor.today, at=at)


def forget_parked(*, actor: Actor, batches: list[int], at: datetime) -> None:
    """Take work off the lists whose rows hold nothing any more."""
    for pk in batches:
        if unscoped_work(f"exchange.{pk}.").exists():
            sync_work(actor=actor, prefix=f"exchange.{pk}.", wanted=(), on=actor.today, at=at)


def _left(batch: ImportBatch) -> int:
    if batch.state != BatchState.DONE:
        return 0
    open_rows = batch.rows.filter(state__in=[RowState.WAITING, RowState.REFUSED])
    return open_rows.exclude(plan=Plan.SKIP).count()


def _wanted(batch: ImportBatch, prefix: str, left: int) -> Wanted:
    title = ngettext(
        "%(n)s dòng chưa nhập được của lô “%(file)s”",
        "%(n)s dòng chưa nhập được của lô “%(file)s”",
        left,
    )
    return Wanted(
        key=f"{prefix}parked",
        kind=WORK,
        title=title % {"n": left, "file": batch.file_name},
        organisation_id=batch.organisation_id or 0,
        source_label=_("Nhập dữ liệu"),
        # Services know no URLconf.
        source_url=f"/nhap/lan/{batch.pk}/",
        due=timezone.localdate(batch.created_at + KEPT),
        why=_(
            "Sửa các ô rồi bấm Nhập, hoặc sửa trong tệp kết quả. Sau hạn này nội dung các dòng bị "
            "xóa, muốn nhập phải tải tệp lên lại."
        ),
        done=not left,
    )


def _committer(actor: Actor, batch: ImportBatch) -> Person | None:
    """Return who committed, where they hold an office in the union; else it is everybody's."""
    if actor.person_id is None:
        return None
    offices = Office.objects.on(actor.today).filter(
        person_id=actor.person_id, organisation=batch.organisation_id
    )
    return Person.objects.filter(pk=actor.person_id).first() if offices.exists() else None
