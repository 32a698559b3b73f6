"""
Processor seconds of the web server and the database together, while one client asks pages.

On a machine that does other work a page's milliseconds swing threefold; what its processes use
hardly does. Read from /proc, whose clock ticks a hundred times a second: ask many pages.
"""

from collections.abc import Callable, Iterator
import os
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def server_work(database: Path) -> float:
    """Return the seconds all our children (web) and the server's (PostgreSQL) have used so far."""
    postmaster = int((database / "postmaster.pid").read_text(encoding="ascii").split()[0])
    parents: dict[int, list[int]] = {}
    used: dict[int, int] = {}
    for pid, parent, ticks in _processes():
        parents.setdefault(parent, []).append(pid)
        used[pid] = ticks
    seen, wanted = set(), [*parents.get(os.getpid(), ()), postmaster]
    while wanted:
        pid = wanted.pop()
        if pid not in seen:
            seen.add(pid)
            wanted += parents.get(pid, ())
    return sum(used.get(pid, 0) for pid in seen) / _TICK


def _processes() -> Iterator[tuple[int, int, int]]:
    """Yield (process, its parent, ticks of it and of its children that have ended)."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                told = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:  # it has ended
                continue
            yield int(folder.name), int(told[1]), sum(int(one) for one in told[11:15])


def page_work_ms(database: Path, ask: Callable[[], object], n: int) -> float:
    """Return the processor milliseconds one page takes, of ``n`` asked one after the other."""
    for _ in range(5):
        ask()
    before = server_work(database)
    for _ in range(n):
        ask()
    return (server_work(database) - before) * 1000 / n
