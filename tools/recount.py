"""
Count a vote again from its export, by nothing but this page: ``python recount.py kiem-lai.json``.

It shares no code with the product and needs nothing but Python. Exit code 1: another result.
"""

from collections import Counter
import json
from pathlib import Path
import sys
from typing import Any


def recount(data: dict[str, Any]) -> dict[str, Any]:
    """Return figures and result of the ballots in an export."""
    listed, seats = {int(one) for one in data["candidates"]}, data["seats"]
    good = [
        one
        for one in data["ballots"]
        if 1 <= len(one) <= seats and set(one) <= listed and len(set(one)) == len(one)
    ]
    votes = Counter(name for one in good for name in one)
    votes.update({int(key): n for key, n in data["paper"]["votes"].items()})
    collected = len(data["ballots"]) + data["paper"]["collected"]
    valid = len(good) + data["paper"]["collected"] - data["paper"]["invalid"]
    needed = 1
    if data["rule"]["of"] != "HIGHEST":
        share = data["rule"]["more_than"]
        base = data["present"] if data["rule"]["of"] == "PRESENT" else collected
        needed = base * share["parts"] // share["of"] + 1
    passed = [one for one in listed if votes[one] >= needed]
    elected, tied, free = set[int](), set[int](), seats
    for level in sorted({votes[one] for one in passed}, reverse=True):
        here = {one for one in passed if votes[one] == level}
        if free and len(here) > free:
            tied = here
        if len(here) > free:
            break
        elected, free = elected | here, free - len(here)
    return {
        "collected": collected,
        "valid": valid,
        "needed": needed,
        "votes": {str(one): votes[one] for one in sorted(listed)},
        "elected": sorted(elected) if data["style"] == "ELECTION" else [],
        "tied": sorted(tied) if data["style"] == "ELECTION" else [],
    }


def main(path: str) -> int:
    data = json.loads(Path(path).read_text(encoding="utf-8"))
    found, said = recount(data), data["result"]
    for key, value in found.items():
        mark = "=" if value == said[key] else "KHÁC"
        print(f"{mark:4} {key}: {value}" + ("" if mark == "=" else f" (đã công bố: {said[key]})"))
    return 0 if found == said else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
