"""One question to every provider."""

from collections.abc import Sequence
from dataclasses import dataclass

from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import fold
from congdoan.support.search.selectors.register import Hit, Provider, providers

#: Shorter texts match nearly everything.
SHORTEST = 2
SHOWN = 10
SHOWN_OF_ONE = 50


@dataclass(frozen=True)
class Found:
    provider: Provider
    hits: Sequence[Hit]
    #: Whether there are more than shown.
    more: bool


def search_desk(actor: Actor, text: str, *, only: str = "") -> list[Found]:
    """Return hits per provider; ``only`` asks one provider for more of its own."""
    folded = fold(text)
    if len(folded) < SHORTEST:
        return []
    limit = SHOWN_OF_ONE if only else SHOWN
    found = []
    for provider in providers():
        if only and provider.code != only:
            continue
        hits = provider.search(actor, folded, limit + 1)
        if hits:
            found.append(Found(provider, hits[:limit], len(hits) > limit))
    return found
