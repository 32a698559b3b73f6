"""
Opening the ZIP of a Word file.

Nothing is believed: what the file is, its content says; every part is unpacked up to a limit,
whatever size its header claims; XML is read without entities, DTD or network.
"""

import io
from typing import Any
import zipfile
import zlib

from lxml import etree

from congdoan.support.manuscripts.rules import refusals

#: XML of one part, unpacked. 300 pages of text are about 6 MB.
LARGEST_PART = 48 * 1024 * 1024
MOST_PARTS = 5_000
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ODF = b"mimetypeapplication/vnd.oasis.opendocument"
_OTHERS = ((b"{\\rtf", "RTF"), (b"%PDF-", "PDF"), (b"<", "HTML"))
_LIMIT = LARGEST_PART // (1024 * 1024)

Element = Any


class Package:
    """The parts of a Word file, each unpacked and parsed when asked for."""

    def __init__(self, name: str, archive: zipfile.ZipFile) -> None:
        self.name, self.archive = name, archive
        self.parts = {part.filename: part for part in archive.infolist()}

    def names(self, prefix: str) -> list[str]:
        """Return parts such as ``word/header1.xml``, in their order."""
        return sorted(part for part in self.parts if part.startswith(prefix))

    def xml(self, part: str) -> Element | None:
        """
        Return the root of a part, None when the file has no such part.

        :raises WordIsBroken, WordTooBig: when it cannot be read whole
        """
        if part not in self.parts:
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            root = etree.fromstring(self._content(part), parser)
        except etree.XMLSyntaxError:
            raise refusals.WordIsBroken(name=self.name) from None
        if root is None or root.getroottree().docinfo.internalDTD is not None:
            raise refusals.WordIsBroken(name=self.name)
        return root

    def _content(self, part: str) -> bytes:
        try:
            with self.archive.open(self.parts[part]) as opened:
                content = opened.read(LARGEST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError):
            raise refusals.WordIsBroken(name=self.name) from None
        except RuntimeError:  # zipfile's word for a part under a password
            raise refusals.WordHasPassword(name=self.name) from None
        if len(content) > LARGEST_PART:
            raise refusals.WordTooBig(name=self.name, limit=_LIMIT)
        return content


def open_package(content: bytes, name: str) -> Package:
    """
    Return the parts of a Word file.

    :raises OldWord, OtherWriter, NotWord, WordHasPassword, WordHasMacros: another kind of file
    :raises WordIsBroken, WordTooBig: one that cannot be read
    """
    if content.startswith(_OLE):
        raise (refusals.WordHasPassword if _ENCRYPTED in content else refusals.OldWord)(name=name)
    if not content.startswith(_ZIP):
        _refuse_other(content, name)
    if _ODF in content[:200]:
        raise refusals.OtherWriter(name=name, kind="ODT")
    try:
        package = Package(name, zipfile.ZipFile(io.BytesIO(content)))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise refusals.WordIsBroken(name=name) from None
    _refuse_dangerous(package)
    return package


def _refuse_other(content: bytes, name: str) -> None:
    head = content[:1024].lstrip(b"\xef\xbb\xbf \r\n\t")
    for mark, kind in _OTHERS:
        if head.startswith(mark):
            raise refusals.OtherWriter(name=name, kind=kind)
    raise refusals.NotWord(name=name)


def _refuse_dangerous(package: Package) -> None:
    name = package.name
    if any(part.lower().endswith("vbaproject.bin") for part in package.parts):
        raise refusals.WordHasMacros(name=name)
    if len(package.parts) > MOST_PARTS:
        raise refusals.WordTooBig(name=name, limit=_LIMIT)
    if "word/document.xml" not in package.parts:
        raise refusals.NotWord(name=name)
