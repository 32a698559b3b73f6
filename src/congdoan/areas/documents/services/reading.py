"""Must read, person by person: naming them, their word, reminding those who have not given it."""

from collections.abc import Collection
from contextlib import suppress
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse

from congdoan.areas.documents import policies
from congdoan.areas.documents.enums import WAITING, DocumentState, IncomingState, Readers
from congdoan.areas.documents.models import Document, Incoming, Reader
from congdoan.areas.documents.rules.refusals import (
    EveryoneHasRead,
    NobodyToRead,
    NotReadByName,
    NotWaiting,
    ReadsThemselves,
)
from congdoan.areas.documents.selectors.reading import (
    GONE,
    may_be_named,
    owed,
    unnamed,
    unscoped_at_work,
)
from congdoan.areas.documents.services.handling import acknowledge, acting_unit
from congdoan.areas.documents.services.telling import desk_of
from congdoan.foundation.actor import Actor, require_oneself
from congdoan.foundation.refusal import AlreadyDone, NotFound
from congdoan.kernel.audit import api as audit
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.people.models import Person
from congdoan.kernel.periods.api import is_working_day
from congdoan.support.notifications.api import notify

#: Receivers whose people are written down in one transaction; people told in one go.
UNITS, PEOPLE = 200, 2000
#: By itself the system reminds so often, then the lists show who is left.
REMINDERS = 5


@transaction.atomic
def name_readers(
    *, actor: Actor, incoming: Incoming, people: Collection[int], on: date, at: datetime
) -> int:
    """
    Say who here has to read it; who is no longer among them and has not read is let off.

    :raises NotReadByName, NotWaiting, NobodyToRead: when there is nothing to name, or nobody
    """
    unit = acting_unit(incoming, on=on)
    actor.require(policies.REGISTER, on=unit)
    incoming = _entry(incoming)
    document = incoming.document
    if document is None or document.readers != Readers.NAMED:
        raise NotReadByName
    known = may_be_named(unit, on=on)
    wanted = [one for one in people if one in known]
    if not wanted:
        raise NobodyToRead
    incoming.readers.filter(read_at__isnull=True).exclude(person__in=wanted).delete()
    had = set(incoming.readers.values_list("person_id", flat=True))
    fresh = [one for one in wanted if one not in had]
    _write(incoming, document, {one: known[one] for one in fresh}, at=at)
    incoming.readers_named_at = at
    incoming.save(update_fields=["readers_named_at"])
    _tell(actor, document, fresh, at=at)
    audit.record(
        actor=actor,
        verb="documents.readers_named",
        target=incoming,
        organisation_id=incoming.organisation_id,
        changes={"people": [known[one] for one in wanted]},
    )
    return len(wanted)


def _entry(incoming: Incoming) -> Incoming:
    found = (
        Incoming.objects.select_for_update(of=("self",))
        .select_related("document__organisation")
        .get(pk=incoming.pk)
    )
    if found.state in GONE:
        raise NotWaiting(state=found.get_state_display())
    return found


def _write(incoming: Incoming, document: Document, people: dict[int, str], *, at: datetime) -> None:
    Reader.objects.bulk_create(
        [
            Reader(
                incoming=incoming,
                document=document,
                person_id=person,
                name=name,
                asked_at=at,
                told_on=at.date(),
            )
            for person, name in people.items()
        ],
        ignore_conflicts=True,
        batch_size=PEOPLE,
    )


def _tell(
    actor: Actor, document: Document, people: Collection[int], *, at: datetime, again: bool = False
) -> None:
    turn = f".again.{at:%Y%m%d}" if again else ""
    notify(
        actor=actor,
        kind="documents.read_reminded" if again else "documents.must_read",
        key=f"documents.{document.pk}.must_read{turn}",
        at=at,
        people=people,
        context={
            "subject": document.subject,
            "symbol": document.symbol,
            "sender": name_of(document.organisation, on=at.date()),
        },
        url=reverse("documents:reading", args=[document.pk]),
    )


def name_everyone(*, actor: Actor, document: Document, at: datetime) -> int:
    """Name all who work at the receivers, batch after batch; a second run names nobody twice."""
    if document.readers != Readers.EVERYONE:
        return 0
    done = 0
    while made := _name_some(actor, document, at=at):
        done += made
    return done


@transaction.atomic
def _name_some(actor: Actor, document: Document, *, at: datetime) -> int:
    entries = list(unnamed(document).select_for_update(of=("self",)).order_by("pk")[:UNITS])
    if not entries:
        return 0
    found = unscoped_at_work([one.organisation_id for one in entries], on=at.date())
    everyone = set().union(*found.values())
    people = Person.objects.in_bulk(list(everyone))
    for one in entries:
        there = {pk: people[pk].full_name for pk in sorted(found.get(one.organisation_id, ()))}
        _write(one, document, there, at=at)
    Incoming.objects.filter(pk__in=[one.pk for one in entries]).update(readers_named_at=at)
    _tell(actor, document, everyone, at=at)
    return len(entries)


@transaction.atomic
def confirm_read(*, actor: Actor, document: int, at: datetime) -> None:
    """
    Say that one has read it, oneself; for an officer the unit has accepted it by that.

    :raises NotFound: for who does not have to; AlreadyDone: the second time
    """
    require_oneself(actor)
    rows = Reader.objects.filter(person=actor.person_id or 0, document=document)
    rows = rows.exclude(incoming__state__in=GONE).select_related("incoming__organisation")
    mine = list(rows.select_for_update(of=("self",)))
    if not mine:
        raise NotFound
    fresh = [one for one in mine if one.read_at is None]
    if not fresh:
        raise AlreadyDone
    for one in fresh:
        one.read_at = at
        one.save(update_fields=["read_at"])
        came = one.incoming
        accepts = came.state in (*WAITING, IncomingState.DONE)
        if accepts and actor.may(policies.VIEW, on=came.organisation):
            with suppress(AlreadyDone):
                acknowledge(actor=actor, incoming=came, at=at)
            continue
        audit.record(
            actor=actor,
            verb="documents.read",
            target=came,
            organisation_id=came.organisation_id,
        )


@transaction.atomic
def note_read_on_paper(*, actor: Actor, reader: Reader, at: datetime) -> None:
    """
    Write down that somebody without an account signed for it on paper.

    :raises ReadsThemselves: for who can say so themselves
    """
    incoming = _entry(reader.incoming)
    actor.require(policies.REGISTER, on=acting_unit(incoming, on=actor.today))
    reader = Reader.objects.select_for_update(of=("self",)).get(pk=reader.pk)
    if reader.read_at is not None:
        raise AlreadyDone
    if reader.person.user_id is not None:
        raise ReadsThemselves(name=reader.name)
    reader.read_at, reader.noted_by_name = at, actor.name
    reader.save(update_fields=["read_at", "noted_by_name"])
    audit.record(
        actor=actor,
        verb="documents.read_noted",
        target=incoming,
        organisation_id=incoming.organisation_id,
        changes={"reader": reader.name},
    )


@transaction.atomic
def remind_readers(*, actor: Actor, document: Document, at: datetime) -> int:
    """
    Remind all who have not read it, and receivers that named nobody; once a day each.

    :raises EveryoneHasRead: when nobody is left to hear of it today
    """
    actor.require(policies.ISSUE, on=document.organisation)
    told = _remind(actor, document, owed(document=document), at=at)
    told += _remind_desks(actor, document, at=at)
    if not told:
        raise EveryoneHasRead
    audit.record(
        actor=actor,
        verb="documents.readers_reminded",
        target=document,
        organisation_id=document.organisation_id,
        changes={"count": told},
    )
    return told


@transaction.atomic
def remind_readers_here(*, actor: Actor, incoming: Incoming, at: datetime) -> int:
    """
    Remind those of one's own unit who have not read what came.

    :raises EveryoneHasRead: when nobody is left to hear of it today
    """
    actor.require(policies.REGISTER, on=acting_unit(incoming, on=actor.today))
    incoming = _entry(incoming)
    if incoming.document is None:
        raise EveryoneHasRead
    told = _remind(actor, incoming.document, owed(incoming=incoming), at=at)
    if not told:
        raise EveryoneHasRead
    audit.record(
        actor=actor,
        verb="documents.readers_reminded",
        target=incoming,
        organisation_id=incoming.organisation_id,
        changes={"count": told},
    )
    return told


def remind_all(*, actor: Actor, at: datetime) -> int:
    """Remind by itself, on working days, a few times; safe to run twice a day."""
    if not is_working_day(at.date()):
        return 0
    due = owed(told_on__lt=at.date(), reminders__lt=REMINDERS)
    keys = list(due.order_by("document").values_list("document", flat=True).distinct())
    told = 0
    for document in Document.objects.select_related("organisation").filter(pk__in=keys):
        if document.state != DocumentState.RECALLED:
            with transaction.atomic():
                told += _remind(actor, document, due.filter(document=document), at=at)
    return told


def _remind(actor: Actor, document: Document, rows: QuerySet[Reader], *, at: datetime) -> int:
    """Count those as told today first: whoever else reminds at the same time finds nobody left."""
    waiting = list(
        rows.filter(told_on__lt=at.date(), person__user__isnull=False)
        .select_for_update(of=("self",))
        .values_list("pk", "person_id")
    )
    Reader.objects.filter(pk__in=[pk for pk, _person in waiting]).update(
        told_on=at.date(), reminders=F("reminders") + 1
    )
    people = sorted({person for _pk, person in waiting})
    for start in range(0, len(people), PEOPLE):
        _tell(actor, document, people[start : start + PEOPLE], at=at, again=True)
    return len(people)


def _remind_desks(actor: Actor, document: Document, *, at: datetime) -> int:
    """Ask receivers that named nobody to do so; the key holds the day: once a day."""
    arrived = unnamed(document).filter(registered_at__date__lt=at.date())
    units = list(arrived.values_list("organisation_id", flat=True))
    return notify(
        actor=actor,
        kind="documents.readers_wanted",
        key=f"documents.{document.pk}.readers_wanted.{at:%Y%m%d}",
        at=at,
        people=desk_of(units, on=at.date()) if units else [],
        context={
            "subject": document.subject,
            "sender": name_of(document.organisation, on=at.date()),
        },
        url=reverse("documents:arrived_here", args=[document.pk]),
    )
