"""What a file carries inside: recognised, refused with a sentence, and plain papers kept."""

from io import BytesIO
import zipfile
import zlib

import pytest

from congdoan.support.files import rules
from congdoan.support.files.rules import inside
from congdoan.support.files.rules.inside import check_pdf

HEAD = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog"


def pdf(words: bytes) -> BytesIO:
    return BytesIO(HEAD + words + b">>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n")


def packed(words: bytes, how: bytes = b"/FlateDecode") -> BytesIO:
    body = zlib.compress(words)
    head = b"%%PDF-1.7\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter%s/Length %d>>stream\n"
    return BytesIO(head % (how, len(body)) + body + b"\nendstream\nendobj\ntrailer\n<<>>\n%%EOF\n")


def derailed(stray: bytes) -> BytesIO:
    """Readers follow the table of contents and never meet what stands between objects."""
    plain = packed(b"2 0 <</S/JavaScript/JS(x)>>").getvalue()
    return BytesIO(plain.replace(b"1 0 obj", stray + b"\n1 0 obj", 1))


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        *((derailed(stray), rules.RunsCode) for stray in (b"(", b"<<", b">>", b"(<<")),
        (pdf(b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"), rules.RunsCode),
        (pdf(b"/OpenAction<</S/J#61vaScript >>"), rules.RunsCode),
        (packed(b"2 0 <</S/JavaScript/JS(x)>>"), rules.RunsCode),
        (pdf(b"/AA<</O<</S/Launch/F(cmd.exe)>>>>"), rules.RunsCode),
        # After a stream, too.
        (
            BytesIO(HEAD + b">>stream\nx\nendstream\n2 0 obj <</JS(x)>>\nstream\ny\nendstream"),
            rules.RunsCode,
        ),
        (pdf(b"/Names<</EmbeddedFiles 5 0 R>>"), rules.CarriesFiles),
        # Where a reader sees no stream there is none: in a comment, a string, an open dictionary.
        (pdf(b"%>> stream\n/OpenAction<</S/JavaScript/JS(x)>>\n%endstream\n"), rules.RunsCode),
        (pdf(b"/A<<>>%\rstream\n/AA<</S/Launch >>\n%endstream\n"), rules.RunsCode),
        (pdf(b"/A(<<>>\nstream\n)/AA<</S/Launch >>/B(\nendstream)"), rules.RunsCode),
        (pdf(b"/obj<<>> stream\n/OpenAction<</JS(x)>>\nendstream"), rules.RunsCode),
        (pdf(b"/A(\\)<<>> stream\n)/AA<</S/Launch >>/B(endstream)"), rules.RunsCode),
        # An object that the table of contents finds inside a stream.
        (BytesIO(HEAD + b">>stream\nx 7 0%c\nobj<</S/JavaScript/JS(x)>>endobj\n"), rules.RunsCode),
        (packed(b"2 0 <</S/JavaScript/JS(x)>>", b"[/FlateDecode]"), rules.RunsCode),
        (packed(b"2 0 <<>>", b"[/ASCIIHexDecode/FlateDecode]"), rules.CannotLookInside),
        (packed(b"2 0 <<>>", b" 9 0 R"), rules.CannotLookInside),
    ],
)
def test_a_pdf_that_does_more_than_show_pages_is_refused(content, refusal):
    with pytest.raises(refusal) as caught:
        rules.media_type("van-ban.pdf", content)
    assert "in " in caught.value.sentence
    assert "van-ban.pdf" in caught.value.sentence


@pytest.mark.parametrize(
    "content",
    [
        pdf(b"/Title(JavaScript)/Lang(vi)"),
        # The picture of a scan may hold any bytes.
        BytesIO(HEAD + b">>stream\n\x01 /JavaScript (x) /EmbeddedFiles /JS<\nendstream\n%%EOF"),
        pdf(b"/OpenAction[3 0 R/FitH null]"),
        pdf(b"/A(100% (x) \\( )/B<</C<41>>>"),
        packed(b"2 0 <</Title(x)>>"),
    ],
)
def test_words_and_pictures_are_no_code(content):
    assert rules.media_type("van-ban.pdf", content) == rules.PDF


def test_a_pdf_under_a_password_is_refused_and_one_that_only_forbids_printing_is_kept():
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    from tests.papers import text_pdf

    def locked(user):
        writer = copy_into_new_writer(PdfFileReader(BytesIO(text_pdf("Kế hoạch"))))
        writer.encrypt(owner_pass="chu", user_pass=user)
        out = BytesIO()
        writer.write(out)
        return out

    with pytest.raises(rules.HasPassword):
        rules.media_type("a.pdf", locked("bi-mat"))
    assert rules.media_type("a.pdf", locked("")) == rules.PDF


def office(**parts: str) -> BytesIO:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for name, text in {"[Content_Types].xml": "x", "word/document.xml": "x", **parts}.items():
            package.writestr(name, text)
    return held


def test_a_word_file_that_fetches_a_template_from_elsewhere_is_refused():
    bonds = '<Relationship Type="http://x/attachedTemplate" Target="{}" TargetMode="External"/>'
    far = office(**{"word/_rels/settings.xml.rels": bonds.format("http://la.vn/mau.dotm")})
    with pytest.raises(rules.FetchesTemplate):
        rules.media_type("a.docx", far)
    near = bonds.format("file:///C:/Users/an/Templates/Normal.dotm")
    assert rules.media_type("a.docx", office(**{"word/_rels/settings.xml.rels": near}))


def test_a_renamed_docm_is_a_file_with_macros():
    types = "application/vnd.ms-word.document.macroEnabled.main+xml"
    with pytest.raises(rules.HasMacros):
        rules.media_type("a.docx", office(**{"[Content_Types].xml": types}))


def test_an_office_file_under_a_password_is_told_from_a_broken_one():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
    with pytest.raises(rules.HasPassword):
        rules.media_type("a.docx", BytesIO(ole + "EncryptedPackage".encode("utf-16-le")))
    with pytest.raises(rules.ContentIsNotWhatItSays):
        rules.media_type("a.docx", BytesIO(ole))


def test_a_large_scan_is_looked_through_without_holding_it(tmp_path):
    import tracemalloc

    path = tmp_path / "quet.pdf"
    with path.open("wb") as file:
        for number in range(40):
            file.write(b"%d 0 obj\n<</Type/XObject>>stream\n" % number)
            file.write(b"\x01/JS(" * 100_000 + b"\nendstream\nendobj\n")
        file.write(b"99 0 obj <</OpenAction<</JS(x)>>>>")
    tracemalloc.start()
    with path.open("rb") as file, pytest.raises(rules.RunsCode):
        check_pdf(file, "quet.pdf")
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert path.stat().st_size > 16 * 1024 * 1024
    assert held < 6 * 1024 * 1024


def test_papers_packed_without_end_are_refused(monkeypatch):
    monkeypatch.setattr(inside, "_MOST_UNPACKED", 1000)
    with pytest.raises(rules.CannotLookInside):
        check_pdf(packed(b"2 0 <<>>" + b" " * 5000), "a.pdf")
