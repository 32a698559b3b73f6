from io import BytesIO

import pytest

from congdoan.foundation.forms.uploads import KEPT
from congdoan.support.files import rules
from congdoan.support.files.tests.factories import PDF, PNG, office_file

DOCX = office_file("[Content_Types].xml", "word/document.xml")
XLSX = office_file("[Content_Types].xml", "xl/workbook.xml")
ODT = office_file("content.xml", mimetype=rules.ODT)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.pdf", PDF, rules.PDF),
        ("a.PDF", b"\xef\xbb\xbf" + PDF, rules.PDF),
        ("a.docx", DOCX, rules.DOCX),
        ("a.xlsx", XLSX, rules.XLSX),
        ("a.odt", ODT, rules.ODT),
        ("a.jpg", b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        ("a.jpeg", b"\xff\xd8\xff\xe1rest", "image/jpeg"),
        ("a.png", PNG, "image/png"),
        ("a.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
    ],
)
def test_each_allowed_type_is_told_by_its_content(name, content, expected):
    assert rules.media_type(name, BytesIO(content)) == expected


def test_forms_promise_what_is_kept():
    assert {f".{kind}" for kind in KEPT} == set(rules.TYPES)


@pytest.mark.parametrize(
    "name", ["a.html", "a.svg", "a.exe", "a.zip", "a.docm", "a.doc", "a", "pdf", ".pdf.html"]
)
def test_other_extensions_are_refused_whatever_the_content(name):
    with pytest.raises(rules.FileTypeRefused):
        rules.media_type(name, BytesIO(PDF))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"<html><script>alert(1)</script>"),
        ("a.png", PDF),
        ("a.docx", XLSX),
        ("a.xlsx", ODT),
        ("a.odt", office_file("content.xml", mimetype="application/x-msdownload")),
        ("a.docx", office_file("anything.txt")),
        ("a.docx", b"PK\x03\x04 cut off"),
        ("a.docx", office_file("[Content_Types].xml", "word/document.xml")[:60]),
        ("a.jpg", b"GIF89a"),
    ],
)
def test_a_disguised_or_broken_file_is_refused(name, content):
    with pytest.raises(rules.ContentIsNotWhatItSays):
        rules.media_type(name, BytesIO(content))


def test_macros_are_refused_even_under_a_plain_extension():
    package = office_file("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")
    with pytest.raises(rules.HasMacros):
        rules.media_type("a.docx", BytesIO(package))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Quy chế phối hợp.pdf", "Quy chế phối hợp.pdf"),  # NFC below
        ("C:\\Users\\lan\\ban quet.pdf", "ban quet.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("hoa\u202efdp.exe", "hoafdp.exe"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ('x<y>:"z|?*.pdf', "x_y___z___.pdf"),
        ("...pdf", "pdf"),
        ("", "tep"),
        ("   ", "tep"),
    ],
)
def test_names_are_made_safe(given, kept):
    assert rules.clean_name(given) == kept


def test_a_name_is_stored_composed_and_keeps_its_extension_when_long():
    assert rules.clean_name("Quy che\u0302\u0301.pdf") == "Quy chế.pdf"
    assert rules.clean_name("a" * 400 + ".pdf") == "a" * 146 + ".pdf"


def test_a_size_just_over_the_limit_does_not_read_as_the_limit():
    assert rules.megabytes(25 * 1024 * 1024 + 1) == 26
