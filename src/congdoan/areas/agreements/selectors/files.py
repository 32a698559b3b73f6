from congdoan.areas.agreements.selectors.agreements import visible_agreements
from congdoan.support.files.api import FileQuestion

#: Why scans of signed originals are kept (``wiring.py`` declares it).
SCAN = "agreements.scan"


def may_read_scan(question: FileQuestion) -> bool | None:
    """Let whoever sees the agreement read the scan of its original."""
    if question.purpose != SCAN:
        return None
    seen = visible_agreements(question.actor).filter(scan_id=question.file_id)
    return True if seen.exists() else None
