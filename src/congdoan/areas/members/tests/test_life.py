"""A member's life: applying, admitted, moving, pausing, leaving; and what is refused."""

from datetime import date, timedelta

import pytest

from congdoan.areas.members.api import (
    ApplicationData,
    DecisionData,
    DisciplineData,
    LeavingData,
    TransferData,
    admit_applicants,
    change_category,
    confirm_transfer,
    discipline_member,
    let_leave,
    lift_discipline,
    pause_member,
    propose_transfer,
    read_grounds,
    receive_application,
    recognise_members,
    refuse_transfer,
    reject_application,
    resume_member,
    take_decision_back,
    take_leaving_back,
    unscoped_counted_one_by_one,
    unscoped_member_count,
    withdraw_transfer,
)
from congdoan.areas.members.enums import ApplicationState, EndOfMembership, PauseReason, Side
from congdoan.areas.members.models import (
    Application,
    MemberRecord,
    Membership,
    Pause,
    SealedFact,
    Transfer,
)
from congdoan.areas.members.rules import refusals
from congdoan.areas.members.services import transferring
from congdoan.areas.members.services.applying import ApplicationTwice, age_on
from congdoan.areas.members.services.disciplining import ExpulsionStays, LiftedAlready
from congdoan.areas.members.services.leaving import (
    NotALeavingReason,
    NotPaused,
    PausedAlready,
    PauseOutlivesMembership,
    SameCategory,
)
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.organisations.api import (
    Decision,
    Regrouping,
    regroup_organisations,
    undo_event,
)
from congdoan.kernel.organisations.enums import EventKind
from congdoan.support.worklist.api import WorkItem

pytestmark = pytest.mark.django_db


def asks(name="Hoàng Thị Mới", **more):
    family, given = name.rsplit(" ", 1)
    return ApplicationData(family, given, more.pop("born", date(1995, 1, 2)), **more)


@pytest.fixture
def apply_to(today, now):
    def make(actor, organisation, data=None, *, days_ago=3):
        return receive_application(
            actor=actor,
            organisation=organisation,
            data=data or asks(),
            received_on=today - timedelta(days=days_ago),
            on=today,
            at=now,
        )

    return make


@pytest.fixture
def admit(today, now):
    def make(actor, organisation, *applications, **changes):
        data = {"number": "05/QĐ-CĐCS", "dated": today, "effective_on": today, **changes}
        return admit_applicants(
            actor=actor,
            organisation=organisation,
            applications=[one.pk for one in applications],
            data=DecisionData(**data),
            on=today,
            at=now,
        )

    return make


def equal_to_slow(organisation, *days):
    for day in days:
        assert unscoped_member_count(organisation.pk, on=day) == unscoped_counted_one_by_one(
            organisation.pk, on=day
        )


def test_an_application_waits_and_is_admitted_with_its_number(
    minh, tree, teachers, apply_to, admit, today
):
    one = apply_to(minh, tree.leaf, asks(citizen_id="001195000123", job_title="Giáo viên Toán"))
    work = WorkItem.objects.get(kind="members.admission")
    assert work.organisation_id == tree.leaf.pk
    assert work.due == one.received_on + timedelta(days=15)

    admit(minh, tree.leaf, one)

    one.refresh_from_db()
    assert one.state == ApplicationState.ADMITTED
    assert one.membership.begin_reason == "ADMITTED"
    assert MemberRecord.objects.get(person=one.person).joined_on == today
    assert "001195000123" not in SealedFact.objects.get(person=one.person).sealed
    assert unscoped_member_count(tree.central.pk, on=today) == 6
    equal_to_slow(tree.province, today, today - timedelta(days=1))
    work.refresh_from_db()
    assert work.state != "OPEN"


def test_many_are_admitted_by_one_decision_or_none(minh, tree, apply_to, admit, enrol, today):
    new = apply_to(minh, tree.leaf)
    there = enrol(tree.far_leaf, "Đỗ Văn Kia")
    other = apply_to(minh, tree.leaf, asks("Đỗ Văn Kia", person_id=there.pk))
    with pytest.raises(refusals.MemberElsewhere) as refused:
        admit(minh, tree.leaf, new, other)
    assert "Sao Mai" in refused.value.sentence
    assert not Membership.objects.filter(organisation=tree.leaf).exists()
    admit(minh, tree.leaf, new)
    with pytest.raises(refusals.DecidedAlready):
        admit(minh, tree.leaf, new)


def test_a_number_known_already_finds_the_person_again(minh, tree, apply_to, admit, enrol, today):
    known = enrol(
        tree.far_leaf,
        "Hoàng Thị Mới",
        until=date(2024, 1, 1),
        sealed={"CITIZEN_ID": "001195000123"},
    )
    one = apply_to(minh, tree.leaf, asks(citizen_id="001 195 000 123"))
    admit(minh, tree.leaf, one)
    one.refresh_from_db()
    assert one.person_id == known.pk
    assert one.membership.begin_reason == "READMITTED"


def test_wrong_applications_are_refused(minh, tree, apply_to, admit, today):
    apply_to(minh, tree.leaf)
    with pytest.raises(ApplicationTwice):
        apply_to(minh, tree.leaf)
    with pytest.raises(refusals.TooYoung):
        apply_to(minh, tree.leaf, asks("Bé Tí", born=date(2012, 2, 29)))
    with pytest.raises(refusals.InTheFuture):
        apply_to(minh, tree.leaf, asks("Ai Đó"), days_ago=-1)
    late = Application.objects.get()
    with pytest.raises(refusals.DecisionBeforeApplication):
        admit(minh, tree.leaf, late, dated=today - timedelta(days=30))


def test_who_is_born_on_29_february_grows_older_on_1_march():
    assert age_on(date(2008, 2, 29), date(2023, 2, 28)) == 14
    assert age_on(date(2008, 2, 29), date(2023, 3, 1)) == 15


def test_reject_with_a_reason(minh, lan, tree, apply_to, today, now):
    one = apply_to(minh, tree.leaf)
    with pytest.raises(NotAllowed):
        reject_application(actor=lan, application=one, reason="Không", on=today, at=now)
    reject_application(actor=minh, application=one, reason="Chưa ký đơn", on=today, at=now)
    with pytest.raises(refusals.DecidedAlready):
        reject_application(actor=minh, application=one, reason="Nữa", on=today, at=now)


def test_a_decision_typed_by_mistake_is_taken_back(minh, tree, apply_to, admit, today, now):
    one = apply_to(minh, tree.leaf)
    made = admit(minh, tree.leaf, one)
    take_decision_back(actor=minh, decision=made, reason="Nhầm số", on=today, at=now)
    one.refresh_from_db()
    assert one.state == ApplicationState.WAITING
    assert unscoped_member_count(tree.leaf.pk, on=today) == 0
    equal_to_slow(tree.central, today)

    made = admit(minh, tree.leaf, one)
    one.refresh_from_db()
    pause_member(
        actor=minh,
        organisation=tree.leaf,
        person=one.person,
        start=today,
        until=None,
        reason=PauseReason.SICK,
    )
    with pytest.raises(refusals.SomethingCameAfter):
        take_decision_back(actor=minh, decision=made, reason="Nhầm", on=today, at=now)


def test_the_superior_recognises_the_members_of_a_founding(lan, minh, tree, today):
    people = [asks(f"Lý Văn {n}") for n in "ABCDE"]
    paper = DecisionData("12/QĐ-CĐP", today, today)
    given = {"issuer": tree.middle, "organisation": tree.other_leaf, "data": paper, "on": today}
    with pytest.raises(refusals.TooFewForFounding):
        recognise_members(actor=lan, people=people[:4], **given)
    with pytest.raises(NotAllowed):
        recognise_members(actor=minh, people=people, **given)
    recognise_members(actor=lan, people=people, **given)
    rows = Membership.objects.filter(organisation=tree.other_leaf)
    assert {row.begin_reason for row in rows} == {"RECOGNISED"}
    assert unscoped_member_count(tree.middle.pk, on=today) == 5


def leave(actor, organisation, person, today, now, **changes):
    data = {"on": today, "reason": EndOfMembership.RETIRED, **changes}
    return let_leave(
        actor=actor,
        organisation=organisation,
        person=person,
        data=LeavingData(**data),
        today=today,
        at=now,
    )


def test_leaving_keeps_its_paper_and_is_taken_back(minh, tree, teachers, today, now):
    who = teachers[0]
    left = leave(minh, tree.leaf, who, today, now, honour="Giấy chứng nhận")
    assert unscoped_member_count(tree.leaf.pk, on=today) == 4
    with pytest.raises(refusals.NotAMemberHere):
        leave(minh, tree.leaf, who, today + timedelta(days=1), now)
    take_leaving_back(actor=minh, leaving=left, reason="Nhầm người")
    assert unscoped_member_count(tree.leaf.pk, on=today) == 5
    equal_to_slow(tree.central, today, today + timedelta(days=1))
    verbs = AuditEntry.objects.about(who).values_list("verb", flat=True)
    assert set(verbs) == {"members.left", "members.leaving_taken_back"}


def test_reasons_of_other_acts_are_not_given_by_hand(minh, lan, tree, teachers, today, now):
    with pytest.raises(NotALeavingReason):
        leave(minh, tree.leaf, teachers[0], today, now, reason=EndOfMembership.EXPELLED)
    with pytest.raises(refusals.InTheFuture):
        leave(
            minh,
            tree.leaf,
            teachers[0],
            today,
            now,
            reason=EndOfMembership.DIED,
            on=today + timedelta(days=2),
        )
    with pytest.raises(NotAllowed):  # totals below, not names: the school's own officers act
        leave(lan, tree.leaf, teachers[0], today, now)


def test_pause_and_resume_keep_the_count(minh, tree, teachers, today):
    given = {"actor": minh, "organisation": tree.leaf, "person": teachers[1]}
    start = today - timedelta(days=20)
    pause_member(**given, start=start, until=None, reason=PauseReason.MATERNITY)
    assert unscoped_member_count(tree.leaf.pk, on=today) == 5
    with pytest.raises(PausedAlready):
        pause_member(**given, start=today, until=None, reason=PauseReason.SICK)
    resume_member(**given, on=today)
    assert Pause.objects.get().valid.upper == today
    with pytest.raises(NotPaused):
        resume_member(**given, on=today)
    with pytest.raises(refusals.NotAMemberHere):
        pause_member(**given, start=date(2019, 1, 1), until=None, reason=PauseReason.SICK)


def test_a_pause_ends_with_the_membership(minh, tree, enrol, today, now):
    who = enrol(tree.leaf, "Bùi Thị Hạn", until=today + timedelta(days=30))
    given = {"actor": minh, "organisation": tree.leaf, "person": who}
    with pytest.raises(PauseOutlivesMembership):
        pause_member(
            **given, start=today, until=today + timedelta(days=60), reason=PauseReason.SICK
        )
    pause_member(**given, start=today - timedelta(days=9), until=None, reason=PauseReason.SICK)
    leave(minh, tree.leaf, who, today, now)
    assert Pause.objects.get().valid.upper == today


def test_another_category_is_the_same_membership_in_two_pieces(minh, tree, teachers, today):
    given = {"actor": minh, "organisation": tree.leaf, "person": teachers[2], "today": today}
    change_category(**given, category="MANAGER", on=today - timedelta(days=5))
    pieces = list(Membership.objects.filter(person=teachers[2]).order_by("valid"))
    assert [piece.category for piece in pieces] == ["TEACHER", "MANAGER"]
    assert (pieces[0].end_reason, pieces[1].begin_reason) == ("CONTINUED", "CONTINUED")
    assert unscoped_member_count(tree.leaf.pk, on=today) == 5
    equal_to_slow(tree.central, today - timedelta(days=6), today - timedelta(days=5), today)
    with pytest.raises(SameCategory):
        change_category(**given, category="MANAGER", on=today)


@pytest.fixture
def propose(tree, today):
    def make(actor, person, *, by=Side.SENDER, day=None):
        return propose_transfer(
            actor=actor,
            person=person,
            sender=tree.leaf,
            receiver=tree.far_leaf,
            asked_by=by,
            data=TransferData(day or today, note="Chuyển công tác"),
            on=today,
        )

    return make


def test_a_transfer_takes_both_sides(minh, far, tree, teachers, propose, today, now):
    one = propose(minh, teachers[0])
    assert unscoped_member_count(tree.leaf.pk, on=today) == 5
    work = WorkItem.objects.get(kind="members.transfer")
    assert work.organisation_id == tree.far_leaf.pk
    with pytest.raises(NotAllowed):
        confirm_transfer(actor=minh, transfer=one, on=today, at=now)
    confirm_transfer(actor=far, transfer=one, on=today, at=now)
    assert unscoped_member_count(tree.leaf.pk, on=today) == 4
    assert unscoped_member_count(tree.far_province.pk, on=today) == 1
    equal_to_slow(tree.central, today, today - timedelta(days=1))
    with pytest.raises(transferring.AnsweredAlready):
        confirm_transfer(actor=far, transfer=one, on=today, at=now)


def test_the_receiver_may_ask_and_the_sender_may_say_no(minh, far, teachers, propose, today, now):
    one = propose(far, teachers[0], by=Side.RECEIVER)
    with pytest.raises(transferring.TransferWaits):
        propose(minh, teachers[0])
    refuse_transfer(actor=minh, transfer=one, reason="Chưa có quyết định", on=today, at=now)
    one = propose(minh, teachers[0])
    withdraw_transfer(actor=minh, transfer=one, on=today, at=now)
    assert [t.state for t in Transfer.objects.order_by("pk")] == ["REFUSED", "WITHDRAWN"]
    with pytest.raises(transferring.TransferTooFar):
        propose(minh, teachers[0], day=today + timedelta(days=200))


def test_a_member_elsewhere_is_found_by_what_only_they_know(tree, enrol, today):
    who = enrol(tree.far_leaf, "Đặng Thị Hòa", born=date(1984, 2, 29), member_no="VN01")
    find = transferring.find_member_elsewhere
    given = {"organisation": tree.far_leaf, "on": today}
    nfd = "Đặng Thị Hòa"
    assert find(full_name=nfd, birth_date=date(1984, 2, 29), member_no="", **given) == who
    assert find(full_name="đặng thị hòa", birth_date=None, member_no="VN01", **given) == who
    for name, born in (("Đặng Thị Hoa", date(1984, 2, 29)), ("Đặng Thị Hòa", None)):
        with pytest.raises(transferring.NobodyOfThatName):
            find(full_name=name, birth_date=born, member_no="", **given)


def test_leaving_withdraws_a_proposal(minh, tree, teachers, propose, today, now):
    one = propose(minh, teachers[0])
    leave(minh, tree.leaf, teachers[0], today, now)
    one.refresh_from_db()
    assert one.state == "WITHDRAWN"


def test_discipline_is_sealed_and_expulsion_ends(minh, inspector, tree, teachers, today, now):
    def punish(person, penalty):
        return discipline_member(
            actor=inspector,
            organisation=tree.leaf,
            person=person,
            data=DisciplineData(penalty, "03/QĐ", today - timedelta(days=1), "Không đóng phí"),
            on=today,
            at=now,
        )

    one = punish(teachers[0], "REPRIMAND")
    assert "đóng phí" not in one.sealed_grounds
    assert read_grounds(actor=minh, discipline=one) == "Không đóng phí"
    assert AuditEntry.objects.about(one).filter(verb="seen").exists()
    lift_discipline(actor=inspector, discipline=one, on=today, note="Hết hạn")
    with pytest.raises(LiftedAlready):
        lift_discipline(actor=inspector, discipline=one, on=today, note="Nữa")

    out = punish(teachers[1], "EXPULSION")
    assert unscoped_member_count(tree.leaf.pk, on=today) == 4
    with pytest.raises(ExpulsionStays):
        lift_discipline(actor=inspector, discipline=out, on=today, note="Không")


def test_a_merger_takes_members_and_open_papers_along_and_gives_them_back(
    minh, system, tree, teachers, apply_to, propose, today, now
):
    one, transfer = apply_to(minh, tree.leaf), propose(minh, teachers[0])
    pause_member(
        actor=minh,
        organisation=tree.leaf,
        person=teachers[1],
        start=today - timedelta(days=9),
        until=None,
        reason=PauseReason.SICK,
    )
    done = regroup_organisations(
        actor=system,
        regrouping=Regrouping(EventKind.MERGE_INTO, today, [tree.leaf], into=tree.other_leaf),
        decision=Decision(number="7/QĐ"),
        at=now,
    )
    one.refresh_from_db()
    transfer.refresh_from_db()
    assert one.organisation_id == tree.other_leaf.pk
    assert transfer.sender_id == tree.other_leaf.pk
    assert Pause.objects.get().valid.upper is None
    assert unscoped_member_count(tree.other_leaf.pk, on=today) == 5
    assert {m.begin_reason for m in Membership.objects.filter(organisation=tree.other_leaf)} == {
        "REORGANISED"
    }
    undo_event(actor=system, event=done, reason="Nhầm")
    one.refresh_from_db()
    transfer.refresh_from_db()
    assert one.organisation_id == transfer.sender_id == tree.leaf.pk
