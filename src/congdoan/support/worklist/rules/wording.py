from congdoan.foundation import vietnamese

TITLE_LENGTH = 300
WHY_LENGTH = 500


def shortened(text: str, length: int = TITLE_LENGTH) -> str:
    """Return tidied text, cut to ``length``: titles quote clauses, which may be long."""
    tidied = vietnamese.tidy(text)
    return tidied if len(tidied) <= length else f"{tidied[: length - 1]}…"


def folded(title: str, source: str) -> str:
    """Return what is searched, without diacritics."""
    return vietnamese.fold(f"{title} {source}")
