"""Pages of cards: the list, making ready and printing, one's own."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
import pytest

from congdoan.areas.cards.models import Card, CardPrint
from congdoan.areas.members.api import current_membership, look_below
from congdoan.foundation import clock
from congdoan.kernel.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day(settings, today):
    settings.CLOCK = today.isoformat()


@pytest.fixture
def desk(minh, signed_in):
    return signed_in(minh)


def page_of(client, unit, **asked):
    return client.get(reverse("cards:of", args=[unit.pk]), asked)


def names_in(page):
    return [next(cell.text for cell in row.cells if cell.url) for row in page.context["table"].rows]


def test_the_list_says_who_has_one_and_narrows(desk, tree, teachers, issue):
    issue(teachers[0])
    page = page_of(desk, tree.leaf)
    assert names_in(page) == ["Trần Thị Ánh", "Nguyễn Văn Ân", "Đặng Thị Hòa"]
    totals = page.context["totals"]
    assert (totals.members, totals.with_card, totals.missing, totals.stale) == (3, 1, 2, 0)
    assert names_in(page_of(desk, tree.leaf, the="CURRENT")) == ["Đặng Thị Hòa"]
    assert len(names_in(page_of(desk, tree.leaf, the="NONE"))) == 2
    assert names_in(page_of(desk, tree.leaf, q="dang hoa", the="NONE")) == []
    narrowed = page_of(desk, tree.leaf, the="NONE").content.decode()
    assert narrowed.count('name="query" value="the=NONE"') == 1
    assert narrowed.count('name="member"') == 2
    assert page_of(desk, tree.leaf, the="x", q="🎉", after="x").status_code == 200
    assert "⟦undefined" not in page.content.decode()


def test_queries_do_not_grow_with_the_rows(desk, tree, teachers, enrol, issue):
    issue(*teachers)
    page_of(desk, tree.leaf)

    def count():
        with CaptureQueriesContext(connection) as seen:
            page_of(desk, tree.leaf)
        return len(seen)

    few = count()
    issue(*[enrol(tree.leaf, f"Lê Văn {letter}") for letter in "ABCDE"])
    assert count() == few


def test_an_empty_union_says_what_to_do(desk, tree, lan, signed_in, now):
    assert "Chưa có đoàn viên" in page_of(desk, tree.leaf).content.decode()
    issue = desk.get(reverse("cards:issue", args=[tree.leaf.pk])).content.decode()
    assert "Chưa có đoàn viên" in issue
    above = page_of(signed_in(lan), tree.middle).content.decode()
    assert "không có đoàn viên trực tiếp" in above


def press(client, unit, **given):
    return client.post(
        reverse("cards:issue", args=[unit.pk]), {"layout": "A4", "once": "t1", **given}
    )


def test_the_chosen_are_issued_and_printed_and_a_double_click_is_once(desk, tree, teachers):
    chosen = [one.pk for one in teachers[:2]]
    form = desk.get(reverse("cards:issue", args=[tree.leaf.pk]), {"member": chosen})
    assert [value for value, _label in form.context["form"].fields["who"].choices] == [
        "CHOSEN",
        "MISSING",
        "EVERYBODY",
    ]
    answers = [press(desk, tree.leaf, who="CHOSEN", member=chosen) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert (Card.objects.count(), CardPrint.objects.count()) == (2, 1)
    page = desk.get(answers[0]["Location"]).content.decode()
    assert "Đã cấp 2 thẻ mới" in page
    assert "Mở tệp PDF" in page
    assert "⟦undefined" not in page


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ({"who": "MISSING"}, 3),
        ({"who": "FILTERED", "query": "q=dang"}, 1),
        ({"who": "FILTERED", "query": "the=NONE&gender=F&age_from=x"}, 3),
        ({"who": "EVERYBODY"}, 3),
    ],
)
def test_groups_are_issued(desk, tree, teachers, given, number):
    assert press(desk, tree.leaf, **given).status_code == 302
    assert Card.objects.count() == number


@pytest.mark.parametrize(
    "given",
    [
        {"who": "CHOSEN", "member": ["x", "-1", "9" * 30]},
        {"who": "STALE"},
        {"who": "NOBODY"},
        {"who": "MISSING", "layout": "A0"},
        {"who": "FILTERED"},
        {},
    ],
)
def test_nonsense_issues_nothing(desk, tree, teachers, given):
    answer = press(desk, tree.leaf, **given)
    assert answer.status_code == 422
    assert Card.objects.count() == 0


def test_strangers_of_another_union_are_left_out(desk, tree, teachers, enrol):
    far = enrol(tree.far_leaf, "Vũ Thị Xa")
    press(desk, tree.leaf, who="CHOSEN", member=[far.pk, teachers[0].pk])
    assert list(Card.objects.values_list("person", flat=True)) == [teachers[0].pk]


def test_lost_and_withdrawn_on_the_page(desk, tree, teachers, issue, today):
    issue(*teachers[:2])
    first, second = (Card.objects.get(person=one) for one in teachers[:2])
    given = {"reason": "LOST", "layout": "PLASTIC", "once": "a"}
    assert desk.post(reverse("cards:replace", args=[first.pk]), given).status_code == 302
    late = desk.post(reverse("cards:replace", args=[first.pk]), {**given, "once": "b"})
    assert late.status_code == 422
    assert "đã được thay hoặc thu hồi" in late.content.decode()
    withdraw = reverse("cards:withdraw", args=[second.pk])
    assert desk.post(withdraw, {"reason": "", "once": "c"}).status_code == 422
    assert desk.post(withdraw, {"reason": "cấp nhầm", "once": "d"}).status_code == 302
    panel = desk.get(
        reverse("cards:member", args=[current_membership(teachers[0].pk, on=today).pk]),
        headers={"HX-Request": "true"},
    ).content.decode()
    assert "mất thẻ" in panel
    assert "lần 2" in panel
    assert "<html" not in panel


def test_the_members_page_and_the_register_lead_to_cards(desk, tree, teachers, today):
    pk = current_membership(teachers[0].pk, on=today).pk
    assert (
        reverse("cards:member", args=[pk])
        in desk.get(reverse("members:detail", args=[pk])).content.decode()
    )
    register = desk.get(reverse("members:register")).content.decode()
    assert reverse("cards:of", args=[tree.leaf.pk]) in register
    narrowed = desk.get(reverse("members:of", args=[tree.leaf.pk]), {"q": "hoa"}).content.decode()
    assert f"{reverse('cards:of', args=[tree.leaf.pk])}?q=hoa" in narrowed


def test_a_day_of_the_past_shows_the_cards_of_that_day(desk, tree, teachers, issue, today):
    issue(teachers[0])
    then = page_of(desk, tree.leaf, as_of=(today - timedelta(days=1)).isoformat())
    assert (then.context["totals"].members, then.context["totals"].with_card) == (3, 0)
    assert not then.context["may"]["issue"]
    assert page_of(desk, tree.leaf).context["totals"].with_card == 1


def test_a_superior_sees_numbers_and_names_only_for_a_purpose(
    lan, signed_in, tree, teachers, issue, now, today
):
    issue(teachers[0])
    client = signed_in(lan)
    page = page_of(client, tree.leaf)
    assert page.context["totals"].with_card == 1
    assert "Đặng Thị Hòa" not in page.content.decode()
    card = Card.objects.get()
    for url in (
        reverse("cards:issue", args=[tree.leaf.pk]),
        reverse("cards:replace", args=[card.pk]),
        reverse("cards:member", args=[current_membership(teachers[0].pk, on=today).pk]),
    ):
        assert client.get(url).status_code in {403, 404}
    look_below(actor=lan, unit=tree.leaf, purpose="Cấp thẻ đợt 2", at=clock.now())
    assert "Đặng Thị Hòa" in page_of(client, tree.leaf).content.decode()
    assert press(client, tree.leaf, who="MISSING").status_code == 302


def test_ones_own_card(tree, teachers, issue, signed_in, actor_of, hoa):
    who = teachers[0]
    who.user = User.objects.create(username="hoa.dang", display_name="Đặng Thị Hòa")
    who.save(update_fields=["user"])
    client = signed_in(actor_of(who))
    page = client.get(reverse("cards:oneself")).content.decode()
    assert "Bạn chưa có thẻ" in page
    issue(who)
    page = client.get(reverse("cards:oneself")).content.decode()
    for words in ("Đặng Thị Hòa", "Hoa Sen", Card.objects.get().number, "còn hiệu lực", "<svg"):
        assert words in page
    assert "⟦undefined" not in page
    assert "Quét mã" in client.get(reverse("cards:oneself"), {"in": "1"}).content.decode()
    nobody = signed_in(hoa).get(reverse("cards:oneself")).content.decode()
    assert "Bạn chưa có thẻ" in nobody
