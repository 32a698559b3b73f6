"""Planning of officials: votes by rule, the superior decides, who was appointed is computed."""

from datetime import date, timedelta

from django.urls import reverse
import pytest

from congdoan.areas.cadres.enums import EditionState, Round
from congdoan.areas.cadres.models import PlanCandidate, PlanEdition
from congdoan.areas.cadres.rules.refusals import (
    EditionClosed,
    EditionOpen,
    NobodyPassed,
    NotSubmitted,
    PlannedAlready,
    ProposedAlready,
    RoundBefore,
    TermTooLong,
    VotesMissing,
)
from congdoan.areas.cadres.rules.voting import Ballots
from congdoan.areas.cadres.selectors.plans import planned
from congdoan.areas.cadres.services.planning import (
    Candidacy,
    VoteData,
    approve_plan,
    open_plan,
    open_review,
    propose_candidate,
    record_vote,
    send_back,
    submit_plan,
    take_out,
)
from congdoan.areas.cadres.services.reviewing import sync_reviews
from congdoan.areas.members.api import seal_facts
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.organisations.enums import EndReason
from congdoan.support.notifications.api import inbox
from congdoan.support.worklist.api import WorkItem

pytestmark = pytest.mark.django_db
YES, NO = Ballots(9, 8, 6, 2), Ballots(9, 8, 4, 4)


@pytest.fixture
def plan(minh, tree, today, now):
    return open_plan(
        actor=minh, organisation=tree.leaf, first_year=2028, last_year=2033, on=today, at=now
    )


@pytest.fixture
def put(plan, minh, today, now):
    """Propose somebody, with the committee's vote unless it is None."""

    def act(person, position="PRESIDENT", ballots=YES, grounds=""):
        data = Candidacy(person, position, "Tổ 1", grounds)
        made = propose_candidate(actor=minh, plan=plan, data=data)
        if ballots:
            vote(made, Round.EXEC, ballots)
        return made

    def vote(candidate, round_, ballots):
        return record_vote(
            actor=minh,
            candidate=candidate,
            data=VoteData(round_, today, ballots),
            today=today,
            at=now,
        )

    act.vote = vote
    return act


@pytest.fixture
def decide(plan, minh, lan, today, now):
    def act(refused=(), number="12/QĐ-LĐLĐ"):
        submit_plan(actor=minh, plan=plan, on=today, at=now)
        return approve_plan(
            actor=lan,
            plan=plan,
            refused=refused,
            decision_no=number,
            decided_on=today,
            today=today,
            at=now,
        )

    return act


def names(lines):
    return [line.candidate.person.given_name for line in lines]


def open_work(plan):
    found = WorkItem.objects.filter(key__startswith=f"cadres.plan.{plan.pk}.", state="OPEN")
    return [(one.kind, one.organisation_id) for one in found]


def test_from_proposal_to_the_superiors_decision(
    plan, put, decide, minh, lan, tree, teachers, today
):
    hoa, an, anh = teachers[:3]
    put(hoa)
    put(an, "VICE_PRESIDENT", NO)
    refused = put(anh, "VICE_PRESIDENT")
    assert open_work(plan) == [("cadres.plan", tree.leaf.pk)]
    edition = decide([refused.pk])
    shown = planned(plan, on=today)
    assert (names(shown.standing), names(shown.former)) == (["Hòa"], ["Ánh", "Ân"])
    assert (edition.state, edition.decision_no) == (EditionState.APPROVED, "12/QĐ-LĐLĐ")
    told = [one.kind for one in inbox(lan)]
    assert "cadres.plan_submitted" in told
    assert "cadres.plan_decided" in [one.kind for one in inbox(minh)]
    assert open_work(plan) == []


def test_submitting_asks_for_votes_and_for_somebody(plan, put, minh, teachers, today, now):
    with pytest.raises(NobodyPassed):
        submit_plan(actor=minh, plan=plan, on=today, at=now)
    one = put(teachers[0], ballots=None)
    with pytest.raises(VotesMissing, match="Đặng Thị Hòa"):
        submit_plan(actor=minh, plan=plan, on=today, at=now)
    put.vote(one, Round.KEY_STAFF, NO)
    with pytest.raises(RoundBefore):
        put.vote(one, Round.EXEC, YES)
    with pytest.raises(NobodyPassed):
        submit_plan(actor=minh, plan=plan, on=today, at=now)
    one.refresh_from_db()
    assert not one.refused


def test_a_plan_is_reviewed_and_people_go_with_a_reason(
    plan, put, decide, minh, lan, tree, teachers, today, now
):
    first = put(teachers[0])
    with pytest.raises(EditionOpen):
        open_review(actor=minh, plan=plan, on=today, at=now)
    decide()
    with pytest.raises(EditionClosed):
        take_out(actor=minh, candidate=first, reason="Chuyển công tác")
    later = date(today.year + 1, 2, 1)
    sync_reviews(actor=minh, on=later, at=now)
    item = WorkItem.objects.get(key__contains=f".review.{later.year}", state="OPEN")
    assert item.due == date(later.year, 6, 30)
    open_review(actor=minh, plan=plan, on=later, at=now)
    take_out(actor=minh, candidate=first, reason="Chuyển công tác")
    shown = planned(plan, on=later)
    assert names(shown.leaving) == ["Hòa"]
    decide(number="13/QĐ-LĐLĐ")
    assert names(planned(plan, on=later).former) == ["Hòa"]
    first.refresh_from_db()
    assert "Chuyển" not in first.sealed_removal
    assert PlanEdition.objects.filter(plan=plan).count() == 2


def test_who_took_the_post_is_computed_and_shares_are_counted(
    plan, put, decide, minh, seat, tree, teachers, today
):
    seal_facts(actor=minh, organisation=tree.leaf, person=teachers[0], values={"ETHNICITY": "02"})
    put(teachers[0])
    put(teachers[1], "VICE_PRESIDENT")
    decide()
    seat(teachers[0], tree.leaf, "PRESIDENT", start=date(2028, 3, 1))
    shown = planned(plan, on=today, ethnic=1)
    assert [line.appointed for line in shown.standing] == [date(2028, 3, 1), None]
    assert [(one.rule.key, one.count, one.whole) for one in shown.shares] == [
        ("cadres.mix.women", 2, 2),
        ("cadres.mix.young", 0, 2),
        ("cadres.mix.ethnic", 1, 2),
    ]
    assert not any(one.rule.verified for one in shown.shares)


def test_only_the_union_and_its_superior_open_it(
    plan, put, minh, lan, inspector, far, teachers, signed_in, tree, make_person, seat, actor_of,
    today, now,
):  # fmt: skip
    put(teachers[0], grounds="Rất có năng lực")
    top = make_person("Đỗ Thị Tỉnh", username="tinh")
    seat(top, tree.province, "PRESIDENT")
    url = reverse("cadres:plan", args=[plan.pk])
    for actor in (inspector, far, actor_of(top)):
        client = signed_in(actor)
        assert client.get(url).status_code == 404
        assert client.get(reverse("cadres:plan_sheet", args=[plan.pk])).status_code == 404
    body = signed_in(lan).get(url).content.decode()
    assert "Đặng Thị Hòa" in body
    assert "Rất có năng lực" not in body
    opened = signed_in(lan).post(url, {"purpose": "Thẩm định"})
    assert "Rất có năng lực" in opened.content.decode()
    log = AuditEntry.objects.filter(verb="cadres.plan_read")
    assert "Thẩm định" in set(log.values_list("reason", flat=True))
    with pytest.raises(NotAllowed):
        submit_plan(actor=lan, plan=plan, on=today, at=now)
    submit_plan(actor=minh, plan=plan, on=today, at=now)
    with pytest.raises(NotAllowed):
        send_back(actor=minh, plan=plan, reason="x", on=today, at=now)
    send_back(actor=lan, plan=plan, reason="Thiếu nữ", on=today, at=now)
    assert "Thiếu nữ" in signed_in(minh).get(url).content.decode()
    with pytest.raises(NotSubmitted):
        send_back(actor=lan, plan=plan, reason="x", on=today, at=now)


def test_refusals_of_plans(plan, put, minh, tree, teachers, today, now):
    shared = {"actor": minh, "organisation": tree.leaf, "on": today, "at": now}
    with pytest.raises(PlannedAlready):
        open_plan(first_year=2028, last_year=2033, **shared)
    with pytest.raises(TermTooLong):
        open_plan(first_year=2040, last_year=2040, **shared)
    put(teachers[0])
    with pytest.raises(ProposedAlready):
        put(teachers[0])


def test_pages_of_a_plan(minh, lan, signed_in, tree, teachers, today):
    client = signed_in(minh)
    home = reverse("cadres:plans_of", args=[tree.leaf.pk])
    assert "Lập quy hoạch" in client.get(home).content.decode()
    begun = client.post(
        reverse("cadres:begin_plan", args=[tree.leaf.pk]),
        {"first_year": 2028, "last_year": 2033},
    )
    page = begun["Location"]
    answer = client.post(
        f"{page}gioi-thieu/",
        {"person": "Hòa", "position": "PRESIDENT", "proposed_by": "Ban chấp hành"},
    )
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    one = PlanCandidate.objects.get()
    day = f"{today:%d/%m/%Y}"
    figures = {"entitled": 9, "present": 8, "in_favour": 6, "against": 2, "held_on": day}
    vote = reverse("cadres:candidate_vote", args=[one.pk])
    assert client.post(vote, {**figures, "round": "EXEC"}).status_code == 302
    assert client.post(f"{page}trinh/").status_code == 302
    boss = signed_in(lan)
    listed = boss.get(reverse("cadres:plans_of", args=[tree.middle.pk])).content.decode()
    assert "Trường Tiểu học Hoa Sen" in listed
    given = {"decision_no": "5/QĐ", "decided_on": day}
    assert boss.post(f"{page}phe-duyet/", given).status_code == 302
    assert "Rà soát, bổ sung" in signed_in(minh).get(page).content.decode()
    assert signed_in(minh).get(f"{page}bang.xlsx").content.startswith(b"PK")


def test_a_plan_under_way_stops_with_its_union(plan, put, teachers, tree, system, today, now):
    put(teachers[0])
    organisations.end_organisation(
        actor=system,
        organisation=tree.leaf,
        reason=EndReason.DISSOLVED,
        on=today - timedelta(days=1),
        decision=organisations.Decision(number="9/QĐ"),
        at=now,
    )
    assert PlanEdition.objects.get(plan=plan).state == EditionState.STOPPED
    assert open_work(plan) == []
