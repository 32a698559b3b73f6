"""Events that were written, as the facts of their papers: from the rows, not from any plan."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from congdoan.areas.members.api import unscoped_written_by
from congdoan.areas.restructuring.rules.acts import OF_ORIGINALS, Act
from congdoan.areas.restructuring.selectors.facts import Change, Dossier, Post, Tally, Unit
from congdoan.areas.restructuring.selectors.issuing import common_superior, deciding
from congdoan.areas.restructuring.selectors.matters import (
    MattersAsked,
    asked_of,
    unscoped_matters,
)
from congdoan.areas.restructuring.selectors.sight import Counted, Sight, look
from congdoan.foundation import vietnamese
from congdoan.kernel.organisations.api import MEANINGS, Decision, level_label
from congdoan.kernel.organisations.enums import EventKind, EventRole, Family, HierarchyId
from congdoan.kernel.organisations.models import (
    OrganisationEvent,
    OrganisationEventUnit,
    Placement,
)
from congdoan.kernel.people.api import office_title
from congdoan.kernel.people.enums import Appointment
from congdoan.kernel.people.models import Office

_ELECTED = (Appointment.ELECTED, Appointment.BY_ELECTED)


@dataclass(frozen=True)
class _Parts:
    """Who was what in one event, and who was hung elsewhere by it."""

    event: OrganisationEvent
    originals: tuple[int, ...]
    kept: tuple[int, ...]
    founded: tuple[int, ...]
    subordinates: tuple[int, ...]

    @property
    def everyone(self) -> set[int]:
        return {*self.originals, *self.kept, *self.founded, *self.subordinates}


@dataclass(frozen=True)
class _Posts:
    """The offices that events ended and began."""

    ended: Counter[int]
    passed: Counter[int]
    begun: dict[int, list[tuple[Office, Office | None]]]


def recorded_dossier(events: Sequence[OrganisationEvent]) -> Dossier:
    """Return what ``events`` of one decision and day did; the caller has checked the right."""
    first = events[0]
    day = first.effective_on
    hierarchy, moved = _moved(events)
    parts = [_parts_of(event, roles, moved) for event, roles in _roles(events)]
    posts = _posts(events, {pk for one in parts for pk in one.founded})
    matters = unscoped_matters(MattersAsked(events=tuple(event.pk for event in events)))
    written = unscoped_written_by([event.pk for event in events])
    sight = look(
        {pk for one in parts for pk in one.everyone},
        day=day,
        founded={pk for one in parts for pk in one.founded},
        hierarchy=hierarchy,
        counted=Counted(posts.ended, posts.passed, asked_of(matters)),
    )
    signed_on = first.decision_on or day
    eve = day - timedelta(days=1)
    return Dossier(
        decision=Decision(first.decision_no, first.decision_on, first.decided_by, first.note),
        signed_on=signed_on,
        on=day,
        issuer=deciding(
            _above(parts, sight),
            first.decided_by,
            on=signed_on,
            lived_on=eve,
            also=sight.old.values(),
        ),
        changes=tuple(_change(one, sight, posts, written) for one in parts),
        is_draft=False,
        matters=matters,
        tally=Tally(
            sum(ended for ended, _begun in written.values()),
            sum(begun for _ended, begun in written.values()),
        ),
    )


def _above(parts: Sequence[_Parts], sight: Sight) -> int | None:
    """Return the union above all it is about: where its officers decide."""
    about = {pk for one in parts for pk in (one.originals or one.founded)}
    old = {sight.old[pk] for pk in about if pk in sight.old}
    new = {sight.new[pk] for pk in about if pk in sight.new}
    above = (old or new) - about or old or new
    if not above:
        return None
    on = sight.day - timedelta(days=1) if old else sight.day
    return common_superior(above, on=on)


def _roles(
    events: Sequence[OrganisationEvent],
) -> list[tuple[OrganisationEvent, dict[str, list[int]]]]:
    # A school may be founded by the same event as its union: unions decide on unions.
    rows = OrganisationEventUnit.objects.filter(
        event__in=events, organisation__family=Family.UNION
    ).order_by("pk")
    by_event: dict[int, dict[str, list[int]]] = {event.pk: {} for event in events}
    for event_id, role, pk in rows.values_list("event_id", "role", "organisation_id"):
        by_event[event_id].setdefault(role, []).append(pk)
    return [(event, by_event[event.pk]) for event in events]


def _moved(events: Sequence[OrganisationEvent]) -> tuple[int, dict[int, set[int]]]:
    """Return in which hierarchy the events moved whom: of command, if in several."""
    rows = Placement.objects.filter(event__in=events)
    moved: dict[int, dict[int, set[int]]] = {}
    for hierarchy, event_id, child in rows.values_list("hierarchy_id", "event_id", "child_id"):
        moved.setdefault(hierarchy, {}).setdefault(event_id, set()).add(child)
    hierarchy = HierarchyId.COMMAND if HierarchyId.COMMAND in moved else min(moved, default=1)
    return int(hierarchy), moved.get(hierarchy, {})


def _parts_of(
    event: OrganisationEvent, roles: dict[str, list[int]], moved: dict[int, set[int]]
) -> _Parts:
    originals = roles.get(EventRole.ORIGINAL, [])
    results = [pk for pk in roles.get(EventRole.RESULTING, []) if pk not in originals]
    affected = roles.get(EventRole.AFFECTED, [])
    made = {
        step["id"]
        for step in event.inverse
        if step["table"] == "organisation" and step["op"] == "created"
    }
    if not originals and not results:
        originals, affected = affected, []
    hung = moved.get(event.pk, set())
    return _Parts(
        event=event,
        originals=tuple(originals),
        kept=tuple(pk for pk in results if pk not in made),
        founded=tuple(pk for pk in results if pk in made),
        subordinates=tuple(pk for pk in affected if pk in hung),
    )


def _posts(events: Sequence[OrganisationEvent], founded: set[int]) -> _Posts:
    notes = [event.followed.get("people", {}) for event in events]
    ended = {row[0] for note in notes for row in note.get("ended", ())}
    begun = {pk for note in notes for pk in note.get("begun", ())}
    rows = {
        one.pk: one
        for one in Office.objects.filter(pk__in=ended | begun)
        .select_related("person")
        .order_by("pk")
    }
    day = events[0].effective_on
    seated = Office.objects.filter(organisation_id__in=founded, valid__startswith=day)
    fresh = [one for one in seated.select_related("person").order_by("pk") if one.pk not in begun]
    before = {(one.person_id, one.position): one for pk, one in rows.items() if pk in ended}
    started = [*(one for pk, one in rows.items() if pk in begun), *fresh]
    pairs: dict[int, list[tuple[Office, Office | None]]] = {}
    passed: Counter[int] = Counter()
    for office in started:
        old = before.get((office.person_id, office.position)) if office.pk in begun else None
        pairs.setdefault(office.organisation_id, []).append((office, old))
        if old is not None:
            passed[old.organisation_id] += 1
    held: Counter[int] = Counter(rows[pk].organisation_id for pk in ended if pk in rows)
    return _Posts(held - passed, passed, pairs)


def _change(
    parts: _Parts, sight: Sight, posts: _Posts, written: dict[int, tuple[int, int]]
) -> Change:
    event = parts.event
    kind = EventKind(event.kind)
    act = OF_ORIGINALS.get(kind, Act.CHANGED)
    results = [*parts.kept, *parts.founded]
    heirs = (
        tuple(sight.after.get(pk, "") for pk in results) if MEANINGS[kind].ends_originals else ()
    )
    only = parts.originals[0] if len(parts.originals) == 1 else 0
    return Change(
        kind=kind,
        on=event.effective_on,
        originals=by_name(sight.unit(pk, act, heirs=heirs) for pk in parts.originals),
        kept=by_name(sight.unit(pk, Act.RECEIVES) for pk in parts.kept),
        founded=by_name(sight.founded(pk) for pk in parts.founded),
        subordinates=by_name(sight.unit(pk, Act.GOES_ALONG) for pk in parts.subordinates),
        posts=tuple(
            _post(office, old, sight) for pk in results for office, old in posts.begun.get(pk, [])
        ),
        members_go=tuple(
            (written[pk][1], sight.after.get(pk, ""))
            for pk in results
            if pk in written and written[pk][1]
        ),
        new_name=sight.after.get(only, ""),
        old_level=level_label(sight.levels_before.get(only, ""), sight.day),
        new_level=level_label(sight.levels.get(only, ""), sight.day),
    )


def by_name(found: Iterable[Unit]) -> tuple[Unit, ...]:
    return tuple(sorted(found, key=lambda unit: vietnamese.sort_key(f"{unit.goes_to} {unit.name}")))


def _post(office: Office, old: Office | None, sight: Sight) -> Post:
    return Post(
        person=office.person.full_name,
        title=office_title(office),
        at=sight.before.get(old.organisation_id, "") if old else "",
        to=sight.after.get(office.organisation_id, ""),
        to_code=sight.codes.get(office.organisation_id, ""),
        elected=office.appointment in _ELECTED,
    )
