"""The embedded PostgreSQL: a server process of ours, its data under CONGDOAN_HOME."""

import hashlib
from pathlib import Path
import tempfile

DATABASE = "congdoan"


def socket_folder(home: Path) -> Path:
    """Return a short folder for the socket (a socket path holds about 100 bytes)."""
    digest = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"congdoan-{digest}"


def database_url(home: Path) -> str:
    folder = str(socket_folder(home)).replace("/", "%2F")
    return f"postgres://postgres@{folder}/{DATABASE}"
