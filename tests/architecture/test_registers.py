"""Registers are filled from ``wiring.py`` and hold no stranger."""

import ast
import gc
import importlib
import re

import pytest

from congdoan.foundation import panels
from congdoan.foundation.capabilities import declared
from congdoan.foundation.hooks import Hook
from tests.architecture.layout import SOURCE, python_files, shown, slice_of, slices

#: Calls that fill a register, by the name of the function (or ``…​.on`` of a hook).
FILLING = {"put", "on", "declare_verb", "register"}


def _capabilities() -> list[str]:
    for name in slices():
        if (SOURCE / name.replace(".", "/") / "policies.py").exists():
            importlib.import_module(f"congdoan.{name}.policies")
    return list(declared())


def test_capabilities_begin_with_their_slice() -> None:
    short = {name.rpartition(".")[2] for name in slices()}
    wrong = [
        name
        for name in _capabilities()
        if not re.fullmatch(r"[a-z]+\.[a-z_]+", name) or name.split(".")[0] not in short
    ]
    assert not wrong


def test_capabilities_are_declared_in_policies() -> None:
    wrong = []
    for path in python_files():
        if path.name == "policies.py" or "policies" in path.parts or "foundation" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "capability":
                wrong.append(f"{shown(path)}:{node.lineno}")
    assert not wrong


def test_panels_come_from_above() -> None:
    """A panel's view belongs to a slice above the page it stands on."""
    from django.urls import NoReverseMatch, reverse

    from tests.architecture.layout import rank

    level = {name.rpartition(".")[2]: name for name in slices()}
    for place, register in panels._register.items():
        # The desk stands above everybody: what is put on it only keeps the desk from knowing whom.
        if place in ("desk.home", "notifications.channels"):
            continue
        for panel in register.values():
            upper, lower = panel.url_name.split(":")[0], place.split(".")[0]
            assert rank(level[upper]) > rank(level[lower]), f"{place}: {panel.code}"
            try:
                reverse(panel.url_name, args=[1])
            except NoReverseMatch:
                pytest.fail(f"{place}: {panel.url_name} không có địa chỉ với một số")


def test_handlers_of_hooks_belong_to_wired_slices() -> None:
    for hook in [thing for thing in gc.get_objects() if type(thing) is Hook]:
        for handler in hook.handlers:
            if ".tests." in handler or not handler.startswith("congdoan."):
                continue
            home = slice_of(handler)
            assert (SOURCE / home.replace(".", "/") / "wiring.py").exists(), (
                f"{hook.name}: {handler}"
            )


def test_registers_are_filled_in_wiring_only() -> None:
    wrong = []
    for path in python_files():
        if path.name == "wiring.py" or "foundation" in path.parts:
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            call = node.value if isinstance(node, ast.Expr) else None
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            if name in FILLING:
                wrong.append(f"{shown(path)}:{node.lineno} {name}")
    assert not wrong, "autodiscover runs wiring.py once, when every slice is there"
