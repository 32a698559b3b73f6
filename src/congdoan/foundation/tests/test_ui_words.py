"""Dates, numbers, spans and links as papers here write them."""

from datetime import UTC, date, datetime

from django.db.backends.postgresql.psycopg_any import DateRange
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
import pytest

from congdoan.foundation.templatetags import ui


def drawn(text: str, address: str = "/", **values: object) -> str:
    request = RequestFactory().get(address)
    return Template(text).render(Context({"request": request, **values}))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (date(2023, 11, 9), "09/11/2023"),
        (None, "—"),
        # 18:00 UTC is past midnight in Vietnam.
        (datetime(2023, 11, 8, 18, 0, tzinfo=UTC), "09/11/2023"),
    ],
)
def test_days(value, written):
    assert ui.day(value) == written


def test_a_moment_is_local():
    assert ui.moment(datetime(2023, 11, 9, 2, 30, tzinfo=UTC)) == "09:30 09/11/2023"


@pytest.mark.parametrize(("language", "written"), [("vi", "1.234.567,5"), ("en", "1,234,567.5")])
def test_numbers_follow_the_language(language, written):
    with translation.override(language):
        assert ui.number(1234567.5) == written


@pytest.mark.parametrize(
    ("span", "written"),
    [
        (DateRange(date(2018, 9, 1), date(2023, 9, 1)), "01/09/2018 – 31/08/2023"),
        (DateRange(date(2018, 9, 1), None), "từ 01/09/2018"),
        (DateRange(None, date(2023, 9, 1)), "đến 31/08/2023"),
        (DateRange(date(2018, 9, 1), date(2018, 9, 2)), "01/09/2018"),
        (DateRange(None, None), "không thời hạn"),
        (DateRange(empty=True), "—"),
        (None, "—"),
    ],
)
def test_a_span_is_written_with_its_last_day(span, written):
    assert ui.span(span) == written


@pytest.mark.parametrize(
    ("size", "written"), [(0, "0 B"), (900, "900 B"), (2048, "2 KB"), (2_516_582, "2,4 MB")]
)
def test_sizes(size, written):
    with translation.override("vi"):
        assert ui.size(size) == written


def test_query_string_keeps_filters_and_day_and_drops_the_place():
    address = "/x/?q=hoa+sen&as_of=2023-01-01&after=abc"
    assert drawn('{% query_string sort="-name" %}', address) == (
        "?q=hoa+sen&amp;as_of=2023-01-01&amp;sort=-name"
    )


def test_query_string_takes_away_what_is_none():
    assert drawn("{% query_string q=None %}", "/x/?q=a&sort=name") == "?sort=name"
    assert drawn("{% query_string q=None %}", "/x/?q=a") == "/x/"


def test_query_string_does_not_carry_markup_out():
    assert "<" not in drawn("{% query_string a=1 %}", '/x/?q="><script>')


def test_a_link_stays_on_the_day_that_is_looked_at():
    text = "{% url_as_of 'desk:home' %}"
    assert drawn(text) == "/"
    assert drawn(text, "/?as_of=2023-01-01") == "/?as_of=2023-01-01"
    assert '"' not in drawn(text, '/?as_of="onclick="x')


def test_an_icon_is_hidden_unless_it_speaks():
    assert 'aria-hidden="true"' in drawn('{% icon "house" %}')
    spoken = drawn('{% icon "house" word %}', word="Trang <đầu>")
    assert 'role="img" aria-label="Trang &lt;đầu&gt;"' in spoken


def test_a_badge_escapes_its_word():
    assert "&lt;b&gt;" in drawn("{% badge word %}", word="<b>")


def test_a_fixed_part_sees_no_variable_and_speaks_each_language():
    text = Template(
        "{% load i18n %}{% fixed %}{% get_current_language as code %}{{ code }}"
        "{% firstof secret 'nothing' %}{% endfixed %}{{ secret }}"
    )

    def said(language: str, secret: str) -> str:
        with translation.override(language):
            return text.render(Context({"secret": secret}))

    assert said("vi", "of Lan") == "vinothingof Lan"
    assert said("en", "of Minh") == "ennothingof Minh"
    assert said("vi", "of Minh") == "vinothingof Minh"
