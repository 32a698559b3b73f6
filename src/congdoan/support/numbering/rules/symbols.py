"""Numbers and symbols as they are written."""

import re

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_PLACE = re.compile(r"\{(\w+)(?::(\d+)d)?\}")
_NUMBER = re.compile(r"(\d+)(.*)", re.DOTALL)
SUFFIXES = "abcdefghijklmnopqrstuvwxyz"


def symbol(
    pattern: str,
    number: str,
    *,
    type: str = "",  # noqa: A002 - the word of the pattern
    org: str = "",
    body: str = "",
    dept: str = "",
) -> str:
    """
    Fill a pattern such as ``{no:02d}/{type}-{org}``; ``[…]`` goes when a place in it is empty.

    ``number`` may carry a letter (``6b`` of a late entry): only its digits are padded.
    """
    values = {"no": number, "type": type, "org": org, "body": body, "dept": dept}

    def fill(match: re.Match[str]) -> str:
        value = values.get(match.group(1), "")
        found = _NUMBER.fullmatch(value) if match.group(2) else None
        if found is None:
            return value
        return f"{int(found.group(1)):0{int(match.group(2))}d}{found.group(2)}"

    def keep(match: re.Match[str]) -> str:
        inside = match.group(1)
        names = [place.group(1) for place in _PLACE.finditer(inside)]
        return inside if all(values.get(name) for name in names) else ""

    return _PLACE.sub(fill, _OPTIONAL.sub(keep, pattern)).rstrip("-/")


def next_suffix(used: str) -> str:
    """Return the letter after the last one used of a number, or "" when there is none left."""
    place = SUFFIXES.index(used) + 1 if used else 0
    return SUFFIXES[place] if place < len(SUFFIXES) else ""
