"""Small cards (ISO/IEC 7810 ID-1, as a bank card) as data; sizes in millimetres."""

from dataclasses import dataclass
from typing import Final

CARD_WIDTH: Final = 85.6
CARD_HEIGHT: Final = 54.0
#: On A4: two columns of five, edge to edge, so that one cut parts two cards.
CARD_COLUMNS: Final = 2
CARD_ROWS: Final = 5
A_SHEET: Final = CARD_COLUMNS * CARD_ROWS


@dataclass(frozen=True)
class CardFace:
    """What one card says: ``lines`` are label and value; ``url`` stands in its QR code."""

    name: str
    lines: tuple[tuple[str, str], ...]
    url: str
    #: A portrait of three by four, as JPEG; empty: none.
    photo: bytes = b""


@dataclass(frozen=True)
class CardDesign:
    """What all cards of a printing say: the head, and what stands on the back."""

    issuer: str
    title: str
    scan: str
    back_title: str
    back: tuple[str, ...]


def mirrored(place: int) -> int:
    """Return where on the back page (turned over its long edge) the card of a place lies."""
    row, column = divmod(place, CARD_COLUMNS)
    return row * CARD_COLUMNS + (CARD_COLUMNS - 1 - column)
