"""Front door of files."""

from congdoan.support.files.forms import PartsField
from congdoan.support.files.models import StoredFile
from congdoan.support.files.rules import SHOWN, declare_purpose
from congdoan.support.files.rules.refusals import (
    CarriesFiles,
    ContentIsNotWhatItSays,
    FetchesTemplate,
    FileIsEmpty,
    FileTooLarge,
    FileTypeRefused,
    HasMacros,
    HasPassword,
    RunsCode,
)
from congdoan.support.files.selectors import (
    ContentIsMissing,
    FileQuestion,
    get_readable_file,
    may_read_file,
    unscoped_content,
    unscoped_files,
    unscoped_files_for,
)
from congdoan.support.files.services.storing import check_upload, discard_files, store_file

__all__ = [
    "SHOWN",
    "CarriesFiles",
    "ContentIsMissing",
    "ContentIsNotWhatItSays",
    "FetchesTemplate",
    "FileIsEmpty",
    "FileQuestion",
    "FileTooLarge",
    "FileTypeRefused",
    "HasMacros",
    "HasPassword",
    "PartsField",
    "RunsCode",
    "StoredFile",
    "check_upload",
    "declare_purpose",
    "discard_files",
    "get_readable_file",
    "may_read_file",
    "store_file",
    "unscoped_content",
    "unscoped_files",
    "unscoped_files_for",
]
