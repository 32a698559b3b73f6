"""Files in a package: plain, or inside a zip with one entry."""

from pathlib import PurePosixPath
from typing import IO
import zipfile
import zlib

from congdoan.support.edxml.rules.refusals import AttachmentBroken, AttachmentInflates

_PIECE = 64 * 1024
_MEGABYTE = 1024 * 1024


def unpacked(name: str, file: IO[bytes], *, limit: int) -> tuple[str, bytes]:
    """
    Return a file's name and content, out of its zip where it lies in one.

    Office files are zips, too, but of many entries: a zip of one entry is a wrapping. What comes
    out is counted while it comes out; what the zip says of itself is not believed.

    :raises AttachmentInflates: once it is over ``limit``; AttachmentBroken: a broken zip
    """
    head = file.read(4)
    file.seek(0)
    if head != b"PK\x03\x04":
        return name, file.read()
    try:
        with zipfile.ZipFile(file) as package:
            entries = package.infolist()
            if len(entries) == 1 and not entries[0].is_dir():
                return _named(name, entries[0].filename), _inflated(package, entries[0], limit)
            if name.lower().endswith(".zip"):
                raise AttachmentBroken(name=name)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError):
        raise AttachmentBroken(name=name) from None
    file.seek(0)
    return name, file.read()


def _inflated(package: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes:
    parts, size = [], 0
    with package.open(entry) as content:
        while piece := content.read(_PIECE):
            size += len(piece)
            if size > limit:
                raise AttachmentInflates(limit=limit // _MEGABYTE)
            parts.append(piece)
    return b"".join(parts)


def _named(name: str, inside: str) -> str:
    """The name said beside wins, unless it names the wrapping only."""
    bare = PurePosixPath(inside.replace("\\", "/")).name
    return bare if bare and (not name or name.lower().endswith(".zip")) else name
