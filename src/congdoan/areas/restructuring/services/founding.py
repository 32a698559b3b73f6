"""Founding a grassroots union, up to the dossier: every step written down with its day."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.areas.restructuring import policies
from congdoan.areas.restructuring.enums import FoundingPath, FoundingState, Initiator
from congdoan.areas.restructuring.models import (
    Founding,
    FoundingAnswer,
)
from congdoan.areas.restructuring.rules import founding as rules
from congdoan.areas.restructuring.selectors import founding as selectors
from congdoan.areas.restructuring.services.founding_work import sync_founding_work
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import AlreadyDone
from congdoan.foundation.vietnamese import fold, nfc, tidy
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.api import CodeTaken, name_of, profile_of
from congdoan.kernel.organisations.models import Organisation

if TYPE_CHECKING:
    pass


@dataclass(frozen=True)
class FoundingData:
    """What is to be founded, for whom, and how."""

    name: str
    code: str
    level: str
    started_on: date
    path: str = FoundingPath.CONGRESS
    initiator: str = Initiator.EMPLOYEES
    short_name: str = ""
    doc_symbol: str = ""
    mobilisers: str = ""
    employer_id: int | None = None


@transaction.atomic
def start_founding(
    *, actor: Actor, superior: Organisation, data: FoundingData, on: date, at: datetime
) -> Founding:
    """
    Open the procedure under the union that will recognise the new one.

    :raises NotASuperior, NotABasicUnion: for levels this procedure is not for
    :raises NotUnionisable, HasAUnion, EmployerNotThere: when the employer may have none, or has one
    :raises CodeTaken, FoundingAlready: codes live for ever, one procedure each
    """
    actor.require(policies.FOUND, on=superior)
    rules.demand_day(data.started_on, on=on)
    level = profile_of(superior, on=on).level
    if not superior.exists_on(on) or not selectors.is_superior_level(level, on=on):
        raise rules.NotASuperior(name=name_of(superior, on=on))
    # Two who open the same founding at once take turns.
    Organisation.objects.select_for_update().get(pk=superior.pk)
    _check(data, on=on)
    founding = Founding.objects.create(
        superior=superior, made_by_name=actor.name, made_at=at, **_tidied(data)
    )
    settle(actor, founding, "started", on=on, at=at, changes={"code": founding.code})
    return founding


@transaction.atomic
def change_founding(
    *, actor: Actor, founding: Founding, data: FoundingData, on: date, at: datetime
) -> Founding:
    """
    Correct what is to be founded, while nothing has been decided.

    :raises FoundingClosed: when it has; else as ``start_founding``
    """
    founding = held(actor, founding)
    demand_open(founding)
    rules.demand_day(data.started_on, on=on)
    first = founding.applications_on or founding.congress_on
    rules.demand_before(data.started_on, before=((_("đơn gia nhập, đại hội"), first),))
    if data.path != founding.path and founding.congress_on is not None:
        raise rules.WrongPath(path=FoundingPath(founding.path).label)
    _check(data, on=on, but=founding.pk)
    values = _tidied(data)
    touched = [name for name, value in values.items() if getattr(founding, name) != value]
    for name in touched:
        setattr(founding, name, values[name])
    if touched:
        founding.save(update_fields=touched)
        settle(actor, founding, "changed", on=on, at=at, changes={"fields": touched})
    return founding


def _tidied(data: FoundingData) -> dict[str, Any]:
    values = asdict(data)
    values["code"] = tidy(data.code).upper()
    for name in ("name", "short_name", "doc_symbol"):
        values[name] = tidy(values[name])
    values["folded"] = fold(values["name"])[:250]
    values["mobilisers"] = nfc(data.mobilisers).strip()
    return values


def _check(data: FoundingData, *, on: date, but: int = 0) -> None:
    if data.level not in dict(selectors.basic_levels(on)):
        raise rules.NotABasicUnion
    code = tidy(data.code).upper()
    if Organisation.objects.filter(code=code).exists():
        raise CodeTaken(code=code)
    if Founding.objects.filter(code=code, state=FoundingState.OPEN).exclude(pk=but).exists():
        raise rules.FoundingAlready(code=code)
    if data.employer_id is not None:
        demand_employer(data.employer_id, on=on)


def demand_employer(employer_id: int, *, on: date) -> None:
    """See that the employer is there, may have a union, and has none yet."""
    employer = Organisation.objects.filter(pk=employer_id).first()
    if employer is None or not employer.exists_on(on):
        raise rules.EmployerNotThere(day=f"{on:%d/%m/%Y}")
    if group := selectors.refused_group(employer_id, on=on):
        raise rules.NotUnionisable(group=group)
    if union := selectors.union_of(employer_id, on=on):
        raise rules.HasAUnion(union=union)


@transaction.atomic
def count_applications(
    *, actor: Actor, founding: Founding, count: int, day: date, on: date, at: datetime
) -> Founding:
    """Write down how many have applied so far; the number may be corrected until the decision."""
    founding = held(actor, founding)
    demand_open(founding)
    rules.demand_day(day, on=on, after=((_("bắt đầu vận động"), founding.started_on),))
    if founding.congress_on is not None:
        _demand_enough(founding, count)
    return _write(actor, founding, "counted", on=on, at=at, applications=count, applications_on=day)


@transaction.atomic
def hold_congress(
    *, actor: Actor, founding: Founding, day: date, attendance: int | None, on: date, at: datetime
) -> Founding:
    """
    Write down the founding congress; the deadlines of meeting and dossier count from it.

    :raises TooFewApplications: below the rulebook's least number of that level
    """
    founding = held(actor, founding)
    demand_open(founding)
    _demand_path(founding, FoundingPath.CONGRESS)
    demand_unfrozen(founding)
    _demand_enough(founding, founding.applications)
    rules.demand_day(
        day,
        on=on,
        after=(
            (_("bắt đầu vận động"), founding.started_on),
            (_("đếm đơn gia nhập"), founding.applications_on),
        ),
    )
    later = founding.first_meeting_on or founding.dossier_sent_on
    rules.demand_before(day, before=((_("họp ban chấp hành, nộp hồ sơ"), later),))
    return _write(actor, founding, "congress", on=on, at=at, congress_on=day, attendance=attendance)


@transaction.atomic
def hold_first_meeting(
    *, actor: Actor, founding: Founding, day: date, on: date, at: datetime
) -> Founding:
    """Write down the committee's first meeting."""
    founding = held(actor, founding)
    demand_open(founding)
    _demand_path(founding, FoundingPath.CONGRESS)
    if founding.congress_on is None:
        raise rules.StepFirst(step=_("Đại hội thành lập"))
    rules.demand_day(day, on=on, after=((_("đại hội thành lập"), founding.congress_on),))
    return _write(actor, founding, "meeting", on=on, at=at, first_meeting_on=day)


@transaction.atomic
def send_dossier(
    *, actor: Actor, founding: Founding, day: date, on: date, at: datetime
) -> Founding:
    """Write down when the dossier reached the superior; what it lacks may still follow."""
    founding = held(actor, founding)
    demand_open(founding)
    _demand_path(founding, FoundingPath.CONGRESS)
    demand_unfrozen(founding)
    if founding.congress_on is None:
        raise rules.StepFirst(step=_("Đại hội thành lập"))
    after = ((_("đại hội thành lập"), founding.congress_on), (_("trả lời"), founding.refused_on))
    rules.demand_day(day, on=on, after=after)
    return _write(actor, founding, "dossier", on=on, at=at, dossier_sent_on=day)


@transaction.atomic
def accept_dossier(
    *, actor: Actor, founding: Founding, day: date, on: date, at: datetime
) -> Founding:
    """
    Say that the dossier is complete: the superior's own time to answer begins.

    :raises DossierIncomplete: naming what is missing
    """
    founding = held(actor, founding)
    demand_open(founding)
    _demand_path(founding, FoundingPath.CONGRESS)
    demand_unfrozen(founding)
    if founding.dossier_sent_on is None:
        raise rules.StepFirst(step=_("Nộp hồ sơ"))
    if missing := selectors.missing_papers(founding, on=day):
        raise rules.DossierIncomplete(missing="; ".join(missing))
    rules.demand_day(day, on=on, after=((_("nộp hồ sơ"), founding.dossier_sent_on),))
    return _write(actor, founding, "accepted", on=on, at=at, dossier_full_on=day)


@transaction.atomic
def refuse_founding(
    *, actor: Actor, founding: Founding, reason: str, day: date, on: date, at: datetime
) -> FoundingAnswer:
    """Do not recognise, with reasons: the dossier goes back to be completed and sent again."""
    founding = held(actor, founding)
    demand_open(founding)
    if founding.dossier_sent_on is None:
        raise rules.StepFirst(step=_("Nộp hồ sơ"))
    rules.demand_day(day, on=on, after=((_("nộp hồ sơ"), founding.dossier_sent_on),))
    answer = FoundingAnswer.objects.create(
        founding=founding,
        answered_on=day,
        reason=nfc(reason).strip(),
        by_name=actor.name,
        at=at,
    )
    founding.refused_on = day
    founding.dossier_sent_on = founding.dossier_full_on = None
    founding.save(update_fields=["refused_on", "dossier_sent_on", "dossier_full_on"])
    settle(actor, founding, "refused", on=on, at=at, reason=answer.reason)
    return answer


@transaction.atomic
def drop_founding(
    *, actor: Actor, founding: Founding, reason: str, on: date, at: datetime
) -> Founding:
    """Stop a procedure that leads nowhere; its work leaves everybody's list."""
    founding = held(actor, founding)
    demand_open(founding)
    founding.state, founding.closed_reason = FoundingState.DROPPED, nfc(reason).strip()
    founding.save(update_fields=["state", "closed_reason"])
    settle(actor, founding, "dropped", on=on, at=at, reason=founding.closed_reason)
    return founding


# --- shared -----------------------------------------------------------------------------------


def held(actor: Actor, founding: Founding) -> Founding:
    """Ask for the right at the superior, and lock the row: two officers take turns."""
    actor.require(policies.FOUND, on=founding.superior)
    return locked(founding)


def locked(founding: Founding) -> Founding:
    rows = Founding.objects.select_related("superior", "employer", "organisation", "event")
    return rows.select_for_update(of=("self",)).get(pk=founding.pk)


def demand_open(founding: Founding) -> None:
    """:raises FoundingClosed: when it was recognised or dropped"""
    if not founding.is_open:
        raise rules.FoundingClosed(state=FoundingState(founding.state).label)


def _demand_path(founding: Founding, path: FoundingPath) -> None:
    if founding.path != path:
        raise rules.WrongPath(path=FoundingPath(founding.path).label)


def demand_unfrozen(founding: Founding) -> None:
    if founding.dossier_full_on is not None:
        raise rules.DossierFrozen


def _demand_enough(founding: Founding, count: int) -> None:
    least = selectors.least_applications(founding.level, on=founding.started_on)
    if count < least:
        raise rules.TooFewApplications(count=count, least=least)


def demand_enough(founding: Founding) -> None:
    """:raises TooFewApplications: below the rulebook's least number of that level"""
    _demand_enough(founding, founding.applications)


def _write(
    actor: Actor, founding: Founding, verb: str, *, on: date, at: datetime, **values: Any
) -> Founding:
    """Write a step once; the same step with the same day again changes nothing."""
    if all(getattr(founding, name) == value for name, value in values.items()):
        raise AlreadyDone
    for name, value in values.items():
        setattr(founding, name, value)
    founding.save(update_fields=list(values))
    settle(actor, founding, verb, on=on, at=at, changes=values)
    return founding


def settle(
    actor: Actor,
    founding: Founding,
    verb: str,
    *,
    on: date,
    at: datetime,
    reason: str = "",
    changes: dict[str, Any] | None = None,
) -> None:
    """Let the work lists follow, and write the audit row."""
    sync_founding_work(actor=actor, founding=founding, on=on, at=at)
    note(actor, founding, verb, reason=reason, changes=changes)


def note(
    actor: Actor,
    founding: Founding,
    verb: str,
    *,
    reason: str = "",
    changes: dict[str, Any] | None = None,
) -> None:
    record(
        actor=actor,
        verb=f"restructuring.founding_{verb}",
        target=founding,
        organisation_id=founding.organisation_id or founding.superior_id,
        changes=changes or {},
        reason=reason[:300],
        label=founding.name,
    )
