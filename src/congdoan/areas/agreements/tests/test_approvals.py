"""A party's own resolution before it signs."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.models import Approval, Party
from congdoan.areas.agreements.rules.refusals import (
    ApprovedAlready,
    PartyHasSigned,
    ReasonNeeded,
    ResolvedInTheFuture,
    WrongState,
)
from congdoan.foundation.refusal import NotAllowed
from congdoan.support.signing.api import ConfirmedIdentity, HeldBack, sign_slot, slots_of
from congdoan.support.worklist.api import unscoped_work

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def url(name, *args):
    return reverse(f"agreements:{name}", args=args)


def upload():
    return SimpleUploadedFile("nghi-quyet.pdf", PDF, "application/pdf")


@pytest.fixture
def approve(frozen, tuan, today, now):
    def act(party, *, actor=tuan, dated=None):
        return api.record_approval(
            actor=actor,
            agreement=frozen,
            party=party,
            body="Lãnh đạo Sở",
            number="12-NQ/LĐ",
            dated=dated or today,
            upload=upload(),
            on=today,
            at=now,
        )

    return act


@pytest.fixture
def required(frozen, tuan, department, today, now):
    """The department wants its own resolution before it signs."""
    api.require_approval(
        actor=tuan, agreement=frozen, party=department, required=True, on=today, at=now
    )
    return frozen


@pytest.fixture
def sign(lan, now, today):
    def act(agreement, actor, organisation):
        packet = api.open_signing(actor=lan, agreement=agreement, on=today, at=now)
        slot = slots_of(packet).get(organisation=organisation)
        return lambda: sign_slot(
            actor=actor,
            slot=slot,
            identity=ConfirmedIdentity(actor.user_id, now),
            text_hash=packet.text_hash,
            key="khoa",
            on=today,
            at=now,
        )

    return act


def test_a_party_that_wants_a_resolution_signs_only_after_it(
    required, department, approve, sign, tuan, tree
):
    signs = sign(required, tuan, tree.department)
    with pytest.raises(HeldBack) as refused:
        signs()
    assert "nghị quyết" in refused.value.sentence
    approve(department)
    assert signs().person_name == tuan.name


def test_the_others_sign_without_waiting_for_it(required, sign, lan, tree):
    assert sign(required, lan, tree.middle)()


def test_the_drafter_may_want_resolutions_of_all(frozen, sign, lan, tree, today, now):
    api.require_approval(actor=lan, agreement=frozen, required=True, on=today, at=now)
    with pytest.raises(HeldBack):
        sign(frozen, lan, tree.middle)()


def test_a_resolution_younger_than_the_signature_does_not_count(
    required, department, approve, sign, tuan, tree, today
):
    approve(department)
    Approval.objects.update(dated=today + timedelta(days=1))
    with pytest.raises(HeldBack) as refused:
        sign(required, tuan, tree.department)()
    assert "sau ngày ký" in refused.value.sentence


def test_nobody_resolves_for_another_party(frozen, department, approve, lan):
    with pytest.raises(NotAllowed):
        approve(department, actor=lan)


def test_nobody_requires_for_another_party(frozen, department, lan, today, now):
    with pytest.raises(NotAllowed):
        api.require_approval(
            actor=lan, agreement=frozen, party=department, required=True, on=today, at=now
        )


def test_bad_days_and_doubles_are_refused(required, department, approve, today):
    with pytest.raises(ResolvedInTheFuture):
        approve(department, dated=today + timedelta(days=1))
    approve(department)
    with pytest.raises(ApprovedAlready):
        approve(department)


def test_a_draft_is_not_resolved_upon(consulted, department, tuan, today, now):
    with pytest.raises(WrongState):
        api.record_approval(
            actor=tuan,
            agreement=consulted,
            party=department,
            body="Lãnh đạo Sở",
            number="1",
            dated=today,
            upload=upload(),
            on=today,
            at=now,
        )


def test_a_resolution_recorded_wrongly_is_withdrawn_until_the_party_has_signed(
    required, department, approve, sign, tuan, tree, today, now
):
    def withdraw(reason):
        api.withdraw_approval(
            actor=tuan, agreement=required, party=department, reason=reason, on=today, at=now
        )

    approve(department)
    with pytest.raises(ReasonNeeded):
        withdraw(" ")
    withdraw("Đính nhầm tệp")
    assert Approval.objects.get().withdraw_reason == "Đính nhầm tệp"
    approve(department)
    sign(required, tuan, tree.department)()
    with pytest.raises(PartyHasSigned):
        withdraw("Nghĩ lại")


def test_a_text_frozen_anew_is_resolved_upon_anew(
    required, department, approve, sign, lan, tuan, tree, today, now
):
    approve(department)
    api.reopen(actor=lan, agreement=required, reason="Sửa", on=today, at=now)
    required.refresh_from_db()
    api.send_out(actor=lan, agreement=required, due=today, on=today, at=now)
    api.say_no_opinion(actor=tuan, agreement=required, party=department, on=today, at=now)
    api.freeze(actor=lan, agreement=required, on=today, at=now)
    required.refresh_from_db()
    with pytest.raises(HeldBack):
        sign(required, tuan, tree.department)()


def test_the_resolution_is_work_of_the_party_until_it_is_there(required, department, approve):
    def states():
        return [i.state for i in unscoped_work(f"agreements.{required.pk}.text.approve.")]

    assert states() == ["OPEN"]
    approve(department)
    assert states() == ["DONE"]


def test_the_page_names_what_is_waited_for_and_shows_the_file_to_its_party_only(
    required, department, approve, signed_in, tuan, lan
):
    page = signed_in(tuan).get(url("approvals", required.pk)).content.decode()
    assert "chờ nghị quyết" in page
    approval = approve(department)
    file = reverse("files:download", args=[approval.file_id])
    assert file in signed_in(tuan).get(url("approvals", required.pk)).content.decode()
    page = signed_in(lan).get(url("approvals", required.pk)).content.decode()
    assert "12-NQ/LĐ" in page
    assert file not in page
    assert signed_in(lan).get(file).status_code == 404


def test_the_forms_of_the_page_do_what_they_say(frozen, department, signed_in, tuan):
    client = signed_in(tuan)
    client.post(url("approval_require", frozen.pk), {"party": department.pk, "required": "1"})
    assert Party.objects.get(pk=department.pk).approval_required
    sent = {"body": "Lãnh đạo Sở", "number": "1-NQ", "dated": "2999-01-01", "upload": upload()}
    assert client.post(url("approve", frozen.pk, department.pk), sent).status_code == 422
    sent |= {"dated": frozen.created_at.date().isoformat(), "upload": upload()}
    assert client.post(url("approve", frozen.pk, department.pk), sent).status_code == 302
    client.post(url("approval_withdraw", frozen.pk, department.pk), {"reason": "Nhầm"})
    assert Approval.objects.get().withdrawn_at
