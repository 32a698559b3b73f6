from congdoan.kernel.rulebook.rules.lookup import Rule
from congdoan.kernel.rulebook.selectors.lookups import (
    Entry,
    NamesAsked,
    NoRuleInForce,
    SuperiorsAsked,
    catalogue,
    edition,
    ever,
    find_entry,
    find_rule,
    label,
    organisation_names,
    rule,
    superiors,
    value,
)
from congdoan.kernel.rulebook.selectors.snapshot import forget, one_edition

__all__ = [
    "Entry",
    "NamesAsked",
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
    "one_edition",
    "organisation_names",
    "rule",
    "superiors",
    "value",
]
