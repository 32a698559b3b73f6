"""Pages by key hold every row once, in order, both ways; the address carries every choice."""

from datetime import UTC, datetime, timedelta
import re

from django import forms as django_forms
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Coalesce, Concat
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import mark_safe
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
import pytest

from congdoan.foundation import forms
from congdoan.foundation.counting import capped_count, counted
from congdoan.foundation.keyset import Keyset, KeysFirst
from congdoan.foundation.tables import Column, Empty, Table

START = datetime(2026, 3, 2, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def rows(*days: int) -> None:
    """Keep one row per number: it ends that many days after the start."""
    Session.objects.all().delete()
    Session.objects.bulk_create(
        Session(session_key=f"k{index:03d}", session_data="", expire_date=START + timedelta(day))
        for index, day in enumerate(days)
    )


class Filter(forms.FilterForm):
    key = forms.TextField(label="Mã")
    until = forms.DateField(label="Đến ngày")

    def apply(self, rows, values):
        if values["key"]:
            rows = rows.filter(session_key__contains=values["key"])
        if values["until"]:
            rows = rows.filter(expire_date__date__lte=values["until"])
        return rows


class Sessions(Table):
    caption = "Phiên"
    page_size = 3
    default_sort = "key"
    filter_form = Filter
    empty = Empty("Chưa có phiên nào", "Phiên đến từ đăng nhập.", url="/moi/", action="Thêm")
    columns = (
        Column("key", "Mã", "session_key", sort=("session_key",), link=lambda r: f"/p/{r.pk}/"),
        Column("ends", "Hết hạn", "expire_date", sort=("expire_date",), kind="moment"),
        Column("data", "Nội dung", "session_data", minor=True),
    )


def table(address="/", asked=None):
    return Sessions(
        Session.objects.all() if asked is None else asked, RequestFactory().get(address)
    )


def keys(shown):
    return [row.source.session_key for row in shown.rows]


def page(shown):
    text = render_to_string("ui/table.html", {"table": shown}, request=shown.request)
    return html.fromstring(text)


# --- keyset ----------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(
    days=st.lists(st.integers(0, 4), max_size=12),
    size=st.integers(1, 5),
    downward=st.booleans(),
    cap=st.none() | st.integers(0, 12),
)
def test_walking_forth_and_back_meets_every_row_once(days, size, downward, cap):
    """However many rows there are, asked at once (``cap`` is None) or by their keys first."""
    rows(*days)
    keyset = (
        Keyset(Session.objects.all(), ("expire_date",), downward=downward)
        if cap is None
        else by_keys(Session.objects.all(), downward=downward, cap=cap)
    )
    expected = sorted(Session.objects.all(), key=lambda s: (s.expire_date, s.pk), reverse=downward)
    pages, place = [], ""
    while True:
        found = keyset.page(size, after=place)
        pages.append(found)
        place = found.after
        if not place:
            break
    assert [row for found in pages for row in found.rows] == expected
    assert all(len(found.rows) <= size for found in pages)

    back, place = [pages[-1].rows], pages[-1].before
    while place:
        found = keyset.page(size, before=place)
        back.insert(0, found.rows)
        place = found.before
    assert [row for part in back for row in part] == expected


def by_keys(asked, *, downward=False, cap=10):
    return KeysFirst(
        asked,
        ("expire_date",),
        downward=downward,
        load=lambda keys: Session.objects.filter(pk__in=keys),
        cap=cap,
    )


def test_keys_and_their_number_come_with_one_query(django_assert_num_queries):
    rows(0, 1, 2, 3)
    keyset = by_keys(Session.objects.all())
    with django_assert_num_queries(2):
        assert [row.pk for row in keyset.page(2).rows] == ["k000", "k001"]
        assert keyset.count() == 4


def test_a_long_list_is_not_walked_for_its_number(django_assert_num_queries):
    rows(0, 1, 2, 3)
    long = Session.objects.filter(expire_date__gte=START)
    first = by_keys(long, cap=3).page(2)
    again = by_keys(long, cap=3)
    with CaptureQueriesContext(connection) as asked:
        assert again.page(2) == first
        assert again.count() == 4
    assert len(asked) == 2
    assert "count(" not in asked[0]["sql"].lower()


@pytest.mark.parametrize("cap", [3, 10])
def test_a_later_page_knows_the_number_too(cap):
    rows(0, 1, 2, 3)
    later = by_keys(Session.objects.all(), cap=cap)
    later.page(2, after=by_keys(Session.objects.all(), cap=cap).page(2).after)
    assert later.count() == 4


def test_what_can_match_nothing_is_not_asked(django_assert_num_queries):
    keyset = by_keys(Session.objects.none())
    with django_assert_num_queries(0):
        assert keyset.page(2).rows == []
        assert keyset.count() == 0


def test_rows_that_arrive_meanwhile_neither_repeat_nor_hide_others():
    rows(0, 1, 2, 3)
    keyset = Keyset(Session.objects.all(), ("expire_date",), downward=False)
    first = keyset.page(2)
    Session.objects.create(session_key="early", session_data="", expire_date=START)
    second = keyset.page(2, after=first.after)
    assert [row.session_key for row in second.rows] == ["k002", "k003"]


def test_annotations_can_order():
    rows(2, 1, 0)
    asked = Session.objects.annotate(word=Concat(Value("x"), Coalesce(F("session_key"), Value(""))))
    keyset = Keyset(asked, ("word",), downward=True)
    first = keyset.page(2)
    assert [r.session_key for r in first.rows] == ["k002", "k001"]
    assert [r.session_key for r in keyset.page(2, after=first.after).rows] == ["k000"]


@pytest.mark.parametrize("token", ["x", "////", "W10", "bnVsbA", "WyJub3QgYSBkYXRlIiwgImsiXQ"])
def test_a_token_nobody_made_means_the_start(token):
    rows(0, 1)
    keyset = Keyset(Session.objects.all(), ("expire_date",), downward=False)
    assert len(keyset.page(5, after=token).rows) == 2
    assert len(keyset.page(5, before=token).rows) == 2


def test_a_page_asks_no_offset_and_no_full_count():
    rows(*range(9))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(table("/?sort=ends"))
    sql = " ".join(query["sql"] for query in asked.captured_queries)
    assert "OFFSET" not in sql
    assert "LIMIT 10001" in sql


# --- table -----------------------------------------------------------------------------------


def test_a_column_sorts_both_ways():
    rows(2, 0, 1)
    assert keys(table("/?sort=ends")) == ["k001", "k002", "k000"]
    assert keys(table("/?sort=-ends")) == ["k000", "k002", "k001"]
    assert keys(table("/?sort=nothing")) == ["k000", "k001", "k002"]


def test_sort_links_turn_the_order_around_and_say_which_it_is():
    rows(0)
    heads = page(table("/?sort=ends&key=k")).xpath("//th")
    assert heads[1].get("aria-sort") == "ascending"
    assert heads[1].xpath("a/@href") == ["?sort=-ends&key=k"]
    assert heads[0].xpath("a/@href") == ["?sort=key&key=k"]
    assert heads[2].xpath("a") == []


def test_pages_follow_each_other_by_plain_links():
    rows(*range(7))
    first = page(table("/?key=k"))
    [onward] = first.xpath("//a[@rel='next']/@href")
    assert "key=k" in onward
    second = table(f"/{onward}")
    assert keys(second) == ["k003", "k004", "k005"]
    [back] = page(second).xpath("//a[@rel='prev']/@href")
    assert keys(table(f"/{back}")) == ["k000", "k001", "k002"]


def test_the_filter_narrows_and_stays_in_the_boxes():
    rows(0, 1, 2)
    shown = table("/?key=k001")
    assert keys(shown) == ["k001"]
    assert page(shown).xpath("//input[@name='key']/@value") == ["k001"]
    assert shown.filtered


def test_a_wrong_filter_says_so_and_narrows_nothing_by_it():
    rows(0, 1)
    shown = table("/?until=mai&key=k001")
    assert keys(shown) == ["k001"]
    assert "09/11/2023" in page(shown).text_content()


def test_the_filter_carries_order_and_day():
    rows(0)
    hidden = page(table("/?sort=-ends&as_of=2023-01-01")).xpath("//form/input[@type='hidden']")
    assert {(box.get("name"), box.get("value")) for box in hidden} == {
        ("sort", "-ends"),
        ("as_of", "2023-01-01"),
    }


def test_hidden_filters_travel_along_without_a_box_or_a_label():
    class Quiet(forms.FilterForm):
        key = forms.TextField(label="Mã")
        branch = django_forms.CharField(widget=django_forms.HiddenInput)

        def apply(self, rows, values):
            return rows

    class Hushed(Sessions):
        filter_form = Quiet

    rows(0)
    shown = page(Hushed(Session.objects.all(), RequestFactory().get("/?branch=7")))
    assert shown.xpath("//input[@name='branch']/@value") == ["7"]
    assert "Branch" not in shown.xpath("//form")[0].text_content()
    assert not shown.xpath("//input[contains(@class, 'filter-switch')]")


def test_an_empty_table_teaches():
    rows()
    text = page(table()).text_content()
    assert "Chưa có phiên nào" in text
    assert "Phiên đến từ đăng nhập." in text
    assert page(table()).xpath("//a[@href='/moi/']")


def test_a_filter_without_results_offers_the_way_back():
    rows(0)
    shown = page(table("/x/?key=zzz"))
    assert "khớp với bộ lọc" in shown.text_content()
    assert shown.xpath("//a[@href='/x/']")
    assert "Chưa có phiên nào" not in shown.text_content()


def test_row_links_stay_on_the_day():
    rows(0)
    assert page(table("/?as_of=2023-01-01")).xpath("//td/a/@href") == ["/p/k000/?as_of=2023-01-01"]


def test_cells_are_escaped_and_named_for_the_phone():
    rows()
    Session.objects.create(session_key="<b>x</b>", session_data="", expire_date=START)
    text = render_to_string("ui/table.html", {"table": table()}, request=table().request)
    assert "<b>x</b>" not in text
    assert 'data-label="Hết hạn"' in text
    assert "07:00 02/03/2026" in text


def test_counts_stop_at_the_cap():
    rows(0, 1, 2, 3)
    assert capped_count(Session.objects.all(), cap=3) == 4
    assert capped_count(Session.objects.all(), cap=4) == 4


def test_a_number_reads_as_people_write_it():
    assert counted(1234) == "1.234"
    assert counted(10_001) == "10.000+"


def test_more_than_the_cap_is_not_counted_twice(django_assert_num_queries):
    rows(0, 1, 2, 3)
    long = Session.objects.filter(expire_date__gte=START)
    assert capped_count(long, cap=2) == 3
    with django_assert_num_queries(0):
        assert capped_count(long, cap=2) == 3


def test_what_can_be_counted_is_counted_each_time():
    rows(0, 1)
    assert capped_count(Session.objects.all(), cap=7) == 2
    rows(0, 1, 2)
    assert capped_count(Session.objects.all(), cap=7) == 3


def test_one_long_list_says_nothing_about_another():
    rows(0, 1, 2, 3)
    assert capped_count(Session.objects.filter(session_key__lt="k004"), cap=2) == 3
    assert capped_count(Session.objects.filter(session_key__lt="k002"), cap=2) == 2


@pytest.mark.parametrize("days", [(0,), (0, 1, 2)])
def test_a_list_costs_the_same_for_one_and_for_three(days, django_assert_num_queries):
    rows(*days)
    with django_assert_num_queries(1):
        page(table())


def test_a_short_sequence_is_shown_whole():
    class Row:
        pk = 7
        session_key = "một"
        expire_date = START
        session_data = ""

    shown = Sessions([Row(), Row(), Row(), Row()], RequestFactory().get("/"))
    assert len(shown.rows) == 4
    assert not page(shown).xpath("//nav")


def test_every_cell_has_a_role_because_phones_stack_them():
    rows(0)
    drawn = page(table())
    assert not drawn.xpath("//td[not(@role='cell')] | //tr[not(@role='row')]")
    assert re.search(r"1 kết quả", drawn.text_content())


def test_words_met_before_are_as_safe_as_at_first():
    """A marked text equals a plain one; neither takes the place of the other."""
    texts = ["<b>", mark_safe("<b>"), "<b>", None, "", "a & b"]
    cells = html.fromstring(f"<table>{OneWord([{'word': one} for one in texts], blank()).body}")
    assert [cell.text or len(cell) for cell in cells.xpath("//td")] == [
        *("<b>", 1, "<b>", "—", "—", "a & b")
    ]


class OneWord(Table):
    columns = (Column("word", "Chữ"),)


def blank():
    return RequestFactory().get("/")
