"""Front door of the audit trail."""

from congdoan.kernel.audit.enums import SEEN
from congdoan.kernel.audit.policies import VIEW
from congdoan.kernel.audit.selectors.entries import trail, trail_of
from congdoan.kernel.audit.selectors.names import NameAsked, naming
from congdoan.kernel.audit.selectors.verbs import declare_verb, declared_verbs, sentence
from congdoan.kernel.audit.services.recording import record, seen

__all__ = [
    "SEEN",
    "VIEW",
    "NameAsked",
    "declare_verb",
    "declared_verbs",
    "naming",
    "record",
    "seen",
    "sentence",
    "trail",
    "trail_of",
]
