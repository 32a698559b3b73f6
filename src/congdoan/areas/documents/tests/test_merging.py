"""Merged letters: chosen and frozen, printed once in the background, each receiver's own copy."""

import io

from django.urls import reverse
from pypdf import PdfReader
import pytest

from congdoan.areas.documents import api
from congdoan.areas.documents.models import Document, Merge
from congdoan.areas.documents.rules import refusals
from congdoan.foundation.refusal import NotFound
from congdoan.support.drafting import api as drafting
from congdoan.support.files.api import unscoped_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(tree, clerk, lan, now):
    data = api.DocumentData(type="UNION.CV", subject="mời họp", reach=api.Reach.CHILDREN)
    text = api.write_document(actor=clerk, organisation=tree.middle, data=data, at=now)
    blocks = [drafting.new_block("paragraph", "Mời {{receiver.leader}} dự họp.")]
    data = drafting.DraftData("mời họp", "{{receiver.name}}", blocks)
    drafting.save_draft(actor=clerk, draft=text, revision=1, data=data, at=now)
    return Document.objects.get(pk=text.owner_id)


@pytest.fixture
def choose(document, clerk, today, now):
    def act(source="units.CHILDREN", actor=None):
        return api.choose_merge(
            actor=actor or clerk, document=document, source=source, on=today, at=now
        )

    return act


@pytest.fixture
def issued(document, choose, clerk, lan, minh, today, now):
    choose()
    ask = {"document": document, "on": today, "at": now}
    api.submit_document(actor=clerk, **ask)
    api.approve_document(actor=lan, **ask)
    code = next(
        one.code
        for one in api.signings(document.organisation_id, on=today)
        if one.person_id == lan.person_id
    )
    api.sign_document(actor=lan, code=code, **ask)
    return api.issue_document(actor=clerk, **ask)


def words(content):
    pages = PdfReader(io.BytesIO(content)).pages
    return [page.extract_text().replace("\xa0", " ") for page in pages]


def test_each_unit_below_gets_a_letter_of_its_own(issued, tree, system, now):
    api.print_letters(actor=system, document=issued.pk, at=now)
    merge = Merge.objects.get()
    letters = list(merge.letters.order_by("place"))
    assert {one.organisation_id for one in letters} >= {tree.leaf.pk}
    with unscoped_content(merge.file) as content:
        pages = words(content.read())
    assert len(pages) == merge.count == len(letters)
    for page, one in zip(pages, letters, strict=True):
        assert one.name in " ".join(page.split())
        assert issued.symbol in page
    assert any("Mời Nguyễn Văn Minh dự họp" in " ".join(page.split()) for page in pages)
    first = merge.file_id
    api.print_letters(actor=system, document=issued.pk, at=now)
    assert Merge.objects.get().file_id == first


def test_a_receiver_reads_its_own_letter_and_not_the_others(
    signed_in, issued, clerk, minh, tree, system, today, now
):
    api.print_letters(actor=system, document=issued.pk, at=now)
    rule = api.Rule(reach=api.Reach.CHILDREN)
    api.send_document(actor=clerk, document=issued, rule=rule, on=today, at=now)
    api.deliver(actor=system, document=issued.pk, at=now)
    client = signed_in(minh)
    one = issued.arrivals.get(organisation=tree.leaf)
    page = client.get(reverse("documents:incoming", args=[one.pk])).content.decode()
    assert "Bản gửi riêng đơn vị" in page
    copy = client.get(reverse("documents:incoming_copy", args=[one.pk]))
    assert "Mời Nguyễn Văn Minh dự họp" in " ".join(words(copy.content)[0].split())
    merged = Merge.objects.get().file_id
    assert client.get(reverse("files:download", args=[merged])).status_code == 404
    assert client.get(reverse("documents:letters", args=[issued.pk])).status_code == 404
    assert client.get(reverse("documents:letter", args=[issued.pk, 1])).status_code == 404
    body = issued.attachments.get(is_body=True).file_id
    blank = client.get(reverse("files:download", args=[body]))
    assert "Mời …… dự họp" in " ".join(words(b"".join(blank.streaming_content))[0].split())
    assert signed_in(clerk).get(reverse("files:download", args=[merged])).status_code == 200


def test_without_a_list_the_receivers_words_are_refused_by_name(document, clerk, today, now):
    with pytest.raises(drafting.VariablesUnknown, match=r"receiver\.name"):
        api.submit_document(actor=clerk, document=document, on=today, at=now)


def test_lists_are_checked_and_may_be_taken_back(
    signed_in, document, choose, clerk, minh, make_document, monkeypatch, today, now
):
    with pytest.raises(NotFound):
        choose("units.ELSEWHERE")
    monkeypatch.setattr("congdoan.areas.documents.services.merging.MOST", 0)
    with pytest.raises(refusals.TooManyLetters):
        choose()
    monkeypatch.undo()
    with pytest.raises(refusals.NobodyToWriteTo):
        choose("members.all")
    with pytest.raises(refusals.NeedsText):
        api.choose_merge(actor=clerk, document=make_document(), source="", on=today, at=now)
    client, url = signed_in(clerk), reverse("documents:merge", args=[document.pk])
    made = client.post(url, {"source": "units.CHILDREN"})
    assert made["Location"] == reverse("documents:letters", args=[document.pk])
    page = client.get(made["Location"]).content.decode()
    assert "Trường Tiểu học Hoa Sen" in page
    first = client.get(reverse("documents:letter", args=[document.pk, 1]))
    assert first.content.startswith(b"%PDF-")
    assert client.get(reverse("documents:letter", args=[document.pk, 99])).status_code == 404
    assert client.post(url, {"source": ""}).status_code == 302
    assert client.get(reverse("documents:letters", args=[document.pk])).status_code == 404


def test_members_of_a_list_get_letters_too(document, choose, lan, clerk, enrol, tree, today):
    enrol(tree.middle, "Bùi Thị Xuân")
    merge = choose("members.all", actor=lan)
    letter = merge.letters.get()
    assert letter.facts["receiver.name"] == "Bùi Thị Xuân"
    assert letter.organisation_id is None


def test_queries_of_the_letters_do_not_grow(signed_in, document, choose, clerk):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    merge = choose()
    client, url = signed_in(clerk), reverse("documents:letters", args=[document.pk])
    counts = []
    for _turn in range(2):
        client.get(url)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        counts.append(len(caught))
        merge.letters.create(place=90 + len(counts), name="Thêm", facts={})
    assert counts[0] == counts[1]
