"""Templates stay at home, are used, and hold no question of their own."""

from pathlib import Path
import re

import pytest

from tests.architecture.layout import SOURCE, python_files, shown, slice_of, template_files

REFERENCE = re.compile(r"{%\s*(?:include|extends)\s+[\"']([^\"'#]+)")
STRING = re.compile(r"[\"']([\w./-]+\.(?:html|txt))(?:#[\w-]+)?[\"']")
#: Reached by name from outside our code.
ASKED_BY_OTHERS = {
    "account/": "allauth asks for it",
    "mfa/": "allauth asks for it",
    "usersessions/": "allauth asks for it",
    "allauth/": "allauth asks for it",
    "django/": "the form renderer asks for it",
    "ui/widgets/": "the form renderer asks for it",
    "403.html": "Django's handlers ask for it",
    "404.html": "Django's handlers ask for it",
    "500.html": "Django's handlers ask for it",
    "400.html": "Django's handlers ask for it",
}


MADE_NAME = re.compile(r"f[\"']([\w./{}-]+\.(?:html|txt))[\"']")


def _name(path: Path) -> str:
    return str(path).rpartition("/templates/")[2]


def _excused(name: str) -> bool:
    return any(name.startswith(start) for start in ASKED_BY_OTHERS)


def test_names_begin_with_the_slice() -> None:
    wrong = []
    for path in template_files():
        home = slice_of(str(path.relative_to(SOURCE)))
        first = _name(path).split("/")[0]
        if home not in {"foundation", "config"} and first != home.rpartition(".")[2]:
            wrong.append(shown(path))
    wrong = [name for name in wrong if not _excused(name.rpartition("/templates/")[2])]
    assert not wrong


def test_templates_use_their_own_slice_and_ui_only() -> None:
    wrong = []
    for path in template_files():
        own = _name(path).split("/")[0]
        for target in REFERENCE.findall(path.read_text(encoding="utf-8")):
            if target.split("/")[0] not in {own, "ui"} and not target.startswith("django/forms/"):
                wrong.append(f"{shown(path)} → {target}")
    assert not [line for line in wrong if not _excused(line.partition("/templates/")[2])]


def test_no_template_is_unused() -> None:
    named: set[str] = set()
    patterns: list[str] = []
    for path in [*python_files(), *template_files()]:
        text = path.read_text(encoding="utf-8")
        named.update(STRING.findall(text))
        patterns += [re.sub(r"{\w+}", "[^/]+", made) for made in MADE_NAME.findall(text)]
    unused = [
        shown(path)
        for path in template_files()
        if _name(path) not in named
        and not _excused(_name(path))
        and not any(re.fullmatch(pattern, _name(path)) for pattern in patterns)
    ]
    assert not unused, "\n".join(unused)


@pytest.mark.parametrize("question", [r"\.objects\b", r"actor\.(?:may|reach|require)\w*"])
def test_templates_ask_nothing(question: str) -> None:
    wrong = [
        shown(path)
        for path in template_files()
        if any(
            re.search(question, part)
            for part in re.findall(r"{[%{].*?[%}]}", path.read_text(encoding="utf-8"))
        )
    ]
    assert not wrong, "views pass what the page shows and what the person may"
