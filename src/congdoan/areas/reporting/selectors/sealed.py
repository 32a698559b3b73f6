"""What a handed-out workbook was made from, signed: it is known again, and nobody changes it."""

from dataclasses import asdict, dataclass, field

from django.core import signing

#: Longest text of one cell of a spreadsheet is 32,767.
CHUNK = 30_000
_SALT = "reporting.workbook"


@dataclass(frozen=True)
class Seal:
    """Of which report, of which saving; the figures that stood there and marks of the texts."""

    report: int
    version: int
    revision: int
    label: str
    comma: bool = True
    figures: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


def sealed(seal: Seal) -> str:
    return signing.dumps(asdict(seal), salt=_SALT, compress=True)


def opened(text: str) -> Seal | None:
    """Return what was signed; None: it is not ours, or somebody changed it."""
    try:
        return Seal(**signing.loads(text, salt=_SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return None
