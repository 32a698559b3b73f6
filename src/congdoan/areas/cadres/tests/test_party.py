"""Introduction to the Party: computed votes, confidential looks, counts, heirs."""

from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
import pytest

from congdoan.areas.cadres.enums import Stage, StepKind
from congdoan.areas.cadres.models import IntroductionStep, PartyIntroduction
from congdoan.areas.cadres.rules.refusals import (
    BeforeTheLastStep,
    DoesNotAddUp,
    IntroducedAlready,
    LastStepIsLater,
    NotItsTurn,
    PartyMemberAlready,
    StandsStill,
)
from congdoan.areas.cadres.rules.voting import Ballots, verdict
from congdoan.areas.cadres.selectors.introductions import unscoped_party_counts
from congdoan.areas.cadres.services.introducing import (
    StepData,
    nominate_member,
    resume_introduction,
    stop_introduction,
    take_step,
    take_step_back,
)
from congdoan.areas.cadres.tasks import follow_the_calendar_daily
from congdoan.areas.members.api import unscoped_is_party_member
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.accounts.models import User
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.organisations.enums import EndReason, EventKind
from congdoan.support.worklist.api import WorkItem

pytestmark = pytest.mark.django_db
GROUNDS = "Giáo viên giỏi cấp tỉnh ba năm liền"
YES = Ballots(9, 8, 5, 2)
RULE = {"quorum": {"parts": 2, "of": 3}, "majority": {"parts": 1, "of": 2}}


@pytest.fixture
def file(minh, tree, teachers, today, now):
    return nominate_member(
        actor=minh,
        organisation=tree.leaf,
        person=teachers[0],
        proposed_by="Tổ 1",
        grounds=GROUNDS,
        on=today - timedelta(days=40),
        today=today,
        at=now,
    )


@pytest.fixture
def step(file, minh, today, now):
    def take(kind, days_ago, *, ballots=None, actor=minh, number=""):
        data = StepData(kind, today - timedelta(days=days_ago), number, ballots=ballots)
        made = take_step(actor=actor, introduction=file, data=data, today=today, at=now)
        file.refresh_from_db()
        return made

    return take


def work(file):
    return list(WorkItem.objects.filter(key__startswith=f"cadres.party.{file.pk}.", state="OPEN"))


@pytest.mark.parametrize(
    ("ballots", "carried"),
    [
        (Ballots(9, 6, 4, 2), True),
        (Ballots(9, 5, 5, 0), False),  # too few there
        (Ballots(9, 8, 4, 1), False),  # half is not more than half
        (Ballots(1, 1, 1, 0), True),
    ],
)
def test_a_vote_is_judged_by_the_rule(ballots, carried):
    assert verdict(ballots, RULE).carried is carried


def test_the_whole_way_keeps_the_members_record(file, step, tree, teachers, today):
    step(StepKind.VOTED, 30, ballots=YES)
    step(StepKind.INTRODUCED, 25, number="3/NQ-CĐCS")
    step(StepKind.CLASS, 20, number="77")
    step(StepKind.ADMITTED, 10)
    assert unscoped_is_party_member(teachers[0].pk)
    step(StepKind.OFFICIAL, 0)
    assert (file.stage, work(file)) == (Stage.OFFICIAL, [])
    counts = unscoped_party_counts(
        [tree.middle.pk, tree.far_middle.pk], first=date(today.year, 1, 1), last=today
    )
    assert counts[tree.middle.pk][today.year, "INTRODUCED"] == 1
    assert counts[tree.far_middle.pk] == {}


def test_a_lost_vote_keeps_the_file_where_it_was(file, step):
    step(StepKind.VOTED, 30, ballots=Ballots(9, 8, 4, 4))
    assert file.stage == Stage.NOMINATED
    step(StepKind.VOTED, 20, ballots=YES)
    assert file.stage == Stage.VOTED


def test_refusals_of_steps(file, step, minh, tree, teachers, today, now):
    with pytest.raises(NotItsTurn):
        step(StepKind.CLASS, 1)
    with pytest.raises(DoesNotAddUp):
        step(StepKind.VOTED, 1, ballots=Ballots(9, 10, 5, 2))
    with pytest.raises(BeforeTheLastStep):
        step(StepKind.VOTED, 41, ballots=YES)
    again = {
        "actor": minh,
        "organisation": tree.leaf,
        "proposed_by": "Tổ 2",
        "grounds": "x",
        "on": today,
        "today": today,
        "at": now,
    }
    with pytest.raises(IntroducedAlready):
        nominate_member(person=teachers[0], **again)
    step(StepKind.VOTED, 30, ballots=YES)
    step(StepKind.INTRODUCED, 25)
    step(StepKind.CLASS, 20)
    step(StepKind.ADMITTED, 10)
    step(StepKind.OFFICIAL, 0)
    with pytest.raises(PartyMemberAlready):
        nominate_member(person=teachers[0], **again)


def test_stopping_resuming_and_taking_back(file, step, minh, today, now):
    shared = {"actor": minh, "introduction": file, "today": today, "at": now}
    vote = step(StepKind.VOTED, 30, ballots=YES)
    stop_introduction(**shared, on=today, reason="Đi học dài hạn")
    file.refresh_from_db()
    assert (file.stopped, work(file)) == (True, [])
    with pytest.raises(StandsStill):
        step(StepKind.INTRODUCED, 0)
    with pytest.raises(LastStepIsLater):
        take_step_back(**shared, step=vote.pk, reason="Nhầm")
    resume_introduction(**shared, on=today)
    assert [one.due for one in work(file)] == [today + timedelta(days=10)]
    last = file.steps.latest("pk")
    take_step_back(**shared, step=last.pk, reason="Nhầm")
    take_step_back(**shared, step=file.steps.latest("pk").pk, reason="Nhầm")
    take_step_back(**shared, step=vote.pk, reason="Ghi nhầm số phiếu")
    file.refresh_from_db()
    assert (file.stage, file.stopped, file.steps.count()) == (Stage.NOMINATED, False, 1)


def test_taking_an_admission_back_takes_it_off_the_record(file, step, minh, teachers, today, now):
    step(StepKind.VOTED, 30, ballots=YES)
    step(StepKind.INTRODUCED, 25)
    step(StepKind.CLASS, 20)
    made = step(StepKind.ADMITTED, 10)
    take_step_back(
        actor=minh, introduction=file, step=made.pk, reason="Nhầm người", today=today, at=now
    )
    assert not unscoped_is_party_member(teachers[0].pk)


def test_who_is_not_the_unions_leader_learns_no_name(
    file, tree, lan, inspector, far, teachers, signed_in, today, now
):
    page, sheet = reverse("cadres:introduction", args=[file.pk]), "cadres:party_sheet"
    listing = reverse("cadres:party_of", args=[tree.leaf.pk])
    for actor in (lan, inspector):
        client = signed_in(actor)
        assert client.get(page).status_code in {403, 404}
        assert client.get(reverse(sheet, args=[tree.leaf.pk])).status_code in {403, 404}
        body = client.get(listing)
        assert body.status_code == 200
        assert teachers[0].full_name not in body.content.decode()
    assert signed_in(far).get(listing).status_code == 404
    with pytest.raises(NotAllowed):
        stop_introduction(actor=lan, introduction=file, on=today, reason="x", today=today, at=now)
    log = AuditEntry.objects.filter(verb__startswith="cadres.")
    item = work(file)[0]
    assert teachers[0].full_name not in str(list(log.values())) + item.title + item.source_label


def test_words_lie_encrypted_open_for_a_purpose_and_every_look_is_told(
    file, minh, signed_in, teachers
):
    assert "Giáo viên giỏi" not in file.sealed_grounds
    client = signed_in(minh)
    url = reverse("cadres:introduction", args=[file.pk])
    assert GROUNDS not in client.get(url).content.decode()
    assert client.post(url, {"purpose": ""}).status_code == 422
    assert GROUNDS in client.post(url, {"purpose": "Họp chi bộ"}).content.decode()
    looks = AuditEntry.objects.filter(verb="seen", target_id=str(teachers[0].pk))
    assert "Họp chi bộ" in set(looks.values_list("reason", flat=True))


def test_pages_take_the_file_along_the_way(file, minh, signed_in, tree, today):
    client = signed_in(minh)
    day = f"{today:%d/%m/%Y}"
    url = reverse("cadres:step", args=[file.pk])
    bad = {"done_on": day, "entitled": 9, "present": 8, "in_favour": 9, "against": 0}
    answer = client.post(url, bad)
    assert answer.status_code == 422
    assert "Số phiếu không khớp" in answer.content.decode()
    assert client.post(url, {**bad, "in_favour": 8}).status_code == 302
    body = client.get(reverse("cadres:introduction", args=[file.pk])).content.decode()
    assert "đạt" in body
    assert "8/9 có mặt" in body
    for kind, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        paper = client.get(reverse("cadres:paper", args=[file.pk, kind]))
        assert paper.content.startswith(start)
    sheet = client.get(reverse("cadres:party_sheet", args=[tree.leaf.pk]))
    assert sheet.content.startswith(b"PK")
    taken = AuditEntry.objects.filter(verb="cadres.party_listed").latest("pk")
    assert "Nơi đề cử" in taken.reason


def test_the_member_reads_their_own(file, make_person, tree, minh, signed_in, actor_of):
    user = User.objects.create(username="nguoi-duoc-gioi-thieu", display_name="x")
    file.person.user = user
    file.person.save(update_fields=["user"])
    client = signed_in(actor_of(file.person))
    assert reverse("cadres:own") in client.get(reverse("members:oneself")).content.decode()
    body = client.get(reverse("cadres:own")).content.decode()
    assert GROUNDS in body
    assert GROUNDS not in signed_in(minh).get(reverse("cadres:own")).content.decode()


def test_queries_are_constant_in_files(
    file, minh, signed_in, tree, teachers, today, now, django_assert_max_num_queries
):
    client = signed_in(minh)
    url = reverse("cadres:party_of", args=[tree.leaf.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for person in teachers[1:4]:
        nominate_member(
            actor=minh, organisation=tree.leaf, person=person, proposed_by="Tổ", grounds="x",
            on=today, today=today, at=now,
        )  # fmt: skip
    with django_assert_max_num_queries(len(one)):
        client.get(url)


@pytest.mark.parametrize("ahead", [0, 3])
def test_a_merged_unions_files_go_on_at_the_heir(file, tree, system, today, now, ahead, settings):
    day = today + timedelta(days=ahead)
    merge = organisations.Regrouping(EventKind.MERGE_INTO, day, [tree.leaf], into=tree.other_leaf)
    event = organisations.regroup_organisations(
        actor=system, regrouping=merge, decision=organisations.Decision(number="9/QĐ"), at=now
    )
    settings.CLOCK = day.isoformat()
    follow_the_calendar_daily()
    file.refresh_from_db()
    assert file.organisation == tree.other_leaf
    assert [one.organisation_id for one in work(file)] == [tree.other_leaf.pk]
    if not ahead:
        organisations.undo_event(actor=system, event=event, reason="Nhầm")
        file.refresh_from_db()
        assert file.organisation == tree.leaf


def test_a_dissolved_unions_files_stop_with_the_reason(file, tree, system, today, now):
    organisations.end_organisation(
        actor=system,
        organisation=tree.leaf,
        reason=EndReason.DISSOLVED,
        on=today,
        decision=organisations.Decision(number="9/QĐ"),
        at=now,
    )
    follow_the_calendar_daily()
    file.refresh_from_db()
    assert file.stopped
    assert file.steps.latest("pk").kind == StepKind.STOPPED
    assert work(file) == []
    assert PartyIntroduction.objects.count() == 1
    assert IntroductionStep.objects.count() == 2
