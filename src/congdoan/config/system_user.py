"""
PostgreSQL refuses to run as root; this module finds who runs it instead.

Started by an ordinary user, the server is simply that user's process. Started by root, it runs as
the owner of an existing data folder, else as the system account ``congdoan-db`` (made once by
``useradd``, no home, no shell). That account must be able to *pass through* the folders above the
data and the program, so a folder that bars it (``/root`` is 0700) gets the search bit for others
and nothing more: names and files in it stay closed.
"""

from dataclasses import dataclass
import os
from pathlib import Path
import pwd
import shutil
import stat
import subprocess
from typing import Any

from congdoan.config import environment as env
from congdoan.config.cannot_start import CannotStart, say

ACCOUNT = "congdoan-db"
SEARCH = stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH


@dataclass(frozen=True)
class Runner:
    """Under whose identity the server's programs run; ``None`` = the present one."""

    uid: int | None = None
    gid: int | None = None

    def run(self, command: list[str]) -> "subprocess.CompletedProcess[str]":
        identity: dict[str, Any] = {}
        if self.uid is not None:
            identity = {"user": self.uid, "group": self.gid, "extra_groups": []}
        # The folder we stand in may be closed to the account; PostgreSQL wants one it can enter.
        return subprocess.run(  # noqa: S603
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd="/",
            env={**os.environ, "LC_ALL": "C"},
            **identity,
        )

    def own(self, folder: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(folder, self.uid, self.gid)


def runner(data: Path, programs: Path) -> Runner:
    """Return who runs the server whose data lie (or will lie) in ``data``."""
    if os.geteuid() != 0:
        _refuse_foreign(data)
        return Runner()
    owner = data.stat().st_uid if data.exists() else 0
    account = pwd.getpwuid(owner) if owner else _account()
    for folder in (data, programs):
        _let_through(folder, account)
    _make_readable(programs.parent)
    return Runner(account.pw_uid, account.pw_gid)


def _refuse_foreign(data: Path) -> None:
    if data.exists() and data.stat().st_uid != os.geteuid():
        owner = data.stat().st_uid
        message = (
            f"thư mục dữ liệu {data} thuộc về người dùng khác (uid {owner}); hãy chạy bằng "
            "người dùng đó hoặc đặt CONGDOAN_HOME khác."
        )
        raise CannotStart(message)


def _account() -> pwd.struct_passwd:
    name = env.text("CONGDOAN_DATABASE_USER") or ACCOUNT
    try:
        return pwd.getpwnam(name)
    except KeyError:
        pass
    useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    made = useradd and subprocess.run(  # noqa: S603
        [
            *(useradd, "--system", "--user-group", "--no-create-home"),
            *("--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", name),
        ],
        check=False,
        capture_output=True,
    )
    if not made or made.returncode:
        message = (
            f"PostgreSQL không chạy được bằng root và không tạo được tài khoản {name};"
            " hãy chạy bằng người dùng thường, hoặc đặt DATABASE_URL."
        )
        raise CannotStart(message)
    say(f"Đã tạo tài khoản hệ thống {name} để chạy PostgreSQL (root không được phép chạy).")
    return pwd.getpwnam(name)


def _let_through(target: Path, account: pwd.struct_passwd) -> None:
    for folder in target.resolve().parents:
        state = folder.stat()
        if state.st_mode & stat.S_IXOTH:
            continue
        if state.st_uid == account.pw_uid and state.st_mode & stat.S_IXUSR:
            continue
        folder.chmod(state.st_mode | stat.S_IXOTH)
        say(f"Đã cho phép đi qua thư mục {folder} (chỉ quyền x) để PostgreSQL tới được dữ liệu.")


def _make_readable(programs: Path) -> None:
    """Open the server's programs where the umask of root closed them (077)."""
    if programs.stat().st_mode & stat.S_IXOTH and programs.stat().st_mode & stat.S_IROTH:
        return
    for path in (programs, *programs.rglob("*")):
        mode = path.stat().st_mode
        wanted = stat.S_IRGRP | stat.S_IROTH
        if path.is_dir() or mode & stat.S_IXUSR:
            wanted |= stat.S_IXGRP | stat.S_IXOTH
        path.chmod(mode | wanted)
