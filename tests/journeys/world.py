"""
The demo world under the live server: built once a session, copied for every story. ``--reuse-db``
keeps it for the next session, ``--create-db`` builds it anew.

A story may change whatever it likes: it works on a copy (``CREATE DATABASE … TEMPLATE``), which is
dropped when the story ends.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql
import pytest

from congdoan.config.demo import build
from congdoan.kernel.rulebook.api import forget


@pytest.fixture(scope="session")
def demo_base(request: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The demo's organisations, officers and sign-ins, without any agreement."""
    with django_db_blocker.unblock():
        test_database = connection.settings_dict["NAME"]
        with _kept(request, test_database, f"{test_database}_world", _found) as name:
            yield name


@pytest.fixture(scope="session")
def demo_whole(request: Any, demo_base: str, django_db_blocker: Any) -> Iterator[str]:
    """The whole demo, with its agreements."""
    with (
        django_db_blocker.unblock(),
        _kept(request, demo_base, f"{demo_base}_whole", _tell) as name,
    ):
        yield name


@contextmanager
def _kept(request: Any, base: str, name: str, fill: Callable[[], None]) -> Iterator[str]:
    keep = request.config.getvalue("reuse_db")
    if not keep or request.config.getvalue("create_db") or not _is_there(name):
        _drop(f"{name}_whole")  # what was built on an older one is old too
        _copy(base, name)
        try:
            with standing_on(name):
                fill()
        except BaseException:
            _drop(name)
            raise
    yield name
    if not keep:
        _drop(name)


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
    """Let this process, the live server's threads too, work on the database ``name``."""
    before = connection.settings_dict["NAME"]
    connections.close_all()
    forget()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connections.close_all()
        forget()
        connection.settings_dict["NAME"] = before


@contextmanager
def copied(base: str, name: str) -> Iterator[str]:
    _copy(base, name)
    try:
        with standing_on(name):
            yield name
    finally:
        _drop(name)


def _copy(base: str, name: str) -> None:
    connections.close_all()
    _drop(name)
    _send_home(base)
    _run("CREATE DATABASE {} TEMPLATE {}", name, base)


def _send_home(base: str) -> None:
    """End every session on ``base``: a thread that outlived its test must not stop the copy."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
            [base],
        )


def _is_there(name: str) -> bool:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def _drop(name: str) -> None:
    _run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _run(statement: str, *names: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))
