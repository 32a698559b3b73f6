"""Files on their way and read, for the tests that walk addresses."""

import pytest


@pytest.fixture
def begun(lan, now):
    """A large file that Lan began to send."""
    from congdoan.areas.documents.selectors.documents import ARRIVED
    from congdoan.support.files.services.gathering import FilePlan, begin_gathering

    plan = FilePlan(ARRIVED, "ban-quet.pdf", 5_000_000, "1")
    return begin_gathering(actor=lan, plan=plan, at=now)


@pytest.fixture
def reading(begun):
    return {"files:part": {"pk": begun.pk}}
