"""A published text says that it was amended, by what and from when, and where to read on."""

from datetime import timedelta

from django.urls import reverse
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.rules import publishing as rules
from congdoan.areas.agreements.selectors.consolidated import text_before
from congdoan.areas.agreements.selectors.publishing import public_standing
from congdoan.areas.agreements.tests.consenting import end_by_consent

pytestmark = pytest.mark.django_db


def page(client, one):
    return client.get(reverse("agreements:published", args=[one.token])).content.decode()


@pytest.fixture
def reword(lan):
    def write(amendment, text="Lời mới, gọi 0912345678."):
        lines = text_before(amendment)
        clause = next(line for line in lines if line.path == "khoản 1 Điều 3").item.stable_id
        abolished = next(line for line in lines if line.path == "Điều 2").item.stable_id
        api.change_clause(actor=lan, amendment=amendment, clause=clause, heading="", text=text)
        api.abolish_clause(actor=lan, amendment=amendment, clause=abolished)

    return write


@pytest.fixture
def amended(amend, reword, in_force, today):
    amend(reword, wanted_on=today + timedelta(days=10))
    return in_force


def test_the_signed_text_says_it_was_amended_from_which_day(client, lan, amended, today):
    one = api.publish_text(actor=lan, agreement=amended, hidden=[], words=[], on=today)
    shown = page(client, one)
    assert "Phụ lục số 1" in shown
    assert f"có hiệu lực từ ngày {today + timedelta(days=10):%d/%m/%Y}" in shown
    assert "hợp nhất đến ngày" not in shown
    assert "Sửa đổi một số điều" not in shown  # an addendum's title was never looked through


def test_the_consolidated_text_is_published_beside_it(client, lan, amended, today, signed_in):
    signed = api.publish_text(actor=lan, agreement=amended, hidden=[], words=[], on=today)
    with pytest.raises(rules.NotAmended):
        api.publish_text(actor=lan, agreement=amended, hidden=[], words=[], on=today, amended=True)
    day = today + timedelta(days=10)
    whole = api.publish_text(
        actor=lan, agreement=amended, hidden=[], words=["0912345678"], on=day, amended=True
    )
    with pytest.raises(rules.PublishedAlready):
        api.publish_text(actor=lan, agreement=amended, hidden=[], words=[], on=day, amended=True)
    first, second = page(client, signed), page(client, whole)
    assert f"hợp nhất đến ngày {day:%d/%m/%Y}" in first
    assert reverse("agreements:published", args=[whole.token]) in first
    assert reverse("agreements:published", args=[signed.token]) in second
    assert "Lời mới" in second
    assert "Lời mới" not in first
    assert "0912345678" not in second
    assert "được bãi bỏ theo Phụ lục số 1" in second
    assert "đã gồm Phụ lục số 1" in second


def test_what_ended_says_so(lan, in_force, today, now):
    one = api.publish_text(actor=lan, agreement=in_force, hidden=[], words=[], on=today)
    assert public_standing(one, on=today).sentences == []
    day = today + timedelta(days=2)
    end_by_consent(actor=lan, agreement=in_force, ended_on=day, reason="hết việc", on=day, at=now)
    one.agreement.refresh_from_db()
    (said,) = public_standing(one, on=day).sentences
    assert said == f"Đã chấm dứt trước hạn từ ngày {day:%d/%m/%Y}."


def test_the_form_offers_both_once_there_is_an_addendum(signed_in, lan, in_force):
    form = reverse("agreements:publish", args=[in_force.pk])
    assert "?ban=hop-nhat" not in signed_in(lan).get(form).content.decode()
    refused = signed_in(lan).post(f"{form}?ban=hop-nhat", {"words": "", "step": "publish"})
    assert refused.status_code == 422
    assert "chưa có phụ lục nào" in refused.content.decode()
