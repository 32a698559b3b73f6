"""Đính chính: an event said again, newer events or not; both times stay."""

from datetime import date

from django.urls import reverse
import pytest

from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.organisations.api import (
    ChangeRefused,
    Correction,
    Decision,
    IntoItsOwnBranch,
    NeighbourStands,
    NewerDepends,
    NewOrganisation,
    NotCorrectable,
    NothingToCorrect,
    NotInForce,
    OutOfItsLife,
    ProfileData,
    Regrouping,
    change_profile,
    correct_event,
    end_organisation,
    establish_organisation,
    move_organisation,
    name_of,
    regroup_organisations,
    successors,
    undo_event,
)
from congdoan.kernel.organisations.enums import EndReason, EventKind, EventState
from congdoan.kernel.organisations.tests.test_regrouping import above, snapshot
from congdoan.kernel.people.models import Office

pytestmark = pytest.mark.django_db
EARLY, DAY, LATE, LATER = (date(2025, month, 1) for month in (3, 7, 9, 11))


@pytest.fixture
def do(system, now):
    class Acts:
        given = {"actor": system, "decision": Decision(number="15/QĐ"), "at": now}

        def merge(self, one, into, on=DAY, **more):
            regrouping = Regrouping(EventKind.MERGE_INTO, on, [one], into=into, **more)
            return regroup_organisations(regrouping=regrouping, **self.given)

        def move(self, one, parent, on=DAY):
            return move_organisation(organisation=one, parent=parent, on=on, **self.given)

        def rename(self, one, name, on=DAY, **more):
            return change_profile(
                organisation=one,
                profile=ProfileData(name=name, level="L4_GRASSROOTS", **more),
                on=on,
                **self.given,
            )

        def end(self, one, on=DAY):
            return end_organisation(
                organisation=one, reason=EndReason.DISSOLVED, on=on, **self.given
            )

        def correct(self, event, *, actor=system, **what):
            return correct_event(
                actor=actor,
                event=event,
                correction=Correction(**what),
                decision=Decision(),
                reason="Ghi nhầm",
                at=now,
            )

        def undo(self, event):
            return undo_event(actor=system, event=event, reason="Đính chính nhầm")

    return Acts()


def test_a_wrong_day_is_corrected_though_newer_events_rest_on_it(tree, do):
    event = do.move(tree.leaf, tree.far_middle)
    do.move(tree.leaf, tree.province, LATER)
    with pytest.raises(NewerDepends):
        do.undo(event)
    corrected = do.correct(event, on=LATE)

    assert above(tree.leaf, date(2025, 8, 31))[0] == "CD-A1"
    assert above(tree.leaf, LATE)[0] == "CD-B1"
    assert above(tree.leaf, LATER)[0] == "LD-A"
    event.refresh_from_db()
    assert (event.state, event.effective_on) == (EventState.CORRECTED, DAY)
    assert (corrected.state, corrected.effective_on) == (EventState.APPLIED, LATE)
    assert corrected.corrects == event
    assert corrected.decision_no == "15/QĐ"
    written = AuditEntry.objects.get(verb="organisations.corrected")
    assert written.changes["on"] == ["2025-07-01", "2025-09-01"]


def test_a_wrong_receiver_is_corrected_and_everything_goes_there(tree, do, minh):
    office = Office.objects.get(person=minh.person_id)
    event = do.merge(tree.middle, tree.far_middle)
    one = do.merge(tree.leaf, tree.far_leaf, passing={f"people.office:{office.pk}": "CS-B11"})
    do.rename(tree.far_leaf, "Tên mới", LATER)
    corrected = do.correct(one, receiver=tree.other_leaf)

    assert list(successors(tree.leaf)) == [tree.other_leaf]
    assert Office.objects.filter(person=minh.person_id, organisation=tree.other_leaf).exists()
    assert not Office.objects.filter(person=minh.person_id, organisation=tree.far_leaf).exists()

    do.undo(corrected)
    assert list(successors(tree.leaf)) == [tree.far_leaf]
    assert Office.objects.filter(person=minh.person_id, organisation=tree.far_leaf).exists()
    assert event.state == EventState.APPLIED


def test_subordinates_hang_under_the_right_receiver(tree, do):
    event = do.merge(tree.middle, tree.far_middle)
    do.move(tree.other_leaf, tree.province, LATER)
    do.correct(event, receiver=tree.province, on=LATE)
    assert above(tree.leaf, DAY) == ["CD-A1", "LD-A", "TLD"]
    assert above(tree.leaf, LATE) == ["LD-A", "TLD"]
    assert above(tree.far_leaf, LATE) == ["CD-B1", "LD-B", "TLD"]


def test_offices_end_on_the_right_day(tree, do, minh):
    event = do.end(tree.leaf)
    office = Office.objects.get(person=minh.person_id)
    before = snapshot(), list(Office.objects.values_list("pk", "valid", "end_reason"))
    corrected = do.correct(event, on=LATE)
    office.refresh_from_db()
    assert office.valid.upper == LATE
    do.undo(corrected)
    assert (snapshot(), list(Office.objects.values_list("pk", "valid", "end_reason"))) == before


@pytest.mark.parametrize("day", [EARLY, LATE])
@pytest.mark.parametrize("kind", ["move", "merge", "rename", "end", "found", "divide", "separate"])
def test_undoing_a_correction_restores(tree, do, system, now, kind, day):
    def split(which, *codes):
        founded = [NewOrganisation(code, "UNION", ProfileData("Mới"), DAY) for code in codes]
        regrouping = Regrouping(
            which,
            DAY,
            [tree.middle],
            founded=founded,
            homes={tree.leaf.pk: codes[0], tree.other_leaf.pk: codes[-1]},
        )
        return regroup_organisations(regrouping=regrouping, **do.given)

    def found():
        new = NewOrganisation("CS-N", "UNION", ProfileData("Mới"), DAY, {1: "CD-A1"})
        made = establish_organisation(new=new, **do.given)
        return made.event_parts.get().event

    event = {
        "move": lambda: do.move(tree.leaf, tree.far_middle),
        "merge": lambda: do.merge(tree.middle, tree.far_middle),
        "rename": lambda: do.rename(tree.leaf, "Tên"),
        "end": lambda: do.end(tree.leaf),
        "found": found,
        "divide": lambda: split(EventKind.DIVIDE, "CD-A2", "CD-A3"),
        "separate": lambda: split(EventKind.SEPARATE, "CD-A2"),
    }[kind]()
    before = snapshot()
    corrected = do.correct(event, on=day)
    assert snapshot() != before
    again = do.correct(corrected, on=date(2025, 7, 15))
    with pytest.raises(NewerDepends):
        do.undo(corrected)
    do.undo(again)
    corrected.refresh_from_db()
    assert corrected.state == EventState.APPLIED
    do.undo(corrected)
    assert snapshot() == before
    event.refresh_from_db()
    assert event.state == EventState.APPLIED
    do.undo(event)


def test_a_wrong_name_is_corrected_as_long_as_it_was_used(tree, do):
    event = do.rename(tree.leaf, "Trường Tiểu hoc Sen")
    do.rename(tree.leaf, "Trường Tiểu hoc Sen", LATE, phone="0243")
    do.rename(tree.leaf, "Trường Tiểu học Sen Vàng", LATER)
    do.correct(event, name="Trường Tiểu học Sen")
    assert name_of(tree.leaf, on=DAY) == "Trường Tiểu học Sen"
    assert name_of(tree.leaf, on=LATE) == "Trường Tiểu học Sen"
    assert name_of(tree.leaf, on=LATER) == "Trường Tiểu học Sen Vàng"


def test_a_neighbour_between_the_days_leaves_no_room(tree, do):
    event = do.move(tree.leaf, tree.far_middle)
    do.move(tree.leaf, tree.province, LATE)
    with pytest.raises(NeighbourStands, match="01/11/2025"):
        do.correct(event, on=LATER)
    do.rename(tree.other_leaf, "Tên", EARLY)
    later = do.rename(tree.other_leaf, "Tên sau", DAY)
    with pytest.raises(NeighbourStands):
        do.correct(later, on=date(2025, 2, 1))


def test_nobody_hangs_under_a_unit_before_it_is_there(tree, do, system, now):
    new = NewOrganisation("CD-N", "UNION", ProfileData("Mới"), EARLY, {1: "LD-A"})
    made = establish_organisation(new=new, **do.given)
    moved = do.move(tree.leaf, made, DAY)
    founding = made.event_parts.get(event__kind="ESTABLISH").event
    with pytest.raises(OutOfItsLife):
        do.correct(founding, on=LATE)
    with pytest.raises(Refusal):
        do.correct(moved, on=date(2025, 1, 1))


def test_an_end_is_not_put_before_what_the_unit_did_later(tree, do):
    do.merge(tree.other_leaf, tree.leaf, DAY)
    event = do.end(tree.leaf, LATER)
    with pytest.raises(Refusal) as refused:
        do.correct(event, on=EARLY)
    assert "Hoa Sen" in str(refused.value)


def test_no_receiver_out_of_the_own_branch_nor_one_that_was_not_there(tree, do):
    event = do.merge(tree.middle, tree.far_middle)
    with pytest.raises(IntoItsOwnBranch):
        do.correct(event, on=LATE, receiver=tree.leaf)
    with pytest.raises(Refusal, match="không hoạt động"):
        do.correct(event, receiver=tree.middle)


def test_what_cannot_be_corrected_says_so(tree, do):
    event = do.end(tree.leaf)
    with pytest.raises(NothingToCorrect):
        do.correct(event)
    with pytest.raises(NotCorrectable):
        do.correct(event, receiver=tree.other_leaf)
    with pytest.raises(NotCorrectable):
        do.correct(event, name="Tên")
    corrected = do.correct(event, on=LATE)
    with pytest.raises(NotInForce):
        do.correct(event, on=LATER)
    do.correct(corrected, on=LATER)


def test_an_office_that_began_since_stands_against_an_earlier_day(tree, do, seat, make_person):
    seat(make_person("Đỗ Thị Vừa"), tree.leaf, "CLERK", start=date(2025, 5, 1))
    event = do.end(tree.leaf, LATE)
    with pytest.raises(ChangeRefused, match="Đỗ Thị Vừa"):
        do.correct(event, on=EARLY)


def test_a_unit_does_not_correct_what_its_superior_decided(tree, do, minh, lan):
    event = do.move(tree.leaf, tree.middle, LATE)
    with pytest.raises(NotAllowed):
        do.correct(event, on=DAY, actor=minh)
    with pytest.raises(NotAllowed):
        do.correct(event, receiver=tree.far_middle, actor=lan)
    do.correct(event, on=DAY, actor=lan)


def test_a_correction_to_a_coming_day_waits_for_it(tree, do):
    event = do.end(tree.leaf)
    corrected = do.correct(event, on=date(2026, 9, 1))
    assert corrected.state == EventState.PLANNED
    do.undo(corrected)
    event.refresh_from_db()
    assert event.state == EventState.APPLIED


def test_the_pages_lead_through_it_and_tell_what_was_said_when(tree, do, lan, minh, signed_in):
    event = do.merge(tree.leaf, tree.other_leaf)
    client = signed_in(lan)
    page = reverse("organisations:event", args=[event.pk])
    form = reverse("organisations:correct", args=[event.pk])
    assert form in client.get(page).content.decode()
    said = {"on": "01/09/2025", "receiver": "CS-A12", "reason": ""}
    assert client.post(form, said).status_code == 422
    said["reason"] = "Quyết định ghi 01/9"
    asked = client.post(form, said).content.decode()
    assert "01/07/2025 → 01/09/2025" in asked
    assert "Xác nhận, ghi đính chính" in asked
    told = client.post(form, {**said, "confirmed": "1"}, follow=True).content.decode()
    assert "Đã ghi đính chính" in told
    assert "Ghi ngày 02/03/2026 rằng sáp nhập có hiệu lực từ 01/07/2025" in told
    assert "Ghi ngày 02/03/2026 rằng sáp nhập có hiệu lực từ 01/09/2025" in told
    assert "Trường THCS Ánh Dương" in told
    assert client.post(form, {**said, "confirmed": "1"}).status_code == 422
    assert "đã đính chính" in client.get(page).content.decode()
    assert signed_in(minh).get(form).status_code in {403, 404}
