"""Tasks handed down by rule: frozen, each unit its own, answered, rolled up by branch."""

from datetime import timedelta

from django.http import QueryDict
from django.urls import reverse
import pytest

from congdoan.areas.documents.api import Rule
from congdoan.areas.planning import api
from congdoan.areas.planning.forms import HandForm
from congdoan.areas.planning.models import Given, Plan, Task
from congdoan.areas.planning.rules import refusals as no
from congdoan.areas.planning.selectors.branch import branches, total
from congdoan.areas.planning.selectors.giving import progress, progress_by_branch
from congdoan.areas.planning.services import doing, handing
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.organisations.api import (
    Correction,
    Decision,
    NewOrganisation,
    ProfileData,
    Regrouping,
    correct_event,
    end_organisation,
    establish_organisation,
    regroup_organisations,
    undo_event,
)
from congdoan.kernel.organisations.enums import EndReason, EventKind
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.notifications.api import inbox
from congdoan.support.worklist.api import WorkItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(programme):
    return programme.tasks.order_by("pk").first()


@pytest.fixture
def handed(lan, task, hand):
    return hand(lan, task)


@pytest.fixture
def own(handed, tree):
    return Task.objects.get(given__organisation=tree.leaf)


@pytest.fixture
def accepted(own, minh, today, now):
    return api.accept_given(actor=minh, task=own, on=today, at=now)


def done(actor, task, today, now):
    data = api.ReportData(done=True, note="Xong")
    return api.report_task(actor=actor, task=task, data=data, on=today, at=now)


def item(task):
    return WorkItem.objects.get(key=f"planning.{task.pk}.do")


def test_each_unit_has_its_own_task_in_its_own_programme(minh, handed, own, task, tree):
    assert set(Given.objects.values_list("organisation", "branch")) == {
        (tree.leaf.pk, tree.leaf.pk), (tree.other_leaf.pk, tree.other_leaf.pk),
    }  # fmt: skip
    assert (own.title, own.due, own.plan.organisation, own.plan.state) == (
        task.title, task.due, tree.leaf, "DRAFT",
    )  # fmt: skip
    waits = item(own)
    assert (waits.kind, waits.due, waits.escalate_to_id) == (
        "planning.answer", handed.answer_by, tree.middle.pk,
    )  # fmt: skip
    assert inbox(minh).get().kind == "planning.given"


def test_who_came_later_is_not_given_and_nobody_twice(
    handed, lan, task, hand, tree, system, now, today
):
    new = NewOrganisation(
        "CS-A13", "UNION", ProfileData("CĐCS mới", level="L4_GRASSROOTS"), today, {1: "CD-A1"}
    )
    establish_organisation(actor=system, new=new, decision=Decision(number="9/QĐ"), at=now)
    assert Given.objects.count() == 2
    hand(lan, task, expected=1)
    assert Given.objects.count() == 3
    with pytest.raises(no.NobodyNamed):
        hand(lan, task)


def test_only_the_branch_is_given(lan, task, hand, tree):
    far = Rule(picked=(tree.far_leaf.pk, tree.department.pk, tree.province.pk))
    with pytest.raises(no.NobodyNamed):
        hand(lan, task, rule=far)
    with pytest.raises(no.ReceiversMoved):
        hand(lan, task, expected=5)


def test_who_may_not_hand_down_is_refused(minh, hoa, task, hand, lan, tree, plan_of, add):
    for outsider in (minh, hoa):
        with pytest.raises(NotAllowed):
            hand(outsider, task)
    draft = add(lan, plan_of(lan, tree.middle, kind="PLAN"))
    with pytest.raises(no.PlanNotAdopted):
        hand(lan, draft)


def test_accepted_done_and_counted_above(own, accepted, minh, lan, task, today, now):
    assert item(own).kind == "planning.task"
    assert progress(task, on=today).done == 0
    done(minh, accepted, today, now)
    found = progress(task, on=today)
    assert (found.total, found.accepted, found.done, found.percent) == (2, 1, 1, 50)
    assert [(one.name, one.done) for one in progress_by_branch(task, on=today)] == [
        ("Công đoàn cơ sở Trường THCS Ánh Dương", 0),
        ("Công đoàn cơ sở Trường Tiểu học Hoa Sen", 1),
    ]


def test_before_it_is_taken_on_nothing_is_reported_or_handed_on(own, minh, hand, today, now):
    with pytest.raises(no.AnswerFirst):
        done(minh, own, today, now)
    with pytest.raises(no.AnswerFirst):
        hand(minh, own)


def test_what_is_against_it_goes_to_the_giver_who_insists_or_withdraws(
    own, minh, lan, task, today, now
):
    with pytest.raises(no.WordsMissing):
        api.decline_given(actor=minh, task=own, words=" ", on=today, at=now)
    api.decline_given(actor=minh, task=own, words="Trường đang xây", on=today, at=now)
    assert item(own).state == "CANCELLED"
    assert inbox(lan).filter(kind="planning.answered").count() == 1
    given = Given.objects.get(task=own)
    with pytest.raises(NotAllowed):
        handing.insist(actor=minh, given=given, words="x", on=today, at=now)
    handing.insist(actor=lan, given=given, words="Làm ở hội trường xã", on=today, at=now)
    assert item(own).state == "OPEN"
    handing.withdraw_given(actor=lan, given=given, words="Thôi", on=today, at=now)
    assert item(own).state == "CANCELLED"
    assert progress(task, on=today).total == 1
    with pytest.raises(no.NotThatAnswer):
        handing.withdraw_given(actor=lan, given=given, words="Thôi", on=today, at=now)


def test_what_was_taken_back_can_be_given_again(own, minh, lan, task, today, now):
    given = Given.objects.get(task=own)
    when = {"on": today, "at": now}
    handing.withdraw_given(actor=lan, given=given, words="Hoãn", **when)
    with pytest.raises(no.WordsMissing):
        handing.insist(actor=lan, given=given, words=" ", **when)
    handing.insist(actor=lan, given=given, words="Nay làm lại", **when)
    assert item(own).state == "OPEN"
    assert inbox(minh).filter(kind="planning.again").count() == 1
    api.accept_given(actor=minh, task=own, **when)
    handing.withdraw_given(actor=lan, given=given, words="Thôi hẳn", **when)
    Task.objects.filter(pk=task.pk).update(state="DROPPED")
    with pytest.raises(no.TaskNotOpen):
        handing.insist(actor=lan, given=Given.objects.get(task=own), words="Nữa", **when)


def test_a_report_that_is_not_enough_is_asked_for_again(accepted, minh, lan, today, now):
    done(minh, accepted, today, now)
    given = Given.objects.get(task=accepted)
    handing.insist(actor=lan, given=given, words="Thiếu ảnh", on=today, at=now)
    assert item(accepted).state == "OPEN"
    assert inbox(minh).filter(kind="planning.again").count() == 1


def test_the_unit_says_who_and_sooner_never_later_or_what(accepted, minh, today, now):
    def change(**more):
        data = api.TaskData("Đổi tên", target="50%", **more)
        return doing.change_task(actor=minh, task=accepted, data=data, on=today, at=now)

    with pytest.raises(no.DueAfterGiven):
        change(due=accepted.due + timedelta(days=1))
    made = change(due=accepted.due - timedelta(days=2), lead=minh.person_id)
    assert (made.title, made.target, made.lead_id) == (
        accepted.title, "100%", minh.person_id,
    )  # fmt: skip
    assert item(accepted).assignee_id == minh.person_id
    change(due=made.due)
    assert item(accepted).assignee_id is None
    with pytest.raises(no.GivenFromAbove):
        doing.drop_task(actor=minh, task=made, reason="x", on=today, at=now)


def test_delivering_twice_and_in_pieces_gives_each_once(
    lan, task, hand, system, today, now, monkeypatch
):
    monkeypatch.setattr(handing, "AT_ONCE", 0)
    monkeypatch.setattr(handing, "BATCH", 1)
    made = hand(lan, task)
    assert not Task.objects.filter(given__isnull=False).exists()
    assert handing.deliver(actor=system, handing=made, on=today, at=now) == 2
    assert handing.deliver(actor=system, handing=made, on=today, at=now) == 0
    assert Task.objects.filter(given__isnull=False).count() == 2


def test_the_branch_is_counted_on_the_tree_of_the_day(
    accepted, minh, tree, period, today, now, task
):
    done(minh, accepted, today, now)
    found = total(branches(tree.middle, period, on=today, today=today))
    assert (found.units, found.drafts, found.tasks, found.done) == (2, 2, 1, 1)
    (above,) = branches(tree.province, period, on=today, today=today)
    # Lan's own programme counts with the branch it heads.
    assert (above.pk, above.units, above.adopted, above.tasks, above.done) == (
        tree.middle.pk, 3, 1, 3, 1,
    )  # fmt: skip


# --- organisations change -----------------------------------------------------------------------


def merge(tree, system, now, today):
    return regroup_organisations(
        actor=system,
        regrouping=Regrouping(
            kind=EventKind.MERGE_INTO, on=today, originals=[tree.leaf], into=tree.other_leaf
        ),
        decision=Decision(number="7/QĐ"),
        at=now,
    )


def test_open_tasks_move_to_the_successor_and_back_and_done_ones_stay(
    accepted, minh, lan, plan_of, add, adopt, tree, system, today, now, task, settings
):
    settings.CLOCK = today.isoformat()
    plan = accepted.plan
    finished, open_one = add(minh, plan, "Đã xong"), add(minh, plan, "Còn dở")
    adopt(minh, plan)
    done(minh, finished, today, now)
    event = merge(tree, system, now, today)
    moved = Task.objects.filter(plan__organisation=tree.other_leaf)
    assert {accepted.pk, open_one.pk} <= set(moved.values_list("pk", flat=True))
    finished.refresh_from_db()
    plan.refresh_from_db()
    assert (finished.plan, plan.state) == (plan, "CLOSED")
    assert item(accepted).organisation_id == tree.other_leaf.pk
    assert item(accepted).state == "OPEN"
    # Whom it was given to stays as frozen.
    assert Given.objects.get(task=accepted).organisation == tree.leaf
    assert progress(task, on=today).total == 2
    undo_event(actor=system, event=event, reason="nhầm")
    for one in (accepted, open_one):
        one.refresh_from_db()
        assert one.plan == plan
        assert item(one).organisation_id == tree.leaf.pk
        assert item(one).state == "OPEN"
    plan.refresh_from_db()
    assert plan.state == "ADOPTED"


def test_a_corrected_receiver_has_the_tasks(accepted, tree, system, lan, today, now, settings):
    settings.CLOCK = today.isoformat()
    event = merge(tree, system, now, today)
    accepted.refresh_from_db()
    assert accepted.plan.organisation == tree.other_leaf
    correct_event(
        actor=system,
        event=event,
        correction=Correction(receiver=tree.far_leaf),
        decision=Decision(),
        reason="Ghi nhầm",
        at=now,
    )
    accepted.refresh_from_db()
    assert accepted.plan.organisation == tree.far_leaf
    assert item(accepted).organisation_id == tree.far_leaf.pk


def test_a_unit_without_successor_is_asked_nothing_more(
    accepted, tree, system, today, now, task, settings
):
    settings.CLOCK = today.isoformat()
    event = end_organisation(
        actor=system,
        organisation=tree.leaf,
        reason=EndReason.DISSOLVED,
        on=today,
        decision=Decision(number="8/QĐ"),
        at=now,
    )
    plan = Plan.objects.get(organisation=tree.leaf)
    assert (plan.state, item(accepted).state) == ("CLOSED", "CANCELLED")
    assert progress(task, on=today).total == 1
    undo_event(actor=system, event=event, reason="nhầm")
    plan.refresh_from_db()
    assert (plan.state, item(accepted).state) == ("DRAFT", "OPEN")


def test_closed_plans_are_reached_through_the_successor(
    minh, lan, plan_of, add, adopt, tree, system, today, now, actor_of, make_person, seat,
    signed_in,
):  # fmt: skip
    plan = plan_of(minh, tree.leaf)
    add(minh, plan)
    adopt(minh, plan)
    merge(tree, system, now, today)
    heir = make_person("Hà Thị Kế", username="ke")
    seat(heir, tree.other_leaf, "PRESIDENT")
    client = signed_in(actor_of(heir))
    assert client.get(reverse("planning:plan", args=[plan.pk])).status_code == 200
    assert client.post(reverse("planning:plan_discard", args=[plan.pk])).status_code == 403
    assert Organisation.objects.get(pk=tree.leaf.pk).exists_on(today) is False


def test_more_than_may_be_picked_by_hand_is_refused_and_nobody_is_dropped(minh):
    data = QueryDict(mutable=True)
    data["answer_by"] = "01/04/2026"
    data.setlist("picked", [str(key) for key in range(1, HandForm.most + 2)])
    form = HandForm(data, actor=minh, levels=[], kinds=[], groupings=[])
    assert not form.is_valid()
    assert len(form.picked) == HandForm.most + 1
    assert "nhiều nhất 200 nơi nhận" in str(form.non_field_errors())
