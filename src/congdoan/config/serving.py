"""
Serve: web server and worker as children of one small process that stops everything together.

The children get SIGTERM from the kernel when this process dies without a word (``kill -9``), so no
half of the program is left behind; PostgreSQL then stays up and the next start takes it over.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
import ctypes
import errno
import fcntl
import os
from pathlib import Path
import signal
import socket
import subprocess
import sys
import time
from types import FrameType
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from congdoan.config import environment as env
from congdoan.config.cannot_start import CannotStart, say

GRACE_SECONDS = 15
PR_SET_PDEATHSIG = 1


class Stop(Exception):
    """Ctrl-C, SIGTERM or a closed terminal."""


def check_port(host: str, port: int) -> None:
    """:raises CannotStart: when the address is taken or may not be used"""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            reasons = {
                errno.EADDRINUSE: "đang được chương trình khác dùng",
                errno.EACCES: "cần quyền quản trị",
            }
            reason = reasons.get(problem.errno or 0, f"không dùng được ({problem.strerror})")
            message = (
                f"cổng {port} của {host} {reason}; hãy chọn cổng khác, ví dụ "
                f"PORT={port + 1 if port < 65535 else 8001}."
            )
            raise CannotStart(message) from None


@contextmanager
def only_one(home: Path, address: str) -> Iterator[None]:
    """
    Hold the home: one serving copy each.

    The lock is the kernel's, so a killed copy leaves none behind; what stands in the file only
    explains who holds it.
    """
    with (home / "serving.lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            message = (
                f"thư mục {home} đang được một bản khác phục vụ ({lock.read().strip()}); hãy "
                "dừng bản đó, hoặc đặt CONGDOAN_HOME và PORT khác."
            )
            raise CannotStart(message) from None
        lock.truncate(0)
        lock.write(f"tiến trình {os.getpid()}, {address}\n")
        lock.flush()
        yield


def serve(host: str, port: int, address: str, *, ready: Callable[[], None]) -> None:
    """
    Run until told to stop.

    :raises CannotStart: when the web server ends by itself
    """
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        children["web"] = start_child(web_command(host, port))
        _wait_until_ready(f"http://{_reachable(host)}:{port}/health/live", children["web"])
        ready()
        # People wait for pages, not for jobs: the worker loads when the pages are there.
        children["worker"] = start_worker()
        _watch(children)
    finally:
        stop_children(list(children.values()))


def web_command(host: str, port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", host, "--port", str(port), "--http", "1", "--no-ws"),
        *("--workers", str(env.number("CONGDOAN_WEB_PROCESSES", 2))),
        *("--blocking-threads", str(env.number("CONGDOAN_WEB_THREADS", 4))),
        *("--backpressure", "64", "--respawn-failed-workers", "--workers-kill-timeout", "10"),
        *("--log-level", "warning", "congdoan.config.wsgi:application"),
    ]


def worker_command() -> list[str]:
    # One place more than asked for: a run that waits for peers on a slow line (gateway) holds one.
    jobs = str(env.number("CONGDOAN_WORKER_JOBS", 2) + 1)
    return [
        *(sys.executable, "-m", "django", "procrastinate", "worker"),
        *("--concurrency", jobs, "--shutdown-graceful-timeout", "10"),
    ]


def start_worker(*arguments: str) -> "subprocess.Popen[bytes]":
    """
    Start the worker; it is killed outright when we die, since a worker asked to leave waits for its
    database for ever. Jobs are safe to run twice and ``config.tasks`` takes up what it dropped.
    """
    return start_child([*worker_command(), *arguments], on_our_death=signal.SIGKILL, quiet=True)


def start_child(
    command: list[str], *, on_our_death: signal.Signals = signal.SIGTERM, quiet: bool = False
) -> "subprocess.Popen[bytes]":
    """Start a process that does not outlive us; Ctrl-C reaches it through us only."""
    parent = os.getpid()
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def tie_to_parent() -> None:
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, on_our_death)
            if os.getppid() != parent:
                os._exit(1)

    return subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if quiet else None,
        start_new_session=True,
        preexec_fn=tie_to_parent,  # noqa: PLW1509 - no threads here
    )


def stop_children(children: "list[subprocess.Popen[bytes]]") -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + GRACE_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@contextmanager
def stoppable() -> Iterator[None]:
    """Turn the signals that end a program into ``Stop``; more of them disturb nothing."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise Stop

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _watch(children: "dict[str, subprocess.Popen[bytes]]") -> None:
    while children["web"].poll() is None:
        if children["worker"].poll() is not None:
            say("Tiến trình làm việc nền đã dừng; khởi động lại.")
            time.sleep(3)
            children["worker"] = start_worker()
        time.sleep(0.5)
    message = f"máy chủ web tự dừng (mã {children['web'].returncode}); xem các dòng trên."
    raise CannotStart(message)


def _wait_until_ready(url: str, web: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if web.poll() is not None:
            message = f"máy chủ web không khởi động được (mã {web.returncode}); xem các dòng trên."
            raise CannotStart(message)
        try:
            with urlopen(url, timeout=5):  # noqa: S310 - our own address
                return
        except HTTPError:
            return
        except (URLError, OSError):
            time.sleep(0.1)
    message = "máy chủ web không trả lời trong 60 giây."
    raise CannotStart(message)


def _reachable(host: str) -> str:
    wildcard = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104
    return wildcard.get(host, f"[{host}]" if ":" in host else host)
