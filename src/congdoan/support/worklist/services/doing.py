"""What people do with work on their list."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext

from congdoan.foundation import vietnamese
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.kernel.audit import api as audit
from congdoan.support.notifications.api import notify
from congdoan.support.worklist import policies
from congdoan.support.worklist.enums import WorkState
from congdoan.support.worklist.models import WorkItem, WorkNote
from congdoan.support.worklist.rules import kinds
from congdoan.support.worklist.selectors.lists import colleagues

if TYPE_CHECKING:
    from congdoan.kernel.people.models import Person

NOTE_LENGTH = 2000


class NotAColleague(Refusal):
    """Chỉ giao được cho người đang giữ chức vụ tại đơn vị phải làm; hãy chọn trong danh sách."""


class NotOpen(Refusal):
    """Việc này đã xong hoặc không còn phải làm."""


class ClosesItself(Refusal):
    """Việc này tự xong khi hồ sơ nơi phát sinh hoàn tất; hãy mở “{source}” để làm."""


class EmptyNote(Refusal):
    """Hãy ghi nội dung ghi chú."""


class NoteTooLong(Refusal):
    """Ghi chú dài {length} ký tự, nhiều nhất là {limit}; hãy rút gọn."""


@transaction.atomic
def assign_work(
    *, actor: Actor, item: WorkItem, person: "Person | None", on: date, at: datetime
) -> WorkItem:
    """
    Delegate work to a colleague of the organisation that owes it; None takes it back.

    :raises NotAColleague: when the person holds no office there on that day
    """
    actor.require(policies.DO, on=item.organisation)
    held = _open(item)
    if person is not None and not colleagues(held, on=on).filter(pk=person.pk).exists():
        raise NotAColleague
    before = held.assignee_id
    if before == (person.pk if person else None):
        return held
    held.assignee = person
    held.save(update_fields=["assignee"])
    _record(actor, "worklist.assigned", held, {"assignee": [before, held.assignee_id]})
    if person is not None:
        _tell_assignee(actor, held, person.pk, at=at)
    return held


@transaction.atomic
def finish_work(*, actor: Actor, item: WorkItem, at: datetime) -> WorkItem:
    """
    Say that work is done, where the kind leaves this to people; twice is once.

    :raises ClosesItself: when the slice it comes from says so itself
    """
    held = _locked(item)
    _may_do(actor, held)
    kind = kinds.find_kind(held.kind)
    if kind is None or not kind.by_hand:
        raise ClosesItself(source=held.source_label)
    if held.state != WorkState.OPEN:
        return held
    held.state = WorkState.DONE
    held.closed_at = at
    held.closed_by_name = actor.name
    held.save(update_fields=["state", "closed_at", "closed_by_name"])
    _record(actor, "worklist.finished", held, {})
    return held


@transaction.atomic
def add_note(*, actor: Actor, item: WorkItem, text: str, at: datetime) -> WorkNote:
    """Write a note for the colleagues; the same words again (a double click) are one note."""
    held = _locked(item)
    author = _may_do(actor, held)
    tidied = vietnamese.tidy(text.replace("\x00", ""))
    if not tidied:
        raise EmptyNote
    if len(tidied) > NOTE_LENGTH:
        raise NoteTooLong(length=len(tidied), limit=NOTE_LENGTH)
    last = held.notes.order_by("-pk").first()
    if last is not None and (last.author_id, last.text) == (author, tidied):
        return last
    return WorkNote.objects.create(
        item=held, author_id=author, author_name=actor.name, text=tidied, at=at
    )


def _tell_assignee(actor: Actor, item: WorkItem, person: int, *, at: datetime) -> None:
    notify(
        actor=actor,
        kind="worklist.assigned",
        key=f"worklist.{item.pk}.assigned.{person}.{at:%Y%m%d%H%M%S}",
        at=at,
        people=[person],
        context={
            "title": item.title,
            "giver": actor.name,
            "due": f"{item.due:%d/%m/%Y}" if item.due else gettext("không ghi"),
            "source": item.source_label,
        },
        url=f"/viec/{item.pk}/",
    )


def _may_do(actor: Actor, item: WorkItem) -> int:
    """
    Require the right, return who acts.

    The assignee may work on what was given to them while they hold any office there.
    """
    if actor.user_id is None:
        raise NotAllowed
    person = actor.person_id or 0
    seated = colleagues(item, on=actor.today).filter(pk=person)
    if item.assignee_id != person or not seated.exists():
        actor.require(policies.DO, on=item.organisation)
    return actor.user_id


def _locked(item: WorkItem) -> WorkItem:
    return WorkItem.objects.select_for_update(of=("self",)).get(pk=item.pk)


def _open(item: WorkItem) -> WorkItem:
    held = _locked(item)
    if held.state != WorkState.OPEN:
        raise NotOpen
    return held


def _record(actor: Actor, verb: str, item: WorkItem, changes: dict[str, object]) -> None:
    audit.record(
        actor=actor,
        verb=verb,
        target=item,
        organisation_id=item.organisation_id,
        changes=changes,
    )
