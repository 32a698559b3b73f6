"""Own figures and totals of branches against records made for them; one walk, many figures."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from congdoan.areas.indicators.api import (
    Asked,
    Source,
    branch_totals,
    computed,
    computed_many,
    indicators,
)
from congdoan.areas.members.api import (
    LeavingData,
    NewMembership,
    TransferData,
    begin_memberships,
    confirm_transfer,
    let_leave,
    propose_transfer,
    unscoped_counted_one_by_one,
)
from congdoan.areas.members.enums import LEAVING, EndOfMembership, Side
from congdoan.areas.members.models import Membership
from congdoan.areas.members.services.writing import end_memberships
from congdoan.areas.workforce.api import CountData, state_employees
from congdoan.foundation.valid_time import span
from congdoan.kernel.organisations.api import (
    Decision,
    NewOrganisation,
    ProfileData,
    Regrouping,
    end_organisation,
    establish_organisation,
    regroup_organisations,
)
from congdoan.kernel.organisations.enums import EndReason, EventKind
from congdoan.kernel.people.models import Person

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 1, 1), date(2026, 2, 28)
PAPER = Decision(number="9/QĐ")


def own(organisation, *keys, first=FIRST, last=LAST):
    return computed(keys, organisation.pk, first, last)


@pytest.fixture
def team(tree, system, now):
    """A team of the leaf union: its members are the leaf's."""
    new = NewOrganisation(
        code="TO-A11",
        family="UNION",
        profile=ProfileData(name="Tổ công đoàn khối 1", level="L6_TEAM"),
        on=date(2020, 1, 1),
        parents={1: "CS-A11"},
    )
    return establish_organisation(actor=system, new=new, decision=PAPER, at=now)


def test_a_union_speaks_for_its_teams_and_for_nobody_else(tree, team, enrol):
    enrol(tree.leaf, "Đặng Thị Hòa")
    enrol(team, "Lê Văn Đức", gender="M")
    enrol(tree.other_leaf, "Trần Thị Ánh")
    enrol(tree.middle, "Phạm Thị Yến")
    assert own(tree.leaf, "MEM_TOTAL", "MEM_FEMALE", "TEAMS") == {
        "MEM_TOTAL": 2,
        "MEM_FEMALE": 1,
        "TEAMS": 1,
    }
    assert own(tree.middle, "MEM_TOTAL")["MEM_TOTAL"] == 1
    assert own(team, "MEM_TOTAL")["MEM_TOTAL"] == 1
    total = branch_totals(["MEM_TOTAL"], tree.middle.pk, FIRST, LAST)["MEM_TOTAL"]
    assert (total.value, total.known, total.places, total.is_whole) == (4, 3, 3, True)


def test_a_way_from_team_to_union_is_in_no_figure(tree, team, enrol):
    who = enrol(tree.leaf, "Đặng Thị Hòa")
    stay = Membership.objects.get(person=who)
    end_memberships([stay.pk], on=date(2026, 1, 20), reason=EndOfMembership.TRANSFERRED)
    begin_memberships([NewMembership(who.pk, team.pk, span(date(2026, 1, 20)), "TEACHER", "F")])
    found = own(tree.leaf, "MEM_IN", "MEM_OUT", "MEM_NEW", "MEM_CEASED")
    assert set(found.values()) == {0}


def test_coming_and_going(minh, lan, system, seat, tree, enrol, today, now):
    goes, dies = enrol(tree.leaf, "Đặng Thị Hòa"), enrol(tree.leaf, "Lê Văn Đức", gender="M")
    enrol(tree.leaf, "Trần Thị Ánh", since=date(2026, 1, 5))
    given = {"actor": system, "organisation": tree.leaf, "today": today, "at": now}
    let_leave(**given, person=dies, data=LeavingData(date(2026, 2, 1), LEAVING[-1], "4/QĐ"))
    one = propose_transfer(
        actor=minh,
        person=goes,
        sender=tree.leaf,
        receiver=tree.other_leaf,
        asked_by=Side.SENDER,
        data=TransferData(today),
        on=today,
    )
    confirm_transfer(actor=system, transfer=one, on=today, at=now)
    keys = ("MEM_TOTAL", "MEM_NEW", "MEM_IN", "MEM_OUT", "MEM_OUT.FEMALE", "MEM_CEASED", "MEM_NET")
    found = own(tree.leaf, *keys, last=today)
    assert list(found.values()) == [1, 0, 1, 1, 1, 1, -1]
    assert own(tree.other_leaf, "MEM_IN", "MEM_IN.FEMALE", last=today) == {
        "MEM_IN": 1,
        "MEM_IN.FEMALE": 1,
    }
    both = branch_totals(["MEM_IN", "MEM_OUT"], tree.middle.pk, FIRST, today)
    assert [one.value for one in both.values()] == [2, 1]


def test_units_and_what_becomes_of_them(tree, team, system, now):
    private = NewOrganisation(
        code="CS-A13",
        family="UNION",
        profile=ProfileData(
            name="Công đoàn cơ sở Trường Tư", level="L4_GRASSROOTS", funding_class="PRIVATE"
        ),
        on=date(2026, 1, 10),
        parents={1: "CD-A1"},
    )
    establish_organisation(actor=system, new=private, decision=PAPER, at=now)
    end_organisation(
        actor=system,
        organisation=tree.other_leaf,
        on=date(2026, 2, 1),
        reason=EndReason.DISSOLVED,
        decision=PAPER,
        at=now,
    )
    keys = ("GTU_TOTAL", "GTU_NEW", "GTU_NEW_PRIVATE", "GTU_ENDED", "GTU_PRIVATE", "OCC_UNIONS")
    assert list(own(tree.middle, *keys).values()) == [2, 1, 1, 1, 1, 0]
    assert set(own(tree.leaf, *keys).values()) == {0}
    totals = branch_totals([*keys, "TEAMS"], tree.central.pk, FIRST, LAST)
    assert [one.value for one in totals.values()] == [3, 1, 1, 1, 1, 0, 1]


def test_who_ended_in_the_period_is_in_the_flows_of_the_branch(tree, team, system, enrol, now):
    enrol(tree.leaf, "Đặng Thị Hòa")
    enrol(team, "Lê Văn Đức")
    for one in (team, tree.leaf):
        end_organisation(
            actor=system,
            organisation=one,
            on=date(2026, 2, 1),
            reason=EndReason.DISSOLVED,
            decision=PAPER,
            at=now,
        )
    keys = ("MEM_CEASED", "MEM_TOTAL", "EMP_TOTAL")
    ceased, stock, employees = branch_totals(keys, tree.middle.pk, FIRST, LAST).values()
    assert (ceased.value, stock.value) == (2, 0)
    assert (employees.known, employees.places) == (0, 2)
    later = branch_totals(["MEM_CEASED"], tree.middle.pk, date(2026, 2, 2), LAST)["MEM_CEASED"]
    assert later.value == 0


def test_a_merged_union_is_no_ended_one(tree, system, now):
    regroup_organisations(
        actor=system,
        regrouping=Regrouping(
            kind=EventKind.MERGE_INTO,
            originals=[tree.other_leaf],
            into=tree.leaf,
            on=date(2026, 2, 1),
        ),
        decision=PAPER,
        at=now,
    )
    assert own(tree.middle, "GTU_TOTAL", "GTU_ENDED") == {"GTU_TOTAL": 1, "GTU_ENDED": 0}


def test_unknown_is_not_zero_and_a_ratio_is_of_those_who_know(tree, lan, enrol, today, now):
    for number in range(4):
        enrol(tree.leaf, f"Trần Thị Số {number}")
        enrol(tree.other_leaf, f"Lê Thị Số {number}")
    assert own(tree.leaf, "EMP_TOTAL", "DENSITY", last=today) == {
        "EMP_TOTAL": None,
        "DENSITY": None,
    }
    state_employees(
        actor=lan, organisation=tree.leaf, data=CountData(today, 10, women=8), on=today, at=now
    )
    assert own(tree.leaf, "EMP_TOTAL", "EMP_FEMALE", "DENSITY", last=today) == {
        "EMP_TOTAL": 10,
        "EMP_FEMALE": 8,
        "DENSITY": Decimal("40.00"),
    }
    density = branch_totals(["DENSITY"], tree.province.pk, FIRST, today)["DENSITY"]
    assert (density.value, density.known, density.is_whole) == (Decimal("40.00"), 1, False)


def test_officials_are_counted_once(tree, make_person, seat):
    who = make_person("Nguyễn Văn Hai")
    seat(who, tree.leaf, "PRESIDENT", start=date(2026, 1, 15))
    seat(who, tree.leaf, "INSPECTION_HEAD", start=date(2026, 1, 15))
    seat(make_person("Lê Thị Ba"), tree.leaf, "EXEC_MEMBER")
    keys = ("OFFICIALS_FT", "OFFICIALS_PT", "EXEC_MEMBERS", "PRES_NEW")
    assert list(own(tree.leaf, *keys).values()) == [0, 2, 2, 1]
    assert own(tree.leaf, "PRES_NEW", first=date(2026, 2, 1)) == {"PRES_NEW": 0}


def test_every_automatic_key_is_answered_in_as_many_statements_for_three(tree, today):
    keys = [key for one in indicators(today) if one.source == Source.AUTO for key in one.keys]

    def statements(*organisations):
        with CaptureQueriesContext(
            connection,
        ) as counted:
            found = computed_many(keys, [one.pk for one in organisations], FIRST, today)
        assert set(found) == {one.pk for one in organisations}
        return len(counted)

    statements(tree.leaf)
    one = statements(tree.leaf)
    assert statements(tree.leaf, tree.other_leaf, tree.middle) == one
    assert computed_many(keys, [], FIRST, today) == {}
    assert one <= 40


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    stays=st.lists(
        st.tuples(
            st.integers(0, 2), st.integers(0, 80), st.integers(1, 60), st.booleans(), st.booleans()
        ),
        max_size=12,
    ),
    first=st.integers(0, 70),
    length=st.integers(0, 40),
)
def test_opening_and_flows_are_the_closing(tree, team, stays, first, length):
    begin = date(2021, 1, 1)
    places = [tree.leaf, team, tree.other_leaf]
    Membership.objects.all().delete()
    clear_counts()
    for number, (place, start, days, moved_in, goes_on) in enumerate(stays):
        person = Person.objects.create(given_name=f"N{number}", sort_key="n", folded="n")
        since = begin + timedelta(days=start)
        until = since + timedelta(days=days)
        reason = "TRANSFERRED" if moved_in else "ADMITTED"
        rows = begin_memberships(
            [NewMembership(person.pk, places[place].pk, span(since), "STAFF", "F", None, reason)]
        )
        end_memberships([row.pk for row in rows], on=until, reason=EndOfMembership.TRANSFERRED)
        if goes_on:
            there = places[(place + 1) % 3]
            begin_memberships([NewMembership(person.pk, there.pk, span(until), "STAFF", "F")])
    day = begin + timedelta(days=first)
    last = day + timedelta(days=length)
    for place in (tree.leaf, tree.other_leaf):
        before = own(place, "MEM_TOTAL", last=day - timedelta(days=1))["MEM_TOTAL"]
        found = own(place, "MEM_TOTAL", "MEM_NET", first=day, last=last)
        assert before + found["MEM_NET"] == found["MEM_TOTAL"]
    branch = branch_totals(["MEM_TOTAL"], tree.middle.pk, day, last)["MEM_TOTAL"]
    assert branch.value == unscoped_counted_one_by_one(tree.middle.pk, on=last)


def clear_counts():
    from congdoan.areas.members.api import rebuild_counts

    rebuild_counts()


def test_asked_without_units_means_themselves():
    assert Asked((3, 5), FIRST, LAST).pairs == ((3, 3), (5, 5))


def test_cards_of_members_of_the_last_day(cards, tree, today):
    assert own(tree.middle, "CARDS", "CARDS_PCT", last=today) == {
        "CARDS": 1,
        "CARDS_PCT": Decimal("50.00"),
    }
    before = today - timedelta(days=1)
    assert own(tree.middle, "CARDS", last=before)["CARDS"] == 0
    member = cards["cards:member"]["pk"]
    end_memberships([member], on=today, reason=EndOfMembership.RETIRED)
    found = own(tree.middle, "CARDS", "CARDS_PCT", last=today)
    assert found == {"CARDS": 0, "CARDS_PCT": Decimal("0.00")}


def test_steps_into_the_party_are_counted_by_person(cadres, tree, today, now):
    from congdoan.areas.cadres.models import IntroductionStep, PartyIntroduction

    for kind in ("INTRODUCED", "INTRODUCED", "ADMITTED"):
        IntroductionStep.objects.create(
            introduction=PartyIntroduction.objects.get(),
            organisation=tree.middle,
            kind=kind,
            done_on=today,
            written_at=now,
            written_by="x",
        )
    keys = ("PARTY_INTRO", "PARTY_ADMITTED")
    assert list(own(tree.middle, *keys, last=today).values()) == [1, 1]
    assert set(own(tree.middle, *keys, last=today - timedelta(days=1)).values()) == {0}


def test_a_target_is_measured_by_its_own_year_and_branch(targets, tree, enrol, today):
    enrol(tree.leaf, "Đặng Thị Hòa", since=date(2026, 1, 5))
    enrol(tree.leaf, "Lê Văn Đức", since=date(2025, 12, 5))
    found = own(tree.leaf, "TARGET_MEM_REACHED", "TARGET_MEM_PCT", last=today)
    assert found == {"TARGET_MEM_REACHED": 1, "TARGET_MEM_PCT": Decimal("10.00")}
    assert own(tree.other_leaf, "TARGET_MEM_PCT", last=today) == {"TARGET_MEM_PCT": None}
    assert own(tree.leaf, "TARGET_MEM_PCT", last=LAST.replace(year=2025)) == {
        "TARGET_MEM_PCT": None
    }
    # What is said of a branch already is not added up.
    total = branch_totals(["TARGET_MEM_GIVEN"], tree.middle.pk, FIRST, today)
    assert total["TARGET_MEM_GIVEN"].value is None


def test_documents_of_the_books(make_document, tree, today):
    make_document("ISSUED")
    make_document("SIGNED", subject="chưa có số")
    keys = ("DOCS_ISSUED", "DOCS_ELECTRONIC_PCT")
    found = own(tree.middle, *keys, last=today)
    assert found == {"DOCS_ISSUED": 1, "DOCS_ELECTRONIC_PCT": Decimal("100.00")}
    before = own(tree.middle, *keys, last=today - timedelta(days=1))
    assert before == {"DOCS_ISSUED": 0, "DOCS_ELECTRONIC_PCT": None}


def test_an_agreement_counts_for_each_party_and_once_in_a_branch(in_force, tree, today):
    signed = in_force.signed_on
    parties = [party.organisation for party in in_force.parties.select_related("organisation")]
    unions = [one for one in parties if one.family == "UNION"]
    for one in unions:
        assert own(one, "COORD_SIGNED", first=signed, last=today) == {"COORD_SIGNED": 1}
        late = own(one, "COORD_SIGNED", first=signed + timedelta(days=1), last=today)
        assert late == {"COORD_SIGNED": 0}
    total = branch_totals(["COORD_SIGNED"], tree.central.pk, signed, today)["COORD_SIGNED"]
    assert total.value == 1


def test_discipline_counts_people_and_accounts_those_who_came(tree, enrol, teachers, now, today):
    from congdoan.areas.members.models import Discipline
    from congdoan.kernel.accounts.models import User

    who = teachers[0]
    for number in ("1/QĐ", "2/QĐ"):
        Discipline.objects.create(
            person=who,
            organisation=tree.leaf,
            penalty="WARNING",
            decision_no=number,
            decided_on=date(2026, 1, 9),
            sealed_grounds="x",
        )
    user = User.objects.create(username="gv", display_name="GV", last_login=now)
    User.objects.filter(pk=user.pk).update(created_at=now)
    who.user = user
    who.save()
    keys = ("DISCIPLINE", "ACCOUNTS_ACTIVE", "ACCOUNTS_ACTIVE_PCT")
    assert list(own(tree.leaf, *keys, last=today).values()) == [1, 1, Decimal("20.00")]
    later = own(tree.leaf, *keys, first=today + timedelta(days=1), last=today + timedelta(days=9))
    assert list(later.values()) == [0, 0, Decimal("0.00")]


def test_restricted_people_and_ethnic_minorities_are_in_totals(tree, teachers, minh, now, today):
    from congdoan.areas.members.services.records import keep_sealed
    from congdoan.kernel.people.models import Limit

    keep_sealed(teachers[0].pk, "ETHNICITY", "02")
    keep_sealed(teachers[1].pk, "ETHNICITY", "01")
    Limit.objects.create(person=teachers[0], purpose="", since=now)
    keys = ("MEM_TOTAL", "MEM_TOTAL.FEMALE", "MEM_TOTAL.ETHNIC")
    assert list(own(tree.leaf, *keys, last=today).values()) == [5, 5, 1]


def test_reports_that_fell_due_and_came_in_time(make_round, tree, now):
    from congdoan.areas.reporting.models import Report

    made = make_round()
    mine = Report.objects.filter(round=made, organisation=tree.leaf)
    until = date(2026, 3, 31)
    mine.update(submitted_at=now, state="RETURNED")  # as in the totals: not handed in now
    assert own(tree.leaf, "REPORTS_ONTIME_PCT", last=until)["REPORTS_ONTIME_PCT"] == 0
    mine.update(state="SUBMITTED")
    assert own(tree.leaf, "REPORTS_ONTIME_PCT", last=until)["REPORTS_ONTIME_PCT"] == 100
    assert own(tree.other_leaf, "REPORTS_ONTIME_PCT", last=until)["REPORTS_ONTIME_PCT"] == 0
    Report.objects.filter(round=made).update(late=True)
    assert own(tree.leaf, "REPORTS_OWED", "REPORTS_ONTIME", last=until) == {
        "REPORTS_OWED": 1,
        "REPORTS_ONTIME": 0,
    }
    assert own(tree.leaf, "REPORTS_OWED", last=LAST) == {"REPORTS_OWED": 0}
