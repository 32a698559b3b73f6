"""Every gate a change must pass; all run, the faults of all are shown. ``--list`` names them."""

import os
from pathlib import Path
import subprocess
import sys
import time

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PYTHON = sys.executable

GATES: dict[str, list[str]] = {
    "ruff": [str(BIN / "ruff"), "check", "--quiet", "."],
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "imports": [str(BIN / "lint-imports"), "--no-cache"],
    "types": [str(BIN / "mypy")],
    "django": [PYTHON, "-m", "django", "check", "--fail-level", "WARNING"],
    "migrations": [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"],
    "templates": [PYTHON, "tools/templates.py"],
    "messages": [PYTHON, "tools/messages.py", "check", "--strict"],
    "sources": [PYTHON, "tools/sources.py"],
    "licences": [PYTHON, "tools/licences.py"],
    "architecture": [PYTHON, "-m", "pytest", "tests/architecture", "-p", "no:cacheprovider"],
}


def environment() -> dict[str, str]:
    """Return a settled environment: the caller's settings decide nothing, no database is asked."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("CONGDOAN_")}
    ours.pop("DATABASE_URL", None)
    return {
        **ours,
        "DJANGO_SETTINGS_MODULE": "congdoan.config.settings",
        "CONGDOAN_HOME": str(ROOT / "var" / "check"),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "PYTHONWARNINGS": "ignore:Got an error checking a consistent migration history",
    }


def main(names: list[str]) -> int:
    if "--list" in names:
        print("\n".join(GATES))
        return 0
    failed = []
    for name in names or GATES:
        begun = time.monotonic()
        done = subprocess.run(
            GATES[name], cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
        )
        took = time.monotonic() - begun
        print(f"{'đạt ' if done.returncode == 0 else 'HỎNG'} {name:12} {took:5.1f} s", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr, flush=True)
    if failed:
        print(f"Không đạt: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
