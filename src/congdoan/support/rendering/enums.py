"""Words of the block model."""

from enum import StrEnum


class ProfileCode(StrEnum):
    """Whose layout rules a document follows; the rules themselves are data (``data/profiles``)."""

    ND30 = "nd30"
    UNION = "union"


class Level(StrEnum):
    """The divisions of a Vietnamese legal text, outermost first."""

    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    CLAUSE = "clause"
    POINT = "point"


class Align(StrEnum):
    JUSTIFY = "justify"
    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


class Mark(StrEnum):
    """How a stretch of words is drawn in a comparison of two texts."""

    NONE = ""
    ADDED = "added"
    REMOVED = "removed"
