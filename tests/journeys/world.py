"""
The demo world under the live server: built once a session for all its test processes, copied for
every story. ``--reuse-db`` keeps it for the next session, ``--create-db`` builds it anew.

A story may change whatever it likes: it works on a copy (``CREATE DATABASE … TEMPLATE``), which is
dropped when the story ends.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
import os
from pathlib import Path, PurePosixPath
import tarfile
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
import pytest

from congdoan.config.demo import build
from congdoan.config.settings_test import TEST_HOME
from congdoan.kernel.rulebook.api import forget
from tests import database


@pytest.fixture(scope="session")
def demo_base(request: Any, django_db_setup: None, django_db_blocker: Any) -> str:
    """The demo's organisations, officers and sign-ins, without any agreement."""
    with django_db_blocker.unblock(), database.alone():
        test_database = connection.settings_dict["NAME"]
        return _made(request, test_database, f"{database.shared_name()}_world", _found)


@pytest.fixture(scope="session")
def demo_whole(request: Any, demo_base: str, django_db_blocker: Any) -> str:
    """The whole demo, with its agreements."""
    with django_db_blocker.unblock(), database.alone():
        return _made(request, demo_base, f"{demo_base}_whole", _tell)


def _made(request: Any, base: str, name: str, fill: Callable[[], None]) -> str:
    """Return ``name``, built on ``base`` unless this session (or one to be reused) has built it."""
    mark = database.mark_of(name)
    kept = request.config.getvalue("reuse_db") and not request.config.getvalue("create_db")
    if mark is None or (mark != database.session() and not kept):
        database.copy(base, name)
        with standing_on(name):
            fill()
        _keep_files(name)
        database.put_mark(name, database.session())
    return name


def _kept_files(name: str) -> Path:
    return TEST_HOME / f"{name}.tar"


def _keep_files(name: str) -> None:
    """Put what the world stored aside: the tests' storage is the memory of one process."""
    with tarfile.open(_kept_files(name), "w") as kept:
        for path in _files(""):
            content = default_storage.open(path).read()
            entry = tarfile.TarInfo(path)
            entry.size = len(content)
            kept.addfile(entry, BytesIO(content))


def _bring_files(name: str) -> None:
    """Another process may have made the world, and a test of this one emptied the memory since."""
    with tarfile.open(_kept_files(name)) as kept:
        for entry in kept:
            content = kept.extractfile(entry)
            if content is not None and not default_storage.exists(entry.name):
                default_storage.save(entry.name, ContentFile(content.read()))


def _files(folder: str) -> Iterator[str]:
    folders, files = default_storage.listdir(folder)
    for name in files:
        yield str(PurePosixPath(folder, name))
    for name in folders:
        yield from _files(str(PurePosixPath(folder, name)))


def _last() -> int:
    """Return the place of the last stage that founds; those after it tell stories."""
    return [name for name, _stage in build.STAGES].index("tài khoản") + 1


def _tell() -> None:
    for _name, stage in build.STAGES[_last() :]:
        stage()


def _found() -> None:
    from conftest import load_law

    # Tests with threads commit; whatever one of them left must not stand in the demo's way.
    call_command("flush", interactive=False, verbosity=0)
    load_law()
    call_command("load_places", verbosity=0)
    for _name, stage in build.STAGES[: _last()]:
        stage()


@contextmanager
def standing_on(name: str) -> Iterator[None]:
    """Let this process work on the database ``name``, with nothing remembered of another."""
    with database.standing_on(name):
        forget()
        try:
            yield
        finally:
            forget()


@contextmanager
def copied(base: str, name: str) -> Iterator[str]:
    """Give this process a copy of ``base`` of its own, ``name`` and the process in its name."""
    name = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    database.copy(base, name)
    _bring_files(base)
    try:
        with standing_on(name):
            yield name
    finally:
        database.drop(name)
