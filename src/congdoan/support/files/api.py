"""Front door of files."""

from congdoan.support.files.models import StoredFile
from congdoan.support.files.rules import (
    SHOWN,
    ContentIsNotWhatItSays,
    FileIsEmpty,
    FileTooLarge,
    FileTypeRefused,
    HasMacros,
    declare_purpose,
)
from congdoan.support.files.selectors import (
    ContentIsMissing,
    FileQuestion,
    get_readable_file,
    may_read_file,
    unscoped_content,
    unscoped_files,
)
from congdoan.support.files.services import check_upload, discard_files, store_file

__all__ = [
    "SHOWN",
    "ContentIsMissing",
    "ContentIsNotWhatItSays",
    "FileIsEmpty",
    "FileQuestion",
    "FileTooLarge",
    "FileTypeRefused",
    "HasMacros",
    "StoredFile",
    "check_upload",
    "declare_purpose",
    "discard_files",
    "get_readable_file",
    "may_read_file",
    "store_file",
    "unscoped_content",
    "unscoped_files",
]
