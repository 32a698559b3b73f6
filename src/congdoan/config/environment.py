"""Read the process environment once, with the defaults of a self-hosted first start."""

import os
from pathlib import Path

from congdoan.config.cannot_start import CannotStart

PROJECT = Path(__file__).resolve().parents[3]


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool) -> bool:
    value = text(name)
    return default if not value else value.lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    value = text(name)
    return default if not value else int(value)


def port() -> int:
    """:raises CannotStart: when PORT is no port number"""
    given = text("PORT", "8000") or "8000"
    if given.isascii() and given.isdigit() and 0 < int(given) < 65536:
        return int(given)
    message = f"PORT={given} không phải số cổng (1–65535)."
    raise CannotStart(message)


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def home() -> Path:
    """Return the data folder (CONGDOAN_HOME): database, uploads, secret key, logs."""
    return Path(text("CONGDOAN_HOME") or PROJECT / "var").resolve()
