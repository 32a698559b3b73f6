"""The letters of late entries: 05a, 05b …"""

SUFFIXES = "abcdefghijklmnopqrstuvwxyz"


def next_suffix(used: str) -> str:
    """Return the letter after the last one used of a number, or "" when there is none left."""
    place = SUFFIXES.index(used) + 1 if used else 0
    return SUFFIXES[place] if place < len(SUFFIXES) else ""
