"""A large file in parts: goes on after a break, is judged whole, swept when left."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.urls import reverse
import pytest

from congdoan.foundation.forms import Form
from congdoan.kernel.organisations import api as organisations
from congdoan.support.files import rules
from congdoan.support.files.api import PartsField, declare_purpose, store_file
from congdoan.support.files.models import Gathering, StoredFile
from congdoan.support.files.services.gathering import (
    MOST_AT_ONCE,
    PART,
    FilePlan,
    begin_gathering,
    sweep_gatherings,
)

pytestmark = pytest.mark.django_db
PURPOSE = "files.parts_test"
declare_purpose(PURPOSE, "Thử", needs=organisations.VIEW)
WHOLE = b"%PDF-1.7\n" + b"\x00" * (2 * PART) + b"\ntrailer\n%%EOF\n"


LENGTH = len(WHOLE)


class ScanForm(Form):
    scan = PartsField(purpose=PURPOSE, kinds=("pdf", "png"), label="Bản quét")


@pytest.fixture
def phone(lan, signed_in):
    """Lan's phone: ``begin`` says where to go on, ``send`` sends one part."""
    client = signed_in(lan)

    class Phone:
        def begin(self, name="quét.pdf", size=LENGTH, mark="1", purpose=PURPOSE):
            plan = {"purpose": purpose, "name": name, "size": size, "mark": mark}
            return client.post(reverse("files:begin"), plan)

        def send(self, pk, start, content):
            return client.generic(
                "POST", f"{reverse('files:part', args=[pk])}?start={start}", content,
                content_type="application/octet-stream",
            )  # fmt: skip

        def send_all(self, content=WHOLE, **plan):
            pk = self.begin(size=len(content), **plan).json()["id"]
            for start in range(0, len(content), PART):
                answer = self.send(pk, start, content[start : start + PART])
            return pk, answer

    Phone.client = client
    return Phone()


def taken(lan, token):
    return ScanForm({"scan_parts": token}, actor=lan)


def test_a_file_goes_on_where_the_line_broke_and_is_stored_whole(phone, lan, tree, now):
    pk = phone.begin("quye\u0302\u0301t đi.pdf").json()["id"]
    phone.send(pk, 0, WHOLE[:PART])
    again = phone.begin().json()  # the page was opened anew
    assert (again["id"], again["received"]) == (pk, PART)
    assert phone.send(pk, 0, WHOLE[:PART]).json()["received"] == PART  # the answer got lost
    gap = phone.send(pk, 2 * PART, WHOLE[2 * PART :])
    assert (gap.status_code, gap.json()["received"]) == (409, PART)
    phone.send(pk, PART, WHOLE[PART : 2 * PART])
    assert phone.send(pk, 2 * PART, WHOLE[2 * PART :]).json()["whole"] is True

    form = taken(lan, pk)
    assert form.is_valid(), form.errors
    stored = store_file(
        actor=lan, organisation=tree.middle, upload=form.cleaned_data["scan"], purpose=PURPOSE,
        at=now,
    )  # fmt: skip
    assert stored.name == "quyết đi.pdf"
    with default_storage.open(stored.path) as kept:
        assert kept.read() == WHOLE
    assert not Gathering.objects.exists()


def test_what_may_not_be_kept_is_said_at_the_last_part_and_thrown_away(phone):
    bad = WHOLE[:-20] + b"\n<</S/JavaScript/JS(x)>>\n%%EOF"
    _pk, answer = phone.send_all(bad)
    assert answer.status_code == 409
    assert "JavaScript" in answer.json()["sentence"]
    assert not Gathering.objects.exists()


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ({"name": "a.exe"}, 409, "Không nhận tệp"),
        ({"size": 101 * 1024 * 1024}, 413, "100 MB"),
        ({"size": 0}, 409, "không có nội dung"),
        ({"size": "x"}, 400, "chọn lại tệp"),
        ({"purpose": "nobody.knows"}, 400, "chọn lại tệp"),
    ],
)
def test_refused_before_a_byte_is_sent(phone, asked, status, words):
    answer = phone.begin(**asked)
    assert answer.status_code == status
    assert words in answer.json()["sentence"]


def test_a_part_larger_than_agreed_or_beyond_the_end_is_refused(phone):
    pk = phone.begin().json()["id"]
    assert phone.send(pk, 0, b"x" * (PART + 1)).status_code == 413
    assert phone.send(pk, 0, b"x" * (6 * 1024 * 1024)).status_code == 413
    small = phone.begin(size=10, mark="2").json()["id"]
    assert phone.send(small, 0, b"x" * 11).status_code == 413


def test_another_person_finds_nothing_and_a_token_is_of_no_use_to_them(phone, minh, signed_in):
    pk, _answer = phone.send_all()
    assert signed_in(minh).get(reverse("files:part", args=[pk])).status_code == 404
    form = taken(minh, pk)
    assert not form.is_valid()
    assert "chọn lại tệp" in form.errors["scan"][0]


def test_an_unfinished_file_says_how_far_it_is(phone, lan):
    pk = phone.begin().json()["id"]
    form = taken(lan, pk)
    assert not form.is_valid()
    assert "mới tải được 0 trong 3 MB" in form.errors["scan"][0]


def test_a_form_shown_again_keeps_the_token_and_needs_no_file(phone, lan):
    pk, _answer = phone.send_all()
    form = taken(lan, pk)
    assert form.is_valid()
    drawn = str(form["scan"])
    assert f'name="scan_parts" value="{pk}"' in drawn
    assert " required" not in drawn


def test_the_form_takes_only_its_own_kinds(phone, lan):
    package = b"PK\x03\x04"
    pk = phone.begin(name="a.docx", size=len(package)).json()["id"]
    phone.send(pk, 0, package)
    assert not taken(lan, pk).is_valid()


def test_without_script_the_ordinary_upload_and_its_limit_hold(lan, settings):
    from congdoan.support.files.tests.factories import upload

    assert ScanForm({}, {"scan": upload()}, actor=lan).is_valid()
    settings.UPLOAD_LIMIT_BYTES = 10
    form = ScanForm({}, {"scan": upload()}, actor=lan)
    assert "vượt giới hạn" in form.errors["scan"][0]


@pytest.mark.parametrize("token", ["x", "0" * 200, "\x00"])
def test_a_token_nobody_made_is_no_file(lan, token):
    form = taken(lan, token)
    assert "Hãy chọn một tệp." in form.errors["scan"]


def test_what_is_left_is_swept_and_the_oldest_gives_way(
    phone, lan, now, django_capture_on_commit_callbacks
):
    for number in range(MOST_AT_ONCE + 1):
        plan = FilePlan(PURPOSE, "a.pdf", 5000, str(number))
        begin_gathering(actor=lan, plan=plan, at=now + timedelta(minutes=number))
    assert Gathering.objects.count() == MOST_AT_ONCE
    Gathering.objects.all().delete()
    pk = phone.begin().json()["id"]
    phone.send(pk, 0, WHOLE[:PART])
    row = Gathering.objects.get()
    assert sweep_gatherings(at=row.touched_at + timedelta(hours=47)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_gatherings(at=row.touched_at + timedelta(hours=49)) == 1
    assert not default_storage.exists(row.place(0))
    assert not StoredFile.objects.exists()


def test_dropping_ones_own_file(phone):
    pk = phone.begin().json()["id"]
    assert phone.client.delete(reverse("files:part", args=[pk])).status_code == 204
    assert phone.client.get(reverse("files:part", args=[pk])).status_code == 404
    assert rules.UploadGone().sentence in phone.send(pk, 0, b"x").json()["sentence"]
