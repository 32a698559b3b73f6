"""The programs that read: ours for pages, Tesseract (if the operator installed it) for pictures."""

from dataclasses import dataclass
import json
import os
from pathlib import Path
import shutil
import subprocess
import sys
from typing import Any

from django.core.cache import cache

#: What one page, or one bunch of pages, may take.
MEMORY_MB, CPU_SECONDS, WAIT_SECONDS = 1500, 90, 120
_REMEMBERED = 60
_PACKAGE = "congdoan.support.texts.services"


class CannotRead(Exception):
    """The program ended badly, or took too long: the caller goes on with the next page."""


@dataclass(frozen=True)
class Ocr:
    """What is known of Tesseract on this machine."""

    version: str = ""
    vietnamese: bool = False

    @property
    def ready(self) -> bool:
        return self.vietnamese


def ocr() -> Ocr:
    """Look for Tesseract and its Vietnamese data (remembered for a minute)."""
    known = cache.get("texts.ocr")
    if known is None:
        known = _look()
        cache.set("texts.ocr", known, _REMEMBERED)
    found: Ocr = known
    return found


def _look() -> Ocr:
    program = shutil.which("tesseract")
    if program is None:
        return Ocr()
    try:
        version = _run([program, "--version"], seconds=10).splitlines()[0]
        languages = _run([program, "--list-langs"], seconds=10).split()
    except (CannotRead, IndexError):
        return Ocr()
    return Ocr(version.removeprefix("tesseract ").strip(), "vie" in languages)


def read_picture(picture: Path) -> str:
    """
    Return the words on a picture.

    :raises CannotRead: when Tesseract does not get through it within its limits
    """
    return _limited(["tesseract", str(picture), "stdout", "-l", "vie", "--psm", "3"])


def read_pages(path: Path, folder: Path, first: int, last: int) -> list[dict[str, Any]]:
    """
    Return the number of pages, then the pages from ``first`` to ``last``.

    :raises CannotRead: when the file cannot be opened, or is more than the limits allow
    """
    command = [sys.executable, "-m", f"{_PACKAGE}.drawing"]
    said = _limited([*command, str(path), str(folder), str(first), str(last)])
    try:
        return [json.loads(line) for line in said.splitlines()]
    except ValueError:
        raise CannotRead from None


def _limited(command: list[str]) -> str:
    limits = [str(MEMORY_MB), str(CPU_SECONDS)]
    return _run(
        [sys.executable, "-m", f"{_PACKAGE}.limited", *limits, *command], seconds=WAIT_SECONDS
    )


def _run(command: list[str], *, seconds: int) -> str:
    # One thread: two cores also have pages to serve.
    settled = {**os.environ, "OMP_THREAD_LIMIT": "1", "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(  # noqa: S603 - our own words and paths, no shell
            command, capture_output=True, timeout=seconds, check=True, env=settled
        )
    except (subprocess.SubprocessError, OSError) as problem:
        raise CannotRead from problem
    return done.stdout.decode("utf-8", errors="replace")
