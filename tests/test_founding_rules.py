"""A superior may ask its grassroots unions for less time than the law gives them."""

from datetime import date, timedelta

import pytest

from congdoan.areas.restructuring import api
from congdoan.areas.restructuring.selectors.founding import deadlines_of
from congdoan.kernel.rulebook.services.own_rules import lay_down

pytestmark = pytest.mark.django_db


def test_a_superior_may_ask_for_less_time(lan, tree, system, today, now):
    lay_down(
        actor=system,
        organisation=tree.middle,
        key="organisation.founding_deadline.dossier",
        value=5,
        start=date(2026, 1, 1),
        legal_basis="Nghị quyết 01/NQ-BTV",
    )
    founding = api.start_founding(
        actor=lan,
        superior=tree.middle,
        data=api.FoundingData(
            name="Công đoàn cơ sở Trường Mầm non Nắng Mai",
            code="CS-NM",
            level="L4_GRASSROOTS",
            started_on=today - timedelta(days=60),
        ),
        on=today,
        at=now,
    )
    shared = {"actor": lan, "founding": founding, "on": today, "at": now}
    api.count_applications(count=6, day=founding.started_on, **shared)
    founding = api.hold_congress(day=date(2026, 2, 23), attendance=6, **shared)
    assert deadlines_of(founding).dossier == date(2026, 3, 2)
