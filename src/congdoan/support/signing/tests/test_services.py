from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
import pytest

from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.access.api import actor_for, delegate
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.people.models import Office, Person
from congdoan.support.notifications.api import notify
from congdoan.support.rendering.api import text_hash
from congdoan.support.signing.models import Packet, Signature
from congdoan.support.signing.rules.mandate import MandateEnded, NotYourParty, PositionMaySignNot
from congdoan.support.signing.rules.slots import (
    AlreadySigned,
    DeadlinePassed,
    NoParties,
    PacketClosed,
    PaperIsAnotherText,
    ReasonMissing,
    SignedBeforeFreeze,
    SupportSignsNot,
    TextChanged,
    TextDiffers,
    WrongTurn,
)
from congdoan.support.signing.services import events, telling
from congdoan.support.signing.services.closing import decline_slot, void_packet
from congdoan.support.signing.services.confirming import (
    ConfirmedIdentity,
    WrongSecret,
    confirm_identity,
)
from congdoan.support.signing.services.opening import (
    AlreadyGoingRound,
    DeadlineInThePast,
    SlotPlan,
    open_packet,
)
from congdoan.support.signing.services.paper import (
    PlaceMissing,
    attach_scan,
    record_paper_signature,
)
from congdoan.support.signing.services.recording import NotOnPaper, ScanAttached
from congdoan.support.signing.services.renewing import expire_packet, extend_deadline
from congdoan.support.signing.tests.conftest import TEXT, scanned
from congdoan.support.worklist.api import WorkItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(monkeypatch):
    """What the hooks told, in order."""
    said = []
    for name in ("completed", "voided", "returned", "expired"):
        hook = getattr(events, name)
        monkeypatch.setattr(
            hook, "_handlers", {"test": lambda event, name=name: said.append((name, event.reason))}
        )
    return said


@pytest.fixture
def told(monkeypatch):
    """What people were told, in order; the telling itself goes on."""
    said = []

    def tell(**given):
        said.append(given)
        return notify(**given)

    monkeypatch.setattr(telling, "notify", tell)
    return said


@pytest.fixture
def paper(today, now):
    def record(actor, slot, person, **given):
        said = {
            "signed_on": today,
            "place": "Di Linh",
            "typed_hash": slot.packet.text_hash[:8],
            "key": f"giay-{slot.pk}",
            "on": today,
            "at": now,
            **given,
        }
        return record_paper_signature(actor=actor, slot=slot, person=person, **said)

    return record


def person_of(actor):
    return Person.objects.get(pk=actor.person_id)


def state_of(packet):
    return Packet.objects.get(pk=packet.pk).state


def told_to(told, actor):
    """Return the kinds of what an actor was told, in order, each once, but not of own acts."""
    unique = {one["key"]: one for one in told}.values()
    return [
        one["kind"]
        for one in unique
        if one["actor"].user_id != actor.user_id
        and (actor.person_id in one.get("people", ()) or actor.user_id in one.get("users", ()))
    ]


# --- the whole round ------------------------------------------------------------------------


def test_all_parties_sign_and_the_packet_is_complete(send_round, sign, heard):
    round_ = send_round()
    assert round_.packet.text_hash == text_hash(TEXT)
    for actor, slot in zip([round_.lan, round_.minh, round_.director], round_.slots, strict=True):
        assert state_of(round_.packet) == "OPEN"
        sign(actor, slot)
    assert state_of(round_.packet) == "COMPLETE"
    assert heard == [("completed", "")]
    first = Signature.objects.get(slot=round_.slots[0])
    assert first.capacity == ["TM. BAN CHẤP HÀNH"]
    assert (first.title, first.person_name) == ("CHỦ TỊCH", "Trần Thị Lan")
    assert first.mandate["decision_no"] == "02/QĐ"
    assert first.text_hash == round_.packet.text_hash
    assert Signature.objects.get(slot=round_.slots[2]).capacity == []
    verbs = list(
        AuditEntry.objects.filter(verb__startswith="signing.")
        .order_by("pk")
        .values_list("verb", flat=True)
    )
    assert verbs.count("signing.signed") == 6  # in the owner's and in each party's log


def test_signing_is_work_of_each_party_until_it_is_done(told, send_round, sign, tree):
    round_ = send_round()
    open_for = WorkItem.objects.filter(state="OPEN").values_list("organisation", flat=True)
    assert set(open_for) == {tree.middle.pk, tree.leaf.pk, tree.department.pk}
    sign(round_.lan, round_.slots[0])
    assert set(open_for.all()) == {tree.leaf.pk, tree.department.pk}
    assert told_to(told, round_.minh) == ["signing.asked"]
    assert told_to(told, round_.clerk) == ["signing.signed"]


def test_in_an_ordered_packet_the_next_is_asked_when_the_turn_comes(told, send_round, sign, tree):
    round_ = send_round(ordered=True)
    with pytest.raises(WrongTurn, match="Công đoàn phường Đông"):
        sign(round_.minh, round_.slots[1])
    assert told_to(told, round_.minh) == []
    sign(round_.lan, round_.slots[0])
    assert told_to(told, round_.minh) == ["signing.asked"]
    sign(round_.minh, round_.slots[1])


# --- refusals -------------------------------------------------------------------------------


def test_the_same_form_sent_twice_is_one_signature(send_round, sign):
    round_ = send_round()
    first = sign(round_.lan, round_.slots[0], key="mot")
    assert sign(round_.lan, round_.slots[0], key="mot") == first
    with pytest.raises(AlreadySigned, match="Trần Thị Lan"):
        sign(round_.lan, round_.slots[0], key="hai")
    assert Signature.objects.count() == 1


def test_a_key_somebody_else_used_gives_nothing_away_and_breaks_nothing(send_round, sign):
    round_ = send_round()
    first = sign(round_.lan, round_.slots[0], key="trung")
    second = sign(round_.minh, round_.slots[1], key="trung")
    assert first != second
    with pytest.raises(NotYourParty):
        sign(round_.minh, round_.slots[0], key="trung")


def test_a_signatory_whose_term_ended_yesterday_is_told_so(send_round, sign, actor_of, today, tree):
    round_ = send_round()
    office = Office.objects.get(organisation=tree.middle)
    office.valid = type(office.valid)(office.valid.lower, today, "[)")
    office.save(update_fields=["valid"])
    fresh = actor_of(person_of(round_.lan))
    with pytest.raises(MandateEnded) as refused:
        sign(fresh, round_.slots[0])
    assert "01/03/2026" in refused.value.sentence
    assert Signature.objects.count() == 0


def test_nobody_signs_for_another_party(send_round, sign, stranger):
    round_ = send_round()
    for actor in (round_.minh, round_.director, stranger):
        with pytest.raises(NotYourParty):
            sign(actor, round_.slots[0])


def test_a_clerk_does_not_sign_for_the_own_party(
    send_round, sign, make_person, seat, actor_of, tree
):
    person = make_person("Vũ Văn Thư", username="vu")
    seat(person, tree.middle, "CLERK")
    with pytest.raises(PositionMaySignNot):
        sign(actor_of(person), send_round().slots[0])


def test_a_delegate_signs_by_the_paper_and_the_paper_is_kept(
    send_round, sign, make_person, actor_of, tree, today
):
    round_ = send_round()
    deputy = make_person("Hà Thị Quyền", username="quyen")
    delegate(
        actor=round_.lan,
        office=Office.objects.get(organisation=tree.middle),
        to=deputy,
        capabilities=["signing.sign"],
        start=today,
        until=today + timedelta(days=10),
        decision_no="07/GUQ",
    )
    signature = sign(actor_of(deputy), round_.slots[0])
    assert signature.capacity == ["TUQ. CHỦ TỊCH"]
    assert signature.mandate["delegation_no"] == "07/GUQ"
    late = today + timedelta(days=10)
    with pytest.raises(NotYourParty):
        sign(actor_of(deputy, on=late), round_.slots[1], on=late)


def test_somebody_working_as_somebody_else_signs_nothing(send_round, sign, user_of, today):
    round_ = send_round()
    helper = actor_for(user_of(round_.lan), today=today, acting_for="Hỗ trợ")
    with pytest.raises(SupportSignsNot):
        sign(helper, round_.slots[0])


def test_the_confirmed_identity_must_be_the_actors(send_round, today, now):
    from congdoan.support.signing.services.signing import sign_slot

    round_ = send_round()
    with pytest.raises(NotAllowed):
        sign_slot(
            actor=round_.lan,
            slot=round_.slots[0],
            identity=ConfirmedIdentity(round_.minh.user_id, now),
            text_hash=round_.packet.text_hash,
            key="x",
            on=today,
            at=now,
        )


@pytest.mark.parametrize("secret", ["", "sai", "000000", "mat-khau-thu-nghiem "])
def test_a_wrong_secret_confirms_nobody(lan, user_of, now, secret):
    with pytest.raises(WrongSecret):
        confirm_identity(user=user_of(lan), secret=secret, at=now)
    right = confirm_identity(user=user_of(lan), secret="mat-khau-thu-nghiem", at=now)
    assert right.user_id == lan.user_id


def test_after_the_deadline_nobody_signs_until_it_is_extended(
    send_round, sign, actor_of, today, now, heard
):
    round_ = send_round(deadline=today)
    late = today + timedelta(days=1)
    lan = actor_of(person_of(round_.lan), on=late)
    with pytest.raises(DeadlinePassed):
        sign(lan, round_.slots[0], on=late)
    assert expire_packet(actor=round_.clerk, packet=round_.packet, on=late, at=now)
    assert not expire_packet(actor=round_.clerk, packet=round_.packet, on=late, at=now)
    assert heard == [("expired", "")]
    with pytest.raises(PacketClosed):
        sign(lan, round_.slots[0], on=late)
    extend_deadline(
        actor=round_.clerk, packet=round_.packet, deadline=late, reason="họp lùi", on=late, at=now
    )
    assert sign(lan, round_.slots[0], on=late)


def test_another_version_on_the_screen_is_refused_and_nothing_is_lost(send_round, sign):
    round_ = send_round()
    sign(round_.minh, round_.slots[1])
    with pytest.raises(TextDiffers):
        sign(round_.lan, round_.slots[0], text_hash="0" * 64)
    assert state_of(round_.packet) == "OPEN"


def test_a_text_changed_after_the_freeze_voids_what_was_collected_and_says_so(
    told, send_round, sign, heard, monkeypatch
):
    round_ = send_round()
    sign(round_.minh, round_.slots[1])
    monkeypatch.setattr(
        events.current_hash, "_handlers", {"test": lambda question: text_hash("khác")}
    )
    with pytest.raises(TextChanged):
        sign(round_.lan, round_.slots[0])
    assert state_of(round_.packet) == "VOID"
    assert [name for name, _ in heard] == ["voided"]
    assert "signing.voided" in told_to(told, round_.minh)
    assert "Nguyễn Văn Minh" in told[-1]["context"]["collected"]
    with pytest.raises(PacketClosed):
        sign(round_.director, round_.slots[2])
    assert not WorkItem.objects.filter(state="OPEN").exists()


def test_a_kept_text_that_was_tampered_with_is_never_signed(send_round, sign):
    round_ = send_round()
    Packet.objects.filter(pk=round_.packet.pk).update(text="đã sửa lén")
    with pytest.raises(TextChanged):
        sign(round_.lan, round_.slots[0])
    assert state_of(round_.packet) == "VOID"


# --- declining and voiding ------------------------------------------------------------------


def test_declining_returns_the_packet_and_tells_everybody(
    told, send_round, sign, today, now, heard
):
    round_ = send_round()
    sign(round_.minh, round_.slots[1])
    with pytest.raises(ReasonMissing):
        decline_slot(actor=round_.lan, slot=round_.slots[0], reason="", on=today, at=now)
    decline_slot(
        actor=round_.lan, slot=round_.slots[0], reason="Điều 5 chưa đúng", on=today, at=now
    )
    assert state_of(round_.packet) == "RETURNED"
    assert heard == [("returned", "Điều 5 chưa đúng")]
    for actor in (round_.minh, round_.director, round_.clerk):
        assert told_to(told, actor)[-1] == "signing.returned"
    with pytest.raises(PacketClosed):
        sign(round_.director, round_.slots[2])


def test_only_who_could_sign_may_decline(send_round, today, now, stranger):
    round_ = send_round()
    for actor in (round_.minh, stranger):
        with pytest.raises(NotYourParty):
            decline_slot(actor=actor, slot=round_.slots[0], reason="không", on=today, at=now)


def test_who_has_signed_cannot_decline(send_round, sign, today, now):
    round_ = send_round()
    sign(round_.lan, round_.slots[0])
    with pytest.raises(AlreadySigned):
        decline_slot(actor=round_.lan, slot=round_.slots[0], reason="đổi ý", on=today, at=now)


def test_voiding_needs_right_and_reason_and_keeps_what_was_collected(
    send_round, sign, now, lan, heard
):
    round_ = send_round()
    sign(round_.minh, round_.slots[1])
    with pytest.raises(NotAllowed):
        void_packet(actor=lan, packet=round_.packet, reason="thử", at=now)
    with pytest.raises(ReasonMissing):
        void_packet(actor=round_.clerk, packet=round_.packet, reason="", at=now)
    void_packet(actor=round_.clerk, packet=round_.packet, reason="sửa Điều 3", at=now)
    assert heard == [("voided", "sửa Điều 3")]
    assert Signature.objects.count() == 1
    entry = AuditEntry.objects.filter(verb="signing.voided").first()
    assert entry.changes["collected"] == [
        "Nguyễn Văn Minh (Công đoàn cơ sở Trường Tiểu học Hoa Sen), 02/03/2026"
    ]
    with pytest.raises(PacketClosed):
        void_packet(actor=round_.clerk, packet=round_.packet, reason="lại", at=now)


def test_a_complete_packet_is_never_voided(send_round, sign, now, tree):
    round_ = send_round(plans=[SlotPlan(tree.middle)])
    sign(round_.lan, round_.slots[0])
    with pytest.raises(PacketClosed):
        void_packet(actor=round_.clerk, packet=round_.packet, reason="muộn", at=now)
    assert state_of(round_.packet) == "COMPLETE"


# --- opening --------------------------------------------------------------------------------


def test_one_subject_goes_round_once_at_a_time(send_round, now):
    round_ = send_round()
    with pytest.raises(AlreadyGoingRound):
        send_round()
    void_packet(actor=round_.clerk, packet=round_.packet, reason="sửa", at=now)
    assert send_round().packet.pk != round_.packet.pk


def test_a_packet_needs_parties_a_right_and_a_deadline_ahead(
    send_round, clerk, tree, today, now, minh
):
    given = {
        "organisation": tree.province,
        "subject_type": "t",
        "subject_id": 5,
        "title": "T",
        "text": "x",
        "on": today,
        "at": now,
    }
    with pytest.raises(NoParties):
        open_packet(actor=clerk, slots=[], **given)
    with pytest.raises(NotAllowed):
        open_packet(actor=minh, slots=[SlotPlan(tree.leaf)], **given)
    with pytest.raises(DeadlineInThePast):
        open_packet(
            actor=clerk,
            slots=[SlotPlan(tree.leaf)],
            deadline=today - timedelta(days=1),
            **given,
        )


# --- paper ----------------------------------------------------------------------------------


def test_one_clerk_writes_down_the_signatures_of_all_parties(send_round, paper, sign, heard):
    round_ = send_round()
    signature = paper(round_.clerk, round_.slots[0], person_of(round_.lan))
    assert (signature.method, signature.place) == ("PAPER", "Di Linh")
    assert signature.lacks_scan
    assert signature.recorded_by_id == round_.clerk.user_id
    assert paper(round_.clerk, round_.slots[0], person_of(round_.lan)) == signature
    sign(round_.minh, round_.slots[1])
    paper(round_.clerk, round_.slots[2], person_of(round_.director))
    assert heard == [("completed", "")]  # paper and click in one packet
    scans = WorkItem.objects.filter(state="OPEN", key__contains=".scan.")
    assert scans.count() == 2


def test_a_scan_may_follow_once(send_round, paper, sign, today, now):
    round_ = send_round()
    signature = paper(round_.clerk, round_.slots[0], person_of(round_.lan))
    scan = SimpleUploadedFile("trang-ky.pdf", scanned(round_.packet), "application/pdf")
    held = attach_scan(actor=round_.clerk, signature=signature, upload=scan, on=today, at=now)
    assert not held.lacks_scan
    assert not WorkItem.objects.filter(state="OPEN", key__contains=".scan.").exists()
    again = SimpleUploadedFile("khac.pdf", scanned(round_.packet), "application/pdf")
    with pytest.raises(ScanAttached):
        attach_scan(actor=round_.clerk, signature=signature, upload=again, on=today, at=now)
    click = sign(round_.minh, round_.slots[1])
    with pytest.raises(NotOnPaper):
        attach_scan(actor=round_.clerk, signature=click, upload=again, on=today, at=now)


def test_the_scan_may_come_with_the_signature(send_round, paper):
    round_ = send_round()
    scan = SimpleUploadedFile("trang-ky.pdf", scanned(round_.packet), "application/pdf")
    assert paper(round_.clerk, round_.slots[0], person_of(round_.lan), upload=scan).scan_id


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"place": ""}, PlaceMissing),
        ({"typed_hash": "00000000"}, PaperIsAnotherText),
        ({"signed_on": date(2026, 3, 1)}, SignedBeforeFreeze),
    ],
)
def test_bad_paper_is_refused(send_round, paper, given, refusal):
    round_ = send_round()
    with pytest.raises(refusal):
        paper(round_.clerk, round_.slots[0], person_of(round_.lan), **given)
    assert Signature.objects.count() == 0


def test_the_mandate_of_a_paper_signature_is_that_of_its_day(
    send_round, paper, today, now, tree, actor_of
):
    round_ = send_round()
    office = Office.objects.get(organisation=tree.middle)
    office.valid = type(office.valid)(office.valid.lower, today + timedelta(days=1), "[)")
    office.save(update_fields=["valid"])
    later = today + timedelta(days=5)
    clerk = actor_of(person_of(round_.clerk), on=later)
    with pytest.raises(MandateEnded):
        paper(clerk, round_.slots[0], person_of(round_.lan), signed_on=later, on=later)
    assert paper(clerk, round_.slots[0], person_of(round_.lan), signed_on=today, on=later)


def test_a_clerk_of_elsewhere_writes_nothing_down(
    send_round, paper, make_person, seat, actor_of, tree
):
    person = make_person("Ngô Văn Xa", username="xa")
    seat(person, tree.far_province, "CLERK")
    round_ = send_round()
    with pytest.raises(NotAllowed):
        paper(actor_of(person), round_.slots[0], person_of(round_.lan))


def test_who_had_no_mandate_cannot_be_written_down(send_round, paper, hoa):
    round_ = send_round()
    with pytest.raises(NotYourParty):
        paper(round_.clerk, round_.slots[0], person_of(hoa))
