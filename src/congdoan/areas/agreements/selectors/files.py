from congdoan.areas.agreements.selectors.agreements import visible_agreements
from congdoan.areas.agreements.selectors.importing import visible_imports
from congdoan.support.files.api import FileQuestion

#: Why scans of signed originals are kept (``wiring.py`` declares it).
SCAN = "agreements.scan"
#: Why Word files of agreements are kept: the text came from them.
MANUSCRIPT = "agreements.manuscript"


def may_read_scan(question: FileQuestion) -> bool | None:
    """Let whoever sees the agreement read the scan of its original."""
    if question.purpose != SCAN:
        return None
    seen = visible_agreements(question.actor).filter(scan_id=question.file_id)
    if seen.exists():
        return True
    return True if visible_imports(question.actor).filter(file=question.file_id).exists() else None


def may_read_manuscript(question: FileQuestion) -> bool | None:
    """Let those who draft where a Word file was imported read it."""
    if question.purpose != MANUSCRIPT:
        return None
    seen = visible_imports(question.actor).filter(file=question.file_id)
    return True if seen.exists() else None
