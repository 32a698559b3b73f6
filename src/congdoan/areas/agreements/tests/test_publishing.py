from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.models import Clause, Publication
from congdoan.areas.agreements.rules import publishing as rules
from congdoan.foundation.refusal import NotAllowed


def url(name, *args):
    return reverse(f"agreements:{name}", args=args)


LETTERS = "aáÁâbcdđĐeêxyz 0123.*(["


@given(
    st.text(LETTERS, max_size=60), st.lists(st.text(LETTERS, min_size=1, max_size=8), max_size=4)
)
def test_no_blanked_word_is_left(text, words):
    words = [word.strip() for word in words if word.strip()]
    left = rules.blanked(text, words)
    longest = max(words, key=len, default=None)
    assert longest is None or longest.lower() not in left.lower().replace(rules.BLANK, "\0")


def test_personal_data_is_found():
    text = "Gọi 0912 345 678 hoặc lan@vi.du.vn, số 001099012345; năm 2023 – 2028, 1.500.000 đồng"
    assert rules.personal_data([text]) == ["0912 345 678", "lan@vi.du.vn", "001099012345"]


pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(running):
    clause = Clause.objects.filter(version__agreement=running, text__contains="Rà soát").get()
    Clause.objects.filter(pk=clause.pk).update(text="Rà soát, gọi 0912345678 gặp chị Hạnh")
    return clause


def test_only_the_redacted_copy_is_public(signed_in, client, lan, running, secret):
    form = url("publish", running.pk)
    page = signed_in(lan).get(form).content.decode()
    assert "0912345678" in page
    other = Clause.objects.filter(version__agreement=running, text__contains="Thăm hỏi").get()
    data = {"hidden": [str(other.stable_id)], "words": "0912345678\nchị hạnh", "note": "Trích"}
    shown = signed_in(lan).post(form, {**data, "step": "preview"}).content.decode()
    assert rules.BLANK in shown
    assert not Publication.objects.exists()
    assert signed_in(lan).post(form, {**data, "step": "publish"}).status_code == 302
    one = Publication.objects.get()
    client.logout()
    address = url("published", one.token)
    page = client.get(address).content.decode()
    assert "Rà soát" in page
    for gone in ("0912345678", "Hạnh", "Thăm hỏi", lan.name):
        assert gone not in page
        assert gone not in str(one.lines)
    assert client.get(url("published", "khong-co")).status_code == 404


def test_a_withdrawn_text_is_gone_at_once(signed_in, client, lan, running):
    shared = {"actor": lan, "agreement": running, "hidden": [], "words": [], "on": lan.today}
    one = api.publish_text(**shared)
    with pytest.raises(rules.PublishedAlready):
        api.publish_text(**shared)
    withdraw = url("unpublish", running.pk)
    assert signed_in(lan).post(withdraw, {"reason": ""}).status_code == 422
    assert signed_in(lan).post(withdraw, {"reason": "Cần sửa"}).status_code == 302
    client.logout()
    answer = client.get(url("published", one.token))
    assert answer.status_code == 410
    assert "Cần sửa" in answer.content.decode()
    assert "Rà soát" not in answer.content.decode()
    one.refresh_from_db()
    assert one.lines == []
    assert api.publish_text(**shared).token != one.token


def test_what_is_refused(signed_in, lan, tuan, far, draft, running):
    with pytest.raises(rules.NotSignedYet):
        api.publish_text(actor=lan, agreement=draft, hidden=[], words=[], on=lan.today)
    with pytest.raises(NotAllowed):
        api.publish_text(actor=tuan, agreement=running, hidden=[], words=[], on=lan.today)
    every = [line.item.stable_id for line in api.outline_of(running)]
    with pytest.raises(rules.NothingLeft):
        api.publish_text(actor=lan, agreement=running, hidden=every, words=[], on=lan.today)
    assert signed_in(tuan).get(url("publish", running.pk)).status_code == 403
    assert signed_in(far).get(url("publish", running.pk)).status_code == 404
