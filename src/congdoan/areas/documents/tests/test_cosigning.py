"""Several sign one document: two offices of a unit, two bodies together; the number comes last."""

from datetime import timedelta
import io

from django.urls import reverse
from pypdf import PdfReader
import pytest

from congdoan.areas.documents import api
from congdoan.areas.documents.models import CoSigner, Document
from congdoan.areas.documents.rules import refusals
from congdoan.areas.documents.selectors.signers import signings
from congdoan.areas.documents.services.cosigning import decline_cosigning, drop_cosigner
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.audit.models import AuditEntry
from congdoan.support.drafting.api import document_of
from congdoan.support.rendering.api import to_docx, to_pdf
from congdoan.support.worklist.api import WorkItem
from tests.documents_world import a_pdf

pytestmark = pytest.mark.django_db


def way_of(unit, actor, today):
    return next(one for one in signings(unit.pk, on=today) if one.person_id == actor.person_id)


@pytest.fixture
def joint(tree, lan, chair, minh, clerk, today, now):
    """Written at Lan's unit: she signs, then her deputy, then the head of another unit."""
    words = {"type": "UNION.HD", "subject": "phối hợp tổ chức hội nghị"}
    data = api.DocumentData(**words, to_sign=way_of(tree.middle, lan, today).code)
    text = api.write_document(actor=clerk, organisation=tree.middle, data=data, at=now)
    document = Document.objects.get(pk=text.owner_id)
    for unit, who in ((tree.middle, chair), (tree.leaf, minh)):
        api.add_cosigner(
            actor=clerk,
            document=document,
            organisation=unit,
            code=way_of(unit, who, today).code,
            on=today,
        )
    return document


@pytest.fixture
def approved(joint, clerk, lan, today, now):
    ask = {"document": joint, "on": today, "at": now}
    api.submit_document(actor=clerk, **ask)
    return api.approve_document(actor=lan, **ask)


@pytest.fixture
def led(approved, tree, lan, today, now):
    """The leading body has signed."""
    code = way_of(tree.middle, lan, today).code
    return api.sign_document(actor=lan, document=approved, code=code, on=today, at=now)


def sign(row, actor, today, now, **more):
    code = way_of(row.organisation, actor, today).code
    return api.cosign(actor=actor, cosigner=row, code=code, on=today, at=now, **more)


def open_work():
    return list(
        WorkItem.objects.filter(kind="documents.cosign", state="OPEN").values_list(
            "organisation", flat=True
        )
    )


def test_all_sign_in_their_order_and_the_number_comes_last(
    led, tree, lan, chair, minh, clerk, today, now
):
    deputy, other = led.cosigners.all()
    assert (led.state, led.signed_on) == ("APPROVED", today)
    with pytest.raises(refusals.NotInThisState):
        api.issue_document(actor=clerk, document=led, on=today, at=now)
    with pytest.raises(refusals.NotYourTurn):
        sign(other, minh, today, now)
    assert open_work() == [tree.middle.pk]
    sign(deputy, chair, today, now)
    assert open_work() == [tree.leaf.pk]
    with pytest.raises(refusals.NotYourTurn):
        sign(deputy, chair, today, now)
    later = today + timedelta(days=1)
    done = sign(other, minh, later, now)
    assert (done.state, done.signed_on, open_work()) == ("SIGNED", later, [])
    ask = {"document": done, "on": later, "at": now + timedelta(days=1)}
    issued = api.issue_document(actor=clerk, **ask)
    # The leading body's book and symbol, on the day of the last signature.
    assert (issued.symbol, issued.issued_on) == ("01/HD-CD-A1", later)
    assert issued.number.book.organisation_id == tree.middle.pk


def test_the_chain_of_authority_is_that_of_the_day(led, tree, chair, minh, today, now, end_office):
    deputy, _other = led.cosigners.all()
    lines = way_of(tree.middle, chair, today).lines
    assert lines[0].startswith("KT.") or "KT." in " ".join(lines)
    code = deputy.to_sign
    end_office(chair)
    with pytest.raises(refusals.MaySignNot):
        api.cosign(actor=chair, cosigner=deputy, code=code, on=today, at=now)


@pytest.fixture
def end_office():
    from congdoan.foundation.valid_time import span
    from congdoan.kernel.people.models import Office

    def act(actor):
        for one in Office.objects.filter(person=actor.person_id):
            one.valid = span(one.valid.lower, one.valid.lower + timedelta(days=1))
            one.save(update_fields=["valid"])

    return act


def test_nobody_signs_for_another_nor_twice(led, tree, lan, chair, minh, today, now):
    deputy, _other = led.cosigners.all()
    with pytest.raises(refusals.OthersSign):
        api.cosign(actor=lan, cosigner=deputy, code=deputy.to_sign, on=today, at=now)
    with pytest.raises(refusals.CoSignedAlready):
        api.cosign(
            actor=lan, cosigner=deputy, code=way_of(tree.middle, lan, today).code, on=today, at=now
        )
    with pytest.raises(NotAllowed):
        api.cosign(actor=minh, cosigner=deputy, code=deputy.to_sign, on=today, at=now)
    with pytest.raises(refusals.CoSignedAlready):
        api.sign_document(
            actor=lan, document=led, code=way_of(tree.middle, lan, today).code, on=today, at=now
        )


def test_a_body_signs_on_paper_with_its_scan(led, tree, chair, minh, today, now):
    deputy, other = led.cosigners.all()
    sign(deputy, chair, today, now)
    with pytest.raises(refusals.NeedsScan):
        sign(other, minh, today, now, signed_on=today)
    done = sign(other, minh, today, now, signed_on=today, scan=a_pdf("ban-ky.pdf"))
    assert (done.state, CoSigner.objects.get(pk=other.pk).signed_by) == ("SIGNED", "PAPER")
    assert done.attachments.get(is_scan=True).file.organisation == tree.leaf


def test_a_scan_falls_with_the_signature_it_shows(led, tree, chair, minh, today, now):
    deputy, other = led.cosigners.all()
    sign(deputy, chair, today, now, signed_on=today, scan=a_pdf("ban-ky.pdf", b"%PDF-1.4 signed"))
    assert led.attachments.filter(is_scan=True).count() == 1
    decline_cosigning(actor=minh, cosigner=other, reason="sai tên", at=now)
    assert not led.attachments.filter(is_scan=True).exists()
    entry = AuditEntry.objects.get(verb="documents.scan_fell")
    assert entry.changes["name"] == "ban-ky.pdf"


def test_who_does_not_sign_gives_it_back_and_every_signature_falls(
    led, tree, lan, chair, minh, clerk, today, now
):
    deputy, other = led.cosigners.all()
    sign(deputy, chair, today, now)
    with pytest.raises(refusals.NeedsReason):
        decline_cosigning(actor=minh, cosigner=other, reason="", at=now)
    decline_cosigning(actor=minh, cosigner=other, reason="thiếu kinh phí", at=now)
    led.refresh_from_db()
    assert (led.state, led.signed_on, led.signed_as, led.signer_id) == ("DRAFT", None, [], None)
    assert "thiếu kinh phí" in led.returned
    assert not CoSigner.objects.exclude(signed_on=None).exists()
    assert open_work() == []
    # Mended, it goes the whole way again.
    ask = {"document": led, "on": today, "at": now + timedelta(hours=1)}
    api.submit_document(actor=clerk, **ask)
    api.approve_document(actor=lan, **ask)
    api.sign_document(actor=lan, code=way_of(tree.middle, lan, today).code, **ask)
    assert open_work() == [tree.middle.pk]


def test_the_list_is_made_while_it_is_written(
    joint, approved, tree, lan, chair, minh, clerk, today
):
    with pytest.raises(refusals.NotInThisState):
        drop_cosigner(actor=clerk, document=joint, cosigner=joint.cosigners.first().pk)
    Document.objects.update(state="DRAFT")
    add = {"actor": clerk, "document": joint, "on": today}
    for unit, who in ((tree.middle, lan), (tree.leaf, minh)):
        with pytest.raises(refusals.CoSignedAlready):
            api.add_cosigner(organisation=unit, code=way_of(unit, who, today).code, **add)
    with pytest.raises(refusals.SignerNotHere):
        api.add_cosigner(organisation=tree.other_leaf, code="", **add)
    with pytest.raises(NotAllowed):
        api.add_cosigner(**{**add, "actor": minh}, organisation=tree.leaf, code="x")
    drop_cosigner(actor=clerk, document=joint, cosigner=joint.cosigners.first().pk)
    assert joint.cosigners.count() == 1


def test_printed_side_by_side_each_with_its_body_and_chain(led, tree, chair, minh, today, now):
    from congdoan.areas.documents.selectors.texts import text_of

    deputy, _other = led.cosigners.all()
    sign(deputy, chair, today, now)
    paper = document_of(text_of(led), on=today)
    assert len(paper.bodies) == 2
    assert (paper.bodies[0].number != "", paper.bodies[1].number) == (True, "")
    assert [one.name for one in paper.signatures] == [
        "Trần Thị Lan", "Phạm Quốc Việt", minh.name,
    ]  # fmt: skip
    assert [one.party for one in paper.signatures] == [
        paper.bodies[0].name, paper.bodies[0].name, paper.bodies[1].name,
    ]  # fmt: skip
    assert paper.signatures[1].capacity
    shown = PdfReader(io.BytesIO(to_pdf(paper, created_at=now))).pages[0].extract_text()
    page = " ".join(shown.split())
    for one in paper.signatures:
        assert one.name in page
        assert one.title.upper() in page
    # At the head, among who issues, and above the signature.
    assert page.count("HOA SEN") == 2
    assert to_docx(paper, created_at=now).startswith(b"PK")


def test_two_offices_of_one_unit_name_no_body(tree, lan, chair, clerk, joint, today):
    from congdoan.areas.documents.selectors.texts import text_of

    drop_cosigner(actor=clerk, document=joint, cosigner=joint.cosigners.last().pk)
    paper = document_of(text_of(joint), on=today)
    assert len(paper.bodies) == 1
    assert [one.party for one in paper.signatures] == ["", ""]


def test_the_pages(led, tree, lan, chair, minh, clerk, hoa, signed_in, today):
    deputy, other = led.cosigners.all()
    page = signed_in(clerk).get(reverse("documents:detail", args=[led.pk])).content.decode()
    assert "Thứ tự ký" in page
    assert "đang chờ ký cùng" in page
    # The other body reads the text before it signs, sees that it is not its turn; nobody else does.
    theirs = signed_in(minh)
    there = reverse("documents:cosign", args=[other.pk])
    assert "Chưa đến lượt" in theirs.get(there).content.decode()
    assert theirs.get(reverse("documents:cosign_paper", args=[other.pk])).content[:4] == b"%PDF"
    assert theirs.get(reverse("documents:detail", args=[led.pk])).status_code == 404
    assert signed_in(hoa).get(there).status_code in (403, 404)
    theirs = signed_in(minh)
    assert theirs.post(there, {"code": other.to_sign, "once": "a"}).status_code == 422
    mine = signed_in(chair)
    here = reverse("documents:cosign", args=[deputy.pk])
    assert (
        "Đã ký."
        in mine.post(here, {"code": deputy.to_sign, "once": "b"}, follow=True).content.decode()
    )
    theirs = signed_in(minh)
    listed = theirs.get(reverse("documents:of", args=[tree.leaf.pk])).content.decode()
    assert there in listed
    wrong = theirs.post(reverse("documents:cosign_decline", args=[other.pk]), {"reason": ""})
    assert wrong.status_code == 422
    theirs.post(there, {"code": other.to_sign, "once": "c"})
    led.refresh_from_db()
    assert led.state == "SIGNED"


def test_the_list_page(tree, lan, chair, minh, clerk, joint, signed_in, today):
    client, url = signed_in(clerk), reverse("documents:signers", args=[joint.pk])
    assert client.post(url, {"once": "a"}).status_code == 422
    both = {"way": joint.cosigners.first().to_sign, "organisation": tree.leaf.code, "once": "b"}
    assert "Hãy chọn một" in client.post(url, both).content.decode()
    last = joint.cosigners.last()
    dropped = reverse("documents:signer_drop", args=[joint.pk, last.pk])
    client.post(dropped, {"once": "c"})
    assert joint.cosigners.count() == 1
    added = {"organisation": tree.leaf.code, "once": "d"}
    assert "Đã thêm người cùng ký." in client.post(url, added, follow=True).content.decode()
    assert joint.cosigners.last().organisation == tree.leaf
    nobody = {"organisation": tree.other_leaf.code, "once": "e"}
    assert client.post(url, nobody).status_code in (404, 422)
