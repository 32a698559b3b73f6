"""Primary keys in addresses and posted fields: typed by browsers, and by whoever likes to try."""

#: A bigint has at most 19 digits; none of ours will ever have that many.
_DIGITS = 18


def read_key(text: str) -> int:
    """Return the key in ``text``; 0, which no row has, for anything else."""
    if text.isascii() and text.isdigit() and len(text) <= _DIGITS:
        return int(text)
    return 0
