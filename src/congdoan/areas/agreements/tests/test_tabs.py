"""Few tabs, each with its parts; every part is reached from every other."""

from django.urls import reverse
import pytest

from congdoan.areas.agreements.enums import State
from congdoan.areas.agreements.models import Agreement
from congdoan.areas.agreements.views.pages import groups_of, tabs_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", list(State))
def test_there_are_never_more_than_five_tabs(consulted, state):
    Agreement.objects.filter(pk=consulted.pk).update(state=state)
    consulted.refresh_from_db()
    groups = groups_of(consulted)
    assert len(groups) <= 5
    assert all(1 <= len(parts) <= 4 for _name, parts in groups)
    codes = [code for _name, parts in groups for code, _label in parts]
    assert len(codes) == len(set(codes))


def test_every_part_of_an_agreement_in_force_opens_and_shows_where_it_is(signed_in, running, lan):
    client = signed_in(lan)
    for _name, parts in groups_of(running):
        for code, label in parts:
            page = client.get(reverse(f"agreements:{code}", args=[running.pk]))
            assert page.status_code == 200, code
            html = page.content.decode()
            tabs, shown = tabs_of(running, code)
            assert sum(tab.current for tab in tabs) == 1
            bar = html.partition('<nav class="tabs"')[2].partition("</nav>")[0]
            assert bar.count("aria-current") == 1
            assert bar.count('aria-current="true"') == (1 if shown else 0), code
            for other in shown:
                assert f'href="{other.url}"' in html
            assert not shown or [part.label for part in shown if part.current] == [label]


def test_the_day_looked_at_stays(running):
    tabs, shown = tabs_of(running, "duties", as_of="2025-09-01")
    assert all(one.url.endswith("?as_of=2025-09-01") for one in [*tabs, *shown])
