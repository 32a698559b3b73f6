"""How a peer writes its packages; the values are dated rows of the rulebook, read by who calls."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

QCVN = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
E_DOC = "http://www.e-doc.vn/Schema/"
NAMESPACES = frozenset({QCVN, E_DOC})


@dataclass(frozen=True)
class Profile:
    """One way of writing; the reader takes all of them."""

    namespace: str = QCVN
    #: Base64 of a zip with one entry, as on the VXP axis; else the file itself.
    zipped: bool = False
    #: Parts inside the envelope carry the prefix, too.
    prefixed: bool = False
    day: str = "%Y/%m/%d"
    #: Numbers of document types, by the abbreviation of the type ("" is the official letter).
    types: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> "Profile":
        """Return what a row of the rulebook says."""
        types = {str(name): str(number) for name, number in (value.get("types") or {}).items()}
        return cls(
            namespace=str(value.get("namespace") or QCVN),
            zipped=bool(value.get("zipped")),
            prefixed=bool(value.get("prefixed")),
            day=str(value.get("day") or "%Y/%m/%d"),
            types=types,
        )
