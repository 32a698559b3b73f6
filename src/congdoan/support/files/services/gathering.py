"""Large files come in parts: a lost line or a closed page costs one part, not the file."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
import shutil
import tempfile
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotAllowed
from congdoan.support.files import rules
from congdoan.support.files.models import Gathering

#: One part: some seconds on a slow phone, and no more is lost with the line.
PART = 1024 * 1024
#: What a person may have begun at a time; the oldest gives way.
MOST_AT_ONCE = 5
KEPT_FOR = timedelta(days=2)


@dataclass(frozen=True)
class FilePlan:
    """What the browser says about the file before it sends it."""

    purpose: str
    name: str
    size: int
    #: The same for the same file of the same person (name, size, day of change).
    mark: str


class GatheredUpload(File):  # type: ignore[type-arg]
    """A file whose parts are all here; ``store_file`` takes it like any upload."""

    def __init__(self, gathering: Gathering) -> None:
        self.gathering = gathering
        held = tempfile.TemporaryFile()  # noqa: SIM115 - closed by store_file
        for start in gathering.parts:
            with default_storage.open(gathering.place(start)) as part:
                shutil.copyfileobj(part, held)
        held.seek(0)
        super().__init__(held, name=gathering.name)
        self.size = gathering.size


@transaction.atomic
def begin_gathering(*, actor: Actor, plan: FilePlan, at: datetime) -> Gathering:
    """
    Begin a file, or find the one that was begun: its ``received`` says where to go on.

    The right is asked of the purpose, somewhere; on which organisation, ``store_file`` asks.

    :raises FileTooLarge, FileIsEmpty, FileTypeRefused: before a byte was sent in vain
    """
    if actor.user_id is None or not actor.may_somewhere(rules.purpose_of(plan.purpose).needs):
        raise NotAllowed
    name = rules.clean_name(plan.name)
    if plan.size > settings.LARGE_UPLOAD_LIMIT_BYTES:
        raise rules.FileTooLarge(
            size=rules.megabytes(plan.size),
            limit=settings.LARGE_UPLOAD_LIMIT_BYTES // (1024 * 1024),
        )
    if plan.size <= 0:
        raise rules.FileIsEmpty(name=name)
    rules.wanted_type(name)
    found, created = Gathering.objects.get_or_create(
        user_id=actor.user_id,
        purpose=plan.purpose,
        mark=f"{plan.mark}|{plan.size}"[:120],
        defaults={"name": name, "size": plan.size, "started_at": at, "touched_at": at},
    )
    if created:
        own = Gathering.objects.filter(user_id=actor.user_id).order_by("-touched_at", "-started_at")
        for old in own.exclude(pk=found.pk)[MOST_AT_ONCE - 1 :]:
            _drop(old)
    return found


def find_gathering(actor: Actor, pk: UUID, *, locked: bool = False) -> Gathering:
    """:raises UploadGone: when it is not the actor's, was used, or swept."""
    rows = Gathering.objects.select_for_update() if locked else Gathering.objects
    found = rows.filter(pk=pk, user_id=actor.user_id or 0).first()
    if found is None:
        raise rules.UploadGone
    return found


@transaction.atomic
def add_part(*, actor: Actor, pk: UUID, start: int, content: bytes, at: datetime) -> Gathering:
    """
    Put the next part to the file; with the last one the file is judged.

    A part that is here already changes nothing: its answer got lost on the way.

    :raises PartOutOfPlace: when there is a gap before it; PartTooLarge
    """
    row = find_gathering(actor, pk, locked=True)
    if start < row.received:
        return row
    if start > row.received:
        raise rules.PartOutOfPlace
    if not content or len(content) > PART or start + len(content) > row.size:
        raise rules.PartTooLarge
    place = row.place(start)
    if default_storage.exists(place):  # written before a crash that the row does not know of
        default_storage.delete(place)
    default_storage.save(place, ContentFile(content))
    row.parts, row.received = [*row.parts, start], start + len(content)
    row.touched_at = at
    row.save(update_fields=["parts", "received", "touched_at"])
    return row


@transaction.atomic
def judge_gathering(*, actor: Actor, pk: UUID) -> Gathering:
    """
    Say that the whole file may be kept, once all of it is here.

    :raises UploadUnfinished: when something is missing; and what ``store_file`` refuses
    """
    row = find_gathering(actor, pk, locked=True)
    if row.received < row.size:
        raise rules.UploadUnfinished(
            name=row.name, done=row.received // (1024 * 1024), size=rules.megabytes(row.size)
        )
    if not row.whole:
        with GatheredUpload(row) as upload:
            rules.media_type(row.name, upload)
        row.whole = True
        row.save(update_fields=["whole"])
    return row


@transaction.atomic
def drop_gathering(*, actor: Actor, pk: UUID) -> None:
    """Throw one's own begun file away."""
    _drop(find_gathering(actor, pk, locked=True))


def gathered(actor: Actor, pk: UUID) -> GatheredUpload:
    """
    Return the whole file, to be stored.

    :raises UploadGone, UploadUnfinished: and what ``judge_gathering`` refuses
    """
    return GatheredUpload(judge_gathering(actor=actor, pk=pk))


def use_up(gathering: Gathering) -> None:
    """Let go of a file that ``store_file`` has taken (in its transaction)."""
    _drop(gathering)


def _drop(row: Gathering) -> None:
    held = Gathering.objects.select_for_update().filter(pk=row.pk).first()
    if held is None:
        return
    # The last may lie there from a part whose transaction never ended.
    places = [held.place(start) for start in (*held.parts, held.received)]
    held.delete()
    for place in places:
        transaction.on_commit(partial(default_storage.delete, place))


def sweep_gatherings(*, at: datetime) -> int:
    """Throw away what nobody went on with; return how many. Safe to run twice."""
    old = Gathering.objects.filter(touched_at__lt=at - KEPT_FOR).order_by("touched_at")
    count = 0
    for row in old[:500]:
        with transaction.atomic():
            # Somebody may have gone on with it since it was read.
            still = old.filter(pk=row.pk).select_for_update(skip_locked=True)
            if still.exists():
                _drop(row)
                count += 1
    return count
