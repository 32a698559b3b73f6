"""Links beside the tree: counterparts and groupings."""

from datetime import date

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.foundation.valid_time import contains, cut, overlap, span
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations import policies
from congdoan.kernel.organisations.enums import Family, GroupingKind
from congdoan.kernel.organisations.models import (
    Counterpart,
    Grouping,
    GroupingMember,
    Organisation,
)


class NotCounterparts(Refusal):
    """Đồng cấp phải gồm một tổ chức công đoàn và một đối tác cùng tồn tại vào ngày đó."""


class AlreadyLinked(Refusal):
    """Hai đơn vị đã được ghi là đồng cấp trong thời gian này."""


class AlreadyInGrouping(Refusal):
    """Đơn vị đã thuộc cụm, khối này vào ngày đó."""


@transaction.atomic
def link_counterpart(
    *, actor: Actor, union: Organisation, partner: Organisation, on: date
) -> Counterpart:
    """
    Record "chuyên môn đồng cấp" from ``on`` while both exist.

    :raises NotCounterparts: when the pair is not union and partner, or one does not exist that day
    """
    actor.require(policies.GROUP, on=union)
    days = overlap(union.valid, partner.valid)
    if (
        union.family != Family.UNION
        or partner.family != Family.PARTNER
        or days is None
        or not contains(days, on)
    ):
        raise NotCounterparts
    valid = span(on, days.upper)
    if Counterpart.objects.filter(union=union, partner=partner).during(valid).exists():
        raise AlreadyLinked
    link = Counterpart.objects.create(union=union, partner=partner, valid=valid)
    record(
        actor=actor,
        verb="organisations.counterpart_linked",
        target=union,
        organisation_id=union.pk,
        changes={"partner": partner.code, "on": on.isoformat()},
    )
    return link


@transaction.atomic
def end_counterpart(*, actor: Actor, link: Counterpart, on: date) -> Counterpart:
    actor.require(policies.GROUP, on=link.union)
    link.valid = cut(link.valid, on=on)
    link.save(update_fields=["valid"])
    record(
        actor=actor,
        verb="organisations.counterpart_ended",
        target=link.union,
        organisation_id=link.union_id,
        changes={"on": on.isoformat()},
    )
    return link


@transaction.atomic
def create_grouping(
    *, actor: Actor, superior: Organisation, kind: GroupingKind, name: str, on: date
) -> Grouping:
    """Found a cụm, khối, câu lạc bộ or địa bàn under ``superior``."""
    actor.require(policies.GROUP, on=superior)
    grouping = Grouping(
        superior=superior, kind=kind, name=name, valid=span(on, superior.valid.upper)
    )
    grouping.settle_keys()
    grouping.save(force_insert=True)
    record(
        actor=actor,
        verb="organisations.grouping_created",
        target=grouping,
        organisation_id=superior.pk,
        changes={"kind": kind, "on": on.isoformat()},
    )
    return grouping


@transaction.atomic
def add_to_grouping(
    *, actor: Actor, grouping: Grouping, organisation: Organisation, on: date
) -> GroupingMember:
    """
    Add an organisation from ``on`` while both last.

    :raises AlreadyInGrouping: when it belongs already
    """
    actor.require(policies.GROUP, on=grouping.superior)
    days = overlap(grouping.valid, organisation.valid)
    if days is None or not contains(days, on):
        raise NotCounterparts
    valid = span(on, days.upper)
    members = GroupingMember.objects.filter(grouping=grouping, organisation=organisation)
    if members.during(valid).exists():
        raise AlreadyInGrouping
    member = GroupingMember.objects.create(
        grouping=grouping, organisation=organisation, valid=valid
    )
    record(
        actor=actor,
        verb="organisations.grouping_joined",
        target=grouping,
        organisation_id=grouping.superior_id,
        changes={"organisation": organisation.code},
    )
    return member


@transaction.atomic
def remove_from_grouping(*, actor: Actor, member: GroupingMember, on: date) -> GroupingMember:
    actor.require(policies.GROUP, on=member.grouping.superior)
    member.valid = cut(member.valid, on=on)
    member.save(update_fields=["valid"])
    record(
        actor=actor,
        verb="organisations.grouping_left",
        target=member.grouping,
        organisation_id=member.grouping.superior_id,
        changes={"organisation": member.organisation.code, "on": on.isoformat()},
    )
    return member
