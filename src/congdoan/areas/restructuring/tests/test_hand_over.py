"""Ending a union: steps open with the event, are owed, close by themselves."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext
import pytest

from congdoan.areas.restructuring import api
from congdoan.areas.restructuring.enums import HandOverStep
from congdoan.areas.restructuring.letters.minutes import Paper, minutes
from congdoan.areas.restructuring.models import HandOver
from congdoan.areas.restructuring.rules import hand_over as rules
from congdoan.areas.restructuring.selectors.hand_over import (
    ending_deadlines,
    find_hand_over,
    progress_of,
    rows_of_event,
    settled_as_at,
    visible_hand_overs,
)
from congdoan.areas.restructuring.services.hand_over_work import sync_turning_events
from congdoan.foundation.refusal import AlreadyDone, NotAllowed, NotFound
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.organisations.enums import EventKind
from congdoan.kernel.organisations.models import OrganisationEvent
from congdoan.support.rendering.api import Table, to_docx, to_pdf
from congdoan.support.worklist.api import unscoped_work

pytestmark = pytest.mark.django_db


def work(event):
    """Return what is owed: (who, step) → (state, due, title)."""
    rows = unscoped_work(f"restructuring.ending.{event.pk}.")
    return {
        (item.organisation_id, item.key.rpartition(".")[2]): (item.state, item.due, item.title)
        for item in rows
        if ".unit." not in item.key
    }


def item(**more):
    values = {"kind": "BALANCE", "what": "Số dư tiền mặt", "amount": Decimal(1500000)} | more
    return api.ItemData(**values)


# --- what opens -------------------------------------------------------------------------------


def test_an_end_opens_the_steps_owed_by_the_superior(ended, tree):
    assert (ended.giver, ended.receiver, ended.overseer) == (tree.leaf, tree.middle, tree.middle)
    owed = work(ended.event)
    assert set(owed) == {(tree.middle.pk, step) for step in HandOverStep.values}
    assert {state for state, _due, _title in owed.values()} == {"OPEN"}
    assert "Trường Tiểu học Hoa Sen" in owed[tree.middle.pk, "HAND_OVER"][2]


def test_if_the_superior_ends_too_the_level_above_answers(end, tree, system, today):
    event = end(tree.middle, tree.leaf, tree.other_leaf, on=today, actor=system)
    rows = HandOver.objects.filter(event=event)
    assert rows.count() == 3
    assert {row.overseer_id for row in rows} == {tree.province.pk}


def test_a_superior_that_ends_later_passes_on_what_it_still_owed(
    ended, end, tree, system, today, now
):
    event = end(tree.middle, tree.other_leaf, on=today, actor=system)
    ended.refresh_from_db()
    assert (ended.overseer, ended.receiver) == (tree.province, tree.province)
    assert (tree.province.pk, "HAND_OVER") in work(ended.event)
    organisations.undo_event(actor=system, event=event, reason="ghi nhầm")
    ended.refresh_from_db()
    assert (ended.overseer, ended.receiver) == (tree.middle, tree.middle)


def test_merged_units_hand_over_to_who_takes_them_in(tree, lan, today, now):
    event = organisations.regroup_organisations(
        actor=lan,
        regrouping=organisations.Regrouping(
            kind=EventKind.MERGE_INTO, on=today, originals=(tree.leaf,), into=tree.other_leaf
        ),
        decision=organisations.Decision(number="22/QĐ"),
        at=now,
    )
    row = HandOver.objects.get(event=event)
    assert (row.giver, row.receiver) == (tree.leaf, tree.other_leaf)
    assert row.overseer == tree.middle


def test_a_transfer_opens_one_hand_over_for_each_pair_of_superiors(tree, system, today, now):
    event = organisations.move_organisations(
        actor=system,
        moves=[(tree.leaf, tree.far_middle), (tree.other_leaf, tree.far_middle)],
        on=today,
        decision=organisations.Decision(number="23/QĐ"),
        at=now,
    )
    row = HandOver.objects.get(event=event)
    assert (row.giver, row.receiver) == (tree.middle, tree.far_middle)
    assert set(row.units.all()) == {tree.leaf, tree.other_leaf}
    assert set(work(event)) == {(tree.far_middle.pk, "HAND_OVER")}
    with pytest.raises(rules.NotOfATransfer):
        api.mark_steps(actor=system, hand_over=row, days={"DUES": today}, on=today, at=now)
    document = minutes(Paper(row, today))
    assert any(
        tree.leaf.code in str(block.rows) for block in document.body if isinstance(block, Table)
    )


def test_teams_partners_and_history_hand_nothing_over(tree, system, end, today, now):
    team, school = organisations.establish_organisations(
        actor=system,
        news=[
            organisations.NewOrganisation(
                code=code,
                family=family,
                profile=organisations.ProfileData(name="Tổ Văn phòng", level=level),
                on=date(2016, 1, 1),
                parents={1: parent} if parent else {},
            )
            for code, family, level, parent in (
                ("TO-1", "UNION", "L6_TEAM", "CS-A11"),
                ("TR-9", "PARTNER", "", ""),
            )
        ],
        decision=organisations.Decision(number="01/QĐ"),
        at=now,
    )
    end(team, school, on=today, actor=system)
    end(tree.other_leaf, on=date(2020, 1, 1), actor=system)
    assert not HandOver.objects.exists()


def test_undoing_the_event_withdraws_the_steps(ended, end, tree, lan, system, today, now):
    event = ended.event
    organisations.undo_event(actor=system, event=event, reason="ghi nhầm")
    assert not HandOver.objects.filter(pk=ended.pk).exists()
    assert {state for state, _due, _title in work(event).values()} == {"CANCELLED"}
    again = HandOver.objects.get(event=end(tree.leaf, on=today - timedelta(days=3)))
    api.add_item(actor=lan, hand_over=again, data=item(), on=today, at=now)
    organisations.undo_event(actor=system, event=again.event, reason="ghi nhầm")
    again.refresh_from_db()
    assert again.withdrawn
    with pytest.raises(NotFound):
        find_hand_over(lan, again.pk)
    with pytest.raises(NotFound):
        api.add_item(actor=lan, hand_over=again, data=item(), on=today, at=now)


# --- deadlines --------------------------------------------------------------------------------


def test_the_wave_of_2025_keeps_its_dates():
    due = ending_deadlines(effective_on=date(2025, 6, 16), decided_on=date(2025, 6, 15))
    assert due["DUES"].due == date(2025, 6, 1)
    assert due["HAND_OVER"].due == date(2025, 6, 25)
    assert settled_as_at(date(2025, 6, 16)) == date(2025, 5, 31)


@pytest.mark.parametrize(
    ("effective", "decided", "hand_over"),
    [
        # Tết 2026: 16 to 20 February are off.
        (date(2026, 2, 10), None, date(2026, 3, 10)),
        # The decision came later than the day it names.
        (date(2026, 2, 10), date(2026, 3, 2), date(2026, 3, 23)),
        # 29 February is a day like others; Thursday before it ends the count.
        (date(2024, 2, 15), None, date(2024, 3, 7)),
    ],
)
def test_the_general_case_counts_working_days(effective, decided, hand_over):
    due = ending_deadlines(effective_on=effective, decided_on=decided)
    assert due["HAND_OVER"].due == hand_over
    assert due["DUES"].due == effective
    assert settled_as_at(effective) == effective - timedelta(days=1)


def test_the_last_day_of_february_is_the_day_of_the_figures():
    assert settled_as_at(date(2024, 3, 1)) == date(2024, 2, 29)


# --- steps ------------------------------------------------------------------------------------


def test_a_step_written_down_closes_its_work(ended, lan, tree, today, now):
    day = today - timedelta(days=5)
    api.mark_steps(actor=lan, hand_over=ended, days={"DUES": day}, on=today, at=now)
    owed = work(ended.event)
    assert owed[tree.middle.pk, "DUES"][0] == "DONE"
    assert owed[tree.middle.pk, "HAND_OVER"][0] == "OPEN"
    api.mark_steps(actor=lan, hand_over=ended, days={"DUES": None}, on=today, at=now)
    assert work(ended.event)[tree.middle.pk, "DUES"][0] == "OPEN"
    assert AuditEntry.objects.filter(verb="restructuring.hand_over_marked").count() == 2
    with pytest.raises(rules.InTheFuture):
        api.mark_steps(
            actor=lan,
            hand_over=ended,
            days={"HAND_OVER": today + timedelta(days=1)},
            on=today,
            at=now,
        )


def test_archiving_comes_last(ended, lan, today, now):
    days = {"DUES": today, "ACCOUNTS": today, "ARCHIVE": today}
    with pytest.raises(rules.StepsMissing) as refused:
        api.mark_steps(actor=lan, hand_over=ended, days=days, on=today, at=now)
    assert "Bàn giao" in refused.value.sentence
    days["HAND_OVER"] = today
    done = api.mark_steps(
        actor=lan, hand_over=ended, days=days, archive_note="Tủ 3", on=today, at=now
    )
    assert done.archived_on == today
    assert done.archive_note == "Tủ 3"


def test_what_came_in_late_is_flagged_until_paid_back(ended, lan, tree, today, now):
    receipt = api.ReceiptData("DUES", "Trường Tiểu học Hoa Sen", today, Decimal(450000))
    early = api.ReceiptData("DUES", "Trường", ended.effective_on - timedelta(days=1), Decimal(1))
    with pytest.raises(rules.BeforeTheStop):
        api.note_receipt(actor=lan, hand_over=ended, data=early, on=today, at=now)
    days = dict.fromkeys(HandOverStep.values, today)
    api.mark_steps(actor=lan, hand_over=ended, days=days, on=today, at=now)
    noted = api.note_receipt(actor=lan, hand_over=ended, data=receipt, on=today, at=now)
    ended.refresh_from_db()
    assert ended.archived_on is None
    assert work(ended.event)[tree.middle.pk, "REFUND"][0] == "OPEN"
    rows = rows_of_event(lan, ended.event_id)
    assert rows.get().owes
    assert rows.to_refund().count() == 1
    with pytest.raises(rules.StepsMissing):
        api.mark_steps(actor=lan, hand_over=ended, days={"ARCHIVE": today}, on=today, at=now)
    shared = {"actor": lan, "receipt": noted, "note": "UNC 12", "on": today, "at": now}
    with pytest.raises(rules.RefundBeforeReceipt):
        api.refund_receipt(day=today - timedelta(days=1), **shared)
    api.refund_receipt(day=today, **shared)
    assert work(ended.event)[tree.middle.pk, "REFUND"][0] == "DONE"
    with pytest.raises(AlreadyDone):
        api.refund_receipt(day=today, **shared)


# --- many at once -----------------------------------------------------------------------------


@pytest.fixture
def wave(tree, system, end, today, now):
    """Thirty more leaves of the middle unit, all ended by one decision."""
    made = organisations.establish_organisations(
        actor=system,
        news=[
            organisations.NewOrganisation(
                code=f"CS-W{n:02d}",
                family="UNION",
                profile=organisations.ProfileData(
                    name=f"Công đoàn cơ sở Trường số {n:02d}", level="L4_GRASSROOTS"
                ),
                on=date(2016, 1, 1),
                parents={1: tree.middle.code},
            )
            for n in range(30)
        ],
        decision=organisations.Decision(number="01/QĐ"),
        at=now,
    )
    return end(*made, on=today - timedelta(days=10))


def test_a_wave_is_one_piece_of_work_a_step(wave, lan, tree, today, now):
    owed = work(wave)
    assert len(owed) == 4
    assert "còn 30 trong 30" in owed[tree.middle.pk, "HAND_OVER"][2]
    rows = rows_of_event(lan, wave.pk).filter(folded__contains="so 0")
    shared = {"actor": lan, "event": wave, "day": today, "on": today, "at": now}
    assert api.mark_many(rows=rows, step="HAND_OVER", **shared) == 10
    assert "còn 20 trong 30" in work(wave)[tree.middle.pk, "HAND_OVER"][2]
    everything = rows_of_event(lan, wave.pk)
    assert api.mark_many(rows=everything, step="HAND_OVER", **shared) == 20
    assert work(wave)[tree.middle.pk, "HAND_OVER"][0] == "DONE"
    with pytest.raises(AlreadyDone):
        api.mark_many(rows=everything, step="HAND_OVER", **shared)
    with pytest.raises(rules.StepsMissing):
        api.mark_many(rows=everything, step="ARCHIVE", **shared)
    with pytest.raises(rules.NothingChosen):
        api.mark_many(rows=everything.none(), step="DUES", **shared)
    done = {one.step: one.done for one in progress_of(everything)}
    assert done == {"DUES": 0, "ACCOUNTS": 0, "HAND_OVER": 30, "ARCHIVE": 0}
    entry = AuditEntry.objects.filter(verb="restructuring.hand_overs_marked").order_by("pk").first()
    assert entry.changes["count"] == 10


def test_opening_and_marking_cost_the_same_for_one_and_for_thirty(wave, end, tree, lan, today, now):
    one = end(tree.leaf, on=today - timedelta(days=10))

    def asked(event):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            api.mark_many(
                actor=lan,
                event=event,
                rows=rows_of_event(lan, event.pk),
                step="DUES",
                day=today,
                on=today,
                at=now,
            )
        return len(queries)

    assert asked(wave) == asked(one)


# --- who may ----------------------------------------------------------------------------------


def test_a_unit_prepares_its_own_end_and_then_no_more(
    tree, end, minh, actor_of, system, today, now
):
    event = end(tree.leaf, on=today + timedelta(days=10), actor=system)
    row = HandOver.objects.get(event=event)
    own = list(unscoped_work(f"restructuring.ending.{event.pk}.unit."))
    assert [(one.organisation, one.due) for one in own] == [(tree.leaf, today + timedelta(days=9))]
    api.add_item(actor=minh, hand_over=row, data=item(), on=today, at=now)
    from congdoan.kernel.people.models import Person

    later = event.effective_on
    gone = actor_of(Person.objects.get(pk=minh.person_id), on=later)
    with pytest.raises(NotAllowed):
        api.add_item(actor=gone, hand_over=row, data=item(), on=later, at=now)
    assert sync_turning_events(actor=system, on=later, at=now) == 1
    states = {one.state for one in unscoped_work(f"restructuring.ending.{event.pk}.unit.")}
    assert states == {"CANCELLED"}


def test_strangers_neither_see_nor_write(ended, hoa, actor_of, make_person, seat, tree, today, now):
    far = make_person("Vũ Thị Xa", username="xa")
    seat(far, tree.far_middle, "PRESIDENT")
    beside = make_person("Vũ Thị Bên", username="ben")
    seat(beside, tree.other_leaf, "PRESIDENT")
    for nobody in (hoa, actor_of(far), actor_of(beside)):
        assert not visible_hand_overs(nobody).exists()
        with pytest.raises(NotAllowed):
            api.mark_steps(actor=nobody, hand_over=ended, days={"DUES": today}, on=today, at=now)
        with pytest.raises(NotAllowed):
            api.mark_many(
                actor=nobody,
                event=ended.event,
                rows=HandOver.objects.all(),
                step="DUES",
                day=today,
                on=today,
                at=now,
            )


def test_who_receives_may_read_and_does_not_write(
    tree, lan, minh, actor_of, make_person, seat, today, now
):
    heir = make_person("Vũ Thị Nhận", username="nhan")
    seat(heir, tree.other_leaf, "PRESIDENT")
    event = organisations.regroup_organisations(
        actor=lan,
        regrouping=organisations.Regrouping(
            kind=EventKind.MERGE_INTO, on=today, originals=(tree.leaf,), into=tree.other_leaf
        ),
        decision=organisations.Decision(number="22/QĐ"),
        at=now,
    )
    row = visible_hand_overs(actor_of(heir)).get(event=event)
    with pytest.raises(NotAllowed):
        api.mark_steps(actor=actor_of(heir), hand_over=row, days={"DUES": today}, on=today, at=now)


# --- the minutes ------------------------------------------------------------------------------


def test_the_minutes_say_what_was_handed_over(ended, lan, today, now):
    api.write_minutes(
        actor=lan,
        hand_over=ended,
        data=api.Minutes(
            place="Phòng họp công đoàn phường, Đà Lạt",
            givers="Nguyễn Văn Minh, Chủ tịch",
            receivers="Trần Thị Lan, Chủ tịch",
            remarks="Hai bên không có ý kiến khác.",
        ),
        on=today,
        at=now,
    )
    api.add_item(actor=lan, hand_over=ended, data=item(), on=today, at=now)
    seal = item(kind="SEAL", what="Con dấu tròn", quantity="01", amount=None, condition="tốt")
    api.add_item(actor=lan, hand_over=ended, data=seal, on=today, at=now)
    ended.refresh_from_db()
    document = minutes(Paper(ended, today))
    assert document.type_name == "BIÊN BẢN"
    assert "Hoa Sen" in document.subject
    assert [one.name for one in document.signatures] == ["Nguyễn Văn Minh", "Trần Thị Lan"]
    table = next(block for block in document.body if isinstance(block, Table))
    assert table.rows[0] == ["1", "Số dư: Số dư tiền mặt", "—", "1.500.000", "—"]
    assert "20/QĐ-CĐP" in document.bases[0]
    assert document.place == "Đà Lạt"
    assert to_pdf(document, created_at=now).startswith(b"%PDF")
    assert to_docx(document, created_at=now).startswith(b"PK")


def test_more_than_three_hundred_lines_are_an_annex(ended, lan, today, now, monkeypatch):
    monkeypatch.setattr(rules, "MOST_ITEMS", 1)
    api.add_item(actor=lan, hand_over=ended, data=item(), on=today, at=now)
    with pytest.raises(rules.TooManyItems):
        api.add_item(actor=lan, hand_over=ended, data=item(), on=today, at=now)


def test_the_event_is_what_the_steps_hang_on(ended):
    assert OrganisationEvent.objects.get(pk=ended.event_id).followed["restructuring"] == {
        "hand_overs": 1
    }
