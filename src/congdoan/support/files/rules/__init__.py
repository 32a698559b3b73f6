"""What a file is: told by its content, never by what the sender claims."""

from dataclasses import dataclass
from pathlib import PurePosixPath
import re
from typing import IO
import unicodedata
import zipfile
import zlib

from congdoan.foundation import vietnamese
from congdoan.foundation.capabilities import Capability
from congdoan.support.files.rules.inside import check_office, check_pdf, is_locked_office
from congdoan.support.files.rules.refusals import (
    CannotLookInside,
    CarriesFiles,
    ContentIsNotWhatItSays,
    FetchesTemplate,
    FileIsEmpty,
    FileTooLarge,
    FileTypeRefused,
    HasMacros,
    HasPassword,
    PartOutOfPlace,
    PartTooLarge,
    RunsCode,
    UploadGone,
    UploadUnfinished,
)

__all__ = [
    "CannotLookInside",
    "CarriesFiles",
    "ContentIsNotWhatItSays",
    "FetchesTemplate",
    "FileIsEmpty",
    "FileTooLarge",
    "FileTypeRefused",
    "HasMacros",
    "HasPassword",
    "PartOutOfPlace",
    "PartTooLarge",
    "Purpose",
    "RunsCode",
    "UploadGone",
    "UploadUnfinished",
    "clean_name",
    "declare_purpose",
    "media_type",
    "megabytes",
    "purpose_of",
    "wanted_type",
]

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
#: A sentence: a string, or one that is translated when it is read.
Words = object
TYPES = {
    ".pdf": PDF,
    ".docx": DOCX,
    ".xlsx": XLSX,
    ".odt": ODT,
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
#: What a browser shows by itself; the rest is offered for saving.
SHOWN = frozenset({PDF, "image/jpeg", "image/png", "image/webp"})
#: What is kept of a name, extension included.
NAME_LENGTH = 150
#: PDF readers accept junk before the mark; so do we, within the first kilobyte.
HEAD = 1024


@dataclass(frozen=True)
class Purpose:
    """Why files are kept, and the right that storing one takes."""

    code: str
    label: Words
    needs: Capability


_purposes: dict[str, Purpose] = {}


def declare_purpose(code: str, label: Words, *, needs: Capability) -> Purpose:
    """
    Declare why a slice stores files; from ``wiring.py`` only.

    :raises ValueError: when the code is taken by another declaration
    """
    purpose = Purpose(code, label, needs)
    if _purposes.setdefault(code, purpose) != purpose:
        message = f"Purpose declared twice: {code}"
        raise ValueError(message)
    return purpose


def purpose_of(code: str) -> Purpose:
    """
    Return a declared purpose.

    :raises ValueError: when nobody declared it, which is a fault of the calling slice
    """
    try:
        return _purposes[code]
    except KeyError:
        message = f"Nobody declared the purpose {code}"
        raise ValueError(message) from None


def clean_name(name: str) -> str:
    """
    Return a name that is safe to show and to save under.

    Folders, control and direction-changing characters go ("hoa\u202efdp.exe" looks like a PDF).
    """
    bare = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join(char for char in bare if unicodedata.category(char)[0] != "C")
    tidied = re.sub(r'[<>:"|?*]', "_", vietnamese.tidy(kept)).lstrip(". ")
    path = PurePosixPath(tidied or "tep")
    return path.stem[: NAME_LENGTH - len(path.suffix)] + path.suffix


def media_type(name: str, content: IO[bytes]) -> str:
    """
    Return the media type, when extension and content agree and both are allowed.

    :raises FileTypeRefused: when the extension is not on the list
    :raises ContentIsNotWhatItSays: when the content is of another type or broken
    :raises HasMacros, HasPassword, RunsCode, CarriesFiles, FetchesTemplate: for what it carries
    """
    wanted = wanted_type(name)
    content.seek(0)
    found = _type_by_content(content, name)
    if found != wanted:
        if wanted in (DOCX, XLSX) and is_locked_office(content):
            raise HasPassword(name=name)
        raise ContentIsNotWhatItSays(name=name)
    if found == PDF:
        check_pdf(content, name)
    content.seek(0)
    return wanted


def wanted_type(name: str) -> str:
    """
    Return the media type that a name promises.

    :raises FileTypeRefused: when the extension is not on the list
    """
    wanted = TYPES.get(PurePosixPath(name).suffix.lower())
    if wanted is None:
        raise FileTypeRefused(name=name)
    return wanted


def _type_by_content(content: IO[bytes], name: str) -> str:
    head = content.read(HEAD)
    if b"%PDF-" in head:
        return PDF
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    return _office_type(content, name) if head.startswith(b"PK\x03\x04") else ""


def _office_type(content: IO[bytes], name: str) -> str:
    """Tell by the table of contents and two parts' beginnings, so no zip bomb goes off."""
    try:
        with zipfile.ZipFile(content) as package:
            parts = set(package.namelist())
            first = package.infolist()[0]
            mimetype = package.read(first) if _is_odf_mark(first) else b""
            check_office(package, name)
    except (zipfile.BadZipFile, IndexError, RuntimeError, NotImplementedError, OSError, zlib.error):
        raise ContentIsNotWhatItSays(name=name) from None
    if "[Content_Types].xml" in parts:
        if "word/document.xml" in parts:
            return DOCX
        return XLSX if "xl/workbook.xml" in parts else ""
    return ODT if mimetype == ODT.encode("ascii") else ""


def _is_odf_mark(part: zipfile.ZipInfo) -> bool:
    return part.filename == "mimetype" and part.file_size <= HEAD


def megabytes(size: int) -> int:
    """Return whole megabytes, rounded up: just over the limit must not read as the limit."""
    return -(-size // (1024 * 1024))
