"""The superior's decision: the union is there, its first committee takes office; what follows."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from congdoan.areas.restructuring import policies
from congdoan.areas.restructuring.enums import FoundingState
from congdoan.areas.restructuring.models import Founding
from congdoan.areas.restructuring.rules import founding as rules
from congdoan.areas.restructuring.services.founding import (
    demand_employer,
    demand_enough,
    demand_open,
    held,
    locked,
    settle,
)
from congdoan.areas.restructuring.services.founding_work import sync_founding_work
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotAllowed
from congdoan.foundation.vietnamese import split_name
from congdoan.kernel.access.api import system_actor
from congdoan.kernel.organisations.api import (
    Decision,
    NewOrganisation,
    PlannedChange,
    ProfileData,
    establish_organisation,
    link_counterpart,
)
from congdoan.kernel.organisations.enums import Family, HierarchyId
from congdoan.kernel.organisations.models import Organisation, OrganisationProfile
from congdoan.kernel.people.api import (
    OfficeChange,
    OfficeData,
    PersonData,
    appoint,
    register_person,
)
from congdoan.kernel.people.enums import Appointment
from congdoan.kernel.people.models import Office, Person
from congdoan.kernel.periods.api import start_term

PRESIDENT = "PRESIDENT"


@dataclass(frozen=True)
class Recognition:
    """The decision: from which day the union is there."""

    on: date
    decision: Decision


@transaction.atomic
def recognise_founding(
    *, actor: Actor, founding: Founding, data: Recognition, on: date, at: datetime
) -> Founding:
    """
    Establish the union by the superior's decision and seat its first committee.

    The same service as the form "Thành lập cấp dưới" writes the event; offices are elected, or
    provisional where the superior appoints. The employer faces the union from the same day.

    :raises StepFirst: on the path with a congress, before the dossier was complete
    :raises TooFewApplications, NoPresident, TwoPresidents: what a union cannot begin without
    :raises NotUnionisable, HasAUnion: when the employer may have none, or got one meanwhile
    :raises CodeTaken, ParentNotThere: as establishing does
    """
    founding = held(actor, founding)
    demand_open(founding)
    _demand_ready(founding)
    earliest = founding.dossier_full_on or founding.applications_on
    if earliest is not None and data.on < earliest:
        raise rules.BeforeThat(day=f"{earliest:%d/%m/%Y}", step=_("đủ hồ sơ, đủ đơn"))
    if founding.employer_id is not None:
        demand_employer(founding.employer_id, on=data.on)
    union = establish_organisation(
        actor=actor,
        new=NewOrganisation(
            code=founding.code,
            family=Family.UNION,
            profile=_profile(founding, data.on),
            on=data.on,
            parents={int(HierarchyId.COMMAND): founding.superior.code},
        ),
        decision=data.decision,
        at=at,
    )
    if founding.employer is not None:
        link_counterpart(actor=actor, union=union, partner=founding.employer, on=data.on)
    founding.organisation = union
    founding.event = union.event_parts.get().event
    founding.recognised_on = data.on
    founding.state = FoundingState.RECOGNISED
    founding.save(update_fields=["organisation", "event", "recognised_on", "state"])
    term = None if founding.is_provisional else _begin_term(actor, union, data)
    _seat(actor, founding, union, data, term)
    settle(
        actor,
        founding,
        "recognised",
        on=on,
        at=at,
        reason=data.decision.number,
        changes={"on": data.on, "code": founding.code},
    )
    return founding


def _demand_ready(founding: Founding) -> None:
    demand_enough(founding)
    if not founding.is_provisional and founding.dossier_full_on is None:
        raise rules.StepFirst(step=_("Đủ hồ sơ"))
    presidents = founding.seats.filter(position=PRESIDENT).count()
    if not presidents:
        raise rules.NoPresident
    if presidents > 1:
        raise rules.TwoPresidents


def _profile(founding: Founding, day: date) -> ProfileData:
    """Return the union's facts; kind, funding and place are those of its employer."""
    employer = (
        OrganisationProfile.objects.on(day).filter(organisation=founding.employer_id).first()
        if founding.employer_id
        else None
    )
    return ProfileData(
        name=founding.name,
        short_name=founding.short_name,
        doc_symbol=founding.doc_symbol,
        level=founding.level,
        kind=employer.kind if employer else "",
        funding_class=employer.funding_class if employer else "",
        place_code=employer.place_code if employer else "",
        address=employer.address if employer else "",
    )


def _begin_term(actor: Actor, union: Organisation, data: Recognition) -> int | None:
    """Open the first term; whoever may not record terms leaves it to the president."""
    try:
        term = start_term(
            actor=actor,
            organisation=union,
            ordinal="I",
            start=data.on,
            decision=data.decision.number,
        )
    except NotAllowed:
        return None
    return term.pk


def _seat(
    actor: Actor, founding: Founding, union: Organisation, data: Recognition, term: int | None
) -> None:
    how = Appointment.PROVISIONAL if founding.is_provisional else Appointment.ELECTED
    known: dict[str, Person] = {}
    for seat in founding.seats.select_related("person"):
        person = seat.person or known.get(seat.full_name)
        if person is None:
            family_middle, given_name = split_name(seat.full_name)
            person = register_person(
                actor=actor,
                organisation=union,
                data=PersonData(family_middle, given_name, seat.gender),
            )
            known[seat.full_name] = person
        appoint(
            actor=actor,
            person=person,
            organisation=union,
            data=OfficeData(
                position=seat.position,
                start=data.on,
                appointment=how,
                decision_no=data.decision.number,
                decision_on=data.decision.signed_on,
                term_id=term,
            ),
        )


# --- after the decision -----------------------------------------------------------------------


@transaction.atomic
def settle_in(
    *,
    actor: Actor,
    founding: Founding,
    seal_on: date | None,
    account_on: date | None,
    employer_told_on: date | None,
    on: date,
    at: datetime,
) -> Founding:
    """Write down the seal, the account and the notice to the employer, as they come."""
    founding = _held_by_either(actor, founding)
    _demand_recognised(founding)
    days = {"seal_on": seal_on, "account_on": account_on, "employer_told_on": employer_told_on}
    for day in days.values():
        if day is not None:
            after = ((_("công nhận"), founding.recognised_on),)
            rules.demand_day(day, on=on, after=after)
    changed = {name: day for name, day in days.items() if getattr(founding, name) != day}
    for name, day in changed.items():
        setattr(founding, name, day)
    if changed:
        _save(actor, founding, "settled", list(changed), on=on, at=at)
    return founding


@transaction.atomic
def hold_election(
    *, actor: Actor, founding: Founding, day: date, on: date, at: datetime
) -> Founding:
    """Write down the congress that elects the committee in place of the provisional one."""
    founding = _held_by_either(actor, founding)
    _demand_recognised(founding)
    if not founding.is_provisional:
        raise rules.WrongPath(path=founding.get_path_display())
    rules.demand_day(day, on=on, after=((_("chỉ định"), founding.recognised_on),))
    founding.elected_on = day
    _save(actor, founding, "elected", ["elected_on"], on=on, at=at)
    return founding


def follow_offices(change: OfficeChange, *, on: date, at: datetime) -> None:
    """
    Answer ``offices_changed``: an elected president ends the provisional committee's time.

    Told for every office written anywhere, so it asks one indexed question and mostly goes home.
    """
    rows = Founding.objects.filter(
        organisation=change.organisation_id, state=FoundingState.RECOGNISED, elected_on=None
    )
    founding = rows.select_related("superior").first()
    if founding is None or not founding.is_provisional or founding.recognised_on is None:
        return
    office = Office.objects.get(pk=change.office_id)
    begins = office.valid.lower
    if office.position != PRESIDENT or office.appointment != Appointment.ELECTED:
        return
    founding.elected_on = max(begins, founding.recognised_on)
    _save(system_actor(today=on), founding, "elected", ["elected_on"], on=on, at=at)


def take_back_recognition(change: PlannedChange, *, on: date, at: datetime) -> None:
    """Answer ``undone``: the decision is taken back, the procedure is where it was before it."""
    for found in Founding.objects.filter(event_id=change.event_id):
        founding = locked(found)
        founding.organisation = founding.event = founding.recognised_on = None
        founding.seal_on = founding.account_on = None
        founding.employer_told_on = founding.elected_on = None
        founding.state = FoundingState.OPEN
        founding.save(
            update_fields=[
                "organisation",
                "event",
                "recognised_on",
                "seal_on",
                "account_on",
                "employer_told_on",
                "elected_on",
                "state",
            ]
        )
        sync_founding_work(actor=system_actor(today=on), founding=founding, on=on, at=at)


def rehome_foundings(homes: dict[int, int], *, on: date, at: datetime) -> dict[str, int]:
    """Let open foundings go on under whoever stands in for an ended superior; return the old."""
    before: dict[str, int] = {}
    rows = Founding.objects.filter(superior__in=homes, state=FoundingState.OPEN)
    for founding in rows.select_for_update(of=("self",)):
        before[str(founding.pk)] = founding.superior_id
        founding.superior_id = homes[founding.superior_id]
        founding.save(update_fields=["superior"])
        sync_founding_work(actor=system_actor(today=on), founding=founding, on=on, at=at)
    return before


def give_foundings_back(before: dict[str, int], *, on: date, at: datetime) -> None:
    """Undo ``rehome_foundings``."""
    for founding in Founding.objects.filter(pk__in=before, state=FoundingState.OPEN):
        founding.superior_id = before[str(founding.pk)]
        founding.save(update_fields=["superior"])
        sync_founding_work(actor=system_actor(today=on), founding=founding, on=on, at=at)


def _held_by_either(actor: Actor, founding: Founding) -> Founding:
    """The new union does these steps itself; its superior may write them down too."""
    if founding.organisation is None or not actor.may(policies.FOUND, on=founding.organisation):
        actor.require(policies.FOUND, on=founding.superior)
    return locked(founding)


def _demand_recognised(founding: Founding) -> None:
    if founding.state == FoundingState.DROPPED:
        raise rules.FoundingClosed(state=FoundingState.DROPPED.label)
    if founding.is_open:
        raise rules.NotRecognisedYet


def _save(
    actor: Actor, founding: Founding, verb: str, fields: list[str], *, on: date, at: datetime
) -> None:
    everything = founding.seal_on and founding.account_on and founding.employer_told_on
    elected = founding.elected_on is not None or not founding.is_provisional
    founding.state = FoundingState.DONE if everything and elected else FoundingState.RECOGNISED
    founding.save(update_fields=[*fields, "state"])
    changes = {name: getattr(founding, name) for name in fields}
    settle(actor, founding, verb, on=on, at=at, changes=changes)
