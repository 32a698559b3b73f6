"""
The databases of the tests.

With DATABASE_URL: that server, in Django's own way. Without: the embedded PostgreSQL under
``var/test``, which the first test process starts and the last one stops; it does not wait for the
disk. There the migrations run once: their result is kept as a template, marked with what the
migration files say, and every test process of this and of later sessions begins with a copy.
"""

from collections.abc import Iterator
from contextlib import contextmanager
import fcntl
import hashlib
import os
from pathlib import Path
from typing import Any
from uuid import uuid4

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql
import pytest

from congdoan.config import embedded
from congdoan.config import environment as env
from congdoan.config.settings_test import TEST_HOME

_ALONE = uuid4().hex


@pytest.fixture(scope="session")
def django_db_keepdb(request: Any) -> bool:
    """Nothing is dropped at the end on the embedded server: the next session begins anew itself."""
    return bool(request.config.getvalue("reuse_db")) or not env.text("DATABASE_URL")


@pytest.fixture(scope="session")
def django_db_createdb(request: Any) -> bool:
    """Creating anew is done here; on a foreign server it is Django's."""
    return bool(request.config.getvalue("create_db")) and bool(env.text("DATABASE_URL"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: Any,
    django_db_blocker: Any,
    django_test_environment: None,
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    if env.text("DATABASE_URL"):
        yield
        return
    with embedded.Server(TEST_HOME, throwaway=True).running():
        with django_db_blocker.unblock(), alone():
            _begin_with_a_copy(request)
        yield


def _begin_with_a_copy(request: Any) -> None:
    name = connection.settings_dict["TEST"]["NAME"]
    wanted = request.config.getvalue("reuse_db") and not request.config.getvalue("create_db")
    if wanted and is_there(name):
        return
    template, mark = f"{shared_name()}_made", _migrations()
    if mark_of(template) != mark:
        drop(template)
        run("CREATE DATABASE {}", template)
        with standing_on(template):
            call_command("migrate", interactive=False, verbosity=0)
        put_mark(template, mark)
    copy(template, name)


def shared_name() -> str:
    """Return the name of the test database without what tells one worker from the other."""
    name: str = connection.settings_dict["TEST"]["NAME"]
    return name.removesuffix(f"_{os.environ.get('PYTEST_XDIST_WORKER', '')}")


def session() -> str:
    """Return what all processes of one session of tests share, and no other session."""
    return os.environ.get("PYTEST_XDIST_TESTRUNUID") or _ALONE


@contextmanager
def alone() -> Iterator[None]:
    """Let one test process at a time make what all of them copy."""
    TEST_HOME.mkdir(parents=True, exist_ok=True)
    with (TEST_HOME / "making.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def standing_on(name: str) -> Iterator[None]:
    """Let this process, the live server's threads too, work on the database ``name``."""
    before = connection.settings_dict["NAME"]
    connections.close_all()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = before


def copy(base: str, name: str) -> None:
    connections.close_all()
    drop(name)
    _send_home(base)
    run("CREATE DATABASE {} TEMPLATE {}", name, base)


def is_there(name: str) -> bool:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def drop(name: str) -> None:
    run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def mark_of(name: str) -> str | None:
    """Return what ``put_mark`` wrote on the database; None: not there, or never finished."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [name],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def put_mark(name: str, mark: str) -> None:
    with connection._nodb_cursor() as cursor:
        statement = sql.SQL("COMMENT ON DATABASE {} IS {}")
        cursor.execute(statement.format(sql.Identifier(name), sql.Literal(mark)))


def run(statement: str, *names: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))


def _send_home(base: str) -> None:
    """End every session on ``base``: a thread that outlived its test must not stop the copy."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
            [base],
        )


def _migrations() -> str:
    """Return a digest of Django's version and of every migration of every slice and library."""
    digest = hashlib.sha256(django.__version__.encode())
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()
