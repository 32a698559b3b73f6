"""Front door of texts."""

from congdoan.support.texts.models import FileText
from congdoan.support.texts.rules.words import Piece, asked, excerpt, syllables
from congdoan.support.texts.selectors import (
    unscoped_excerpts,
    unscoped_files_with,
    unscoped_texts,
    unscoped_words,
)
from congdoan.support.texts.services.reading import ask_reading, read_on

__all__ = [
    "FileText",
    "Piece",
    "ask_reading",
    "asked",
    "excerpt",
    "read_on",
    "syllables",
    "unscoped_excerpts",
    "unscoped_files_with",
    "unscoped_texts",
    "unscoped_words",
]
