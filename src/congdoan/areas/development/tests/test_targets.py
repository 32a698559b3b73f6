"""Targets: prepared, given, answered, settled; progress is counted, never typed."""

from datetime import date

from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from congdoan.areas.development.enums import Indicator, TargetState
from congdoan.areas.development.models import Target, TargetRound
from congdoan.areas.development.rules.sharing import share
from congdoan.areas.development.selectors import progress
from congdoan.areas.development.services import (
    AnswerDayPast,
    GivenStays,
    NotASubordinate,
    NothingToAnswer,
    NothingToGive,
    ReasonMissing,
    answer_targets,
    give_targets,
    save_targets,
    settle_targets,
)
from congdoan.areas.development.services.assigning import Giving
from congdoan.areas.members.api import (
    EndOfMembership,
    NewMembership,
    begin_memberships,
    end_memberships,
)
from congdoan.foundation.refusal import AlreadyDone, NotAllowed
from congdoan.foundation.valid_time import span
from congdoan.kernel.organisations.api import (
    Decision,
    NewOrganisation,
    ProfileData,
    Regrouping,
    end_organisation,
    establish_organisation,
    regroup_organisations,
    undo_event,
)
from congdoan.kernel.organisations.enums import EndReason, EventKind
from congdoan.kernel.people.models import Person
from congdoan.support.notifications.api import inbox
from congdoan.support.worklist.api import WorkItem

pytestmark = pytest.mark.django_db
YEAR, DUE = 2026, date(2026, 3, 20)
ADMITTED, GROWTH, UNIONS = Indicator.ADMITTED, Indicator.NET_GROWTH, Indicator.NEW_UNIONS


@pytest.fixture
def save(lan, tree, today, now):
    def act(figures, *, actor=lan, year=YEAR):
        return save_targets(
            actor=actor, superior=tree.middle, year=year, figures=figures, on=today, at=now
        )

    return act


@pytest.fixture
def prepared(save, tree):
    return save({(tree.leaf.pk, ADMITTED): 10, (tree.other_leaf.pk, GROWTH): 4})


@pytest.fixture
def gave(prepared, lan, today, now):
    return give_targets(actor=lan, target_round=prepared, giving=Giving(DUE), on=today, at=now)


@pytest.fixture
def answer(gave, minh, tree, today, now):
    def act(proposals, reason="", *, actor=minh, organisation=tree.leaf):
        return answer_targets(
            actor=actor,
            target_round=gave,
            organisation=organisation,
            proposals=proposals,
            reason=reason,
            on=today,
            at=now,
        )

    return act


def join(organisation, *spans):
    rows = Person.objects.bulk_create(
        Person(given_name="Thử", sort_key="thu", folded="thu") for _ in spans
    )
    return begin_memberships(
        [
            NewMembership(person.pk, organisation.pk, days, "TEACHER")
            for person, days in zip(rows, spans, strict=True)
        ]
    )


def work(organisation):
    return list(
        WorkItem.objects.filter(
            organisation=organisation, key__startswith="development.", state="OPEN"
        ).values_list("kind", flat=True)
    )


# --- sharing ----------------------------------------------------------------------------------


@settings(deadline=None)
@given(
    st.integers(0, 10_000),
    st.dictionaries(st.integers(1, 50), st.integers(0, 3000), min_size=1, max_size=20),
)
def test_a_total_is_shared_out_whole_and_in_proportion(total, weights):
    parts = share(total, weights)
    assert sum(parts.values()) == total
    assert set(parts) == set(weights)
    whole = sum(weights.values())
    for key, weight in weights.items():
        exact = total * weight / whole if whole else total / len(weights)
        assert abs(parts[key] - exact) < 1
    assert share(total, weights) == parts


def test_nothing_is_shared_among_nobody():
    assert share(5, {}) == {}


# --- preparing and giving ---------------------------------------------------------------------


def test_figures_are_kept_changed_and_taken_off_before_they_are_given(save, tree):
    save({(tree.leaf.pk, ADMITTED): 10, (tree.leaf.pk, UNIONS): 1})
    save({(tree.leaf.pk, ADMITTED): 12, (tree.leaf.pk, UNIONS): None})

    (target,) = Target.objects.all()
    assert (target.value, target.state, target.given_value) == (12, TargetState.DRAFT, None)
    assert work(tree.leaf) == []


def test_only_direct_subordinates_get_figures(save, tree):
    for other in (tree.far_leaf, tree.middle, tree.province):
        with pytest.raises(NotASubordinate):
            save({(other.pk, ADMITTED): 1})
    assert Target.objects.count() == 0


def test_a_subordinate_gives_itself_nothing(save, minh, tree):
    with pytest.raises(NotAllowed):
        save({(tree.leaf.pk, ADMITTED): 1}, actor=minh)


def test_giving_tells_and_asks_every_receiver_once(minh, gave, lan, tree, today, now):
    assert gave.is_given
    assert work(tree.leaf) == ["development.answer"]
    assert WorkItem.objects.get(organisation=tree.leaf, kind="development.answer").due == DUE
    assert [one.kind for one in inbox(minh)] == ["development.given"]
    with pytest.raises(AlreadyDone):
        give_targets(actor=lan, target_round=gave, giving=Giving(DUE), on=today, at=now)


def test_nothing_cannot_be_given_nor_answered_by_yesterday(save, prepared, lan, today, now, tree):
    with pytest.raises(AnswerDayPast):
        give_targets(
            actor=lan,
            target_round=prepared,
            giving=Giving(date(2026, 3, 1)),
            on=today,
            at=now,
        )
    empty = save({}, year=2027)
    with pytest.raises(NothingToGive):
        give_targets(actor=lan, target_round=empty, giving=Giving(DUE), on=today, at=now)


def test_what_was_given_is_changed_but_not_taken_off(gave, save, answer, tree):
    answer({})
    assert work(tree.leaf) == []
    with pytest.raises(GivenStays):
        save({(tree.leaf.pk, ADMITTED): None})
    save({(tree.leaf.pk, ADMITTED): 8})

    target = Target.objects.get(organisation=tree.leaf)
    assert (target.value, target.given_value, target.state) == (8, 10, TargetState.GIVEN)
    assert work(tree.leaf) == ["development.answer"]


# --- answering --------------------------------------------------------------------------------


def test_accepting_closes_the_work(answer, tree):
    answer({ADMITTED: 10})

    assert Target.objects.get(organisation=tree.leaf).state == TargetState.ACCEPTED
    assert work(tree.leaf) == []
    assert work(tree.middle) == []


def test_another_figure_needs_a_reason_and_goes_to_the_superior(answer, lan, tree):
    with pytest.raises(ReasonMissing):
        answer({ADMITTED: 6})
    answer({ADMITTED: 6}, "Trường giảm ba lớp")

    target = Target.objects.get(organisation=tree.leaf)
    assert (target.value, target.proposed, target.state) == (10, 6, TargetState.PROPOSED)
    assert work(tree.middle) == ["development.settle"]
    assert [one.kind for one in inbox(lan)] == ["development.proposed"]


def test_a_proposal_is_settled_and_all_three_figures_stay(answer, gave, lan, tree, today, now):
    answer({ADMITTED: 6}, "Trường giảm ba lớp")
    shared = {"actor": lan, "target_round": gave, "organisation": tree.leaf, "on": today, "at": now}
    settle_targets(values={ADMITTED: 7}, **shared)

    target = Target.objects.get(organisation=tree.leaf)
    assert (target.given_value, target.proposed, target.value) == (10, 6, 7)
    assert target.state == TargetState.SETTLED
    assert work(tree.middle) == work(tree.leaf) == []
    with pytest.raises(NothingToAnswer):
        settle_targets(values={ADMITTED: 9}, **shared)
    with pytest.raises(NothingToAnswer):
        answer({ADMITTED: 5}, "Nghĩ lại")


def test_nobody_answers_for_another_unit(answer, tree, hoa):
    with pytest.raises(NotAllowed):
        answer({}, organisation=tree.other_leaf)
    with pytest.raises(NotAllowed):
        answer({}, actor=hoa)


def test_who_ends_owes_no_answer_until_the_end_is_undone(gave, system, tree, today, now, settings):
    settings.CLOCK = today.isoformat()
    event = end_organisation(
        actor=system,
        organisation=tree.leaf,
        reason=EndReason.DISSOLVED,
        on=today,
        decision=Decision(number="9/QĐ"),
        at=now,
    )
    assert work(tree.leaf) == []
    assert Target.objects.get(organisation=tree.leaf).value == 10
    undo_event(actor=system, event=event, reason="Nhầm")
    assert work(tree.leaf) == ["development.answer"]


# --- progress ---------------------------------------------------------------------------------


def test_progress_counts_admissions_growth_and_foundings(tree, system, now, today):
    join(tree.leaf, span(date(2025, 5, 1)), span(date(2026, 1, 1)), span(date(2026, 2, 1)))
    (gone,) = join(tree.other_leaf, span(date(2024, 1, 1)))
    end_memberships([gone.pk], on=date(2026, 1, 15), reason=EndOfMembership.RETIRED)
    for code, on in (("CS-MOI", date(2026, 2, 2)), ("CS-CU", date(2025, 2, 2))):
        establish_organisation(
            actor=system,
            new=NewOrganisation(
                code, "UNION", ProfileData(name=code, level="L4_GRASSROOTS"), on, {1: "CD-A1"}
            ),
            decision=Decision(number="1/QĐ"),
            at=now,
        )
    found = progress([tree.middle.pk, tree.leaf.pk, tree.far_middle.pk], year=YEAR, on=today)

    assert found[ADMITTED] == {tree.middle.pk: 2, tree.leaf.pk: 2, tree.far_middle.pk: 0}
    assert found[GROWTH] == {tree.middle.pk: 1, tree.leaf.pk: 2, tree.far_middle.pk: 0}
    assert found[UNIONS] == {tree.middle.pk: 1, tree.leaf.pk: 0, tree.far_middle.pk: 0}
    assert set(progress([tree.middle.pk], year=2027, on=today)[ADMITTED].values()) == {0}


def test_going_on_after_a_merger_is_nobodys_admission(tree, system, now, today):
    join(tree.leaf, span(date(2025, 5, 1)))
    merged = Regrouping(EventKind.MERGE_INTO, date(2026, 2, 1), [tree.leaf], into=tree.other_leaf)
    regroup_organisations(actor=system, regrouping=merged, decision=Decision(number="1/QĐ"), at=now)
    found = progress([tree.middle.pk, tree.other_leaf.pk], year=YEAR, on=today)

    assert found[ADMITTED] == {tree.middle.pk: 0, tree.other_leaf.pk: 0}
    assert found[GROWTH] == {tree.middle.pk: 0, tree.other_leaf.pk: 1}


# --- pages ------------------------------------------------------------------------------------


def test_a_year_is_prepared_given_and_answered_through_the_pages(lan, minh, signed_in, tree, today):
    client = signed_in(lan)
    page = client.get(reverse("development:targets"), {"nam": YEAR}).content.decode()
    assert "Chưa giao chỉ tiêu cho cấp dưới" in page

    address = f"{reverse('development:grid')}?don-vi={tree.middle.pk}&nam={YEAR}"
    join(tree.leaf, *[span(date(2025, 1, 1))] * 3)
    shared = client.get(f"{address}&chia=1&tong-ADMITTED=9").content.decode()
    assert f'name="v-{tree.leaf.pk}-ADMITTED" value="9"' in shared
    bad = client.post(address, {f"v-{tree.leaf.pk}-ADMITTED": "-1"})
    assert bad.status_code == 422
    client.post(address, {f"v-{tree.leaf.pk}-ADMITTED": "9"})
    found = TargetRound.objects.get()
    client.post(reverse("development:give", args=[found.pk]), {"answer_by": "20/03/2026"})
    own = reverse("development:receiver", args=[found.pk, tree.leaf.pk])

    client = signed_in(minh)
    assert "9" in client.get(reverse("development:targets"), {"nam": YEAR}).content.decode()
    refused = client.post(own, {"act": "answer", "ADMITTED": "5", "reason": ""})
    assert refused.status_code == 422
    assert "Hãy ghi lý do" in refused.content.decode()
    client.post(own, {"act": "answer", "ADMITTED": "5", "reason": "Ít việc làm mới"})

    client = signed_in(lan)
    page = client.get(own).content.decode()
    assert "Ít việc làm mới" in page
    client.post(own, {"act": "settle", "ADMITTED": "6"})
    assert Target.objects.get().value == 6
    sheet = client.get(reverse("development:sheet"), {"don-vi": tree.middle.pk, "nam": YEAR})
    assert sheet.status_code == 200
    assert sheet.content[:2] == b"PK"


def test_what_is_only_prepared_is_the_superiors_business(prepared, minh, lan, signed_in, tree):
    client = signed_in(minh)
    own = reverse("development:receiver", args=[prepared.pk, tree.leaf.pk])
    assert client.get(own).status_code == 404
    assert client.get(reverse("development:give", args=[prepared.pk])).status_code in {403, 404}
    page = client.get(reverse("development:targets"), {"nam": YEAR}).content.decode()
    assert "Cấp trên giao" not in page


@pytest.mark.parametrize("asked", [{"nam": "tám"}, {"nam": "99999"}, {"nam": "-1"}, {"nam": ""}])
def test_an_odd_year_shows_the_usual_one(lan, signed_in, asked):
    assert signed_in(lan).get(reverse("development:targets"), asked).status_code == 200


def test_another_branch_is_not_found(gave, lan, signed_in, tree):
    client = signed_in(lan)
    for name in ("targets", "sheet"):
        address = reverse(f"development:{name}")
        assert client.get(address, {"don-vi": tree.far_middle.pk}).status_code == 404
    far = reverse("development:receiver", args=[gave.pk, tree.far_leaf.pk])
    assert client.get(far).status_code == 404


def test_the_page_costs_the_same_for_one_and_for_three(
    lan, signed_in, save, tree, system, now, django_assert_max_num_queries
):
    client, costs = signed_in(lan), []
    ids = [tree.leaf.pk]
    for more in ((), ("CS-X1", "CS-X2")):
        for code in more:
            made = establish_organisation(
                actor=system,
                new=NewOrganisation(
                    code,
                    "UNION",
                    ProfileData(name=code, level="L4_GRASSROOTS"),
                    date(2025, 1, 1),
                    {1: "CD-A1"},
                ),
                decision=Decision(number="1/QĐ"),
                at=now,
            )
            ids.append(made.pk)
        save({(pk, ADMITTED): 3 for pk in ids})
        with django_assert_max_num_queries(40) as asked:
            client.get(reverse("development:targets"), {"nam": YEAR})
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_introductions_to_the_party_are_counted_live(tree, minh, today, now):
    """Each union at least one a year (domain-rules §2.4): counted where the step was taken."""
    from congdoan.areas.cadres.api import (
        Ballots,
        StepData,
        StepKind,
        nominate_member,
        take_step,
    )

    person = join(tree.leaf, span(date(2020, 1, 1)))[0].person
    file = nominate_member(
        actor=minh,
        organisation=tree.leaf,
        person=person,
        proposed_by="Tổ 1",
        grounds="x",
        on=today,
        today=today,
        at=now,
    )
    for step in (
        StepData(StepKind.VOTED, today, ballots=Ballots(5, 5, 5, 0)),
        StepData(StepKind.INTRODUCED, today, "1/NQ"),
    ):
        take_step(actor=minh, introduction=file, data=step, today=today, at=now)
    reached = progress([tree.middle.pk, tree.far_middle.pk], year=YEAR, on=today)
    assert reached[Indicator.PARTY_INTRO] == {tree.middle.pk: 1, tree.far_middle.pk: 0}
