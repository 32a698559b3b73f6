from congdoan.areas.agreements.models.agreement import (
    Agreement,
    AgreementQuerySet,
    BasisDocument,
    Party,
    StateChange,
)
from congdoan.areas.agreements.models.amendment import (
    Amendment,
    AmendmentChange,
    AmendmentConsent,
    AmendmentImpact,
    AmendmentQuerySet,
)
from congdoan.areas.agreements.models.cascade import Cascade, CascadeQuerySet, CascadeReminder
from congdoan.areas.agreements.models.consultation import Consultation, Reply
from congdoan.areas.agreements.models.ending import Ending, EndingConsent, EndingQuerySet
from congdoan.areas.agreements.models.exchange import (
    Dispatch,
    DispatchQuerySet,
    DispatchReceipt,
)
from congdoan.areas.agreements.models.export import AgreementExport
from congdoan.areas.agreements.models.generating import CascadeRun, CascadeUnit, TextTemplate
from congdoan.areas.agreements.models.handing import HandDown, HandDownQuerySet, UnitReport
from congdoan.areas.agreements.models.importing import TextImport
from congdoan.areas.agreements.models.negotiation import Approval, ClauseChange, Extension
from congdoan.areas.agreements.models.obligation import (
    Duty,
    DutyEvidence,
    DutyQuerySet,
    DutyStep,
    Obligation,
)
from congdoan.areas.agreements.models.publication import Publication
from congdoan.areas.agreements.models.review import Review, ReviewProposal, ReviewScore
from congdoan.areas.agreements.models.succession import CarriedDuty, PartyHolder, Succession
from congdoan.areas.agreements.models.text import Clause, Version
from congdoan.areas.agreements.models.turn import HostChange
from congdoan.areas.agreements.models.word import WordCopy, WordReturn

__all__ = [
    "Agreement",
    "AgreementExport",
    "AgreementQuerySet",
    "Amendment",
    "AmendmentChange",
    "AmendmentConsent",
    "AmendmentImpact",
    "AmendmentQuerySet",
    "Approval",
    "BasisDocument",
    "CarriedDuty",
    "Cascade",
    "CascadeQuerySet",
    "CascadeReminder",
    "CascadeRun",
    "CascadeUnit",
    "Clause",
    "ClauseChange",
    "Consultation",
    "Dispatch",
    "DispatchQuerySet",
    "DispatchReceipt",
    "Duty",
    "DutyEvidence",
    "DutyQuerySet",
    "DutyStep",
    "Ending",
    "EndingConsent",
    "EndingQuerySet",
    "Extension",
    "HandDown",
    "HandDownQuerySet",
    "HostChange",
    "Obligation",
    "Party",
    "PartyHolder",
    "Publication",
    "Reply",
    "Review",
    "ReviewProposal",
    "ReviewScore",
    "StateChange",
    "Succession",
    "TextImport",
    "TextTemplate",
    "UnitReport",
    "Version",
    "WordCopy",
    "WordReturn",
]
