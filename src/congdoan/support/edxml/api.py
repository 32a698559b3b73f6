"""Front door of edxml."""

from congdoan.support.edxml.enums import STATUS_CODES, Business, Verdict
from congdoan.support.edxml.rules.messages import (
    Attachment,
    Letter,
    Message,
    Party,
    Reference,
    Replacement,
    Staff,
    Status,
    Trace,
)
from congdoan.support.edxml.rules.profiles import Profile
from congdoan.support.edxml.rules.reading import read_package
from congdoan.support.edxml.rules.refusals import PackageRefused, PackageTooLarge
from congdoan.support.edxml.rules.signatures import Signer, check_signature, sign_package
from congdoan.support.edxml.rules.streaming import Limits
from congdoan.support.edxml.rules.writing import write_package

__all__ = [
    "STATUS_CODES",
    "Attachment",
    "Business",
    "Letter",
    "Limits",
    "Message",
    "PackageRefused",
    "PackageTooLarge",
    "Party",
    "Profile",
    "Reference",
    "Replacement",
    "Signer",
    "Staff",
    "Status",
    "Trace",
    "Verdict",
    "check_signature",
    "read_package",
    "sign_package",
    "write_package",
]
