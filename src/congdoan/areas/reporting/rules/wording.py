"""How a report's own words stand in an official paper."""

import re

_NUMBERED = re.compile(r"^\s*(?:[IVXLC]{1,6}|\d{1,2})\s*[.)]\s+")
_KIND = re.compile(r"^\s*báo cáo\s+", re.IGNORECASE)


def heading(title: str) -> str:
    """Return a section's title without the number the paper gives it itself."""
    return _NUMBERED.sub("", title).strip() or title


def subject(title: str) -> str:
    """Return what a report is about, after the words "BÁO CÁO" that head the paper."""
    kept = _KIND.sub("", title).strip() or title
    return kept[:1].upper() + kept[1:]


def plain(text: str) -> str:
    """Return what a unit wrote so that the editor takes no part of it for a variable."""
    return text.replace("{{", "{ {").replace("}}", "} }")
