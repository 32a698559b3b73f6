from datetime import timedelta

import pytest

from congdoan.areas.documents import api
from congdoan.areas.documents.models import Document
from congdoan.areas.documents.rules import refusals
from congdoan.foundation.refusal import NotAllowed
from congdoan.support.numbering import api as numbering
from congdoan.support.numbering.api import NumbersRunAhead, Register, Shelf
from tests.documents_world import a_pdf

pytestmark = pytest.mark.django_db


def test_a_document_goes_from_the_draft_to_its_number(make_document, lan, tree, today):
    issued = make_document("ISSUED")
    assert (issued.state, issued.number.text, issued.issued_on) == ("ISSUED", "01", today)
    assert issued.symbol == f"01/HD-{tree.middle.code}"
    assert issued.signed_as == ["TM. BAN CHẤP HÀNH", "CHỦ TỊCH"]
    assert make_document("ISSUED").number.text == "02"


def test_a_deputy_signs_in_the_place_of_the_head(tree, lan, chair, today):
    ways = {one.lines for one in api.signings(tree.middle.pk, on=today)}
    assert ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH") in ways
    assert ("TM. BAN CHẤP HÀNH", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH") in ways
    assert not api.signings(tree.middle.pk, on=today - timedelta(days=5000))


def test_nobody_approves_their_own_draft_while_another_could(tree, lan, chair, clerk, today, now):
    data = api.DocumentData(type="UNION.KH", subject="kế hoạch")
    made = api.draft_document(actor=lan, organisation=tree.middle, data=data, body=a_pdf(), at=now)
    api.submit_document(actor=lan, document=made, on=today, at=now)
    with pytest.raises(refusals.OwnDraft):
        api.approve_document(actor=lan, document=made, on=today, at=now)
    with pytest.raises(NotAllowed):
        api.approve_document(actor=clerk, document=made, on=today, at=now)
    done = api.approve_document(actor=chair, document=made, on=today, at=now)
    assert (done.state, done.self_approved) == ("APPROVED", False)


def test_the_only_officer_of_a_unit_approves_and_it_says_so(tree, minh, today, now):
    data = api.DocumentData(type="UNION.BC", subject="báo cáo")
    made = api.draft_document(actor=minh, organisation=tree.leaf, data=data, body=a_pdf(), at=now)
    api.submit_document(actor=minh, document=made, on=today, at=now)
    assert api.approve_document(actor=minh, document=made, on=today, at=now).self_approved


def test_an_urgent_one_is_approved_straight_from_the_draft(make_document, lan, today, now):
    ask = {"actor": lan, "on": today, "at": now}
    with pytest.raises(refusals.NotInThisState):
        api.approve_document(document=make_document(), **ask)
    urgent = make_document(urgency="EXPRESS")
    assert api.approve_document(document=urgent, **ask).state == "APPROVED"


def test_state_secrets_and_texts_of_other_kinds_are_refused(tree, clerk, now):
    with pytest.raises(refusals.SecretsStayOutside):
        api.draft_document(
            actor=clerk,
            organisation=tree.middle,
            data=api.DocumentData(type="UNION.CV", subject="a", secrecy="SECRET"),
            at=now,
        )
    with pytest.raises(refusals.BodyIsPdfOrWord):
        api.draft_document(
            actor=clerk,
            organisation=tree.middle,
            data=api.DocumentData(type="UNION.CV", subject="a"),
            body=a_pdf("anh.png", b"\x89PNG\r\n\x1a\n0000"),
            at=now,
        )
    assert not Document.objects.exists()


def test_only_the_signer_clicks_others_bring_the_paper(
    make_document, lan, chair, clerk, today, now
):
    document = make_document("APPROVED")
    ways = api.signings(document.organisation_id, on=today)
    hers = next(one for one in ways if one.person_id == lan.person_id)
    ask = {"document": document, "code": hers.code, "on": today, "at": now}
    with pytest.raises(refusals.OthersSign, match="Lan"):
        api.sign_document(actor=chair, **ask)
    with pytest.raises(refusals.MaySignNot):
        api.sign_document(actor=lan, **ask | {"code": "0.0"})
    with pytest.raises(refusals.NeedsScan):
        api.sign_document(actor=clerk, **ask, signed_on=today)
    signed = api.sign_document(actor=clerk, **ask, signed_on=today, scan=a_pdf("ky.pdf"))
    assert (signed.signed_by, signed.signer_name) == ("PAPER", "Trần Thị Lan")


def test_a_reserved_number_and_a_late_one(make_document, clerk, lan, tree, today, now):
    (kept,) = api.reserve(
        actor=clerk, unit=tree.middle, register=Register.OUTGOING, type_code="", count=1,
        reason="nghị quyết đại hội", on=today, at=now,
    )  # fmt: skip
    ask = {"actor": clerk, "on": today, "at": now}
    used = api.issue_document(document=make_document("SIGNED"), reserved=kept.pk, **ask)
    assert used.number.text == "01"
    document = make_document("APPROVED")
    code = api.signings(tree.middle.pk, on=today)[0].code
    document = api.sign_document(
        actor=clerk, document=document, code=code, on=today, at=now,
        signed_on=today - timedelta(days=1), scan=a_pdf("ky.pdf"),
    )  # fmt: skip
    with pytest.raises(NumbersRunAhead):
        api.issue_document(document=document, **ask)
    assert Document.objects.get(pk=document.pk).state == "SIGNED"
    shelf = Shelf(tree.middle.pk, Register.OUTGOING)
    with pytest.raises(numbering.NotLate):
        numbering.take_late(actor=clerk, shelf=shelf, subject="x", on=today, reason="r", at=now)


def test_what_a_new_one_replaces_is_marked_when_it_is_numbered(
    make_document, clerk, lan, tree, today, now
):
    old = make_document("ISSUED")
    new = make_document("SIGNED")
    Document.objects.filter(pk=new.pk).update(replaces=old, corrects=True)
    new.refresh_from_db()
    api.issue_document(actor=clerk, document=new, on=today, at=now)
    old.refresh_from_db()
    assert old.state == "CORRECTED"


def test_a_change_while_it_is_being_approved_takes_it_back_to_the_draft(
    make_document, clerk, lan, today, now
):
    from congdoan.areas.documents.services.drafting import change_document

    document = make_document("REVIEW")
    data = api.DocumentData(type="UNION.HD", subject="chữ khác")
    changed = change_document(actor=clerk, document=document, data=data, at=now)
    assert changed.state == "DRAFT"
    api.submit_document(actor=clerk, document=document, on=today, at=now)
    api.return_document(actor=lan, document=document, reason="sai hạn", at=now)
    document.refresh_from_db()
    assert (document.state, document.returned) == ("DRAFT", "sai hạn")


@pytest.mark.parametrize(("urgency", "days"), [("NORMAL", 1), ("EXPRESS", 0)])
def test_the_rulebook_says_until_when_a_signed_one_leaves(
    make_document, today, urgency, days, monkeypatch
):
    opened = {}
    monkeypatch.setattr(
        "congdoan.areas.documents.services.telling.open_work",
        lambda **words: opened.update({words["kind"]: words.get("due")}),
    )
    make_document("SIGNED", urgency=urgency)
    assert opened["documents.issue"] == today + timedelta(days=days)
