"""Activation codes are read from paper: no look-alikes, groups of four, any case."""

from datetime import timedelta
import secrets

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 12
#: A printed slip travels by hand through the school; it must survive a holiday week.
VALID_FOR = timedelta(days=14)


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normal_code(text: str) -> str:
    """Return what was typed without separators, in capitals."""
    return "".join(char for char in text.upper() if char.isalnum())


def spelled(code: str) -> str:
    """Return the code in groups of four, as it is printed."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
