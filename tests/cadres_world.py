"""What the walks over all addresses find of Party introductions, plans, and the watch list."""

from datetime import date

import pytest

from tests.addresses import SECRET


@pytest.fixture
def cadres(members, tree, lan, today, now):
    """A member of Lan's unit on the way into the Party and planned for a post, a note on dues."""
    from congdoan.areas.cadres import api as cadres
    from congdoan.areas.members.models import Membership
    from congdoan.areas.watchlist.models import WatchEntry

    person = Membership.objects.get(pk=members["members"]["pk"]).person
    given = {"actor": lan, "organisation": tree.middle, "on": today, "at": now}
    file = cadres.nominate_member(
        **given, person=person, proposed_by=SECRET, grounds=SECRET, today=today
    )
    votes = cadres.Ballots(5, 5, 4, 0)
    step = cadres.take_step(
        actor=lan,
        introduction=file,
        data=cadres.StepData(cadres.StepKind.VOTED, today, note=SECRET, ballots=votes),
        today=today,
        at=now,
    )
    plan = cadres.open_plan(**given, first_year=2028, last_year=2033)
    candidate = cadres.propose_candidate(
        actor=lan, plan=plan, data=cadres.Candidacy(person, "PRESIDENT", SECRET, SECRET)
    )
    WatchEntry.objects.create(
        organisation=tree.middle,
        person=person,
        year=today.year,
        unpaid_from=date(2025, 1, 1),
        noted_on=today,
        noted_by=SECRET,
    )
    unit = {"unit": tree.middle.pk}
    return {
        "cadres": {**unit, "pk": file.pk, "step": step.pk, "kind": "pdf"},
        "cadres:plan": {"pk": plan.pk},
        "cadres:candidate": {"pk": candidate.pk},
        "watchlist": unit,
    }
