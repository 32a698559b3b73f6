"""Foundings an actor may see: where each stands, what is due when, what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from congdoan.areas.restructuring import policies
from congdoan.areas.restructuring.enums import FoundingState
from congdoan.areas.restructuring.models import Founding, FoundingPaper, FoundingSeat
from congdoan.areas.restructuring.rules.founding import months_after
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import names
from congdoan.kernel.organisations.enums import Family
from congdoan.kernel.organisations.models import Counterpart, OrganisationProfile
from congdoan.kernel.periods.api import add_working_days
from congdoan.kernel.rulebook import api as rulebook
from congdoan.support.files.api import FileQuestion

STEPS, PAPERS, LEVELS = "organisation.founding", "organisation.founding_paper", "organisation.level"
FUNDING = "organisation.funding_class"
DEADLINES = "organisation.founding_deadline"
DOSSIER_FILE = "restructuring.founding_paper"


def visible_foundings(actor: Actor) -> QuerySet[Founding]:
    """Return those of the branches the actor follows, and of the union once it is there."""
    reach = actor.reach(policies.FOLLOW)
    return Founding.objects.filter(
        Q(superior__in=reach) | Q(organisation__isnull=False, organisation__in=reach)
    )


def find_founding(actor: Actor, pk: int) -> Founding:
    """:raises NotFound: when there is none, or not for this actor"""
    rows = visible_foundings(actor).select_related("superior", "employer", "organisation", "event")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def find_paper(founding: Founding, pk: int) -> FoundingPaper:
    """:raises NotFound: when it is no paper of this founding"""
    found = founding.papers.select_related("founding__superior").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def find_seat(founding: Founding, pk: int) -> FoundingSeat:
    """:raises NotFound: when it is nobody of this founding's committee"""
    found = founding.seats.select_related("founding__superior").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def foundings_under(actor: Actor, organisation_id: int) -> list[Founding]:
    """Return the foundings one superior leads, and the one a union came from; newest first."""
    rows = visible_foundings(actor).filter(
        Q(superior=organisation_id) | Q(organisation=organisation_id)
    )
    return list(rows.exclude(state=FoundingState.DROPPED).order_by("-started_on", "-pk")[:20])


def may_read_paper(question: FileQuestion) -> bool | None:
    """Let whoever sees the founding read its dossier."""
    if question.purpose != DOSSIER_FILE:
        return None
    rows = FoundingPaper.objects.filter(
        file_id=question.file_id, founding__in=visible_foundings(question.actor)
    )
    return True if rows.exists() else None


# --- what the rulebook says -------------------------------------------------------------------


def least_applications(level: str, *, on: date) -> int:
    """Return how many applications a union of this level needs on the day."""
    entry = rulebook.find_entry(LEVELS, level, on=on)
    return int(entry.attributes.get("members_at_least", 0)) if entry else 0


def basic_levels(day: date) -> list[tuple[str, str]]:
    """Return the levels that are founded by this procedure."""
    entries = rulebook.catalogue(LEVELS, on=day)
    return [(one.code, str(one.label)) for one in entries if one.attributes.get("grassroots")]


def is_superior_level(level: str, *, on: date) -> bool:
    """Tell whether a union of this level stands above grassroots unions."""
    entry = rulebook.find_entry(LEVELS, level, on=on)
    basic = [
        int(one.attributes["rank"])
        for one in rulebook.catalogue(LEVELS, on=on)
        if one.attributes.get("grassroots")
    ]
    return entry is not None and bool(basic) and int(entry.attributes["rank"]) < min(basic)


def required_papers(day: date) -> list[tuple[str, str, bool]]:
    """Return the papers of a dossier: code, name, whether it must be there."""
    return [
        (one.code, str(one.label), bool(one.attributes.get("required")))
        for one in rulebook.catalogue(PAPERS, on=day)
    ]


def refused_group(employer_id: int | None, *, on: date) -> str:
    """Return the funding class that may have no union, in words; empty where nothing hinders."""
    if employer_id is None:
        return ""
    rows = OrganisationProfile.objects.on(on).filter(organisation=employer_id)
    code = rows.values_list("funding_class", flat=True).first()
    entry = rulebook.find_entry(FUNDING, code, on=on) if code else None
    barred = entry is not None and entry.attributes.get("unionisable") is False
    return str(entry.label) if entry is not None and barred else ""


def partner_profile(pk: int, *, on: date) -> OrganisationProfile | None:
    """Return what a partner is called on the day; names are no secret within the unions."""
    rows = OrganisationProfile.objects.on(on).filter(
        organisation=pk, organisation__family=Family.PARTNER
    )
    return rows.select_related("organisation").first()


def union_of(employer_id: int, *, on: date) -> str:
    """Return the name of the basic union that faces the employer on the day; empty: none."""
    basic = [code for code, _label in basic_levels(on)]
    faced = Counterpart.objects.on(on).filter(partner=employer_id).values("union_id")
    rows = OrganisationProfile.objects.on(on).filter(organisation__in=faced, level__in=basic)
    return rows.values_list("name", flat=True).first() or ""


def working_deadline(key: str, start: date | None, *, for_: int) -> date | None:
    """Return ``start`` plus the working days of a rule; None where the calendar ends."""
    if start is None:
        return None
    try:
        days = int(rulebook.value(f"{DEADLINES}.{key}", on=start, for_=for_))
        return add_working_days(start, days)
    except rulebook.NoRuleInForce:
        return None


@dataclass(frozen=True)
class Deadlines:
    """What is due when, of one founding; None: not due yet, or beyond the table of days off."""

    first_meeting: date | None
    dossier: date | None
    recognition: date | None
    elected: date | None


def deadlines_of(founding: Founding) -> Deadlines:
    for_ = founding.superior_id
    return Deadlines(
        first_meeting=working_deadline("first_meeting", founding.congress_on, for_=for_),
        # After a refusal the same time runs anew for the completed dossier.
        dossier=working_deadline("dossier", founding.refused_on or founding.congress_on, for_=for_),
        recognition=working_deadline("recognition", founding.dossier_full_on, for_=for_),
        elected=_elected_by(founding),
    )


def _elected_by(founding: Founding) -> date | None:
    if not founding.is_provisional or founding.recognised_on is None:
        return None
    months = rulebook.value(
        f"{DEADLINES}.provisional_congress", on=founding.recognised_on, for_=founding.superior_id
    )
    return months_after(founding.recognised_on, int(months))


def missing_papers(founding: Founding, *, on: date) -> list[str]:
    """Return the names of required papers that are not in the dossier."""
    there = set(founding.papers.values_list("kind", flat=True))
    return [name for code, name, needed in required_papers(on) if needed and code not in there]


# --- the stepper ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One step as the page shows it; ``state`` is done, current or waiting."""

    code: str
    label: str
    state: str
    on: date | None = None
    due: date | None = None
    late: bool = False
    words: str = ""
    rule: str = ""


def steps_of(founding: Founding, *, on: date) -> list[Step]:
    """Return the steps in order with their days; the first open one is the current one."""
    day = founding.started_on
    label = {one.code: str(one.label) for one in rulebook.catalogue(STEPS, on=day)}
    if founding.is_provisional:
        label["CONGRESS"] = _("Đại hội bầu ban chấp hành thay ban chấp hành lâm thời")
    rows = _provisional(founding) if founding.is_provisional else _elected(founding)
    steps: list[Step] = []
    reached = founding.state in {FoundingState.OPEN, FoundingState.RECOGNISED}
    for code, done, due, words, rule in rows:
        state = "done" if done else "current" if reached else "waiting"
        if state == "current":
            reached = False
        steps.append(
            Step(
                code=code,
                label=label.get(code, code),
                state=state,
                on=done if isinstance(done, date) else None,
                due=None if done else due,
                late=not done and due is not None and due < on,
                words=words,
                rule=f"{DEADLINES}.{rule}" if rule else "",
            )
        )
    return steps


_Row = tuple[str, Any, date | None, str, str]


def _begun(founding: Founding) -> list[_Row]:
    least = least_applications(founding.level, on=founding.started_on)
    counted = _("{count} đơn, cần ít nhất {least}").format(count=founding.applications, least=least)
    enough = founding.applications >= least
    applied = (founding.applications_on or founding.started_on) if enough else None
    return [
        ("MOBILISE", founding.started_on, None, founding.mobilisers, ""),
        ("APPLY", applied, None, counted, ""),
    ]


def _ended(founding: Founding) -> list[_Row]:
    days = [founding.seal_on, founding.account_on, founding.employer_told_on]
    done = max(one for one in days if one) if all(days) else None
    named = zip((_("con dấu"), _("tài khoản"), _("thông báo")), days, strict=True)
    words = "; ".join(f"{name} {day:%d/%m/%Y}" for name, day in named if day)
    return [("SEAL_ACCOUNT", done, None, words, "")]


def _elected(founding: Founding) -> list[_Row]:
    due = deadlines_of(founding)
    people = _("{count} người dự").format(count=founding.attendance) if founding.attendance else ""
    sent = founding.dossier_full_on or (
        founding.dossier_sent_on if founding.state != FoundingState.OPEN else None
    )
    words = (
        _("đã nộp ngày {day}, cấp trên đang xem đủ hay thiếu").format(
            day=f"{founding.dossier_sent_on:%d/%m/%Y}"
        )
        if founding.dossier_sent_on and not sent
        else ""
    )
    return [
        *_begun(founding),
        ("CONGRESS", founding.congress_on, None, people, ""),
        ("FIRST_MEETING", founding.first_meeting_on, due.first_meeting, "", "first_meeting"),
        ("DOSSIER", sent, due.dossier if not founding.dossier_sent_on else None, words, "dossier"),
        (
            "RECOGNITION",
            founding.recognised_on,
            due.recognition,
            _decision(founding),
            "recognition",
        ),
        *_ended(founding),
    ]


def _provisional(founding: Founding) -> list[_Row]:
    due = deadlines_of(founding)
    return [
        *_begun(founding),
        ("PROVISIONAL", founding.recognised_on, None, _decision(founding), ""),
        *_ended(founding),
        ("CONGRESS", founding.elected_on, due.elected, "", "provisional_congress"),
    ]


def _decision(founding: Founding) -> str:
    if founding.event is None:
        return ""
    return _("Quyết định {number}").format(number=founding.event.decision_no or "…")


# --- lists ------------------------------------------------------------------------------------


def name_places(foundings: Sequence[Founding], *, on: date) -> None:
    """Put the names of superiors and employers on the rows of one page; one query."""
    ids = {row.superior_id for row in foundings} | {
        row.employer_id for row in foundings if row.employer_id
    }
    called = names(ids, on=on)
    for row in foundings:
        row.superior_name = called.get(row.superior_id, "")  # type: ignore[attr-defined]
        row.employer_name = called.get(row.employer_id or 0, "")  # type: ignore[attr-defined]


def waits_for(founding: Founding, *, on: date) -> Step | None:
    """Return the step a founding stands at; ``event`` is to be loaded with it in a list."""
    steps = steps_of(founding, on=on)
    return next((step for step in steps if step.state == "current"), None)
