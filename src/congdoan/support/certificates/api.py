"""Front door of certificates."""

from congdoan.support.certificates.enums import FieldKind, Reason, RevisionKind, Verdict
from congdoan.support.certificates.models import Lease, Revision, SignatureField, SignedFile
from congdoan.support.certificates.policies import SEAL
from congdoan.support.certificates.rules.holders import (
    CertificateIsPersonal,
    CertificateIsSeal,
    CertificateNotOfOrganisation,
    CertificateOfAnother,
    CertificateOfServer,
    CertificateOutOfDate,
)
from congdoan.support.certificates.rules.leases import (
    FieldIsFilled,
    FileIsClosed,
    FileIsHeld,
    LeaseLapsed,
    minutes_left,
)
from congdoan.support.certificates.rules.verdicts import Finding
from congdoan.support.certificates.selectors.files import (
    REVISION,
    content_of,
    current_lease,
    fields_of,
    last_revision,
    may_read_content,
    may_read_revision,
    revisions_of,
)
from congdoan.support.certificates.services.additions import (
    NoRoomForTime,
    NothingSigned,
    NotTheLentFile,
    SavedSeveralTimes,
    SeveralSignatures,
    SignedAsCertifier,
    SignedElsewhere,
)
from congdoan.support.certificates.services.archiving import archive_file, close_file
from congdoan.support.certificates.services.checking import Checked, check_copy
from congdoan.support.certificates.services.lending import (
    OUTSIDE,
    CopyAltered,
    complete_copy,
    lend_file,
)
from congdoan.support.certificates.services.outside import (
    CertificateNotTrusted,
    CertificateRevoked,
    StampServiceSilent,
)
from congdoan.support.certificates.services.providers.interface import (
    Account,
    Answer,
    Credential,
    NoCertificates,
    Provider,
    Signed,
    Waiting,
    WrongPin,
)
from congdoan.support.certificates.services.providers.register import provider, providers
from congdoan.support.certificates.services.reading import facts_of
from congdoan.support.certificates.services.seal import NoSeal, can_certify, is_for_testing
from congdoan.support.certificates.services.signing import (
    Made,
    SignatureNotSound,
    Signer,
    begin_signing,
    complete_signature,
    finish_signing,
    keep_signature,
    note_answer,
    order_of,
    refuse_unsignable,
    release,
)
from congdoan.support.certificates.services.starting import FieldPlan, start_file
from congdoan.support.certificates.services.validating import NotReadable, TooManySignatures

__all__ = [
    "OUTSIDE",
    "REVISION",
    "SEAL",
    "Account",
    "Answer",
    "CertificateIsPersonal",
    "CertificateIsSeal",
    "CertificateNotOfOrganisation",
    "CertificateNotTrusted",
    "CertificateOfAnother",
    "CertificateOfServer",
    "CertificateOutOfDate",
    "CertificateRevoked",
    "Checked",
    "CopyAltered",
    "Credential",
    "FieldIsFilled",
    "FieldKind",
    "FieldPlan",
    "FileIsClosed",
    "FileIsHeld",
    "Finding",
    "Lease",
    "LeaseLapsed",
    "Made",
    "NoCertificates",
    "NoRoomForTime",
    "NoSeal",
    "NotReadable",
    "NotTheLentFile",
    "NothingSigned",
    "Provider",
    "Reason",
    "Revision",
    "RevisionKind",
    "SavedSeveralTimes",
    "SeveralSignatures",
    "SignatureField",
    "SignatureNotSound",
    "Signed",
    "SignedAsCertifier",
    "SignedElsewhere",
    "SignedFile",
    "Signer",
    "StampServiceSilent",
    "TooManySignatures",
    "Verdict",
    "Waiting",
    "WrongPin",
    "archive_file",
    "begin_signing",
    "can_certify",
    "check_copy",
    "close_file",
    "complete_copy",
    "complete_signature",
    "content_of",
    "current_lease",
    "facts_of",
    "fields_of",
    "finish_signing",
    "is_for_testing",
    "keep_signature",
    "last_revision",
    "lend_file",
    "may_read_content",
    "may_read_revision",
    "minutes_left",
    "note_answer",
    "order_of",
    "provider",
    "providers",
    "refuse_unsignable",
    "release",
    "revisions_of",
    "start_file",
]
