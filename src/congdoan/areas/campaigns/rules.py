"""The steps of a campaign, and which employers it is for (domain-rules §2.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FOUND_STEPS = ("CONTACT", "MEETING", "APPLICATIONS", "REQUEST", "FOUNDED")
GROW_STEPS = ("CONTACT", "MEETING", "APPLICATIONS", "GROWN")


@dataclass(frozen=True)
class Facts:
    """What the log, the applications, the founding and the register say."""

    contacts: int = 0
    meetings: int = 0
    applications: int = 0
    requested: bool = False
    founded: bool = False
    members: int = 0
    target: int = 0


def steps_done(aim: str, facts: Facts) -> dict[str, bool]:
    """Return each step with whether it is done; a later one does not make an earlier one so."""
    found = {
        "CONTACT": facts.contacts > 0,
        "MEETING": facts.meetings > 0,
        "APPLICATIONS": facts.applications > 0,
        "REQUEST": facts.requested,
        "FOUNDED": facts.founded,
        "GROWN": facts.members >= facts.target > 0,
    }
    return {step: found[step] for step in (FOUND_STEPS if aim == "FOUND" else GROW_STEPS)}


def current_step(aim: str, facts: Facts) -> str:
    """Return the furthest step that is done."""
    done = [step for step, is_done in steps_done(aim, facts).items() if is_done]
    return done[-1] if done else "NONE"


def fits(rule: Mapping[str, Any], *, kind: str, funding: str) -> bool:
    """Tell whether a rule row is about employers of this kind and funding class."""
    return (
        (not rule.get("kinds") or kind in rule["kinds"])
        and kind not in rule.get("kinds_not", ())
        and (not rule.get("funding") or funding in rule["funding"])
        and funding not in rule.get("funding_not", ())
    )
