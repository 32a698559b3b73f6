from congdoan.kernel.organisations.models.event import OrganisationEvent, OrganisationEventUnit
from congdoan.kernel.organisations.models.grouping import Counterpart, Grouping, GroupingMember
from congdoan.kernel.organisations.models.organisation import (
    Organisation,
    OrganisationIdentifier,
    OrganisationProfile,
)
from congdoan.kernel.organisations.models.reorganisation import Reorganisation
from congdoan.kernel.organisations.models.tree import Hierarchy, Lineage, Placement

__all__ = [
    "Counterpart",
    "Grouping",
    "GroupingMember",
    "Hierarchy",
    "Lineage",
    "Organisation",
    "OrganisationEvent",
    "OrganisationEventUnit",
    "OrganisationIdentifier",
    "OrganisationProfile",
    "Placement",
    "Reorganisation",
]
