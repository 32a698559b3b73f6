"""
The one console script: ``congdoan``.

Imports stay inside the functions, so that ``congdoan --help`` answers at once. A name that is none
of ours is a Django management command (``-`` and ``_`` are the same).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
import os
import subprocess
import sys

from congdoan.config import environment as env
from congdoan.config.cannot_start import CannotStart, complain, say

#: Django commands that need no database; for every other the embedded one is started.
WITHOUT_DATABASE = {
    *("help", "version", "diffsettings", "findstatic", "collectstatic", "compilemessages"),
    *("makemessages", "startapp", "startproject", "check", "sendtestemail"),
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congdoan.config.settings")
    _read_env_file()
    name, arguments = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("help", [])
    known = {"-h": "help", "--help": "help"}
    command = COMMANDS.get(known.get(name, name))
    try:
        sys.exit(command[1](arguments) if command else django_command(name, arguments))
    except CannotStart as fault:
        sys.exit(complain(fault))
    except KeyboardInterrupt:
        sys.exit(130)


def help_(_arguments: list[str]) -> int:
    say("Công Đoàn Số. Cách dùng: congdoan LỆNH [tham số]\n")
    for name, (text, _run) in COMMANDS.items():
        say(f"  {name:14} {text}")
    say("\n  Mọi lệnh quản trị khác của Django cũng chạy được (danh sách: congdoan help-django).")
    say("  Biến môi trường: CONGDOAN_HOME, PORT, DATABASE_URL …; xem .env.example.")
    return 0


def demo(arguments: list[str]) -> int:
    """Serve with the demo data: the sign-ins are printed, so listen to this machine only."""
    os.environ["CONGDOAN_DEMO"] = "1"
    return _serve(arguments, with_demo=True)


def serve(arguments: list[str]) -> int:
    return _serve(arguments, with_demo=False)


def _serve(arguments: list[str], *, with_demo: bool) -> int:
    from congdoan.config import preparation, serving

    _no_more("serve", arguments)
    home, host, port = env.home(), env.text("CONGDOAN_BIND", "127.0.0.1"), env.port()
    address = env.text("CONGDOAN_ADDRESS") or f"http://localhost:{port}"

    def ready() -> None:
        say(f"\nCông Đoàn Số đang chạy: {address}   (dừng: Ctrl-C)")
        if with_demo:
            subprocess.run([sys.executable, "-m", "django", "demo_accounts"], check=False)

    _home_first()
    with serving.stoppable(), serving.only_one(home, address):
        try:
            serving.check_port(host, port)
            with _database():
                preparation.prepare(home, demo=with_demo)
                serving.serve(host, port, address, ready=ready)
        except serving.Stop:
            say("\nĐã dừng.")
    return 0


def prepare(arguments: list[str]) -> int:
    from congdoan.config import preparation

    _no_more("prepare", arguments)
    _home_first()
    with _database():
        preparation.prepare(env.home(), demo=False)
    return 0


def worker(arguments: list[str]) -> int:
    """Run one more worker (also on another machine, with the same DATABASE_URL)."""
    from congdoan.config import serving

    with _database(), serving.stoppable():
        child = serving.start_worker(*arguments)
        try:
            return child.wait()
        except serving.Stop:
            serving.stop_children([child])
            return 0


def database(arguments: list[str]) -> int:
    from congdoan.config import embedded

    server = embedded.Server(env.home())
    acts: dict[str, Callable[[], None]] = {
        "start": server.keep,
        "stop": server.stop,
        "url": lambda: say(env.text("DATABASE_URL") or embedded.database_url(env.home())),
    }
    if len(arguments) != 1 or arguments[0] not in acts:
        message = "cách dùng: congdoan database start|stop|url"
        raise CannotStart(message)
    if env.text("DATABASE_URL") and arguments[0] != "url":
        message = "DATABASE_URL đang được đặt: máy chủ đó không do congdoan bật tắt."
        raise CannotStart(message)
    acts[arguments[0]]()
    return 0


def bench(arguments: list[str]) -> int:
    """Print one JSON object a line for each figure (ARCHITECTURE §8)."""
    if not (env.PROJECT / "benchmarks" / "harness.py").exists():
        message = "các phép đo chỉ có trong mã nguồn đầy đủ (thư mục benchmarks)."
        raise CannotStart(message)
    sys.path.insert(0, str(env.PROJECT))
    from importlib import import_module

    return int(import_module("benchmarks.harness").main(arguments))


def help_django(_arguments: list[str]) -> int:
    return django_command("help", [])


def django_command(name: str, arguments: list[str]) -> int:
    from django.core.management import execute_from_command_line

    command = name.replace("-", "_")
    argv = ["congdoan", command, *arguments]
    _home_first()
    if command in WITHOUT_DATABASE or {"-h", "--help"} & set(arguments):
        execute_from_command_line(argv)
        return 0
    _known_or_refuse(command, name)
    with _database():
        execute_from_command_line(argv)
    return 0


def _known_or_refuse(command: str, typed: str) -> None:
    """:raises CannotStart: before anything is started, when no command has that name"""
    import django
    from django.core.management import get_commands

    django.setup()
    if command not in get_commands():
        message = f"không có lệnh “{typed}”; xem congdoan help và congdoan help-django."
        raise CannotStart(message)


COMMANDS: dict[str, tuple[str, Callable[[list[str]], int]]] = {
    "demo": ("chuẩn bị mọi thứ, nạp dữ liệu trình diễn, in tài khoản và phục vụ", demo),
    "serve": ("chuẩn bị cơ sở dữ liệu rồi phục vụ (web và việc nền)", serve),
    "prepare": ("chỉ chuẩn bị: cấu trúc dữ liệu, quy định, kỳ, địa giới, tệp giao diện", prepare),
    "worker": ("chạy thêm một tiến trình làm việc nền", worker),
    "database": ("start | stop | url: PostgreSQL đi kèm", database),
    "bench": ("[--list] [TÊN …]: đo tốc độ, mỗi dòng một đối tượng JSON", bench),
    "help-django": ("liệt kê các lệnh quản trị: migrate, demo-accounts …", help_django),
    "help": ("in trang này", help_),
}


@contextmanager
def _database() -> Iterator[None]:
    """Hold the embedded server up, unless DATABASE_URL names another."""
    if env.text("DATABASE_URL"):
        yield
        return
    from congdoan.config import embedded

    with embedded.Server(env.home()).running():
        yield


def _home_first() -> None:
    from congdoan.config import embedded

    env.port()
    embedded.prepare_home(env.home())


def _no_more(name: str, arguments: list[str]) -> None:
    if arguments:
        message = (
            f"congdoan {name} không nhận tham số {arguments[0]}; dùng PORT, CONGDOAN_HOME, "
            "DATABASE_URL."
        )
        raise CannotStart(message)


def _read_env_file() -> None:
    """Take what ``.env`` beside the program says, where the environment is silent."""
    try:
        lines = (env.PROJECT / ".env").read_text(encoding="utf-8").splitlines()
    except OSError:
        return
    for line in lines:
        key, sign, value = line.strip().partition("=")
        if sign and not key.startswith("#"):
            os.environ.setdefault(key.strip(), value.strip().strip("\"'"))


if __name__ == "__main__":
    main()
