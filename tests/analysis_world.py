"""What stands on the dashboard of Lan's unit, for walks over addresses and for the slice."""

import pytest

from tests.addresses import SECRET


@pytest.fixture
def saved(reporting, submitted, lan, tree, now):
    """A view of Lan's unit on its dashboard."""
    from congdoan.areas.analysis.api import ViewData, place_view, save_view

    data = ViewData(SECRET, submitted.round.version.form_id, "PROGRESS", shared="UNIT")
    made = save_view(actor=lan, organisation=tree.middle, data=data, at=now)
    return place_view(actor=lan, organisation=tree.middle, view=made)


@pytest.fixture
def analysis(saved, submitted, tree):
    """What the walks over all addresses find of analysis."""
    unit = {"unit": tree.middle.pk}
    return {
        "analysis:board": unit,
        "analysis:board_tile": unit | {"pk": saved.pk, "act": "rong"},
        "analysis:view": {"pk": saved.view_id},
        **{f"analysis:{page}": {"pk": submitted.round_id} for page in ("charts", "map", "save")},
    }
