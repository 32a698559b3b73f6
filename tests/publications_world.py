"""A publication of Lan's unit, for the tests that walk addresses and for those of the slice."""

import pytest


@pytest.fixture
def say():
    """What an officer types about a paper."""
    from congdoan.areas.publications import api

    return api.PublicationData(
        title="Hướng dẫn hội nghị viên chức",
        summary="Các trường tổ chức hội nghị trước ngày 30/10.",
        with_file=True,
        checked=True,
    )


@pytest.fixture
def publications(documents, exchanged, lan, tree, now):
    """One thing of each kind at Lan's unit, with what is exchanged there."""
    from congdoan.areas.documents.api import get_document
    from congdoan.areas.publications import api
    from tests.addresses import SECRET

    page = api.PageData("123456", SECRET, "k", "http://127.0.0.1:9", "v23.0")
    api.connect_page(actor=lan, organisation=tree.middle, data=page, at=now)
    document = get_document(lan, documents["documents"]["pk"])
    data = api.PublicationData(SECRET, SECRET, checked=True)
    made = api.prepare_publication(
        actor=lan, document=document, channel="PORTAL", data=data, at=now
    )
    unit = {"unit": tree.middle.pk}
    return {
        **exchanged,
        "publications": {"pk": made.pk, **unit},
        "publications:new": {"pk": document.pk, "channel": "facebook"},
        "publications:of_document": {"pk": document.pk},
    }
