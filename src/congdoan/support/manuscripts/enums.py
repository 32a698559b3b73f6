"""Words about what a Word file holds."""

from enum import StrEnum


class Left(StrEnum):
    """What a file holds beside its paragraphs and tables; nothing of it is dropped unsaid."""

    TEXTBOX = "textbox"
    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"
    COMMENT = "comment"
    INSERTED = "inserted"
    DELETED = "deleted"
    HIDDEN = "hidden"
    PICTURE = "picture"
    EQUATION = "equation"
    OBJECT = "object"
    HEADER = "header"
    FOOTER = "footer"


class Encoding(StrEnum):
    """The two encodings of Vietnamese before Unicode: a font decides what a byte looks like."""

    TCVN3 = "TCVN3 (ABC)"
    VNI = "VNI"
