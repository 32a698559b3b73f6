from django.test import Client
from django.urls import reverse
import pytest

from congdoan.support.files.tests.factories import PNG, office_file, upload
from congdoan.support.files.tests.test_services import store

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(tree):
    return tree.middle


@pytest.fixture
def lan_client(lan, signed_in):
    return signed_in(lan)


def test_a_pdf_is_shown_but_can_run_nothing(lan, lan_client, unit):
    stored = store(lan, unit, upload=upload("Quy chế.pdf"))

    answer = lan_client.get(reverse("files:download", args=[stored.pk]))

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-cache"
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")


def test_a_picture_is_shown_in_a_sandbox(lan, lan_client, unit):
    stored = store(lan, unit, upload=upload("anh.png", PNG))
    answer = lan_client.get(reverse("files:download", args=[stored.pk]))
    assert answer["Content-Security-Policy"].endswith("sandbox")


def test_an_office_file_is_offered_for_saving(lan, lan_client, unit):
    package = office_file("[Content_Types].xml", "word/document.xml")
    stored = store(lan, unit, upload=upload("Báo cáo.docx", package))

    answer = lan_client.get(reverse("files:download", args=[stored.pk]))

    assert answer["Content-Disposition"].startswith("attachment")
    assert "B%C3%A1o%20c%C3%A1o.docx" in answer["Content-Disposition"]


def test_a_copy_the_browser_has_is_not_sent_again(lan, lan_client, unit):
    stored = store(lan, unit)
    address = reverse("files:download", args=[stored.pk])
    mark = lan_client.get(address)["ETag"]
    again = lan_client.get(address, headers={"if-none-match": mark})
    assert again.status_code == 304
    assert again["Content-Security-Policy"] == lan_client.get(address)["Content-Security-Policy"]


def test_strangers_get_the_same_answer_as_for_a_file_that_is_not_there(
    lan, unit, stranger, signed_in
):
    stored = store(lan, unit)
    client = signed_in(stranger)

    assert client.get(reverse("files:download", args=[stored.pk])).status_code == 404
    assert client.get(reverse("files:download", args=[stored.pk + 1])).status_code == 404


def test_who_is_not_signed_in_is_asked_to(lan, unit):
    stored = store(lan, unit)
    answer = Client().get(reverse("files:download", args=[stored.pk]))
    assert answer.status_code == 302
    assert "next=" in answer["Location"]


def test_a_file_is_only_read_at_its_address(lan, lan_client, unit):
    stored = store(lan, unit)
    assert lan_client.post(reverse("files:download", args=[stored.pk])).status_code == 405
