"""
What a change at an employer asks of the union above: found a union, end one, look at two again.

Work is raised by a change (another funding class, schools merged or divided) and then follows the
facts: it closes when the union is founded or has ended, and is withdrawn when the change is taken
back. Whoever decides otherwise writes the reason (``EmployerWaiver``).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.restructuring.models import EmployerWaiver
from congdoan.areas.restructuring.rules.employers import Verdict
from congdoan.areas.restructuring.selectors.employer_links import employer_page, union_page
from congdoan.areas.restructuring.selectors.employers import (
    FUNDING,
    Employer,
    unions_left_by,
    unscoped_employers,
)
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.api import (
    CHANGE,
    funding_label,
    is_grassroots,
    last_day_of_level,
    level_is_gone,
    level_label,
    names,
    unionisable,
    unscoped_parent,
)
from congdoan.kernel.organisations.enums import EventKind, EventState, Family
from congdoan.kernel.organisations.models import (
    Organisation,
    OrganisationEvent,
    OrganisationProfile,
)
from congdoan.kernel.rulebook.api import rule, value
from congdoan.support.worklist.api import Wanted, WorkItem, WorkState, sync_work, unscoped_work

PREFIX = "restructuring.employer."
MAY_FOUND, MUST_END, REVIEW = (
    "restructuring.may_found",
    "restructuring.must_end",
    "restructuring.review_unions",
)


class NothingAsked(Refusal):
    """Việc này đã xong hoặc không còn phải làm."""


class ReasonMissing(Refusal):
    """Hãy ghi lý do không thực hiện."""


@dataclass
class Asked:
    """What a change raises anew: funding of whom has changed, which event to look at."""

    funding: set[int] = field(default_factory=set)
    reviews: dict[int, int] = field(default_factory=dict)  # employer → event
    #: Where the law of the day no longer lets a union be (``employer_law``).
    law: set[int] = field(default_factory=set)


def prefix_of(organisation: int) -> str:
    return f"{PREFIX}{organisation}."


def follow(
    *, actor: Actor, organisations: Iterable[int], asked: Asked, on: date, at: datetime
) -> None:
    """
    Bring the work about employers (and unions classed by themselves) up to the facts.

    The facts are read for all at once; each one's work is then settled by itself.
    """
    found = Organisation.objects.filter(pk__in=set(organisations)).values_list("pk", "family")
    families = dict(found)
    held = _held(families)
    waived = set(EmployerWaiver.objects.filter(employer__in=families).values_list("key", flat=True))
    fresh = {pk: _raised(pk, asked) for pk in families}
    days = _days_of(families, on)
    partners = [pk for pk, family in families.items() if family == Family.PARTNER]
    employers = {
        one.pk: one
        for day in sorted({days.get(pk, on) for pk in partners})
        for one in unscoped_employers([pk for pk in partners if days.get(pk, on) == day], on=day)
    }
    EmployerWaiver.objects.filter(key__in={key for keys in fresh.values() for key in keys}).delete()
    for pk in sorted(families):
        if not held[pk] and not fresh[pk]:
            continue
        day = days.get(pk, on)
        with override("vi"):
            if pk in employers:
                work = list(_of_employer(employers[pk], held[pk], fresh[pk], day))
            else:
                work = [] if pk in partners else list(_of_union(pk, held[pk], fresh[pk], day))
        kept = waived - fresh[pk]
        wanted = [replace(one, done=one.done or one.key in kept) for one in work]
        sync_work(actor=actor, prefix=prefix_of(pk), wanted=wanted, on=day, at=at)


def _held(organisations: Iterable[int]) -> dict[int, dict[str, WorkItem]]:
    held: dict[int, dict[str, WorkItem]] = {pk: {} for pk in organisations}
    for item in unscoped_work(PREFIX):
        pk = int(item.key.removeprefix(PREFIX).split(".")[0])
        if pk in held:
            held[pk][item.key] = item
    return held


def _days_of(organisations: Iterable[int], on: date) -> dict[int, date]:
    """Return the day each is judged on: today, or when its newest facts begin, if that is later."""
    rows = OrganisationProfile.objects.filter(organisation_id__in=list(organisations))
    newest: dict[int, date] = {}
    for pk, valid in rows.values_list("organisation_id", "valid"):
        newest[pk] = max(newest.get(pk, on), valid.lower, on)
    return newest


def _raised(pk: int, asked: Asked) -> set[str]:
    """Return the keys (the unions' ones by their beginning) that the change asks about."""
    keys = {f"{prefix_of(pk)}found", f"{prefix_of(pk)}end."} if pk in asked.funding else set()
    if pk in asked.law:
        keys.add(f"{prefix_of(pk)}end.")
    if pk in asked.reviews:
        keys.add(f"{prefix_of(pk)}review.{asked.reviews[pk]}")
    return keys


def _due(key: str, held: dict[str, WorkItem], day: date, superior: int) -> date:
    known = held[key].due if key in held else None
    days = int(value("organisation.union.employer_work", on=day, for_=superior))
    return known or day + timedelta(days=days)


def _why(funding: str, day: date) -> str:
    basis = rule(f"{FUNDING}.{funding}", on=day).legal_basis
    return _("{funding}. Căn cứ: {basis}").format(funding=funding_label(funding, day), basis=basis)


def _why_gone(level: str, day: date) -> str:
    return _("Từ ngày {day} không còn cấp này: {level}").format(
        day=f"{last_day_of_level(level, day) + timedelta(days=1):%d/%m/%Y}",
        level=level_label(level, last_day_of_level(level, day)),
    )


def _of_employer(
    employer: Employer, held: dict[str, WorkItem], fresh: set[str], day: date
) -> Iterator[Wanted]:
    if not employer.keeper:
        # Nobody keeps it any more (its union has ended): whoever was asked answers to the end.
        asked = next((item.organisation_id for item in held.values()), None)
        if asked is None:
            return
        employer = replace(employer, keeper=asked)
    key = f"{prefix_of(employer.pk)}found"
    if any(one.grassroots for one in employer.unions):
        if key in held:
            yield _as_it_stands(held[key], done=True)
    elif employer.verdict == Verdict.MAY_FOUND and (key in held or key in fresh):
        yield Wanted(
            key=key,
            kind=MAY_FOUND,
            title=_("Cơ sở này được thành lập công đoàn: {name}").format(name=employer.name),
            organisation_id=employer.keeper,
            source_label=employer.name,
            source_url=employer_page(employer.pk),
            why=_why(employer.funding, day),
            due=_due(key, held, day, employer.keeper),
        )
    yield from _ends(employer, held, fresh, day)
    yield from _reviews(employer, held, fresh, day)


def _ends(
    employer: Employer, held: dict[str, WorkItem], fresh: set[str], day: date
) -> Iterator[Wanted]:
    """Ask for the end of each union there, as long as the class forbids one."""
    beginning = f"{prefix_of(employer.pk)}end."
    if unionisable(employer.funding, day):
        return
    there = {f"{beginning}{one.pk}": one.name for one in employer.unions if one.grassroots}
    if beginning not in fresh:
        there = {key: name for key, name in there.items() if key in held}
    for key, name in there.items():
        yield Wanted(
            key=key,
            kind=MUST_END,
            title=_("Công đoàn này phải kết thúc hoạt động: {name}").format(name=name),
            organisation_id=employer.keeper,
            source_label=employer.name,
            source_url=employer_page(employer.pk),
            why=_why(employer.funding, day),
            due=_due(key, held, day, employer.keeper),
        )
    for key, item in held.items():
        # Asked for, and no longer there: it has ended (an undone change never comes here).
        if key.startswith(beginning) and key not in there:
            yield _as_it_stands(item, done=True)


def _reviews(
    employer: Employer, held: dict[str, WorkItem], fresh: set[str], day: date
) -> Iterator[Wanted]:
    beginning = f"{prefix_of(employer.pk)}review."
    keys = {key for key in (*held, *fresh) if key.startswith(beginning)}
    events = OrganisationEvent.objects.in_bulk([int(key.removeprefix(beginning)) for key in keys])
    for key in sorted(keys):
        event = events.get(int(key.removeprefix(beginning)))
        if event is None or event.state == EventState.UNDONE:
            continue
        unions = unsettled_unions(event, max(day, event.effective_on))
        if not unions and key not in held:
            continue
        yield Wanted(
            key=key,
            kind=REVIEW,
            title=_review_title(event),
            organisation_id=employer.keeper,
            source_label=employer.name,
            source_url=employer_page(employer.pk),
            why=_("Công đoàn còn phải xem lại: {names}").format(names="; ".join(unions))
            if unions
            else "",
            due=_due(key, held, max(day, event.effective_on), employer.keeper),
            done=not unions,
        )


def _review_title(event: OrganisationEvent) -> str:
    schools = list(
        event.units.exclude(role="AFFECTED").values_list("organisation_id", flat=True).distinct()
    )
    before = event.effective_on - timedelta(days=1)
    called = "; ".join(sorted(set(names(schools, on=before).values())))
    if event.kind in (EventKind.MERGE_INTO, EventKind.CONSOLIDATE):
        return _("Trường đã sáp nhập: xem lại công đoàn các trường ({names})").format(names=called)
    return _("Trường đã chia, tách: xem lại công đoàn các trường ({names})").format(names=called)


def unsettled_unions(event: OrganisationEvent, day: date) -> list[str]:
    """
    Return the names of what is not settled yet after schools were regrouped.

    A union whose school has ended and that lives on without a school; two unions at one school;
    a new school without a union beside one whose union lives on.
    """
    parts = list(event.units.values_list("organisation_id", "role"))
    originals = {pk for pk, role in parts if role == "ORIGINAL"}
    results = {pk for pk, role in parts if role == "RESULTING"}
    concerned = unions_left_by(originals | results, on=event.effective_on)
    living = {
        row.organisation_id: row.name
        for row in OrganisationProfile.objects.on(day).filter(organisation_id__in=concerned)
        if is_grassroots(row.level, day)
    }
    after = unscoped_employers(results | originals, on=day)
    seated = {one.pk for employer in after for one in employer.unions}
    open_ones = {name for pk, name in living.items() if pk not in seated}
    for employer in after:
        if len([one for one in employer.unions if one.grassroots]) > 1:
            open_ones |= {one.name for one in employer.unions}
        if living and not employer.unions and employer.pk in results:
            open_ones.add(_("{name} (chưa có công đoàn)").format(name=employer.name))
    return sorted(open_ones)


def _of_union(pk: int, held: dict[str, WorkItem], fresh: set[str], day: date) -> Iterator[Wanted]:
    """Ask for the end of a union classed by itself (no employer is recorded beside it)."""
    key = f"{prefix_of(pk)}end.{pk}"
    row = OrganisationProfile.objects.on(day).filter(organisation_id=pk).first()
    superior = unscoped_parent(pk, on=day)
    if row is None or superior is None:
        if key in held:
            yield _as_it_stands(held[key], done=True)
        return
    asked = key in held or f"{prefix_of(pk)}end." in fresh
    forbidden = is_grassroots(row.level, day) and not unionisable(row.funding_class, day)
    gone = level_is_gone(row.level, day)
    if not asked or not (forbidden or gone):
        return
    title = _("Công đoàn này phải kết thúc hoạt động: {name}")
    if gone:
        title = _("Cấp này không còn, phải kết thúc hoặc chuyển cấp: {name}")
    yield Wanted(
        key=key,
        kind=MUST_END,
        title=title.format(name=row.name),
        organisation_id=superior.pk,
        source_label=row.name,
        source_url=union_page(pk),
        why=_why_gone(row.level, day) if gone else _why(row.funding_class, day),
        due=_due(key, held, day, superior.pk),
    )


def _as_it_stands(item: WorkItem, *, done: bool) -> Wanted:
    return Wanted(
        key=item.key,
        kind=item.kind,
        title=item.title,
        organisation_id=item.organisation_id,
        source_label=item.source_label,
        source_url=item.source_url,
        due=item.due,
        why=item.why,
        done=done,
    )


@transaction.atomic
def waive_work(
    *, actor: Actor, employer: Organisation, item: WorkItem, reason: str, at: datetime
) -> EmployerWaiver:
    """
    Write down why nothing is done, and close the work.

    :raises ReasonMissing: without words
    :raises NothingAsked: when the work is closed already
    """
    actor.require(CHANGE, on=item.organisation)
    held = WorkItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if not held.key.startswith(prefix_of(employer.pk)) or held.state != WorkState.OPEN:
        raise NothingAsked
    if not reason.strip():
        raise ReasonMissing
    waiver, _made = EmployerWaiver.objects.update_or_create(
        key=held.key,
        defaults={
            "employer": employer,
            "reason": reason.strip(),
            "decided_by_name": actor.name,
            "decided_at": at,
        },
    )
    record(
        actor=actor,
        verb="restructuring.employer_waived",
        target=employer,
        organisation_id=held.organisation_id,
        changes={"work": held.key},
        reason=reason.strip(),
        label=held.title,
    )
    follow(actor=actor, organisations=[employer.pk], asked=Asked(), on=actor.today, at=at)
    return waiver
