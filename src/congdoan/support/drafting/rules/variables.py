"""Words in double braces that stand for facts: ``{{organisation.name}}``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
import re

from congdoan.support.drafting.rules.blocks import Block

_PLACE = re.compile(r"\{\{\s*([\w.]{1,80})\s*\}\}")


@dataclass(frozen=True)
class Filled:
    """Blocks with their facts, and the names nobody could fill."""

    blocks: tuple[Block, ...]
    unknown: tuple[str, ...]


def fill(blocks: Sequence[Block], values: Mapping[str, str]) -> Filled:
    """Return the blocks with what is known filled in; what is not stays as typed."""
    unknown: dict[str, None] = {}

    def put(text: str) -> str:
        made, missing = fill_text(text, values)
        unknown.update(dict.fromkeys(missing))
        return made

    made = tuple(replace(one, text=put(one.text), name=put(one.name)) for one in blocks)
    return Filled(made, tuple(unknown))


def fill_text(text: str, values: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return ``text`` with its facts, and the names that stay open (unknown, or without a fact)."""
    missing: list[str] = []

    def put(match: re.Match[str]) -> str:
        known = values.get(match[1], "")
        if not known:
            missing.append(match[1])
        return known or match[0]

    return _PLACE.sub(put, text), missing
