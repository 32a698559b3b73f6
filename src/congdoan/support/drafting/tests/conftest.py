"""A template of Lan's union, and its text."""

import pytest

from congdoan.support.drafting.selectors.templates import draft_of
from congdoan.support.drafting.services.templates import make_template


@pytest.fixture
def template(tree, lan, today, now):
    return make_template(
        actor=lan,
        organisation=tree.middle,
        type_code="UNION.KH",
        name="Kế hoạch tháng",
        like=None,
        on=today,
        at=now,
    )


@pytest.fixture
def draft(template):
    return draft_of(template)


@pytest.fixture
def below(minh):
    """The president of a school's union under Lan's."""
    return minh


@pytest.fixture
def beside(tree, make_person, seat, actor_of):
    """The president of a union in another province."""
    person = make_person("Trần Thị Bình", username="binh")
    seat(person, tree.far_leaf)
    return actor_of(person)
