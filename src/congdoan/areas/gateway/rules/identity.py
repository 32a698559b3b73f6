"""Names both sides know things by: document codes, keys of messages, when to try again."""

from datetime import date, datetime, timedelta
import hashlib
import re
from urllib.parse import urlsplit

CODE = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.-]{0,58}[0-9A-Za-z])?")
#: Minutes between tries; the last one repeats until there were enough.
_PAUSES = (1, 2, 5, 15, 60, 240, 720)
MOST_TRIES = 14


def is_code(text: str) -> bool:
    return CODE.fullmatch(text) is not None


def is_address(text: str) -> bool:
    """Tell whether a text is the address of an installation: https, a host, nothing behind it."""
    try:
        parts = urlsplit(text)
        plain = parts.path in {"", "/"} and not (parts.query or parts.fragment or parts.username)
        return parts.scheme == "https" and bool(parts.hostname) and plain and parts.port != 0
    except ValueError:
        return False


def document_code(organ: str, day: date | None, symbol: str) -> str:
    """QCVN 102, 1.14: "000.00.00.G22,2015/09/30,7816/VPCP-TTĐT"."""
    return f"{organ},{day:%Y/%m/%d},{symbol}" if day else f"{organ},,{symbol}"


def message_key(
    *, sender: str, receiver: str, document: str, kind: str, status: str = "", turn: str = ""
) -> str:
    """
    Return the key of a message.

    A new document is the same by its code, whoever carries it how often; what is asked or told
    about it again (``turn``: the moment it was written) is another message.
    """
    words = f"{sender}\n{receiver}\n{document}\n{kind}\n{status}\n{turn}"
    return hashlib.sha256(words.encode()).hexdigest()


def next_try(attempts: int, at: datetime) -> datetime | None:
    """Return when to try again after so many tries; None: no more."""
    if attempts >= MOST_TRIES:
        return None
    return at + timedelta(minutes=_PAUSES[min(attempts, len(_PAUSES)) - 1])


def split_symbol(symbol: str) -> tuple[str, str]:
    """Return number and notation of "05/HD-LĐLĐ"."""
    number, _slash, notation = symbol.partition("/")
    return number, notation
