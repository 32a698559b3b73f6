"""The template texts that ship (``data/templates/*.yaml``): our wording, nobody verified it."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from congdoan.areas.agreements.rules.lines import NewLine
from congdoan.foundation.refusal import NotFound


@dataclass(frozen=True)
class AgreementTemplate:
    """A text to begin from; ``verified`` says whether a lawyer of the union has checked it."""

    code: str
    label: str
    kinds: tuple[str, ...]
    objective: str
    verified: bool
    source: str
    lines: tuple[NewLine, ...]


@cache
def templates() -> dict[str, AgreementTemplate]:
    """Return every shipped template by code."""
    folder = files("congdoan.areas.agreements").joinpath("data/templates")
    read = [
        _template(yaml.safe_load(entry.read_text("utf-8")))
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".yaml")
    ]
    return {template.code: template for template in read}


def template_lines(code: str) -> tuple[NewLine, ...]:
    """:raises NotFound: when no such template ships."""
    template = templates().get(code)
    if template is None:
        raise NotFound
    return template.lines


def _template(data: dict[str, Any]) -> AgreementTemplate:
    return AgreementTemplate(
        code=data["code"],
        label=data["label"],
        kinds=tuple(data["kinds"]),
        objective=data.get("objective", ""),
        verified=data.get("verified", False),
        source=data.get("source", ""),
        lines=tuple(_lines(data["chapters"])),
    )


def _lines(chapters: list[dict[str, Any]]) -> list[NewLine]:
    lines = []
    for chapter in chapters:
        lines.append(NewLine("CHAPTER", chapter["heading"]))
        for article in chapter.get("articles", []):
            lines.append(_line("ARTICLE", article))
            for clause in article.get("clauses", []):
                lines.append(_line("CLAUSE", clause))
                lines += [_line("POINT", point) for point in _as_list(clause, "points")]
    return lines


def _as_list(node: Any, name: str) -> list[Any]:
    found = node.get(name, []) if isinstance(node, dict) else []
    return list(found)


def _line(level: str, node: Any) -> NewLine:
    """Read a line: bare text, or text with its settings."""
    if isinstance(node, str):
        return NewLine(level, text=node)
    settings = {name: str(node.get(name, "")) for name in _SETTINGS}
    return NewLine(level, heading=node.get("heading", ""), text=node.get("text", ""), **settings)


_SETTINGS = ("content_code", "bearer", "cadence", "indicator", "target", "lead_side")
