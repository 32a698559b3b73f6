from datetime import date

import pytest

from congdoan.areas.documents.api import Rule
from congdoan.areas.planning import api
from congdoan.kernel.periods.api import school_year_of


@pytest.fixture
def period(law, today):
    return school_year_of(today)


@pytest.fixture
def plan_of(period, today, now):
    """Begin a programme: ``plan_of(actor, organisation)``."""

    def make(actor, organisation, *, kind="PROGRAMME", of=None, on=today):
        data = api.PlanData((of or period).pk, kind, "Chương trình công tác năm học", "Đổi mới")
        return api.start_plan(actor=actor, organisation=organisation, data=data, on=on, at=now)

    return make


@pytest.fixture
def add(today, now):
    def make(actor, plan, title="Thăm nhà giáo nghỉ hưu", **more):
        data = api.TaskData(title, **more)
        return api.add_task(actor=actor, plan=plan, data=data, on=today, at=now)

    return make


@pytest.fixture
def adopt(today, now):
    def make(actor, plan):
        adoption = api.Adoption(today, "Ban Chấp hành", "12/CTr-CĐ")
        return api.adopt_plan(actor=actor, plan=plan, adoption=adoption, on=today, at=now)

    return make


@pytest.fixture
def programme(lan, tree, plan_of, add, adopt):
    """Lan's programme, adopted, with two tasks."""
    plan = plan_of(lan, tree.middle)
    first = add(lan, plan, due=date(2026, 4, 20), target="100%", section="Chăm lo")
    second = add(lan, plan, "Tổng kết", section="Tổ chức")
    adopt(lan, plan)
    plan.refresh_from_db()
    for one in (first, second):
        one.refresh_from_db()
    return plan


@pytest.fixture
def hand(today, now):
    def make(actor, task, *, reach="CHILDREN", **more):
        rule = more.pop("rule", None) or Rule(reach=reach)
        return api.hand_down(
            actor=actor,
            task=task,
            rule=rule,
            data=api.HandingData(today, "Kèm ảnh"),
            on=today,
            at=now,
            **more,
        )

    return make
