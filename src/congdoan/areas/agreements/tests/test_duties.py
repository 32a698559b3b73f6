from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.enums import DutyState, Evidence
from congdoan.areas.agreements.models import Duty, Obligation
from congdoan.areas.agreements.rules import duties as rules
from congdoan.areas.agreements.tests.consenting import end_by_consent
from congdoan.foundation.refusal import NotAllowed
from congdoan.support.worklist.api import unscoped_work

pytestmark = pytest.mark.django_db

SIGNED = date(2024, 9, 1)


@pytest.fixture
def running(make_draft, lan, today, now):
    """An agreement of Lan's unit and the department, in force since September 2024."""
    draft = make_draft(first_day=SIGNED, last_day=date(2029, 8, 31))
    return api.record_paper(
        actor=lan, agreement=draft, signed_on=SIGNED, place="An", on=today, at=now
    )


def duty_with(agreement, text, *, party=None):
    rows = Duty.objects.of(agreement.pk).filter(obligation__words__contains=text)
    if party is not None:
        rows = rows.filter(obligation__party__organisation=party)
    return rows.order_by("due").first()


def report(actor, duty, organisation, on, at, **changes):
    values = {"done_on": on, "result": "Đã làm xong"} | changes
    return api.report_duty(
        actor=actor, duty=duty, organisation=organisation, on=on, at=at, **values
    )


def work(agreement, duty):
    return {
        item.key.split(".duty.")[1]: item.state
        for item in unscoped_work(f"agreements.{agreement.pk}.duty.{duty.pk}.")
    }


def test_every_clause_with_a_bearer_becomes_obligations(running, tree):
    joint = Obligation.objects.get(agreement=running, words__contains="Mở lớp tập huấn")
    assert joint.party is None
    assert (joint.place, joint.content_code) == ("khoản 1 Điều 5", "TRAINING_PROPAGANDA")
    each = Obligation.objects.filter(agreement=running, words__contains="Thăm hỏi")
    assert {row.party.organisation_id for row in each} == {tree.middle.pk, tree.department.pk}
    led = Obligation.objects.get(agreement=running, words__contains="Rà soát")
    assert led.party.organisation_id == tree.middle.pk


def test_duties_run_up_to_the_next_period_and_once_only(running, lan, today, now):
    terms = Duty.objects.of(running.pk).filter(obligation__words__contains="Phát động")
    assert [str(one.due) for one in terms.order_by("due")] == [
        "2025-08-31",
        "2026-08-31",
        "2027-08-31",
    ]
    before = Duty.objects.count()
    assert api.generate_duties(actor=lan, agreement=running, on=today, at=now) == 0
    assert Duty.objects.count() == before


def test_on_request_nothing_is_due_by_itself(running):
    assert not Duty.objects.filter(obligation__cadence="ON_REQUEST").exists()


def test_work_is_owed_by_the_bearer_from_the_first_day_of_the_period(running, tree, today):
    duty = duty_with(running, "Tạo điều kiện")
    items = {
        item.organisation_id for item in unscoped_work(f"agreements.{running.pk}.duty.{duty.pk}.")
    }
    assert items == {tree.department.pk}
    later = Duty.objects.of(running.pk).filter(starts__gt=today).first()
    assert work(running, later) == {}


def test_reported_accepted_and_the_lists_follow(running, tree, lan, tuan, today, now):
    duty = duty_with(running, "Rà soát")
    report(lan, duty, tree.middle, today, now, links=["https://vi.du/1"])
    assert work(running, duty) == {
        f"{duty.pk}.{tree.middle.pk}": "DONE",
        f"{duty.pk}.judge.{tree.department.pk}": "OPEN",
    }
    duty = api.accept_duty(
        actor=tuan, duty=duty, organisation=tree.department, on=today, at=now, remark="Tốt"
    )
    assert duty.state == DutyState.ACCEPTED
    assert set(work(running, duty).values()) == {"DONE"}
    assert [step.action for step in duty.steps.order_by("pk")] == ["report", "accept"]


def test_a_duty_is_not_reported_before_its_period_begins(running, tree, lan, now):
    duty = duty_with(running, "", party=tree.middle)
    eve = duty.starts - timedelta(days=1)

    with pytest.raises(rules.NotBegunYet, match=f"{duty.starts:%d/%m/%Y}"):
        report(lan, duty, tree.middle, eve, now)


def test_what_is_to_be_done_now_comes_first(running, tree, lan, today, now):
    mine = duty_with(running, "", party=tree.middle)
    report(lan, mine, tree.middle, max(today, mine.starts), now)
    turns = list(Duty.objects.of(running.pk).by_turn(today).order_by("turn", "due"))

    assert [one.turn for one in turns] == sorted(one.turn for one in turns)
    assert next(one for one in turns if one.pk == mine.pk).turn == 1
    assert all(one.starts <= today for one in turns if one.turn == 0)


def test_a_disputed_duty_comes_back_with_its_reason(running, tree, lan, tuan, today, now):
    duty = duty_with(running, "Rà soát")
    report(lan, duty, tree.middle, today, now)
    api.dispute_duty(
        actor=tuan, duty=duty, organisation=tree.department, reason="Thiếu biên bản",
        on=today, at=now,
    )  # fmt: skip
    items = unscoped_work(f"agreements.{running.pk}.duty.{duty.pk}.{tree.middle.pk}")
    assert [(item.state, "Thiếu biên bản" in item.why) for item in items] == [("OPEN", True)]
    duty = report(lan, duty, tree.middle, today, now, result="Bổ sung biên bản")
    assert duty.state == DutyState.DONE


def test_nobody_confirms_their_own_work(running, tree, lan, today, now):
    duty = duty_with(running, "Rà soát")
    report(lan, duty, tree.middle, today, now)
    with pytest.raises(rules.NotTheOtherParty):
        api.accept_duty(actor=lan, duty=duty, organisation=tree.middle, on=today, at=now)
    with pytest.raises(NotAllowed):
        api.accept_duty(actor=lan, duty=duty, organisation=tree.department, on=today, at=now)


def test_not_even_with_an_office_on_the_other_side(running, tree, lan, seat, actor_of, today, now):
    from congdoan.kernel.people.models import Person

    duty = duty_with(running, "Rà soát")
    report(lan, duty, tree.middle, today, now)
    person = Person.objects.get(pk=lan.person_id)
    seat(person, tree.department, "DEPUTY_DIRECTOR")
    with pytest.raises(rules.OwnReport):
        api.accept_duty(
            actor=actor_of(person), duty=duty, organisation=tree.department, on=today, at=now
        )


def test_only_the_bearer_reports(running, tree, tuan, today, now):
    duty = duty_with(running, "Rà soát")
    with pytest.raises(rules.NotTheBearer):
        report(tuan, duty, tree.department, today, now)


def test_a_joint_duty_is_reported_by_one_and_judged_by_the_other(
    running, tree, lan, tuan, today, now
):
    duty = duty_with(running, "Mở lớp tập huấn")
    report(tuan, duty, tree.department, today, now)
    with pytest.raises(rules.NotTheOtherParty):
        api.accept_duty(actor=tuan, duty=duty, organisation=tree.department, on=today, at=now)
    assert api.accept_duty(
        actor=lan, duty=duty, organisation=tree.middle, on=today, at=now
    ).state == (DutyState.ACCEPTED)


def test_twice_is_refused_with_a_sentence(running, tree, lan, today, now):
    duty = duty_with(running, "Rà soát")
    report(lan, duty, tree.middle, today, now)
    with pytest.raises(rules.DutyNotThere) as refused:
        report(lan, duty, tree.middle, today, now)
    assert "chờ xác nhận" in refused.value.sentence


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"result": "  "}, rules.ResultMissing),
        ({"done_on": SIGNED - timedelta(days=1)}, rules.DoneOnWrong),
        ({"done_on": date(2027, 1, 1)}, rules.DoneOnWrong),
        ({"links": ["javascript:alert(1)"]}, rules.LinkWrong),
        ({"links": ["//evil"]}, rules.LinkWrong),
    ],
)
def test_a_report_says_what_it_lacks(changes, refusal, running, tree, lan, today, now):
    with pytest.raises(refusal):
        report(lan, duty_with(running, "Rà soát"), tree.middle, today, now, **changes)


def test_evidence_may_be_demanded(running, tree, lan, tuan, today, now):
    duty = duty_with(running, "Rà soát")
    api.set_evidence(actor=lan, obligation=duty.obligation, evidence=Evidence.REQUIRED)
    with pytest.raises(rules.EvidenceMissing):
        report(lan, duty, tree.middle, today, now)
    upload = SimpleUploadedFile("bien-ban.pdf", b"%PDF-1.4 bien ban")
    report(lan, duty, tree.middle, today, now, uploads=[upload])
    kept = duty.evidence.get()
    assert kept.file.name == "bien-ban.pdf"
    from congdoan.areas.agreements.selectors.duties import EVIDENCE, may_read_evidence
    from congdoan.support.files.api import FileQuestion

    assert may_read_evidence(FileQuestion(tuan, kept.file_id, EVIDENCE)) is True
    with pytest.raises(NotAllowed):
        api.set_evidence(actor=tuan, obligation=duty.obligation, evidence=Evidence.OPTIONAL)


def test_a_request_makes_a_duty_of_the_others(running, tree, lan, tuan, today, now):
    obligation = Obligation.objects.get(agreement=running, words__contains="Phối hợp kiểm tra")
    duty = api.request_duty(
        actor=tuan, obligation=obligation, organisation=tree.department,
        text="Kiểm tra chế độ tiền lương", due=today + timedelta(days=10), on=today, at=now,
    )  # fmt: skip
    assert work(running, duty) == {f"{duty.pk}.{tree.middle.pk}": "OPEN"}
    with pytest.raises(rules.RequestDueWrong):
        api.request_duty(
            actor=tuan, obligation=obligation, organisation=tree.department, text="x",
            due=today - timedelta(days=1), on=today, at=now,
        )  # fmt: skip
    with pytest.raises(rules.NotOnRequest):
        api.request_duty(
            actor=tuan, obligation=duty_with(running, "Rà soát").obligation,
            organisation=tree.department, text="x", due=today, on=today, at=now,
        )  # fmt: skip


def test_waived_and_asked_again(running, tree, tuan, today, now):
    duty = duty_with(running, "Rà soát")
    values = {"actor": tuan, "duty": duty, "organisation": tree.department, "on": today, "at": now}
    with pytest.raises(rules.WhyNeeded):
        api.waive_duty(reason=" ", **values)
    assert api.waive_duty(reason="Bão lũ", **values).state == DutyState.WAIVED
    assert work(running, duty) == {f"{duty.pk}.{tree.middle.pk}": "CANCELLED"}
    api.reinstate_duty(reason="Đã ổn định", **values)
    assert work(running, duty) == {f"{duty.pk}.{tree.middle.pk}": "OPEN"}


def test_a_withdrawn_report_is_owed_again(running, tree, lan, today, now):
    duty = duty_with(running, "Rà soát")
    report(lan, duty, tree.middle, today, now)
    back = api.withdraw_report(actor=lan, duty=duty, organisation=tree.middle, on=today, at=now)
    assert (back.state, back.done_on) == (DutyState.OPEN, None)
    assert work(running, duty)[f"{duty.pk}.{tree.middle.pk}"] == "OPEN"


def test_termination_releases_what_is_not_due_yet(running, lan, today, now):
    late = Duty.objects.of(running.pk).overdue(today).count()
    end_by_consent(
        actor=lan, agreement=running, ended_on=today, reason="Giải thể", on=today, at=now
    )
    left = Duty.objects.of(running.pk)
    assert late
    assert left.filter(state=DutyState.OPEN).count() == late
    assert not left.filter(state=DutyState.OPEN, due__gte=today).exists()
    assert "chấm dứt" in left.filter(state=DutyState.WAIVED).first().reason
    asked = [item.state for item in unscoped_work(f"agreements.{running.pk}.duty.")]
    assert asked
    assert "OPEN" not in asked, "what was late stays late in the record, on nobody's list"
