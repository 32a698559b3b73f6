"""Nothing is offered that would be refused: freezing too early, commenting twice."""

from datetime import timedelta

from django.urls import reverse
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.selectors.consultations import missing_before_freeze
from congdoan.areas.agreements.selectors.text import clauses_of, current_version

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"agreements:{name}", args=args)


def shown(client, name, agreement):
    return client.get(url(name, agreement.pk)).content.decode()


def test_freezing_is_offered_only_when_nothing_is_missing(
    signed_in, consulted, department, lan, tuan, today, now
):
    client = signed_in(lan)
    freeze = url("freeze", consulted.pk)
    for page in ("detail", "reception"):
        assert f'href="{freeze}"' not in shown(client, page, consulted)
    assert "1 bên còn trong hạn góp ý" in shown(client, "detail", consulted)
    comment = api.say(
        actor=tuan, agreement=consulted, party=department, kind="OPINION", text="Rõ hơn", at=now
    )
    api.finish_reply(actor=tuan, agreement=consulted, party=department, on=today, at=now)
    page = shown(client, "detail", consulted)
    assert f'href="{freeze}"' not in page
    assert "1 góp ý chưa trả lời" in page
    assert f"{url('reception', consulted.pk)}?loc=cho" in page
    form = shown(client, "freeze", consulted)
    assert "Còn thiếu để chốt nội dung" in form
    assert "Đến góp ý và trả lời" in form
    assert client.post(freeze).status_code == 409
    api.answer(
        actor=lan, agreement=consulted, comment=comment, verdict="NOTED", reason="Đã rõ",
        on=today, at=now,
    )  # fmt: skip
    page = shown(client, "detail", consulted)
    assert f'class="btn btn-primary" href="{freeze}"' in page
    assert "Còn thiếu" not in page
    assert f'class="btn btn-primary" href="{freeze}"' in shown(client, "reception", consulted)


def test_after_the_deadline_silence_holds_nothing_up(consulted, today):
    assert missing_before_freeze(consulted, on=today)
    assert not missing_before_freeze(consulted, on=today + timedelta(days=30))


def test_who_has_answered_is_not_asked_again(signed_in, consulted, department, tuan, today, now):
    client = signed_in(tuan)
    assert "Góp ý dự thảo" in shown(client, "detail", consulted)
    api.say_no_opinion(actor=tuan, agreement=consulted, party=department, on=today, at=now)
    for page in ("detail", "reception", "text"):
        assert f'href="{url("comment", consulted.pk)}"' not in shown(client, page, consulted)
    assert "Xem góp ý và trả lời" in shown(client, "detail", consulted)
    work = client.get(reverse("worklist:list")).content.decode()
    assert "Góp ý dự thảo: " not in work


def test_a_new_clause_has_the_caret(signed_in, draft, lan):
    client = signed_in(lan)
    row = next(c for c in clauses_of(current_version(draft)) if c.level == "CLAUSE")
    for do in ("after", "before", "split"):
        place = url("clause", draft.pk, row.stable_id)
        row.refresh_from_db()
        answer = client.post(
            place, {"revision": row.revision, "text": "Một\nHai", "heading": "", "do": do}
        )
        assert answer.status_code == 302
        assert "#" not in answer.url
        page = client.get(answer.url).content.decode()
        made = answer.url.partition("moi=")[2]
        field = page.partition(f'id="t-{made}"')[2].partition(">")[0]
        assert "autofocus" in field
        assert page.count(" autofocus") == 1
    answer = client.post(url("clause_add", draft.pk), {"level": "ARTICLE"})
    page = client.get(answer.url).content.decode()
    made = answer.url.partition("moi=")[2]
    assert "autofocus" in page.partition(f'id="h-{made}"')[2].partition(">")[0]
