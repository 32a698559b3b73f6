"""What somebody's copy is: the last revision, an older one, a changed one, or not ours at all."""

from dataclasses import dataclass
from datetime import datetime
import hashlib

from congdoan.support.certificates.models import Revision, SignedFile
from congdoan.support.certificates.rules.verdicts import Finding
from congdoan.support.certificates.selectors.files import find_file_by_mark, find_revision
from congdoan.support.certificates.services.trust import trust
from congdoan.support.certificates.services.validating import mark_of, validate


@dataclass(frozen=True)
class Checked:
    """
    A copy against the register.

    ``revision`` when it is byte for byte one of ours; ``file`` when it at least began as ours.
    """

    sha256: str
    findings: list[Finding]
    file: SignedFile | None
    revision: Revision | None

    @property
    def is_last(self) -> bool:
        return self.revision is not None and self.revision.sha256 == self.revision.file.last_sha256

    @property
    def is_older(self) -> bool:
        """An older revision: valid by itself, and not the whole truth (roll-back)."""
        return self.revision is not None and not self.is_last

    @property
    def is_changed(self) -> bool:
        return self.file is not None and self.revision is None

    @property
    def is_foreign(self) -> bool:
        return self.file is None

    @property
    def signatures(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.kind == "SIGNATURE"]

    @property
    def all_valid(self) -> bool:
        return bool(self.findings) and all(finding.is_valid for finding in self.findings)


def check_copy(pdf: bytes, *, at: datetime) -> Checked:
    """
    Judge a copy and look it up; nothing of it is kept.

    :raises NotReadable, TooManySignatures:
    """
    digest = hashlib.sha256(pdf).hexdigest()
    findings = validate(pdf, trust=trust(on=at.date()), at=at)
    revision = find_revision(digest)
    if revision is not None:
        return Checked(digest, findings, revision.file, revision)
    mark = mark_of(pdf)
    return Checked(digest, findings, find_file_by_mark(mark) if mark else None, None)
