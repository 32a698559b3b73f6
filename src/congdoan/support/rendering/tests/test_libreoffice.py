"""The Word file as LibreOffice reads it: the same words on about as many pages as the PDF."""

import io
import re
import shutil
import subprocess

from pypdf import PdfReader
import pytest

from congdoan.support.rendering.enums import ProfileCode
from congdoan.support.rendering.rules.document import (
    IssuingBody,
    Paragraph,
    SignatureBlock,
    Table,
)
from congdoan.support.rendering.services.pdf import to_pdf
from congdoan.support.rendering.services.word import to_docx
from congdoan.support.rendering.tests.factories import NOW, STAMP, a_document, long_document

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")

_TWO = [IssuingBody("Liên đoàn Lao động tỉnh Lâm Đồng"), IssuingBody("Sở Giáo dục và Đào tạo")]
_SIGNED = [SignatureBlock("Chủ tịch", f"Người {n}", ["TM. Ban Chấp hành"]) for n in range(13)]
_ROWS = [[str(n), f"Nội dung thứ {n} " * 6, "Hằng quý, 1/2"] for n in range(30)]
DOCUMENTS = {
    "one body": a_document(),
    "long, two bodies": a_document(
        bodies=_TWO, body=long_document(40).body, signatures=_SIGNED[:2], profile=ProfileCode.UNION
    ),
    "thirteen signatures": a_document(signatures=_SIGNED),
    "wide table": a_document(
        body=[Table(["TT", "Việc phải làm", "Bên A"], _ROWS, [1, 6, 2])],
        signatures=[],
        recipients=[],
        landscape=True,
        note="Số liệu để tra cứu.",
    ),
}


@pytest.fixture
def by_office(tmp_path):
    """Return the pages LibreOffice makes of a document's Word file."""

    def convert(document, stamp):
        source = tmp_path / "van-ban.docx"
        source.write_bytes(to_docx(document, created_at=NOW, stamp=stamp))
        profile = f"-env:UserInstallation=file://{tmp_path}/office"
        command = [str(OFFICE), profile, "--headless", "--convert-to", "pdf", source.name]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
        return PdfReader(tmp_path / "van-ban.pdf").pages

    return convert


def words(pages):
    said = "".join(page.extract_text() for page in pages)
    return re.sub(r"[\s\u200b\u00a0]+", "", said)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_opens_and_says_the_same(name, by_office):
    document = DOCUMENTS[name]
    stamp = None if document.landscape else STAMP
    ours = PdfReader(io.BytesIO(to_pdf(document, created_at=NOW, stamp=stamp))).pages
    theirs = by_office(document, stamp)
    assert abs(len(ours) - len(theirs)) <= 1
    assert theirs[0].mediabox.width == pytest.approx(ours[0].mediabox.width, abs=2)
    for block in document.body:
        text = block.text if isinstance(block, Paragraph) else getattr(block, "label", "")
        assert re.sub(r"\s+", "", str(text)) in words(theirs)
    for signature in document.signatures:
        assert signature.name.replace(" ", "") in words(theirs)
    assert words(theirs[-1:]), "no empty page at the end"
