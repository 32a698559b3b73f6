"""What neither ruff nor import-linter can see in the code."""

import ast
from collections.abc import Iterator
import inspect
from pathlib import Path
import re

import pytest

from congdoan.foundation.refusal import Refusal
from tests.architecture.layout import (
    ROOT,
    SOURCE,
    python_files,
    shown,
    slices,
    template_files,
)

BUDGETS = [
    (python_files(), 400),
    (python_files(tests=True), 600),
    (sorted((ROOT / "tests").rglob("*.py")), 600),
    (template_files(), 150),
    (sorted(SOURCE.rglob("README.md")), 30),
]
MOST_LINES_OF_A_FUNCTION = 50


def _trees(*rooms: str) -> Iterator[tuple[Path, ast.Module]]:
    for path in python_files():
        inside = path.relative_to(SOURCE).parts
        if not rooms or {part.removesuffix(".py") for part in inside} & set(rooms):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_files_stay_small() -> None:
    long = [
        f"{shown(path)}: {length} > {most}"
        for paths, most in BUDGETS
        for path in paths
        if (length := path.read_text(encoding="utf-8").count("\n")) > most
    ]
    assert not long


def test_functions_stay_small() -> None:
    long = []
    for path, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[0]
                written = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
                start = (first.end_lineno or 0) if written else node.lineno
                length = (node.end_lineno or 0) - start
                if length > MOST_LINES_OF_A_FUNCTION:
                    long.append(f"{shown(path)}: {node.name} {length}")
    assert not long


#: Have a ``save`` and are no rows of ours.
NOT_ROWS = {"session", "form", "workbook", "document", "image"}


def test_saves_name_their_fields() -> None:
    """A bare ``save()`` of a loaded row writes back what another person changed meanwhile."""
    wrong = []
    for path, tree in _trees():
        if "tests" in path.parts:
            continue
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            owner = getattr(node.func.value, "attr", getattr(node.func.value, "id", ""))
            if node.func.attr != "save" or not owner or owner in NOT_ROWS:
                continue
            words = {keyword.arg for keyword in node.keywords}
            if not node.args and not words & {"update_fields", "force_insert"}:
                wrong.append(f"{shown(path)}:{node.lineno}")
    assert not wrong, "save(update_fields=…), or objects.create(…) for a new row"


def test_views_hold_no_queries() -> None:
    wrong = [
        f"{shown(path)}:{node.lineno}"
        for path, tree in _trees("views", "tasks")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]
    assert not wrong, "a selector answers, a service acts"


def test_front_doors_hold_no_code() -> None:
    """``api.py`` re-exports: imports, ``__all__`` and a docstring."""
    allowed = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.Expr)
    wrong = [
        f"{shown(path)}:{node.lineno}"
        for path, tree in _trees("api")
        if path.name == "api.py"
        for node in tree.body
        if not isinstance(node, allowed)
    ]
    assert not wrong


#: Reads the clock below the edge, with the reason.
OWN_CLOCK = {
    "src/congdoan/kernel/accounts/services/adapter.py": "allauth calls it: an edge",
    "src/congdoan/kernel/accounts/forms/second_factor.py": "allauth calls it: an edge",
    "src/congdoan/kernel/audit/services/recording.py": "the recorded moment is when it is written",
    "src/congdoan/support/exchange/services/stepping.py": "a bar tells when a step last moved",
}


def test_the_clock_is_read_at_the_edge() -> None:
    rooms = ("services", "selectors", "rules", "policies", "models", "forms", "tables")
    found = {
        shown(path)
        for path, tree in _trees(*rooms)
        if "foundation" not in path.parts and "config" not in path.parts
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "congdoan.foundation"
        if any(name.name == "clock" for name in node.names)
    }
    assert found == set(OWN_CLOCK), "the day or the moment is an argument (on=, at=)"


def _refusals(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for sub in kind.__subclasses__():
        if ".tests." not in sub.__module__ and sub.__module__.startswith("congdoan."):
            yield sub
        yield from _refusals(sub)


def test_every_refusal_is_a_sentence() -> None:
    wrong = []
    for refusal in _refusals():
        sentence = inspect.cleandoc(vars(refusal).get("__doc__") or "")
        vietnamese = any(ord(letter) > 127 for letter in sentence)
        passed_on = re.fullmatch(r"\{\w+\}", sentence)  # a lower slice's whole sentence
        if not passed_on and (not vietnamese or sentence[-1] not in ".?!…}"):
            wrong.append(f"{refusal.__module__}.{refusal.__name__}: {sentence!r}")
    assert not wrong, "the docstring is the Vietnamese sentence people read"


@pytest.mark.parametrize("name", slices())
def test_every_slice_says_what_it_is_for(name: str) -> None:
    folder = SOURCE / name.replace(".", "/")
    files = [path for path in folder.rglob("*.py") if "tests" not in path.parts]
    if any(path.name not in {"__init__.py", "apps.py", "urls.py"} for path in files):
        assert (folder / "README.md").exists()
        assert list((folder / "tests").rglob("test_*.py")), "a slice without tests"
