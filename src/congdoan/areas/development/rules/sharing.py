"""Sharing a whole number out in proportion (largest remainders)."""

from collections.abc import Mapping


def share(total: int, weights: Mapping[int, int]) -> dict[int, int]:
    """
    Return whole parts of ``total`` in proportion to ``weights``, by key; they add up to it.

    Without any weight all get as good as the same. Equal remainders go by the order of the keys,
    so that the same question always has the same answer.
    """
    if not weights:
        return {}
    if not any(weights.values()):
        weights = dict.fromkeys(weights, 1)
    whole = sum(weights.values())
    parts = {key: total * weight // whole for key, weight in weights.items()}
    left = total - sum(parts.values())
    by_remainder = sorted(weights, key=lambda key: (-(total * weights[key] % whole), key))
    for key in by_remainder[:left]:
        parts[key] += 1
    return parts
