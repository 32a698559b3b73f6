"""Golden packages, and packages nobody should take."""

import base64
from dataclasses import asdict
from datetime import date, datetime
import hashlib
import io
import json
from pathlib import Path
import tracemalloc
import zipfile

import pytest

from congdoan.support.edxml import api
from congdoan.support.edxml.rules import refusals

GOLDEN = Path(__file__).parents[5] / "tests" / "fixtures" / "edxml"
NS = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
MEGABYTE = 1024 * 1024


def told(value):
    if isinstance(value, bytes):
        return f"{len(value)} sha256:{hashlib.sha256(value).hexdigest()}"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_golden(path):
    with path.with_suffix(".edxml").open("rb") as content:
        message = api.read_package(content)
    found = {"kind": type(message).__name__, **asdict(message)}
    assert json.loads(json.dumps(found, default=told)) == json.loads(path.read_text())


@pytest.mark.parametrize(
    ("name", "refusal", "word"),
    [
        ("hong-thuc-the", refusals.HasEntities, "DOCTYPE"),
        ("hong-ma-nghiep-vu", refusals.BusinessUnknown, "“9”"),
        ("hong-ma-trang-thai", refusals.StatusUnknown, "“07”"),
        ("hong-khong-phai-edxml", refusals.NotEdxml, "QCVN 102"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(name, refusal, word):
    with (GOLDEN / f"{name}.edxml").open("rb") as content, pytest.raises(refusal) as said:
        api.read_package(content)
    assert word in said.value.sentence


def letter(encoded, *, header="", name="a.pdf"):
    """Return a package by hand, around base64 as it stands."""
    return (
        f'<edXML xmlns="{NS}"><e:edXMLEnvelope xmlns:e="{NS}"><e:edXMLHeader><MessageHeader>'
        "<From><OrganId>A</OrganId></From><To><OrganId>B</OrganId></To><Subject>s</Subject>"
        f"{header}<DocumentId>A,2026/01/01,1/X</DocumentId></MessageHeader></e:edXMLHeader>"
        "</e:edXMLEnvelope><AttachmentEncoded><Attachment><ContentTransferEncoded>"
        f"{encoded}</ContentTransferEncoded><AttachmentName>{name}</AttachmentName></Attachment>"
        "</AttachmentEncoded></edXML>"
    ).encode()


class Endless(io.RawIOBase):
    """3 GB of base64 that nobody has to hold."""

    def __init__(self):
        self.head = letter("")[: letter("").index(b"</ContentTransferEncoded>")]
        self.given = 0

    def read(self, size=-1):
        if self.given >= 3 * 1024 * MEGABYTE:
            return b""
        piece = self.head or b"QUFB" * (size // 4)
        self.head = b""
        self.given += len(piece)
        return piece


def test_three_gigabytes_are_refused_and_never_held():
    stream = Endless()
    tracemalloc.start()
    try:
        with pytest.raises(refusals.AttachmentTooLarge) as said:
            api.read_package(stream, api.Limits(attachment=2 * MEGABYTE))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert "2 MB" in said.value.sentence
    assert stream.given < 4 * MEGABYTE
    assert peak < 2 * MEGABYTE


def test_the_whole_package_has_its_measure():
    with pytest.raises(refusals.PackageTooLarge):
        api.read_package(Endless(), api.Limits(package=MEGABYTE))


def test_a_zip_bomb_does_not_go_off():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("a.pdf", b"\0" * (5 * MEGABYTE))
    content = letter(base64.b64encode(made.getvalue()).decode())
    assert len(content) < 20_000
    with pytest.raises(refusals.AttachmentInflates):
        api.read_package(io.BytesIO(content), api.Limits(attachment=MEGABYTE))


def test_an_office_file_is_no_wrapping():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("[Content_Types].xml", "x")
        package.writestr("word/document.xml", "y")
    read = api.read_package(
        io.BytesIO(letter(base64.b64encode(made.getvalue()).decode(), name="a.docx"))
    )
    assert read.attachments[0].content == made.getvalue()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (letter("khong-phai-base64!"), refusals.AttachmentBroken),
        (letter("QUF"), refusals.AttachmentBroken),
        (letter(base64.b64encode(b"PK\x03\x04 hong").decode()), refusals.AttachmentBroken),
        (letter("", header="<DueDate>2026/02/30</DueDate>"), refusals.DayUnreadable),
        (letter("", header=f"<Content>{'x' * 70_000}</Content>"), refusals.TextTooLong),
        (letter("", header="<a>" * 40 + "</a>" * 40), refusals.TooDeep),
        (letter("", header="<a/>" * 20_000), refusals.TooDeep),
        (letter("").replace(b"<Subject>s</Subject>", b""), refusals.PartMissing),
        (letter("").replace(b"<To><OrganId>B</OrganId></To>", b""), refusals.PartMissing),
        (b"<edXML", refusals.NotXml),
        (b"", refusals.NotXml),
    ],
)
def test_malformed_packages(content, refusal):
    with pytest.raises(refusal):
        api.read_package(io.BytesIO(content))


def test_too_many_files():
    one = letter("QUFB").partition(b"<Attachment>")[2].partition(b"</AttachmentEncoded>")[0]
    content = letter("QUFB").replace(
        b"</AttachmentEncoded>", (b"<Attachment>" + one) * 3 + b"</AttachmentEncoded>"
    )
    with pytest.raises(refusals.TooManyAttachments):
        api.read_package(io.BytesIO(content), api.Limits(attachments=3))
