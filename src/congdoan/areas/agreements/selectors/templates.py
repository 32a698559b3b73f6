"""
Texts to begin from: those that ship (``data/templates/*.yaml``: our wording, nobody verified it),
and those a superior writes for its own branch.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.db.models import QuerySet
import yaml

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.models import Cascade, TextTemplate
from congdoan.areas.agreements.rules.lines import NewLine
from congdoan.areas.agreements.rules.sheet import Sheet, clauses, from_json, from_new
from congdoan.foundation.actor import Actor
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


def own_templates(actor: Actor) -> QuerySet[TextTemplate]:
    """Return the templates of the organisations the actor may ask units to sign for."""
    return TextTemplate.objects.filter(
        organisation__in=actor.reach(policies.CASCADE), retired_on__isnull=True
    )


def get_own_template(actor: Actor, pk: int) -> TextTemplate:
    """:raises NotFound: when there is none, or none the actor may change"""
    found = own_templates(actor).select_related("organisation").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def lines_of(cascade: Cascade) -> Sheet:
    """Return the text units of a cascade begin from, with its places unfilled."""
    if cascade.text_template is not None:
        return clauses(from_json(cascade.text_template.lines))
    return from_new(template_lines(cascade.template)) if cascade.template else []


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
