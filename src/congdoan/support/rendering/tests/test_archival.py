"""
PDF/A-2b, as far as can be told without veraPDF: each check named.

Part and level in the metadata, an output intent with its ICC profile, every font embedded with its
letters named, a tree of tags, file identifiers, and nothing that an archive forbids.
"""

import io
import re

from pypdf import PdfReader
import pytest

from congdoan.support.rendering.enums import ProfileCode
from congdoan.support.rendering.rules.document import Annex, Paragraph, Table
from congdoan.support.rendering.services.pdf import to_pdf
from congdoan.support.rendering.tests.factories import NOW, STAMP, a_document


@pytest.fixture(scope="module", params=list(ProfileCode))
def reader(request):
    document = a_document(
        profile=request.param,
        body=[Paragraph("Nội dung"), Table(["TT", "Đơn vị"], [["1", "Trường A"]])],
        annexes=[Annex("Danh sách", [Paragraph("x")], landscape=True)],
        urgency="Khẩn",
        contact=["Địa chỉ"],
    )
    return PdfReader(io.BytesIO(to_pdf(document, created_at=NOW, stamp=STAMP)))


def kinds(reader):
    return {
        one.get_object().get("/S")
        for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())))
        if isinstance(one := reader.get_object(number), dict) and one.get("/Type") == "/StructElem"
    }


def test_the_metadata_say_part_2_level_b(reader):
    xmp = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfaid:part>2<|pdfaid:part=.2", xmp)
    assert re.search(r"pdfaid:conformance>B<|pdfaid:conformance=.B", xmp)


def test_colours_have_an_output_intent_with_its_profile(reader):
    (intent,) = reader.trailer["/Root"]["/OutputIntents"]
    intent = intent.get_object()
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"].get_object().get_data()[36:40] == b"acsp"  # an ICC profile


def test_every_font_is_embedded_and_its_letters_can_be_read(reader):
    fonts = [
        font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()
    ]
    assert fonts
    for font in fonts:
        assert "/ToUnicode" in font
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_the_page_is_tagged_with_paragraphs_and_tables(reader):
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "vi-VN"
    tags = kinds(reader)
    assert {"/P", "/Table", "/TR", "/TH", "/TD"} <= tags


def test_nothing_an_archive_forbids_is_in_it(reader):
    root = reader.trailer["/Root"]
    assert not reader.is_encrypted
    assert "/ID" in reader.trailer
    for forbidden in ("/OpenAction", "/AA", "/AcroForm", "/Names"):
        if forbidden in root and forbidden == "/Names":
            assert "/JavaScript" not in root["/Names"]
            assert "/EmbeddedFiles" not in root["/Names"]
        else:
            assert forbidden not in root
    for page in reader.pages:
        assert "/AA" not in page
        assert "/Trans" not in page
