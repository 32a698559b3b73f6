"""What a writer saw in a place, short enough to send along with what they wrote."""

import hashlib


def seen_of(text: str) -> str:
    """Return the mark of a text; the same text, the same mark."""
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""
