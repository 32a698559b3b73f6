"""Links beside the tree: counterparts and groupings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from congdoan.foundation.actor import Actor
from congdoan.foundation.hooks import Hook
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
from congdoan.kernel.organisations.services.changing import Decision, require_all
from congdoan.kernel.organisations.services.lawful import (
    Judge,
    gone_from,
    keep_to_rules,
    standings,
)
from congdoan.kernel.rulebook.api import find_entry


@dataclass(frozen=True)
class Linked:
    """Pairs (union, partner) that are counterparts from a day on."""

    on: date
    pairs: tuple[tuple[int, int], ...]


#: Told in the transaction in which counterparts were linked, or a link was ended.
counterparts_linked: Hook[Linked, None] = Hook("organisations.counterparts_linked")


class NotCounterparts(Refusal):
    """Đồng cấp phải gồm một tổ chức công đoàn và một đối tác cùng tồn tại vào ngày đó."""


class NoServiceArea(Refusal):
    """Địa bàn phụ trách chỉ có từ ngày 01/07/2025, của công đoàn xã, phường, đặc khu; hãy chọn loại, cấp quản lý hoặc ngày khác."""  # noqa: E501


class NotACommune(Refusal):
    """Địa bàn phụ trách gồm các xã, phường, đặc khu; hãy chọn Ủy ban nhân dân cấp xã."""


class ServedElsewhere(Refusal):
    """Xã, phường này đã thuộc địa bàn “{name}” vào ngày đó; hãy đưa ra khỏi đó trước."""


class AlreadyLinked(Refusal):
    """Hai đơn vị đã được ghi là đồng cấp trong thời gian này."""


class AlreadyInGrouping(Refusal):
    """Đơn vị đã thuộc cụm, khối này vào ngày đó."""


def link_counterpart(
    *, actor: Actor, union: Organisation, partner: Organisation, on: date, exception: str = ""
) -> Counterpart:
    """Record one pair of counterparts; see ``link_counterparts``."""
    pairs = [(union, partner)]
    return link_counterparts(actor=actor, pairs=pairs, on=on, exception=exception)[0]


@transaction.atomic
def link_counterparts(
    *,
    actor: Actor,
    pairs: Sequence[tuple[Organisation, Organisation]],
    on: date,
    exception: str = "",
) -> list[Counterpart]:
    """
    Record "chuyên môn đồng cấp" of (union, partner) pairs from ``on`` while both of a pair exist.

    A link ends with the level of the union or the kind of the partner, if the law ended those (the
    district level on 30/06/2025). ``exception`` says why a pair that the rules do not know is one.

    :raises NotCounterparts: when a pair is not union and partner, or one does not exist that day
    :raises AlreadyLinked: when a pair is linked already
    :raises AgainstTheRules, NeedsReason: see ``lawful``
    """
    unions = [union for union, _ in pairs]
    require_all(actor, unions, policies.GROUP)
    links = [_link(union, partner, on) for union, partner in pairs]
    note = _keep_to_rules(links, on, exception)
    known = {
        (row.union_id, row.partner_id)
        for row in Counterpart.objects.filter(union__in=unions).during(span(on))
    }
    if any((link.union_id, link.partner_id) in known for link in links):
        raise AlreadyLinked
    Counterpart.objects.bulk_create(links, batch_size=1000)
    _record_pairs(actor, pairs, on, note)
    counterparts_linked.ask(Linked(on, tuple((one.pk, other.pk) for one, other in pairs)))
    return links


def _keep_to_rules(links: Sequence[Counterpart], on: date, exception: str) -> str:
    """Judge the pairs, let no link outlive its rule; return what is to be noted."""
    there = standings([one for link in links for one in (link.union, link.partner)], on=on)
    judge, found = Judge(on), []
    for link in links:
        union, partner = there[link.union_id], there[link.partner_id]
        found.append(judge.counterparts(union, partner))
        for until in filter(None, (gone_from(union, on), gone_from(partner, on))):
            if link.valid.upper is None or until < link.valid.upper:
                link.valid = span(on, until)
    kept = keep_to_rules([one for one in found if one], Decision(exception=exception))
    return kept.note


def _link(union: Organisation, partner: Organisation, on: date) -> Counterpart:
    days = overlap(union.valid, partner.valid)
    if union.family != Family.UNION or partner.family != Family.PARTNER or days is None:
        raise NotCounterparts
    if not contains(days, on):
        raise NotCounterparts
    return Counterpart(union=union, partner=partner, valid=span(on, days.upper))


def _record_pairs(
    actor: Actor, pairs: Sequence[tuple[Organisation, Organisation]], on: date, note: str
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
            reason=note,
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
    counterparts_linked.ask(Linked(on, ((link.union_id, link.partner_id),)))
    return link


@transaction.atomic
def create_grouping(
    *, actor: Actor, superior: Organisation, kind: GroupingKind, name: str, on: date
) -> Grouping:
    """
    Found a cụm, khối, câu lạc bộ or địa bàn under ``superior``.

    :raises NoServiceArea: a service area is a commune union's, since there are such
    """
    actor.require(policies.GROUP, on=superior)
    if kind == GroupingKind.SERVICE_AREA and not _serves(superior, on):
        raise NoServiceArea
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
    :raises NotACommune, ServedElsewhere: N communes, each served by one commune union
    """
    actor.require(policies.GROUP, on=grouping.superior)
    days = overlap(grouping.valid, organisation.valid)
    if days is None or not contains(days, on):
        raise NotCounterparts
    valid = span(on, days.upper)
    members = GroupingMember.objects.filter(grouping=grouping, organisation=organisation)
    if members.during(valid).exists():
        raise AlreadyInGrouping
    if grouping.kind == GroupingKind.SERVICE_AREA:
        _check_commune(organisation, valid)
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


def _serves(superior: Organisation, on: date) -> bool:
    """Tell whether a service area can be this union's on the day."""
    known = find_entry("organisation.grouping", GroupingKind.SERVICE_AREA, on=on)
    standing = standings([superior], on=on).get(superior.pk)
    return bool(known and standing and standing.level == known.attributes["level"])


def _check_commune(organisation: Organisation, valid: DateRange) -> None:
    standing = standings([organisation], on=valid.lower).get(organisation.pk)
    known = find_entry("organisation.grouping", GroupingKind.SERVICE_AREA, on=valid.lower)
    if standing is None or known is None or standing.kind != known.attributes["kind"]:
        raise NotACommune
    other = (
        GroupingMember.objects.filter(
            organisation=organisation, grouping__kind=GroupingKind.SERVICE_AREA
        )
        .during(valid)
        .select_related("grouping")
        .first()
    )
    if other is not None:
        raise ServedElsewhere(name=other.grouping.name)


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
