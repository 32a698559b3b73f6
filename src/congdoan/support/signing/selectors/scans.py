from congdoan.support.files.api import FileQuestion
from congdoan.support.signing.models import Signature
from congdoan.support.signing.selectors.packets import visible_packets

#: Why scans are kept (``wiring.py`` declares it).
SCAN = "signing.scan"


def may_read_scan(question: FileQuestion) -> bool | None:
    """Let whoever sees the packet read its scans."""
    if question.purpose != SCAN:
        return None
    scans = Signature.objects.filter(
        scan_id=question.file_id, slot__packet__in=visible_packets(question.actor)
    )
    return True if scans.exists() else None
