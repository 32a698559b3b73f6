"""What the walks over all addresses find of development targets."""

from datetime import timedelta

import pytest

from tests.addresses import SECRET


@pytest.fixture
def targets(tree, lan, today, now):
    """Targets Lan gave one unit for the year."""
    from congdoan.areas.development.enums import Indicator
    from congdoan.areas.development.services import give_targets, save_targets
    from congdoan.areas.development.services.assigning import Giving

    figures = {(tree.leaf.pk, Indicator.ADMITTED): 10}
    prepared = save_targets(
        actor=lan, superior=tree.middle, year=today.year, figures=figures, on=today, at=now
    )
    giving = Giving(today + timedelta(days=20), note=SECRET)
    return give_targets(actor=lan, target_round=prepared, giving=giving, on=today, at=now)
