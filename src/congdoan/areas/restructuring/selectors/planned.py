"""A worksheet that is still being prepared, as the facts of its papers."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from congdoan.areas.restructuring.rules.acts import OF_ORIGINALS, Act
from congdoan.areas.restructuring.selectors.facts import Change, Dossier, Post, Unit
from congdoan.areas.restructuring.selectors.issuing import deciding
from congdoan.areas.restructuring.selectors.matters import (
    Matter,
    MattersAsked,
    asked_of,
    unscoped_matters,
)
from congdoan.areas.restructuring.selectors.sight import Counted, Sight, look
from congdoan.kernel.organisations.api import (
    MEANINGS,
    Decision,
    Plan,
    planned_change,
    result_codes,
)
from congdoan.kernel.organisations.enums import EventKind, HierarchyId
from congdoan.kernel.organisations.models import Placement, Reorganisation
from congdoan.kernel.people.api import office_title
from congdoan.kernel.people.models import Office

_OFFICE, _MEMBERS = "people.office:", "members.of:"


@dataclass(frozen=True)
class _Sheet:
    """A worksheet with what it says and what stands there."""

    kind: EventKind
    day: date
    plan: Plan
    children: tuple[int, ...]
    sight: Sight
    called: dict[str, str]
    offices: dict[int, Office]

    @property
    def ends(self) -> bool:
        return MEANINGS[self.kind].ends_originals

    @property
    def results(self) -> tuple[str, ...]:
        """Return the codes of whoever takes over."""
        return tuple(self.called)

    def home(self, child: int) -> str:
        """Return the code a subordinate goes to; empty: undecided, or it stays."""
        alone = self.results[0] if self.ends and len(self.results) == 1 else ""
        return self.plan.homes.get(str(child), alone)


def planned_dossier(reorganisation: Reorganisation, *, today: date) -> Dossier:
    """Return what the worksheet would decide; the caller has checked the right."""
    change = planned_change(reorganisation)
    matters = unscoped_matters(MattersAsked(changes=(change,)))
    sheet = _read(reorganisation, matters)
    signed_on = reorganisation.decision_on or today
    return Dossier(
        decision=Decision(
            reorganisation.decision_no,
            reorganisation.decision_on,
            reorganisation.decided_by,
            reorganisation.note,
        ),
        signed_on=signed_on,
        on=reorganisation.on,
        issuer=deciding(
            reorganisation.superior_id,
            reorganisation.decided_by,
            on=signed_on,
            lived_on=reorganisation.on - timedelta(days=1),
        ),
        changes=(_change(sheet, reorganisation),),
        is_draft=True,
        matters=matters,
    )


def _read(reorganisation: Reorganisation, matters: tuple[Matter, ...]) -> _Sheet:
    kind, day = EventKind(reorganisation.kind), reorganisation.on
    plan = Plan.of(reorganisation.plan)
    placed = Placement.objects.on(day - timedelta(days=1)).filter(
        hierarchy_id=HierarchyId.COMMAND, parent_id__in=plan.originals
    )
    children = tuple(placed.exclude(child_id__in=plan.originals).values_list("child_id", flat=True))
    offices = {
        one.pk: one
        for one in Office.objects.on(day)
        .filter(organisation_id__in=plan.originals)
        .select_related("person")
        .order_by("pk")
    }
    passed = Counter(offices[pk].organisation_id for pk in _chosen(plan, _OFFICE) if pk in offices)
    held = Counter(one.organisation_id for one in offices.values())
    ended = held - passed if MEANINGS[kind].ends_originals else Counter[int]()
    standing = [*plan.originals, *([plan.into] if plan.into else [])]
    sight = look([*standing, *children], day=day, counted=Counted(ended, passed, asked_of(matters)))
    known = {sight.codes[pk]: sight.after.get(pk, "") for pk in standing if pk in sight.codes}
    known |= {one["code"]: one["name"] for one in plan.founded}
    called = {code: known.get(code, code) for code in result_codes(reorganisation)}
    return _Sheet(kind, day, plan, children, sight, called, offices)


def _chosen(plan: Plan, prefix: str) -> dict[int, str]:
    """Return the officer's choices under ``prefix``: whose, and the code it goes to."""
    return {
        int(key.removeprefix(prefix)): code
        for key, code in plan.passing.items()
        if key.startswith(prefix)
    }


def _change(sheet: _Sheet, reorganisation: Reorganisation) -> Change:
    sight, plan = sheet.sight, sheet.plan
    heirs = tuple(sheet.called.values()) if sheet.ends else ()
    act = OF_ORIGINALS[sheet.kind]
    above = next((sight.unit(pk, act).old_above for pk in plan.originals), "")
    return Change(
        kind=sheet.kind,
        on=reorganisation.on,
        originals=tuple(
            sight.unit(pk, act, heirs=heirs, new="" if sheet.ends else None)
            for pk in plan.originals
        ),
        kept=(sight.unit(plan.into, Act.RECEIVES),) if plan.into else (),
        founded=tuple(
            Unit(
                code=one["code"],
                name=one["name"],
                act=Act.FOUNDED,
                level=one.get("level", ""),
                new_above=above,
            )
            for one in plan.founded
        ),
        subordinates=tuple(
            sight.unit(pk, Act.GOES_ALONG, new=sheet.called.get(sheet.home(pk), ""))
            for pk in sheet.children
            if sheet.ends or sheet.home(pk)
        ),
        posts=_posts(sheet),
        members_go=_members_go(sheet),
    )


def _posts(sheet: _Sheet) -> tuple[Post, ...]:
    return tuple(
        Post(
            person=sheet.offices[pk].person.full_name,
            title=office_title(sheet.offices[pk]),
            at=sheet.sight.before.get(sheet.offices[pk].organisation_id, ""),
            to=sheet.called.get(code, code),
            to_code=code,
        )
        for pk, code in _chosen(sheet.plan, _OFFICE).items()
        if pk in sheet.offices
    )


def _members_go(sheet: _Sheet) -> tuple[tuple[int, str], ...]:
    """Return where the members of each original go on: as chosen, else to the first result."""
    if not sheet.ends or not sheet.results:
        return ()
    chosen = _chosen(sheet.plan, _MEMBERS)
    counts: Counter[str] = Counter()
    for pk in sheet.plan.originals:
        counts[chosen.get(pk, sheet.results[0])] += sheet.sight.members.get(pk, 0)
    return tuple((n, sheet.called.get(code, code)) for code, n in counts.items() if n)
