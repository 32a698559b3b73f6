"""
Filling the shipped wording (``data/decisions.yaml``) with facts.

The file is ours, the facts are typed by people: facts stand only where ``{braces}`` of the file
name them and are never read as wording themselves.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).resolve().parent.parent / "data" / "decisions.yaml"
Item = Mapping[str, str]


@dataclass(frozen=True)
class Words:
    """What may stand in the wording: words, lists of words, and facts that hold or not."""

    said: Item
    lists: Mapping[str, Sequence[Item]] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()

    def holds(self, when: str | Sequence[str]) -> bool:
        wanted = [when] if isinstance(when, str) else when
        return all(
            (one[1:] not in self.flags) if one.startswith("!") else (one in self.flags)
            for one in wanted
        )


@dataclass(frozen=True)
class Article:
    """One "Điều" of a decision: its sentence, its points, what follows them."""

    text: str
    points: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@cache
def shipped() -> dict[str, Any]:
    """Return the file, read once."""
    read: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return read


def lines(nodes: Sequence[Mapping[str, Any]], words: Words) -> Iterator[str]:
    """Return each line whose facts hold; a line for ``each`` entry of a list."""
    for node in nodes:
        if not words.holds(node.get("when", ())):
            continue
        items = words.lists.get(node["each"], ()) if "each" in node else [{}]
        yield from (node["text"].format_map({**words.said, **item}) for item in items)


def chosen(node: str | Sequence[Mapping[str, Any]], words: Words) -> str:
    """Return the first of the alternatives whose facts hold."""
    alternatives = [{"text": node}] if isinstance(node, str) else node
    return next(lines(alternatives, words))


def articles(template: Mapping[str, Any], words: Words) -> list[Article]:
    """Return the articles whose facts hold, filled."""
    return [
        Article(
            chosen(node["text"], words),
            tuple(lines(node.get("points", ()), words)),
            tuple(lines(node.get("after", ()), words)),
        )
        for node in template["articles"]
        if words.holds(node.get("when", ()))
    ]
