"""The application on a phone: what the server says about it."""

import json

from django.test import Client
import pytest

from congdoan.config.offline import OWNER
from congdoan.kernel.access.api import SESSION_KEY

pytestmark = pytest.mark.django_db


def test_it_can_be_installed():
    answer = Client().get("/ung-dung.json")
    said = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert (said["start_url"], said["display"]) == ("/", "standalone")
    assert {one["sizes"] for one in said["icons"]} == {"192x192", "512x512"}


def test_the_worker_stands_at_the_root_and_is_no_page():
    answer = Client().get("/dich-vu-nen/")
    script = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Service-Worker-Allowed"] == "/"
    assert "no-cache" in answer["Cache-Control"]
    assert '"/mat-mang/"' in script.replace("\\u002D", "-")
    assert "⟦undefined" not in script


def test_the_offline_page_holds_nobodys_data(lan, signed_in):
    page = signed_in(lan).get("/mat-mang/")
    assert "Trần Thị Lan" not in page.content.decode()


def test_pages_say_whose_they_are_by_sign_in_and_nobodys_say_nothing(lan, minh, signed_in):
    assert OWNER not in Client().get("/mat-mang/")
    first = signed_in(lan).get("/thong-bao/")[OWNER]
    again = signed_in(lan).get("/thong-bao/tuy-chon/")[OWNER]
    assert first
    assert str(lan.user_id) not in first or len(first) == 24
    other = signed_in(minh).get("/thong-bao/")[OWNER]
    assert len({first, again, other}) >= 2
    assert first != other


def test_of_a_person_one_helps_nothing_is_kept(lan, signed_in):
    client = signed_in(lan)
    session = client.session
    session[SESSION_KEY] = 1
    session.save()
    assert OWNER not in client.get("/thong-bao/")
