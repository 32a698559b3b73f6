"""Links beside the tree: counterparts and groupings."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.foundation.valid_time import contains, cut, overlap, span
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations import policies
from congdoan.kernel.organisations.enums import Family, GroupingKind, HierarchyId
from congdoan.kernel.organisations.models import (
    Counterpart,
    Grouping,
    GroupingMember,
    Organisation,
    Placement,
)
from congdoan.kernel.organisations.selectors import name_of
from congdoan.kernel.organisations.services.changing import require_all


class NotCounterparts(Refusal):
    """Đồng cấp phải gồm một tổ chức công đoàn và một đối tác cùng tồn tại vào ngày đó."""


class AlreadyLinked(Refusal):
    """Hai đơn vị đã được ghi là đồng cấp trong thời gian này."""


class AlreadyInGrouping(Refusal):
    """Đơn vị đã thuộc cụm, khối này vào ngày đó."""


def link_counterpart(
    *, actor: Actor, union: Organisation, partner: Organisation, on: date
) -> Counterpart:
    """Record one pair of counterparts; see ``link_counterparts``."""
    return link_counterparts(actor=actor, pairs=[(union, partner)], on=on)[0]


@transaction.atomic
def link_counterparts(
    *, actor: Actor, pairs: Sequence[tuple[Organisation, Organisation]], on: date
) -> list[Counterpart]:
    """
    Record "chuyên môn đồng cấp" of (union, partner) pairs from ``on`` while both of a pair exist.

    :raises NotCounterparts: when a pair is not union and partner, or one does not exist that day
    :raises AlreadyLinked: when a pair is linked already
    """
    unions = [union for union, _ in pairs]
    require_all(actor, unions, policies.GROUP)
    links = [_link(union, partner, on) for union, partner in pairs]
    known = {
        (row.union_id, row.partner_id)
        for row in Counterpart.objects.filter(union__in=unions).during(span(on))
    }
    if any((link.union_id, link.partner_id) in known for link in links):
        raise AlreadyLinked
    Counterpart.objects.bulk_create(links, batch_size=1000)
    _record_pairs(actor, pairs, on)
    return links


def _link(union: Organisation, partner: Organisation, on: date) -> Counterpart:
    days = overlap(union.valid, partner.valid)
    if union.family != Family.UNION or partner.family != Family.PARTNER or days is None:
        raise NotCounterparts
    if not contains(days, on):
        raise NotCounterparts
    return Counterpart(union=union, partner=partner, valid=span(on, days.upper))


def _record_pairs(
    actor: Actor, pairs: Sequence[tuple[Organisation, Organisation]], on: date
) -> None:
    """Write one audit row per superior of the unions (an import is one act)."""
    homes = dict(
        Placement.objects.on(on)
        .filter(hierarchy_id=HierarchyId.COMMAND, child__in=[union for union, _ in pairs])
        .values_list("child_id", "parent_id")
    )
    chains: dict[int, list[tuple[Organisation, Organisation]]] = {}
    for union, partner in pairs:
        chains.setdefault(homes.get(union.pk, union.pk), []).append((union, partner))
    for home, linked in sorted(chains.items()):
        record(
            actor=actor,
            verb="organisations.counterpart_linked",
            target=linked[0][0],
            organisation_id=home,
            changes={"pairs": [[u.code, p.code] for u, p in linked], "on": on.isoformat()},
            label=name_of(linked[0][0], on=on),
        )


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
        label=name_of(link.union, on=on),
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
