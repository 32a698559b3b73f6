"""How long until the program answers."""

from collections.abc import Iterator
from pathlib import Path
import subprocess
import sys
import tempfile
import time

from benchmarks.harness import Figure, figure, made, median_ms
from benchmarks.stage import Stage, free_port, wait_for


@figure
def command_start(stage: Stage) -> Iterator[Figure]:
    """`congdoan help`, and a Django command without a database; floor: an empty Python."""
    floor = median_ms(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True), 10)
    for name, arguments in (("command_start", ["help"]), ("command_start_django", ["version"])):
        took = median_ms(lambda: _run(stage, *arguments), 10)  # noqa: B023 - used at once
        yield made(name, took / 1000, "s", 10, floor=floor / 1000)


@figure
def demo_first_page(stage: Stage) -> Iterator[Figure]:
    """From `congdoan demo` on an empty CONGDOAN_HOME to the first page; then a second start."""
    with tempfile.TemporaryDirectory(prefix="congdoan-bench-") as home:
        # The system account of PostgreSQL must be able to pass, as through any ordinary home.
        Path(home).chmod(0o711)
        for name in ("demo_first_page", "demo_second_start"):
            port = free_port()
            begun = time.perf_counter()
            child = stage.command(
                "demo", CONGDOAN_HOME=home, PORT=str(port), DATABASE_URL="", CONGDOAN_CLOCK=""
            )
            try:
                wait_for(f"http://127.0.0.1:{port}/", 600)
                yield made(name, time.perf_counter() - begun, "s", 1)
            finally:
                child.terminate()
                child.wait(60)


def _run(stage: Stage, *arguments: str) -> None:
    stage.command(*arguments).wait()
