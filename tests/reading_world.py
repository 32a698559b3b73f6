"""Files on their way and read, for the tests that walk addresses."""

from django.core.files.base import ContentFile
import pytest


@pytest.fixture
def begun(lan, now):
    """A large file that Lan began to send."""
    from congdoan.areas.documents.selectors.documents import ARRIVED
    from congdoan.support.files.services.gathering import FilePlan, begin_gathering

    plan = FilePlan(ARRIVED, "ban-quet.pdf", 5_000_000, "1")
    return begin_gathering(actor=lan, plan=plan, at=now)


@pytest.fixture
def reading(begun, lan, tree, now):
    """A file on its way, and a scan that was read and waits to be entered."""
    from congdoan.areas.documents.services.scanning import keep_scan
    from tests import papers

    upload = ContentFile(papers.text_pdf("Số: 12/KH-CĐGD"), name="cho-vao-so.pdf")
    scan = keep_scan(actor=lan, organisation=tree.middle, upload=upload, at=now)
    return {"files:part": {"pk": begun.pk}, "texts": {"file": scan.pk}}
