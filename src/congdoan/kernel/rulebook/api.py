from congdoan.kernel.rulebook.rules.lookup import Rule
from congdoan.kernel.rulebook.selectors.lookups import (
    Entry,
    NoRuleInForce,
    SuperiorsAsked,
    catalogue,
    edition,
    ever,
    find_entry,
    find_rule,
    label,
    rule,
    superiors,
    value,
)
from congdoan.kernel.rulebook.selectors.snapshot import forget

__all__ = [
    "Entry",
    "NoRuleInForce",
    "Rule",
    "SuperiorsAsked",
    "catalogue",
    "edition",
    "ever",
    "find_entry",
    "find_rule",
    "forget",
    "label",
    "rule",
    "superiors",
    "value",
]
