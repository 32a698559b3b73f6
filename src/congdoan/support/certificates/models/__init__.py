from congdoan.support.certificates.models.field import SignatureField
from congdoan.support.certificates.models.lease import Lease
from congdoan.support.certificates.models.revision import Revision
from congdoan.support.certificates.models.signed_file import SignedFile

__all__ = ["Lease", "Revision", "SignatureField", "SignedFile"]
