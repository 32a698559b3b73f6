from congdoan.areas.privacy.models.asking import DataRequest
from congdoan.areas.privacy.models.breaches import Breach
from congdoan.areas.privacy.models.consents import Consent
from congdoan.areas.privacy.models.leaving import RetentionCase
from congdoan.areas.privacy.models.proposals import ChangeProposal, ProposedField
from congdoan.areas.privacy.models.taking import OwnFile

__all__ = [
    "Breach",
    "ChangeProposal",
    "Consent",
    "DataRequest",
    "OwnFile",
    "ProposedField",
    "RetentionCase",
]
