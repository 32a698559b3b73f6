"""
What a PDF or an office file carries inside that has no business in a document.

A PDF is looked at as its bytes stand: every object, whatever the table of contents says, also
those packed into streams or hidden in one; under a password that opens for everybody also as a
reader opens it. It is no search for viruses: it refuses what a paper never needs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
import mmap
import os
import re
from threading import Lock
from typing import IO, Any
import zipfile
import zlib

import pypdfium2
import pypdfium2.raw as pdfium

from congdoan.support.files.rules.refusals import (
    CannotLookInside,
    CarriesFiles,
    FetchesTemplate,
    HasMacros,
    HasPassword,
    RunsCode,
)

#: PDFium knows no threads.
_READING = Lock()
Bytes = mmap.mmap | memoryview
#: All packed bunches of objects together are unpacked no further than this.
_MOST_UNPACKED = 64 * 1024 * 1024
#: Read at a time; the words looked for are much shorter than what two pieces share.
_PIECE, _OVERLAP = 1024 * 1024, 256
#: The dictionary of a stream is looked at this far back.
_DICTIONARY = 64 * 1024
_END = re.compile(rb"endstream")
_TOKEN = re.compile(
    rb"(?P<comment>%[^\r\n]*)|(?P<string>\()|(?P<open><<)|(?P<close>>>)"
    rb"|(?P<stream>(?<![A-Za-z])stream\r?\n)"
)
_STREAM = re.compile(rb"(?<![A-Za-z])stream\r?\n")
_BRACKET = re.compile(rb"\\.|[()]", re.DOTALL)
_ROOM = rb"(?:\s|%[^\r\n]*[\r\n])+"
_OBJECT = re.compile(rb"\d" + _ROOM + rb"\d+" + _ROOM + rb"obj(?![A-Za-z])")
_BUNCH = re.compile(rb"/ObjStm(?![A-Za-z])")
_FILTER = re.compile(rb"/Filter\s*(\[[^\]]*\]|/?[^/\[\]<>]+)")
_FLATE = re.compile(rb"\[?\s*/FlateDecode\s*\]?\s*")
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
    """
    Refuse a paper that does more than show pages, or that cannot be looked through.

    :raises HasPassword, RunsCode, CarriesFiles, CannotLookInside: why it is not kept
    """
    with _mapped(content) as whole:
        locked = False
        for piece in _objects(whole, name):
            plain = _plain(piece)
            if _RUNS.search(plain):
                raise RunsCode(name=name)
            if _CARRIES.search(plain):
                raise CarriesFiles(name=name)
            locked = locked or _LOCKED.search(plain) is not None
        if locked:
            _check_opened(content, whole, name)


@contextmanager
def _mapped(content: IO[bytes]) -> Iterator[Bytes]:
    """Return the file as bytes without holding it: mapped where it lies on a disk."""
    content.seek(0)
    try:
        held = mmap.mmap(content.fileno(), 0, access=mmap.ACCESS_READ)
    except (AttributeError, OSError, ValueError):  # small ones live in memory anyway
        yield memoryview(content.read())
    else:
        try:
            yield held
        finally:
            held.close()
    content.seek(0)


def _objects(whole: Bytes, name: str) -> Iterator[bytes]:
    """
    Return what stands outside streams, what looks like an object inside one, and what is unpacked.

    A stream is one only where a reader sees one: after a closed dictionary, in no comment and in
    no string. Who derails this with a stray bracket makes it look at more, never at less: then
    whatever else looks like a packed bunch is unpacked as well.
    """
    place, unpacked, seen = 0, 0, set()
    for head, start in _streams(whole):
        seen.add(start)
        yield from _windows(whole, place, start)
        found = _END.search(whole, start)
        end, place = (found.start(), found.end()) if found else (len(whole), len(whole))
        # The table of contents may point into a stream as well.
        hidden = _OBJECT.search(whole, start, end)
        if hidden is not None:
            yield from _windows(whole, hidden.start(), end)
        for bunch in _bunch(whole, max(head, start - _DICTIONARY), start, end, name):
            unpacked = _within(unpacked + len(bunch), name)
            yield bunch
    yield from _windows(whole, place, len(whole))
    for token in _STREAM.finditer(whole):
        start = token.end()
        if start in seen:
            continue
        found = _END.search(whole, start)
        end = found.start() if found else len(whole)
        for bunch in _bunch(whole, max(0, start - _DICTIONARY), start, end, name):
            unpacked = _within(unpacked + len(bunch), name)
            yield bunch


def _bunch(whole: Bytes, head: int, start: int, end: int, name: str) -> Iterator[bytes]:
    """Return the objects packed into a stream, if the words before it say that it packs some."""
    words = bytes(whole[head:start])
    if _BUNCH.search(_plain(words)):
        yield _unpacked(bytes(whole[start:end]), words, name)


def _within(unpacked: int, name: str) -> int:
    if unpacked > _MOST_UNPACKED:
        raise CannotLookInside(name=name)
    return unpacked


def _plain(words: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), words)


def _windows(whole: Bytes, start: int, end: int) -> Iterator[bytes]:
    """Return a stretch in pieces that overlap by more than any word looked for."""
    for at in range(start, end, _PIECE):
        yield bytes(whole[at : min(at + _PIECE + _OVERLAP, end)])


def _streams(whole: Bytes) -> Iterator[tuple[int, int]]:
    """Return where each stream's object and the stream itself begin, as a reader finds them."""
    place, opened, begun, closed = 0, 0, 0, False
    while (token := _TOKEN.search(whole, place)) is not None:
        place, kind = token.end(), token.lastgroup
        if kind == "comment":
            continue
        if kind == "string":
            place = _after_string(whole, place)
        elif kind == "open":
            begun = begun if opened else token.start()
            opened += 1
        elif kind == "close":
            opened -= 1
        elif closed and not opened:
            yield begun, place
            found = _END.search(whole, place)
            place = found.end() if found else len(whole)
        closed = kind == "close"


def _after_string(whole: Bytes, place: int) -> int:
    """Return where a string ends: brackets stand in pairs, or behind a backslash."""
    depth = 1
    while depth:
        found = _BRACKET.search(whole, place)
        if found is None:
            return len(whole)
        place = found.end()
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
    return place


def _unpacked(packed: bytes, words: bytes, name: str) -> bytes:
    """:raises CannotLookInside: for objects packed in a way that no writer of papers uses"""
    said = _FILTER.findall(_plain(words))
    if len(said) > 1 or not all(_FLATE.fullmatch(one) for one in said):
        raise CannotLookInside(name=name)
    try:
        return zlib.decompressobj().decompress(packed, _MOST_UNPACKED + 1) if said else packed
    except zlib.error:
        return packed


def _check_opened(content: IO[bytes], whole: Bytes, name: str) -> None:
    """Look into a locked file as a reader does: one that opens for everybody may be kept."""
    source: Any
    if isinstance(whole, mmap.mmap):
        source = os.fdopen(os.dup(content.fileno()), "rb")
        source.seek(0)
    else:
        source = BytesIO(whole)
    with source, _READING:
        try:
            opened = pypdfium2.PdfDocument(source)
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
