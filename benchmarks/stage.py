"""
Where figures are measured: a home of their own (``<CONGDOAN_HOME>/bench``), so no real data are
touched, with its own embedded PostgreSQL, web server and a nation of organisations.

Everything is made when a figure first asks for it; the nation is kept for the next run.
"""

from contextlib import ExitStack
from datetime import UTC, date, datetime
from functools import cached_property
import hashlib
import http.client
from http.cookies import SimpleCookie
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from typing import Any, Self
from urllib.parse import urlencode

from congdoan.config import environment as env

PASSWORD = "do-toc-do-2026"
TODAY = date(2026, 3, 2)
FOUNDED = date(2015, 1, 1)
PROVINCES = 34
#: Organisations of the whole tree, and of the one province that small branches are measured on.
NATION, BRANCH = 130_000, 1_500
COMMUNE_SIZE = 38
BRANCH_CODE = "TINH-00"


class Client:
    """One person at a browser: keeps the connection and the cookies."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, str]:
        return self._ask("GET", path)

    def post(self, path: str, values: dict[str, str]) -> tuple[int, str]:
        return self._ask("POST", path, urlencode(values))

    def sign_in(self, user_name: str) -> None:
        """Fill in the sign-in page like a person, and follow to the first page."""
        page = self.get("/tai-khoan/dang-nhap/")[1]
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        values = {"login": user_name, "password": PASSWORD}
        values["csrfmiddlewaretoken"] = token[1] if token else ""
        status, _page = self.post("/tai-khoan/dang-nhap/", values)
        if status != 200:
            message = f"đăng nhập trả lời {status}"
            raise RuntimeError(message)

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies.update({name: part.value for name, part in SimpleCookie(line).items()})
        if answer.status in {301, 302, 303}:
            return self._ask("GET", answer.headers["Location"])
        return answer.status, text


class Stage:
    """Made once a run; its parts come up when asked for."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self.outer_home = env.home()
        self.home = self.outer_home / "bench"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        self._open.close()

    @cached_property
    def database(self) -> None:
        """PostgreSQL of our own, prepared; Django set up on it."""
        os.environ.pop("DATABASE_URL", None)
        os.environ["CONGDOAN_HOME"] = str(self.home)
        os.environ["CONGDOAN_CLOCK"] = TODAY.isoformat()
        os.environ["CONGDOAN_SECOND_FACTOR_GRACE_DAYS"] = "100000"
        os.environ["DJANGO_SETTINGS_MODULE"] = "congdoan.config.settings"
        os.environ["PYTHONPATH"] = f"{env.PROJECT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
        from congdoan.config import embedded, preparation

        self._clear_old_shape()
        self._open.enter_context(embedded.Server(self.home).running())
        preparation.prepare(self.home, demo=False, aside=True)
        import django

        django.setup()
        from django.db import connection

        self._open.callback(connection.close)

    def _clear_old_shape(self) -> None:
        """Begin anew when the tables have another shape than those the nation was built in."""
        stamp = self.home / "shape"
        if self.home.exists() and (
            not stamp.exists() or stamp.read_text(encoding="ascii") != self.digest
        ):
            from congdoan.config import embedded

            embedded.Server(self.home).stop()
            shutil.rmtree(self.home)
        self.home.mkdir(mode=0o711, parents=True, exist_ok=True)
        stamp.write_text(self.digest, encoding="ascii")

    @cached_property
    def digest(self) -> str:
        """Tell one shape of the tables from another."""
        digest = hashlib.sha256()
        for file in sorted((env.PROJECT / "src").glob("congdoan/**/migrations/*.py")):
            digest.update(file.read_bytes())
        return digest.hexdigest()

    @cached_property
    def nation(self) -> None:
        """Build 130,000 organisations with the product's own services, once."""
        _ = self.database
        from benchmarks import nation

        nation.build(_aside)

    @cached_property
    def web(self) -> int:
        """Start the web server of the product, with the plain page beside it; return its port."""
        _ = self.nation
        from congdoan.config import serving

        port = free_port()
        command = serving.web_command("127.0.0.1", port)
        child = serving.start_child([*command[:-1], "benchmarks.plain:application"])
        self._open.callback(serving.stop_children, [child])
        wait_for(f"http://127.0.0.1:{port}/plain/", 60)
        return port

    def client(self, user_name: str = "") -> Client:
        client = Client(self.web)
        if user_name:
            client.sign_in(user_name)
        return client

    def command(self, *arguments: str, **environment: str) -> "subprocess.Popen[bytes]":
        """Start ``congdoan`` as a person would, in the environment of the caller."""
        return subprocess.Popen(
            [sys.executable, "-m", "congdoan.config.cli", *arguments],
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def now() -> datetime:
    return datetime.combine(TODAY, datetime.min.time(), UTC)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, seconds: float) -> float:
    """Return how long it took until ``url`` answered 200."""
    from urllib.error import URLError
    from urllib.request import urlopen

    begun = time.perf_counter()
    while time.perf_counter() - begun < seconds:
        try:
            with urlopen(url, timeout=30) as answer:
                if answer.status == 200:
                    return time.perf_counter() - begun
        except (URLError, OSError):
            time.sleep(0.05)
    message = f"{url} không trả lời trong {seconds} giây"
    raise TimeoutError(message)


def _aside(line: Any) -> None:
    """Say what is being made without mixing it into the figures."""
    print(line, file=sys.stderr, flush=True)
