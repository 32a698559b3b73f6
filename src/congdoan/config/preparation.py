"""
Make a database ready to serve: migrations, shipped data, static files, and the demo if asked.

Every step is safe to run twice. A step is skipped when its inputs (hashed) and the database (its
identity, so that an emptied one is noticed) are those of the last time; the stamps lie in
``prepared.json`` of the home. ``python -m congdoan.config.preparation`` does the due steps in a
process of its own, so the supervising process stays small.
"""

from collections.abc import Iterable
from dataclasses import dataclass
import hashlib
import json
import os
from pathlib import Path
import subprocess
import sys
import time

from congdoan.config import catalogues
from congdoan.config import environment as env
from congdoan.config.cannot_start import CannotStart, complain, say

DEMO = Path(__file__).with_name("demo")


@dataclass(frozen=True)
class Step:
    """One management command and the files whose change makes it due again."""

    command: tuple[str, ...]
    saying: str
    inputs: tuple[str, ...]
    #: The step's work lies in the database (else in the home's folders).
    in_database: bool = True
    demo: bool = False

    @property
    def name(self) -> str:
        return self.command[0]


#: In this order; each later step stands on the earlier ones.
STEPS = (
    Step(
        ("collectstatic", "--noinput", "--clear", "--verbosity=0"),
        "Gom tệp giao diện",
        ("src/congdoan/*/static/**/*", "src/congdoan/*/*/static/**/*", "requirements/run.txt"),
        in_database=False,
    ),
    Step(
        ("migrate", "--noinput", "--verbosity=0"),
        "Cập nhật cấu trúc dữ liệu",
        ("src/congdoan/**/migrations/*.py", "requirements/run.txt"),
    ),
    Step(
        ("load_rulebook",),
        "Nạp sổ quy định",
        ("src/congdoan/kernel/rulebook/**/*",),
    ),
    Step(
        ("load_periods",),
        "Nạp kỳ và ngày nghỉ",
        ("src/congdoan/kernel/periods/**/*", "src/congdoan/kernel/rulebook/data/**/*"),
    ),
    Step(
        ("load_places",),
        "Nạp đơn vị hành chính",
        ("src/congdoan/kernel/places/**/*",),
    ),
    Step(
        ("load_forms",),
        "Nạp biểu mẫu báo cáo",
        ("src/congdoan/areas/reporting/**/*",),
    ),
    Step(
        ("demo_data",),
        "Dựng dữ liệu trình diễn",
        ("src/congdoan/config/demo/**/*",),
        demo=True,
    ),
)


def prepare(home: Path, *, demo: bool, aside: bool = False) -> None:
    """Do the steps that are due; return at once when none is. ``aside`` speaks on stderr."""
    catalogues.compile_all(env.PROJECT / "locale")
    due = due_steps(home, demo=demo)
    if not due:
        return
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "congdoan.config.preparation", *(step.name for step in due)],
        check=False,
        stdout=sys.stderr if aside else None,
    )
    if done.returncode:
        message = "chuẩn bị dữ liệu không xong (xem các dòng trên); chạy lại lệnh này là làm tiếp."
        raise CannotStart(message)


def due_steps(home: Path, *, demo: bool) -> list[Step]:
    stamps = _read(home)
    place = database_identity()
    demo = demo and DEMO.exists()
    wanted = [step for step in STEPS if demo or not step.demo]
    return [step for step in wanted if stamps.get(step.name) != _stamp(step, place)]


def perform(home: Path, names: Iterable[str]) -> None:
    """Run the named steps here (Django is set up), stamping each as soon as it is done."""
    from django.core.management import call_command

    place = database_identity()
    for step in STEPS:
        if step.name not in names:
            continue
        begun = time.monotonic()
        call_command(*step.command)
        say(f"  {step.saying}: {time.monotonic() - begun:.1f} giây".replace(".", ","))
        stamps = {**_read(home), step.name: _stamp(step, place)}
        draft = home / "prepared.json.new"
        draft.write_text(json.dumps(stamps, indent=1), encoding="utf-8")
        draft.rename(home / "prepared.json")


def database_identity() -> str:
    """Return what tells this database from others, also from itself dropped and made anew."""
    import psycopg

    from congdoan.config import embedded

    url = env.text("DATABASE_URL") or embedded.database_url(env.home())
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            row = connection.execute(
                "SELECT system_identifier, oid FROM pg_control_system(), pg_database"
                " WHERE datname = current_database()"
            ).fetchone()
    except psycopg.OperationalError as problem:
        reason = (str(problem).strip().splitlines() or [""])[0]
        message = f"không nối được cơ sở dữ liệu theo DATABASE_URL: {reason}"
        raise CannotStart(message) from None
    return "-".join(str(part) for part in row or ())


def _stamp(step: Step, place: str) -> str:
    digest = hashlib.sha256()
    digest.update(repr((step.command, place if step.in_database else "")).encode())
    for pattern in step.inputs:
        for file in sorted(env.PROJECT.glob(pattern)):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(str(file.relative_to(env.PROJECT)).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def _read(home: Path) -> dict[str, str]:
    try:
        return dict(json.loads((home / "prepared.json").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congdoan.config.settings")
    import django

    django.setup()
    try:
        perform(env.home(), sys.argv[1:])
    except CannotStart as fault:
        sys.exit(complain(fault))
