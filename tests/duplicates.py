"""What the walks over all addresses find of duplicates."""

from datetime import date

import pytest


@pytest.fixture
def duplicates(tree, lan, system, today, now):
    """A pair that waits at Lan's unit, and one she merged."""
    from congdoan.areas.duplicates import api as duplicates
    from congdoan.areas.duplicates.models import Pair
    from congdoan.areas.members.api import NewMember, Stay, enrol_members
    from congdoan.foundation.valid_time import span
    from congdoan.kernel.people.api import PersonData

    def enrol(name, unit, since, until=None):
        facts = PersonData("Hoàng Thị", name, "F", date(1981, 3, 4))
        return enrol_members([NewMember(facts, [Stay(unit.pk, span(since, until))])])[0]

    turn = date(2024, 9, 1)
    for name in ("Tuyết", "Mai"):
        enrol(name, tree.leaf, date(2020, 9, 1), turn)
        enrol(name, tree.middle, turn)
    duplicates.find_duplicates(actor=system, on=today, at=now)
    waiting, decided = Pair.objects.filter(one__family_middle="Hoàng Thị").order_by("pk")
    choice = duplicates.Choice(decided.one_id, note="đã gặp")
    made = duplicates.merge_pair(actor=lan, pair=decided, choice=choice, on=today, at=now)
    return {
        "duplicates": {"pk": waiting.pk},
        "duplicates:merged": {"pk": made.pk},
        "duplicates:part": {"pk": made.pk},
    }
