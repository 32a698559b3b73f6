"""What the walks over all addresses find of plans and tasks."""

import pytest

from tests.addresses import SECRET


@pytest.fixture
def planning(tree, lan, today, now):
    """Lan's programme with a task handed down to those below."""
    from congdoan.areas.documents.api import Rule
    from congdoan.areas.planning import api
    from congdoan.kernel.periods.api import school_year_of

    given = {"actor": lan, "on": today, "at": now}
    data = api.PlanData(school_year_of(today).pk, "PROGRAMME", SECRET, SECRET)
    plan = api.start_plan(organisation=tree.middle, data=data, **given)
    task = api.add_task(plan=plan, data=api.TaskData(SECRET), **given)
    api.adopt_plan(plan=plan, adoption=api.Adoption(today, "BCH"), **given)
    api.hand_down(task=task, rule=Rule(reach="CHILDREN"), data=api.HandingData(today), **given)
    one = task.given_out.order_by("pk").first()
    unit = {"unit": tree.middle.pk}
    return {
        "planning": {"pk": task.pk, "given": one.pk},
        "planning:plan": {"pk": plan.pk, "form": "pdf"},
        **{f"planning:{name}": unit for name in ("of", "begin", "calendar", "branch")},
    }
