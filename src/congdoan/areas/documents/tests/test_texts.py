"""A document written here: one datum once, frozen when submitted, printed when numbered."""

from datetime import timedelta
import io

from django.urls import reverse
import docx
from pypdf import PdfReader
import pytest

from congdoan.areas.documents import api
from congdoan.areas.documents.models import Document
from congdoan.areas.documents.rules import refusals
from congdoan.areas.documents.selectors.texts import text_of
from congdoan.areas.documents.services.drafting import change_document, discard_draft
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.organisations.models import OrganisationProfile
from congdoan.support.drafting import api as drafting
from congdoan.support.files.api import unscoped_content
from congdoan.support.rendering.api import to_docx, to_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(tree, clerk, today, now):
    """Return a text of Lan's unit, its document in hand."""

    def act(*words, **more):
        data = api.DocumentData(type="UNION.HD", subject="tổ chức hội nghị", **more)
        text = api.write_document(actor=clerk, organisation=tree.middle, data=data, at=now)
        blocks = [drafting.new_block(kind, said) for kind, said in words]
        if words:
            text = save(text, blocks)
        return Document.objects.get(pk=text.owner_id), text

    def save(text, blocks, subject="tổ chức hội nghị"):
        data = drafting.DraftData(subject, "", blocks)
        return drafting.save_draft(
            actor=clerk, draft=text, revision=text.revision, data=data, at=now
        )

    act.save = save
    return act


@pytest.fixture
def go(lan, clerk, today, now):
    """Take a document on to its number."""

    def act(document, *, code=""):
        ask = {"document": document, "on": today, "at": now}
        api.submit_document(actor=clerk, **ask)
        api.approve_document(actor=lan, **ask)
        way = next(
            one
            for one in api.signings(document.organisation_id, on=today)
            if one.person_id == lan.person_id
        )
        api.sign_document(actor=lan, code=code or way.code, **ask)
        return api.issue_document(actor=clerk, **ask)

    return act


def words_of(attachment):
    with unscoped_content(attachment.file) as content:
        pages = PdfReader(io.BytesIO(content.read())).pages
        return "\n".join(page.extract_text() for page in pages).replace("\xa0", " ")


def test_a_text_written_here_becomes_the_paper_with_number_day_and_signature(
    write, go, tree, today
):
    document, _text = write(
        ("paragraph", "{{organisation.name}} hướng dẫn."), ("recipient", "Lưu: VT"),
        reach=api.Reach.BRANCH, urgency="URGENT",
    )  # fmt: skip
    issued = go(document)
    body = issued.attachments.get(is_body=True)
    assert body.file.name == f"{issued.symbol.replace('/', '-')}.pdf"
    words = words_of(body)
    for said in (
        issued.symbol, "TM. BAN CHẤP HÀNH", "CHỦ TỊCH", "Trần Thị Lan", f"ngày {today.day:02d}",
        "Các đơn vị trực thuộc", "KHẨN", "tổ chức hội nghị",
    ):  # fmt: skip
        assert said in words
    assert "{{" not in words
    assert "……" not in words


def test_record_and_text_share_their_head(write, clerk, now):
    document, text = write(("paragraph", "x"))
    write.save(text, text.content, subject="tổ chức hội thao")
    document.refresh_from_db()
    assert document.subject == "tổ chức hội thao"
    data = api.DocumentData(type="UNION.KH", subject="hội thao năm 2026")
    change_document(actor=clerk, document=document, data=data, at=now)
    text.refresh_from_db()
    assert (text.subject, text.type_code) == ("hội thao năm 2026", "UNION.KH")


def test_what_is_submitted_cannot_be_rewritten_until_it_is_sent_back(write, clerk, lan, today, now):
    document, text = write(("paragraph", "x"))
    api.submit_document(actor=clerk, document=document, on=today, at=now)
    with pytest.raises(NotAllowed):
        write.save(text, [drafting.new_block("paragraph", "khác")])
    assert len(text_of(document).sealed) == 64
    api.return_document(actor=lan, document=document, reason="thiếu ngày", at=now)
    text.refresh_from_db()
    assert write.save(text, [drafting.new_block("paragraph", "khác")]).sealed == ""


def test_an_unknown_variable_is_refused_by_its_name(write, clerk, today, now):
    ask = {"actor": clerk, "on": today, "at": now}
    document, _text = write(("paragraph", "Ngày họp: {{meeting.day}}"))
    with pytest.raises(drafting.VariablesUnknown, match=r"meeting\.day"):
        api.submit_document(document=document, **ask)
    empty, text = write()
    write.save(text, [])
    with pytest.raises(drafting.NothingWritten):
        api.submit_document(document=empty, **ask)


def test_facts_that_changed_since_are_seen_before_anybody_signs(
    write, clerk, lan, tree, today, now
):
    document, _text = write(("paragraph", "{{organisation.name}} hướng dẫn, ngày {{today}}."))
    api.submit_document(actor=clerk, document=document, on=today, at=now)
    later = {"document": document, "on": today + timedelta(days=1), "at": now}
    api.approve_document(actor=lan, **later)  # another day alone changes nothing
    way = api.signings(tree.middle.pk, on=today)[0]
    OrganisationProfile.objects.filter(organisation=tree.middle).update(name="Tên mới")
    with pytest.raises(drafting.FactsChanged):
        api.sign_document(actor=lan, code=way.code, **later)


def test_an_urgent_text_is_closed_by_who_approves_it(write, lan, today, now):
    document, text = write(("paragraph", "x"), urgency="EXPRESS")
    api.approve_document(actor=lan, document=document, on=today, at=now)
    text.refresh_from_db()
    assert text.sealed


def test_the_planned_signer_is_printed_and_must_hold_the_office(write, lan, tree, today):
    way = api.signings(tree.middle.pk, on=today)[0]
    document, text = write(("paragraph", "x"), to_sign=way.code)
    (signature,) = drafting.document_of(text, on=today).signatures
    assert (signature.title, signature.name) == (way.lines[-1], way.name)
    assert not document.signed_as
    with pytest.raises(refusals.SignerNotHere):
        write(("paragraph", "x"), to_sign="0.0")


def test_bold_and_italic_reach_paper_and_word(write, lan, today, now):
    _document, text = write(("paragraph", "Họp **đúng giờ**, __mang theo__ giấy mời ____."))
    printed = drafting.document_of(text, on=today)
    word = docx.Document(io.BytesIO(to_docx(printed, created_at=now)))
    runs = next(
        one.runs for one in word.paragraphs if one.text == "Họp đúng giờ, mang theo giấy mời ____."
    )
    assert [one.text for one in runs if one.bold] == ["đúng giờ"]
    assert [one.text for one in runs if one.italic] == ["mang theo"]
    assert to_pdf(printed, created_at=now).startswith(b"%PDF-")


def test_a_draft_thrown_away_takes_its_text_along(write, clerk, now):
    document, _text = write(("paragraph", "x"))
    discard_draft(actor=clerk, document=document, at=now)
    assert not drafting.Draft.objects.filter(owner_type="documents.document").exists()


def test_a_document_is_begun_from_a_template_of_its_type(signed_in, clerk, lan, tree, today, now):
    template = drafting.make_template(
        actor=lan, organisation=tree.middle, type_code="UNION.KH", name="Kế hoạch tháng",
        like=None, on=today, at=now,
    )  # fmt: skip
    client, url = signed_in(clerk), reverse("documents:new", args=[tree.middle.pk])
    assert "Kế hoạch · Kế hoạch tháng" in client.get(url).content.decode()
    typed = {
        "type": "UNION.CV", "subject": "mời họp", "register": "OUTGOING", "urgency": "NORMAL",
        "template": template.pk,
    }  # fmt: skip
    other = client.post(url, typed)
    assert other.status_code == 422
    assert "loại văn bản khác" in other.content.decode()
    assert not Document.objects.exists()
    made = client.post(url, typed | {"type": "UNION.KH"})
    document = Document.objects.get()
    text = text_of(document)
    assert made["Location"] == reverse("drafting:editor", args=[text.pk])
    assert [one.kind for one in text.content] == [
        one.kind for one in drafting.begun_from(template).blocks
    ]
    page = client.get(made["Location"]).content.decode()
    assert "Phần mềm điền khi in" in page
    detail = client.get(reverse("documents:detail", args=[document.pk])).content.decode()
    assert "Văn bản đang soạn" in detail
    assert "Trình duyệt" in detail


def test_a_draft_without_text_is_written_here_or_gets_a_file(signed_in, clerk, tree, now):
    data = api.DocumentData(type="UNION.CV", subject="mời họp")
    document = api.draft_document(actor=clerk, organisation=tree.middle, data=data, at=now)
    client, url = signed_in(clerk), reverse("documents:begin", args=[document.pk])
    assert "Soạn trên hệ thống" in client.get(document_url(document)).content.decode()
    made = client.post(url)
    assert made["Location"] == reverse("drafting:editor", args=[text_of(document).pk])
    assert "đã có nội dung" in client.post(url, follow=True).content.decode()
    edit = client.get(reverse("documents:edit", args=[document.pk])).content.decode()
    assert 'name="body"' not in edit


def document_url(document):
    return reverse("documents:detail", args=[document.pk])


def test_the_neighbour_sees_nothing_of_it(signed_in, minh, write):
    _document, text = write(("paragraph", "x"))
    client = signed_in(minh)
    for name in ("drafting:editor", "drafting:pdf", "drafting:versions"):
        assert client.get(reverse(name, args=[text.pk])).status_code == 404
