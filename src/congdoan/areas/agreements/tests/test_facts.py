"""What documents of a unit may say of its agreements."""

import pytest

from congdoan.support.drafting import api as drafting

pytestmark = pytest.mark.django_db


def test_the_agreement_in_force_is_named_and_offered_as_a_basis(in_force, today):
    unit = in_force.drafting_id
    asked = drafting.Asked(unit, "UNION.KH", today)
    values = {
        fact.name: fact.value for answer in drafting.variables_asked.ask(asked) for fact in answer
    }
    assert in_force.title.split()[-1] in values["agreement.title"]
    assert values["agreement.partners"]
    lines = [one for answer in drafting.bases_asked.ask(asked) for one in answer]
    assert any(in_force.title.split()[-1] in one for one in lines)
    other = drafting.Asked(unit, "UNION.KH", today.replace(year=2000))
    assert {
        fact.value
        for answer in drafting.variables_asked.ask(other)
        for fact in answer
        if fact.name.startswith("agreement.")
    } == {""}
