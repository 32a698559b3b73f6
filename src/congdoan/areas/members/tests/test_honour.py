"""The certificate for who retires."""

import io

from django.urls import reverse
from pypdf import PdfReader
import pytest

from congdoan.areas.members.api import LeavingData, let_leave
from congdoan.areas.members.enums import EndOfMembership

pytestmark = pytest.mark.django_db


@pytest.fixture
def leave(minh, tree, teachers, today, now):
    def make(person, reason):
        return let_leave(
            actor=minh,
            organisation=tree.leaf,
            person=person,
            data=LeavingData(today, reason),
            today=today,
            at=now,
        )

    return make


def paper(client, leaving, kind="pdf"):
    return client.get(reverse("members:honour", args=[leaving.pk, kind]))


def test_who_retires_gets_a_certificate(minh, lan, signed_in, teachers, leave):
    left = leave(teachers[0], EndOfMembership.RETIRED)
    words = PdfReader(io.BytesIO(paper(signed_in(minh), left).content)).pages[0].extract_text()
    for wanted in ("GIẤY GHI NHẬN", "Bà Đặng Thị Hòa", "01/09/2020", "01/03/2026", "CHỦ TỊCH"):
        assert wanted in words
    assert paper(signed_in(minh), left, "docx").status_code == 200
    assert paper(signed_in(minh), left, "exe").status_code == 404
    page = signed_in(minh).get(reverse("members:detail", args=[left.membership_id]))
    assert "Giấy ghi nhận nghỉ hưu" in page.content.decode()
    assert paper(signed_in(lan), left).status_code == 404


def test_who_leaves_otherwise_does_not(minh, signed_in, teachers, leave):
    answer = paper(signed_in(minh), leave(teachers[0], EndOfMembership.LEFT_WORK))
    assert answer.status_code == 409
    assert "nghỉ hưu" in answer.content.decode()
