"""The shape of the program as pyproject.toml says it; one reader for all guard tests."""

from functools import cache
from pathlib import Path
import re
import tomllib

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "congdoan"
LEVELS = ("config", "surfaces", "areas", "support", "kernel", "foundation")


@cache
def contracts() -> dict[str, list[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {
        contract["id"]: contract.get("layers", [])
        for contract in project["tool"]["importlinter"]["contracts"]
    }


@cache
def rank(slice_name: str) -> tuple[int, int]:
    """Return the height of ``kernel.people``; slices written with ``|`` share a height."""
    level, _, name = slice_name.partition(".")
    height = len(LEVELS) - LEVELS.index(level)
    if not name:
        return height, 0
    order = [re.split(r"\s*\|\s*", line) for line in contracts()[level]]
    return height, len(order) - next(at for at, names in enumerate(order) if name in names)


def slices() -> list[str]:
    return sorted(
        f"{level}.{folder.name}"
        for level in LEVELS[1:-1]
        for folder in (SOURCE / level).iterdir()
        if (folder / "apps.py").exists()
    )


def slice_of(path: str) -> str:
    """Return the slice of a module name or a file path below ``congdoan``, else its level."""
    parts = path.replace("/", ".").removeprefix("congdoan.").split(".")
    if parts[0] in {"config", "foundation"}:
        return parts[0]
    return ".".join(parts[:2])


def python_files(*, tests: bool = False) -> list[Path]:
    return [
        path
        for path in sorted(SOURCE.rglob("*.py"))
        if "migrations" not in path.parts and ("tests" in path.parts) == tests
    ]


def template_files() -> list[Path]:
    return sorted(
        path
        for path in SOURCE.rglob("*")
        if path.suffix in {".html", ".txt"} and "templates" in path.relative_to(SOURCE).parts
    )


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))
