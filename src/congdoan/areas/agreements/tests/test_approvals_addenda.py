"""A party's own resolution guards its slot on an addendum as it does on the text itself."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.models import Approval
from congdoan.areas.agreements.rules.amending import AmendmentNotThere
from congdoan.areas.agreements.rules.refusals import ApprovedAlready
from congdoan.areas.agreements.selectors.consolidated import text_before
from congdoan.foundation.refusal import NotAllowed
from congdoan.support.signing.api import HeldBack
from congdoan.support.worklist.api import unscoped_work

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def reword(lan):
    def write(amendment):
        lines = text_before(amendment)
        clause = next(line for line in lines if line.path == "khoản 1 Điều 3").item.stable_id
        api.change_clause(actor=lan, amendment=amendment, clause=clause, heading="", text="Mới.")

    return write


@pytest.fixture
def addendum(amend, reword, tuan, department, in_force, today, now):
    """A frozen addendum, the department wanting its own resolution before it signs."""
    api.require_approval(
        actor=tuan, agreement=in_force, party=department, required=True, on=today, at=now
    )
    return amend(reword, signed=False)


@pytest.fixture
def approve(tuan, department, today, now):
    def act(amendment, actor=tuan):
        return api.record_approval(
            actor=actor,
            agreement=amendment.agreement,
            amendment=amendment,
            party=department,
            body="Lãnh đạo Sở",
            number="15-NQ/LĐ",
            dated=today,
            upload=SimpleUploadedFile("nghi-quyet.pdf", PDF, "application/pdf"),
            on=today,
            at=now,
        )

    return act


def test_without_the_resolution_the_addendum_is_not_signed(
    addendum, approve, sign_addendum, lan, tuan, tree
):
    prefix = f"agreements.{addendum.agreement_id}.amend.{addendum.pk}.approve."
    assert [row.state for row in unscoped_work(prefix)] == ["OPEN"]
    with pytest.raises(HeldBack) as refused:
        sign_addendum(addendum, lan, tuan)
    assert "nghị quyết" in refused.value.sentence
    addendum.refresh_from_db()
    assert addendum.state == "FROZEN"


def test_with_it_the_addendum_is_signed(addendum, approve, sign_addendum, lan, tuan):
    approve(addendum)
    with pytest.raises(ApprovedAlready):
        approve(addendum)
    prefix = f"agreements.{addendum.agreement_id}.amend.{addendum.pk}.approve."
    assert [row.state for row in unscoped_work(prefix)] == ["DONE"]
    sign_addendum(addendum, lan, tuan)
    assert addendum.state == "SIGNED"
    with pytest.raises(AmendmentNotThere):
        approve(addendum)


def test_another_text_frozen_later_is_resolved_anew(
    addendum, approve, agree, lan, tuan, today, now
):
    approve(addendum)
    api.reopen_amendment(actor=lan, amendment=addendum, reason="Sửa lời", on=today, at=now)
    change = addendum.changes.get()
    api.change_clause(
        actor=lan, amendment=addendum, clause=change.clause, heading="", text="Mới hơn."
    )
    due = today + timedelta(days=3)
    api.ask_consent(actor=lan, amendment=addendum, due=due, on=today, at=now)
    agree(addendum, tuan)
    again = api.freeze_amendment(actor=lan, amendment=addendum, seen=True, on=today, at=now)
    approve(again)
    assert Approval.objects.filter(amendment=addendum, withdrawn_at__isnull=True).count() == 2


def test_nobody_resolves_for_another_party(addendum, approve, lan):
    with pytest.raises(NotAllowed):
        approve(addendum, actor=lan)


def test_by_hand_on_the_pages(signed_in, addendum, department, lan, tuan, far):
    args = [addendum.agreement_id, addendum.pk]
    page = reverse("agreements:amendment_approvals", args=args)
    form = reverse("agreements:amendment_approve", args=[*args, department.pk])
    assert page in signed_in(lan).get(reverse("agreements:amendment", args=args)).content.decode()
    assert form not in signed_in(lan).get(page).content.decode()
    assert signed_in(lan).get(form).status_code == 404
    client = signed_in(tuan)
    assert form in client.get(page).content.decode()
    values = {
        "body": "Lãnh đạo Sở", "number": "15", "dated": "02/03/2026",
        "upload": SimpleUploadedFile("nq.pdf", PDF, "application/pdf"),
    }  # fmt: skip
    assert client.post(form, {**values, "dated": "02/03/2030"}).status_code == 422
    values["upload"] = SimpleUploadedFile("nq.pdf", PDF, "application/pdf")
    assert client.post(form, values).status_code == 302
    shown = client.get(page).content.decode()
    assert "đã phê duyệt" in shown
    withdraw = reverse("agreements:amendment_approval_withdraw", args=[*args, department.pk])
    client.post(withdraw, {"reason": "Ghi nhầm"})
    assert not Approval.objects.filter(withdrawn_at__isnull=True).exists()
    assert signed_in(far).get(page).status_code == 404
