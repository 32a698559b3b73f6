"""The door to Word files: what writes them is loaded with the first one, not with every command."""

from datetime import datetime

from congdoan.support.rendering.rules.document import OfficialDocument, Stamp


def to_docx(
    document: OfficialDocument, *, created_at: datetime, stamp: Stamp | None = None
) -> bytes:
    """Return ``document`` as a Word file; equal arguments give equal bytes."""
    from congdoan.support.rendering.services import word  # noqa: PLC0415

    return word.to_docx(document, created_at=created_at, stamp=stamp)
