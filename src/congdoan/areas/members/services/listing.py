"""Looking below for a purpose, saved segments, and who filtered by what is sensitive."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from congdoan.areas.members import policies
from congdoan.areas.members.models import Look, Segment
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound, Refusal
from congdoan.kernel.audit.api import SEEN, record
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.rulebook.api import value

_MOST_SEGMENTS = 30


class SegmentNamedAlready(Refusal):
    """Đã có nhóm lọc tên này; hãy đặt tên khác."""


class TooManySegments(Refusal):
    """Đơn vị đã lưu 30 nhóm lọc; hãy xóa nhóm không còn dùng trước khi lưu thêm."""


@transaction.atomic
def look_below(*, actor: Actor, unit: Organisation, purpose: str, at: datetime) -> Look:
    """Let a superior read the names of a branch for some hours; the purpose is in its log."""
    actor.require(policies.LOOK_BELOW, on=unit)
    hours = int(value("member.rule.look_hours", on=at.date()))
    look = Look.objects.create(
        user_id=actor.user_id or 0,
        organisation=unit,
        purpose=purpose,
        until=at + timedelta(hours=hours),
    )
    record(
        actor=actor,
        verb="members.looked_below",
        target=unit,
        organisation_id=unit.pk,
        reason=purpose,
        label=name_of(unit, on=at.date()),
    )
    return look


@transaction.atomic
def note_filter(*, actor: Actor, unit: Organisation, fields: Iterable[str]) -> None:
    """Write down that somebody chose members by a sensitive fact: the list tells it of each."""
    actor.require(policies.RESTRICTED, on=unit)
    record(
        actor=actor,
        verb="members.filtered",
        target=unit,
        organisation_id=unit.pk,
        changes={"fields": sorted(fields)},
        label=name_of(unit, on=actor.today),
    )


@transaction.atomic
def note_names_opened(*, actor: Actor, unit: Organisation, what: str) -> None:
    """Write down that the names behind a number of another unit were read."""
    record(
        actor=actor,
        verb=SEEN,
        target=unit,
        organisation_id=unit.pk,
        reason=what,
        label=name_of(unit, on=actor.today),
    )


@transaction.atomic
def save_segment(
    *, actor: Actor, unit: Organisation, name: str, query: str, shared: bool
) -> Segment:
    """
    Keep a way of filtering under a name, for oneself or for everybody of the union.

    :raises SegmentNamedAlready: the name is taken
    :raises TooManySegments: thirty are enough to choose from
    """
    actor.require(policies.MANAGE if shared else policies.VIEW, on=unit)
    rows = Segment.objects.filter(organisation=unit, owner_id=None if shared else actor.user_id)
    if rows.filter(name=name).exists():
        raise SegmentNamedAlready
    if rows.count() >= _MOST_SEGMENTS:
        raise TooManySegments
    return Segment.objects.create(
        organisation=unit, name=name, query=query, owner_id=None if shared else actor.user_id
    )


@transaction.atomic
def drop_segment(*, actor: Actor, segment: Segment) -> None:
    """:raises NotFound: when it is somebody else's own"""
    if segment.owner_id is None:
        actor.require(policies.MANAGE, on=segment.organisation)
    elif segment.owner_id != actor.user_id:
        raise NotFound
    segment.delete()
