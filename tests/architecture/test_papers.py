"""What is written down agrees with the program."""

import re

from django.apps import apps
from django.conf import settings

from tests.architecture.layout import ROOT, SOURCE, slices


def test_every_table_is_a_term_of_the_glossary() -> None:
    """A new noun begins in docs/glossary.md."""
    terms = set(re.findall(r"`(\w+)`", (ROOT / "docs/glossary.md").read_text(encoding="utf-8")))
    unnamed = [
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("congdoan.") and model.__name__ not in terms
    ]
    assert not unnamed


def test_every_setting_is_in_the_example() -> None:
    """Environment variables the program reads ↔ the lines of .env.example."""
    read = set()
    for path in [*(SOURCE / "config").rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        read |= set(re.findall(r"env\.(?:text|flag|number|words)\(\s*\"(\w+)\"", text))
        read |= set(re.findall(r"\btext\(\"(\w+)\"", text))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    shown = set(re.findall(r"^#?([A-Z0-9_]+)=", example, re.MULTILINE))
    assert read - {"CONGDOAN_TEST_DATABASE"} == shown


def test_every_slice_is_installed() -> None:
    missing = [name for name in slices() if f"congdoan.{name}" not in settings.INSTALLED_APPS]
    assert not missing


def test_decisions_are_short_and_numbered() -> None:
    papers = sorted((ROOT / "docs" / "adr").glob("*.md"))
    numbers = [int(paper.name[:4]) for paper in papers]
    assert numbers == list(range(1, len(papers) + 1))
    for paper in papers:
        text = paper.read_text(encoding="utf-8")
        assert len(text.split()) <= 400, paper.name
        for part in ("## Context", "## Decision", "## Consequences", "## Alternatives"):
            assert part in text, f"{paper.name}: {part}"


def test_links_between_papers_lead_somewhere() -> None:
    dead = []
    for paper in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *SOURCE.rglob("README.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", paper.read_text(encoding="utf-8")):
            if not (paper.parent / target).exists():
                dead.append(f"{paper.relative_to(ROOT)} → {target}")
    assert not dead
