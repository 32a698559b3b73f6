"""
What a PDF or an office file carries inside that has no business in a document.

A PDF is looked at twice: as its bytes stand (every object, whatever the table of contents says)
and as a reader opens it. It is no search for viruses: it refuses what a paper never needs.
"""

from collections.abc import Iterator
import re
from threading import Lock
from typing import IO
import zipfile
import zlib

import pypdfium2
import pypdfium2.raw as pdfium

from congdoan.support.files.rules.refusals import (
    CarriesFiles,
    FetchesTemplate,
    HasMacros,
    HasPassword,
    RunsCode,
)

#: PDFium knows no threads.
_READING = Lock()
#: A packed bunch of objects is unpacked no further than this.
_BUNCH = 16 * 1024 * 1024
_MOST_BUNCHES = 400
_END = b"endstream"
_STREAM = re.compile(rb"stream\r?\n")
_RUNS = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia)(?=[\s/(<\[>])")
_CARRIES = re.compile(rb"/EmbeddedFiles?(?=[\s/(<\[>])")
_LOCKED = re.compile(rb"/Encrypt(?=[\s<])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
#: The entry of an OLE file that holds a document under a password.
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_PART = 256 * 1024
_FAR = rb'Target="(?:https?:|ftp:|file:////|\\\\)'
_FAR_TEMPLATE = re.compile(
    rb'attachedTemplate"[^>]*' + _FAR + rb"|" + _FAR + rb'[^>]*attachedTemplate"', re.IGNORECASE
)


def check_pdf(content: IO[bytes], name: str) -> None:
    """:raises HasPassword, RunsCode, CarriesFiles: when it does more than show pages."""
    content.seek(0)
    whole = content.read()
    content.seek(0)
    locked = False
    for piece in _objects(whole):
        plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), piece)
        if _RUNS.search(plain):
            raise RunsCode(name=name)
        if _CARRIES.search(plain):
            raise CarriesFiles(name=name)
        locked = locked or _LOCKED.search(plain) is not None
    if locked:
        _check_opened(whole, name)


def _objects(whole: bytes) -> Iterator[bytes]:
    """Return what stands between the streams, and the bunches of objects packed into streams."""
    place, bunches = 0, 0
    while (start := _STREAM.search(whole, place)) is not None:
        head = whole[place : start.start()]
        yield head
        end = whole.find(_END, start.end())
        end = len(whole) if end < 0 else end
        if b"/ObjStm" in head[-400:] and bunches < _MOST_BUNCHES:
            bunches += 1
            yield _unpacked(whole[start.end() : end])
        place = end + len(_END)
    yield whole[place:]


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, _BUNCH)
    except zlib.error:
        return packed


def _check_opened(whole: bytes, name: str) -> None:
    """Look into a locked file as a reader does: one that opens for everybody may be kept."""
    with _READING:
        try:
            opened = pypdfium2.PdfDocument(whole)
        except pypdfium2.PdfiumError:
            raise HasPassword(name=name) from None
        runs = pdfium.FPDFDoc_GetJavaScriptActionCount(opened) > 0
        carries = pdfium.FPDFDoc_GetAttachmentCount(opened) > 0
        opened.close()
    if runs:
        raise RunsCode(name=name)
    if carries:
        raise CarriesFiles(name=name)


def check_office(package: zipfile.ZipFile, name: str) -> None:
    """:raises HasMacros, FetchesTemplate: by the table of contents and two small parts."""
    parts = {part.lower(): part for part in package.namelist()}
    if any(part.endswith("vbaproject.bin") or part.startswith("basic/") for part in parts):
        raise HasMacros(name=name)
    if b"macroenabled" in _small_part(package, parts.get("[content_types].xml")).lower():
        raise HasMacros(name=name)
    bonds = _small_part(package, parts.get("word/_rels/settings.xml.rels"))
    if _FAR_TEMPLATE.search(bonds):
        raise FetchesTemplate(name=name)


def _small_part(package: zipfile.ZipFile, part: str | None) -> bytes:
    """Return the beginning of a part, unpacked no further than needed."""
    if part is None:
        return b""
    with package.open(part) as opened:
        return opened.read(_PART)


def is_locked_office(content: IO[bytes]) -> bool:
    """Tell whether an OLE file is an office file that a password closed."""
    content.seek(0)
    head = content.read(8)
    if not head.startswith(b"\xd0\xcf\x11\xe0"):
        return False
    content.seek(0)
    tail = b""
    while piece := content.read(1024 * 1024):
        if _ENCRYPTED_PACKAGE in tail + piece:
            return True
        tail = piece[-64:]
    return False
