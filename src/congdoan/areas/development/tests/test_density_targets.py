"""Density as a target: the same share for all, no sums, live from what is known."""

from datetime import date

from django.urls import reverse
import pytest

from congdoan.areas.development.enums import Indicator
from congdoan.areas.development.forms import GridForm
from congdoan.areas.development.selectors import progress, sheet_of
from congdoan.areas.development.services import save_targets
from congdoan.areas.members.api import NewMembership, begin_memberships
from congdoan.areas.workforce.api import CountData, state_employees
from congdoan.foundation.valid_time import span
from congdoan.kernel.people.models import Person

pytestmark = pytest.mark.django_db
SHARE = Indicator.DENSITY


@pytest.fixture(autouse=True)
def half(lan, tree, today, now):
    """The leaf has two members of four employees; of the other leaf nobody knows."""
    people = Person.objects.bulk_create(
        Person(given_name="Thử", sort_key="thu", folded="thu") for _ in range(2)
    )
    days = span(date(2020, 1, 1), None)
    begin_memberships(
        [NewMembership(one.pk, tree.leaf.pk, days, "TEACHER", "F", 1980) for one in people]
    )
    state_employees(
        actor=lan, organisation=tree.leaf, data=CountData(date(2026, 1, 31), 4), on=today, at=now
    )


def test_progress_is_the_density_of_the_day_or_unknown(tree, today):
    ids = [tree.leaf.pk, tree.other_leaf.pk]
    assert progress(ids, year=2026, on=today)[SHARE] == {ids[0]: 50, ids[1]: None}
    assert progress(ids, year=2026, on=date(2026, 1, 30))[SHARE][ids[0]] is None
    assert progress(ids, year=2027, on=today)[SHARE][ids[0]] is None


def test_a_share_is_not_added_up(lan, tree, today, now):
    figures = {(tree.leaf.pk, SHARE): 80, (tree.other_leaf.pk, SHARE): 90}
    save_targets(actor=lan, superior=tree.middle, year=2026, figures=figures, on=today, at=now)
    sheet = sheet_of(tree.middle, year=2026, on=today)
    place = list(Indicator).index(SHARE)
    whole = sheet.sums[place]
    assert (whole.value, whole.reached, whole.percent) == (90, 50, 55)
    assert {line.figures[place].percent for line in sheet.lines} == {62, None}


def test_the_grid_takes_hundred_percent_at_most_and_shares_it_alike(lan, tree, signed_in):
    units = [(tree.leaf.pk, "Hoa Sen")]
    form = GridForm({f"v-{tree.leaf.pk}-DENSITY": "101"}, actor=lan, units=units)
    assert not form.is_valid()
    client = signed_in(lan)
    asked = {"don-vi": tree.middle.pk, "nam": 2026, "chia": 1, "tong-DENSITY": 95}
    page = client.get(reverse("development:grid"), asked).content.decode()
    for unit in (tree.leaf, tree.other_leaf):
        assert f'name="v-{unit.pk}-DENSITY" value="95"' in page
    assert client.get(reverse("development:targets"), {"nam": 2026}).status_code == 200
