from congdoan.areas.agreements.models.agreement import (
    Agreement,
    AgreementQuerySet,
    BasisDocument,
    Party,
    StateChange,
)
from congdoan.areas.agreements.models.consultation import Consultation, Reply
from congdoan.areas.agreements.models.text import Clause, Version

__all__ = [
    "Agreement",
    "AgreementQuerySet",
    "BasisDocument",
    "Clause",
    "Consultation",
    "Party",
    "Reply",
    "StateChange",
    "Version",
]
