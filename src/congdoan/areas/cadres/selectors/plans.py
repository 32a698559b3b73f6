"""Plans of officials as those who may read them see them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import get_language

from congdoan.areas.cadres import policies
from congdoan.areas.cadres.enums import EditionState, Round
from congdoan.areas.cadres.models import OfficialPlan, PlanCandidate, PlanEdition, PlanVote
from congdoan.areas.cadres.rules.voting import Verdict
from congdoan.areas.cadres.selectors.due import approver_of
from congdoan.areas.cadres.selectors.votes import outcome, passed
from congdoan.areas.members.api import refuse_restricted
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.valid_time import span
from congdoan.kernel.organisations.enums import Family
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.api import unscoped_limited
from congdoan.kernel.people.models import Office
from congdoan.kernel.rulebook.api import Rule, catalogue, rule


def planning_unit(actor: Actor) -> Organisation | None:
    """Return the union the actor works for now, if its plans are the actor's to read."""
    unit = Organisation.objects.filter(pk=actor.organisation_id or 0, family=Family.UNION).first()
    return unit if unit is not None and may_read(actor, unit) else None


def may_read(actor: Actor, unit: Organisation) -> bool:
    """Tell whether plans of a union are the actor's: its own, or those it decides on."""
    superior = approver_of(unit, on=actor.today)
    return actor.may(policies.PLAN, on=unit) or actor.may(policies.APPROVE, on=superior)


def get_planning_unit(actor: Actor, pk: int) -> Organisation:
    """:raises NotFound: when there is no such union, or its plans are not the actor's"""
    unit = Organisation.objects.filter(pk=pk, family=Family.UNION).first()
    if unit is None or not may_read(actor, unit):
        raise NotFound
    return unit


def get_plan(actor: Actor, pk: int) -> OfficialPlan:
    """:raises NotFound: when there is none, or it is not the actor's"""
    found = OfficialPlan.objects.select_related("organisation").filter(pk=pk).first()
    if found is None or not may_read(actor, found.organisation):
        raise NotFound
    return found


def get_candidate(actor: Actor, pk: int) -> PlanCandidate:
    """
    Return a candidate.

    :raises NotFound: when there is none, or the plan is not the actor's
    :raises RecordRestricted: when nothing but keeping is allowed with the person's data
    """
    rows = PlanCandidate.objects.select_related("plan__organisation", "person", "added_in")
    found = rows.filter(pk=pk).first()
    if found is None or not may_read(actor, found.plan.organisation):
        raise NotFound
    refuse_restricted(found.person_id)
    return found


def plans_of(unit: Organisation) -> list[OfficialPlan]:
    rows = OfficialPlan.objects.filter(organisation=unit).prefetch_related("editions")
    return list(rows.order_by("-first_year"))


def plans_awaiting(superior: Organisation) -> list[PlanEdition]:
    """Return what was submitted by those directly under a superior, by its own list of work."""
    rows = PlanEdition.objects.filter(state=EditionState.SUBMITTED)
    found = list(rows.select_related("plan__organisation").order_by("submitted_on", "pk"))
    return [
        one
        for one in found
        if approver_of(one.plan.organisation, on=one.submitted_on or one.opened_on).pk
        == superior.pk
    ]


@dataclass(frozen=True)
class Line:
    """One person of a plan for one post."""

    candidate: PlanCandidate
    post: str
    votes: list[tuple[PlanVote, Verdict]]
    #: None: not yet voted on by the committee.
    passed: bool | None
    appointed: date | None
    birth_year: int | None

    @property
    def next_round(self) -> Round | None:
        there = {vote.round for vote, _verdict in self.votes}
        return next((one for one in Round if one not in there), None)


@dataclass(frozen=True)
class Share:
    """One figure of the mix against what is aimed at."""

    rule: Rule
    count: int
    whole: int

    @property
    def label(self) -> str:
        return self.rule.label(get_language() or "vi")

    @property
    def percent(self) -> int:
        return self.count * 100 // self.whole if self.whole else 0

    @property
    def met(self) -> bool:
        return self.percent >= int(self.rule.value["at_least"])


@dataclass(frozen=True)
class Planned:
    """A plan as its page shows it."""

    plan: OfficialPlan
    edition: PlanEdition | None
    editions: list[PlanEdition]
    standing: list[Line] = field(default_factory=list)
    proposed: list[Line] = field(default_factory=list)
    leaving: list[Line] = field(default_factory=list)
    former: list[Line] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    #: People whose data may only be kept: counted, not shown.
    kept_back: int = 0
    #: Those of them who wait for the decision: it passes them over.
    kept_proposed: int = 0

    @property
    def lines(self) -> list[Line]:
        return [*self.standing, *self.proposed, *self.leaving, *self.former]


def planned(plan: OfficialPlan, *, on: date, ethnic: int | None = None) -> Planned:
    """Sort a plan's people into what holds, what is proposed, who leaves and who has left."""
    editions = list(plan.editions.order_by("-pk"))
    current = editions[0] if editions else None
    approved = {one.pk for one in editions if one.state == EditionState.APPROVED}
    sorts: dict[str, list[Line]] = {"standing": [], "proposed": [], "leaving": [], "former": []}
    for line in _lines(plan, on):
        sorts[_sort(line.candidate, approved)].append(line)
    holding = [*sorts["standing"], *sorts["leaving"]] or sorts["proposed"]
    shares = _shares(holding, plan, on=on, ethnic=ethnic)
    hidden = unscoped_limited(
        [line.candidate.person_id for lines in sorts.values() for line in lines]
    )
    shown = {
        name: [line for line in lines if line.candidate.person_id not in hidden]
        for name, lines in sorts.items()
    }
    return Planned(
        plan,
        current,
        editions,
        shares=shares,
        kept_back=len(hidden),
        kept_proposed=len(sorts["proposed"]) - len(shown["proposed"]),
        **shown,
    )


def _sort(one: PlanCandidate, approved: set[int]) -> str:
    holds = one.added_in_id in approved and not one.refused
    if one.refused or (one.removed_in_id and (one.removed_in_id in approved or not holds)):
        return "former"
    if one.removed_in_id:
        return "leaving"
    return "standing" if holds else "proposed"


def _lines(plan: OfficialPlan, on: date) -> list[Line]:
    rows = plan.candidates.select_related("person", "added_in", "removed_in")
    candidates = list(rows.prefetch_related("votes"))
    entries = catalogue("position", on=on)
    rank = {entry.code: n for n, entry in enumerate(entries)}
    posts = {entry.code: str(entry.label) for entry in entries}
    seated = _appointed(plan, candidates)
    rounds = list(Round)
    lines = [
        Line(
            one,
            posts.get(one.position, one.position),
            sorted(
                ((vote, outcome(vote)) for vote in one.votes.all()),
                key=lambda pair: rounds.index(Round(pair[0].round)),
            ),
            passed(one),
            seated.get((one.person_id, one.position)),
            one.person.birth_date.year if one.person.birth_date else None,
        )
        for one in candidates
    ]
    last = len(rank)
    return sorted(
        lines,
        key=lambda line: (
            rank.get(line.candidate.position, last),
            line.candidate.person.sort_key,
            line.candidate.pk,
        ),
    )


def _appointed(
    plan: OfficialPlan, candidates: Sequence[PlanCandidate]
) -> dict[tuple[int, str], date]:
    """Return who holds, in the plan's term, the post they were prepared for, and since when."""
    term = span(date(plan.first_year, 1, 1), date(plan.last_year + 1, 1, 1))
    offices = Office.objects.during(term).filter(
        organisation=plan.organisation_id, person__in=[one.person_id for one in candidates]
    )
    found: dict[tuple[int, str], date] = {}
    for person, position, valid in offices.values_list("person_id", "position", "valid"):
        key = (person, position)
        found[key] = min(found.get(key, valid.lower), valid.lower)
    return found


def _shares(
    lines: Sequence[Line], plan: OfficialPlan, *, on: date, ethnic: int | None
) -> list[Share]:
    people = {line.candidate.person_id: line for line in lines}
    women = sum(line.candidate.person.gender == "F" for line in people.values())
    young_rule = rule("cadres.mix.young", on=on)
    limit = plan.first_year - int(young_rule.value["under"])
    young = sum((line.birth_year or 0) > limit for line in people.values())
    shares = [
        Share(rule("cadres.mix.women", on=on), women, len(people)),
        Share(young_rule, young, len(people)),
    ]
    if ethnic is not None:
        shares.append(Share(rule("cadres.mix.ethnic", on=on), ethnic, len(people)))
    return shares
