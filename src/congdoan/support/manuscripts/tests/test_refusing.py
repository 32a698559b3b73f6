from contextlib import suppress
import io
import os
import tracemalloc
import zipfile

import pytest

from congdoan.foundation.refusal import Refusal
from congdoan.support.manuscripts.api import read_manuscript
from congdoan.support.manuscripts.rules import package, reading, refusals
from congdoan.support.manuscripts.tests.factories import p, word_file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def zipped(name, content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


BAD = {
    "old .doc": (OLE, refusals.OldWord),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), refusals.WordHasPassword),
    "odt": (
        zipped("mimetype", "application/vnd.oasis.opendocument.text"),
        refusals.OtherWriter,
    ),
    "rtf": (b"{\\rtf1\\ansi Quy che}", refusals.OtherWriter),
    "html saved as .doc": (b"\n<html><body>x</body></html>", refusals.OtherWriter),
    "pdf": (b"%PDF-1.7 ...", refusals.OtherWriter),
    "nothing": (b"", refusals.NotWord),
    "noise": (os.urandom(400).replace(b"PK", b"pk").replace(b"<", b"."), refusals.NotWord),
    "macros": (word_file(p("Một"), extra={"word/vbaProject.bin": b"x"}), refusals.WordHasMacros),
    "workbook": (
        word_file(p("Một")).replace(b"word/document.xml", b"xxxx/document.xml"),
        refusals.NotWord,
    ),
    "cut off": (word_file(p("Một") * 200)[:-90], refusals.WordIsBroken),
    "broken XML": (word_file("<w:p>"), refusals.WordIsBroken),
    "no body": (zipped("word/document.xml", "<document/>"), refusals.WordIsBroken),
    "blank": (word_file(p("")), refusals.WordIsEmpty),
}


@pytest.mark.parametrize("kind", BAD)
def test_each_bad_file_gets_one_sentence_with_the_way_out(kind):
    content, refusal = BAD[kind]
    with pytest.raises(refusal) as raised:
        read_manuscript(content, "quy-che.docx")
    assert "quy-che.docx" in raised.value.sentence
    assert "hãy" in raised.value.sentence


def test_a_bomb_is_not_unpacked():
    bomb = io.BytesIO()
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(package.LARGEST_PART // (1024 * 1024) + 20):
            part.write(b" " * 1024 * 1024)
    tracemalloc.start()
    with pytest.raises(refusals.WordTooBig):
        read_manuscript(bomb.getvalue(), "bom.docx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * package.LARGEST_PART


def test_entities_are_never_expanded():
    laugh = (
        '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
        "<w><body>&b;</body></w>"
    )
    with pytest.raises(refusals.WordIsBroken):
        read_manuscript(zipped("word/document.xml", laugh), "a.docx")


def test_a_book_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_PARAGRAPHS", 50)
    with pytest.raises(refusals.WordTooLong, match="50 đoạn"):
        read_manuscript(word_file(p("Một") * 51), "sach.docx")


def test_a_file_cut_or_changed_anywhere_is_read_or_refused_never_a_crash():
    content = word_file(p("Điều 1. Phối hợp") * 40, numbering="", styles="")
    for place in range(0, len(content), 37):
        broken = bytearray(content)
        broken[place] ^= 0x5A
        for damaged in (bytes(broken), content[:place]):
            with suppress(Refusal):  # anything else fails the test
                read_manuscript(damaged, "a.docx")
