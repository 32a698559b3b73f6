"""
The watched folder: ``vao`` is read, ``ra`` is written, each file whole or not at all.

A file is claimed by renaming it, taken in one transaction, then laid aside: ``da-nhan``, or
``hong`` with its reason beside it. A copy of the program that dies in between leaves the file
claimed; the next look takes it up again, and what was taken already is recognised.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from itertools import islice
import logging
import os
from pathlib import Path
import re

from django.conf import settings
from django.db import OperationalError
from django.utils.translation import gettext as _

from congdoan.areas.gateway.models import Package, Peer
from congdoan.foundation.refusal import Refusal

_log = logging.getLogger(__name__)

IN, CLAIMED, DONE, BROKEN, OUT = "vao", "dang-doc", "da-nhan", "hong", "ra"
_TAKES = (".edxml", ".xml")
#: One look takes so many; the next one is a minute away.
_MOST = 200
_PLAIN = re.compile(r"[^0-9A-Za-z._-]+")


def root() -> Path | None:
    """Return the folder the operator chose; None where there is none."""
    chosen = str(getattr(settings, "GATEWAY_FOLDER", "") or "")
    return Path(chosen) if chosen else None


def put_out(peer: Peer, package: Package, content: bytes) -> None:
    """Write a package for whoever carries it on; nobody sees half of it."""
    base = root()
    if base is None:
        raise FileNotFoundError
    folder = base / OUT / _PLAIN.sub("_", peer.code)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{package.made_at:%Y%m%d-%H%M%S}-{package.pk}-{package.kind.lower()}.edxml"
    half = folder / f".{name}.dang-ghi"
    with half.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.replace(folder / name)


Take = Callable[[Path], Package]


def look(take: Take, *, at: datetime) -> int:
    """Take what lies in ``vao``; return how many files were laid aside."""
    base = root()
    if base is None:
        return 0
    for name in (IN, CLAIMED, DONE, BROKEN, OUT):
        (base / name).mkdir(parents=True, exist_ok=True)
    return sum(_one(base, path, take, at) for path in _claimed(base))


def _claimed(base: Path) -> list[Path]:
    """What another look left claimed comes first, then what is new."""
    fit = (path for path in sorted((base / IN).iterdir()) if _is_package(path))
    for path in islice(fit, _MOST):
        if (base / CLAIMED / path.name).exists():
            continue  # another of this name is not read yet; its turn comes
        with suppress(FileNotFoundError):  # another worker was quicker
            path.replace(base / CLAIMED / path.name)
    return [path for path in sorted((base / CLAIMED).iterdir()) if path.is_file()][:_MOST]


def _is_package(path: Path) -> bool:
    return not path.name.startswith(".") and path.suffix.lower() in _TAKES and not path.is_symlink()


def _one(base: Path, path: Path, take: Take, at: datetime) -> int:
    try:
        package = take(path)
    except FileNotFoundError:
        return 0
    except Refusal as refusal:
        _aside(base / BROKEN, path, at, refusal.sentence)
        return 1
    except OperationalError:
        raise  # the database is away: the file waits
    except Exception:  # noqa: BLE001 - a file of strangers; told in the log
        # A fault of ours with one file must not keep those behind it from being read.
        _log.exception("gateway file not taken: %s", path.name)
        _aside(base / BROKEN, path, at, _("Lỗi khi đọc gói tin; hãy báo quản trị hệ thống."))
        return 1
    if package.failure and package.state == "REFUSED":
        _aside(base / BROKEN, path, at, package.failure)
    else:
        _aside(base / DONE, path, at)
    return 1


def _aside(folder: Path, path: Path, at: datetime, why: str = "") -> None:
    there = folder / f"{at:%Y%m%d-%H%M%S}-{path.name}"
    if why:
        there.with_name(f"{there.name}.ly-do.txt").write_text(f"{why}\n", encoding="utf-8")
    with suppress(FileNotFoundError):
        path.replace(there)
