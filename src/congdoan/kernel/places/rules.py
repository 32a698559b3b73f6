"""Reading addresses as people write them, and ordering units as people expect."""

from dataclasses import dataclass
import re

from congdoan.foundation import vietnamese

#: Kinds as they stand, folded, before a name; longest first.
KIND_WORDS = (
    "thanh pho",
    "thi tran",
    "dac khu",
    "thi xa",
    "phuong",
    "huyen",
    "quan",
    "tinh",
    "xa",
)
_SHORT_FORMS = {
    "tp": "thanh pho",
    "tt": "thi tran",
    "tx": "thi xa",
    "p": "phuong",
    "q": "quan",
    "h": "huyen",
    "t": "tinh",
    "x": "xa",
    "dk": "dac khu",
}
# "P.5", "Q 3", "TP. Đà Lạt", "p5": a short form counts with a dot, a space or a digit after it.
_SHORT_FORM = re.compile(r"^(tp|tt|tx|dk|p|q|h|t|x)(?:\.\s*|\s+|(?=\d))")
_NUMBER = re.compile(r"\d+")
_OTHER_NAMES = {
    "hcm": "thanh pho ho chi minh",
    "tphcm": "thanh pho ho chi minh",
    "thanh pho hcm": "thanh pho ho chi minh",
    "sai gon": "thanh pho ho chi minh",
}
_MOST_PARTS = 6


@dataclass(frozen=True)
class AddressPart:
    """One comma-separated part: ``written`` by the person, ``folded`` for comparing."""

    written: str
    folded: str

    @property
    def name(self) -> str:
        """Return the folded name without its kind ("phuong 5" → "5")."""
        return without_kind(self.folded)


def without_kind(folded: str) -> str:
    for word in KIND_WORDS:
        if folded.startswith(word + " "):
            return folded[len(word) + 1 :]
    return folded


def written_name(part: str) -> str:
    """Return the name as written, without its kind, for comparing with diacritics."""
    words = part.split(" ")
    kind_words = len(vietnamese.fold(part).split(" ")) - len(
        without_kind(vietnamese.fold(part)).split(" ")
    )
    return " ".join(words[kind_words:])


def address_parts(text: str) -> list[AddressPart]:
    """
    Split "P. Phúc Xá, Q. Ba Đình, Hà Nội" into parts, smallest unit first.

    Only the last parts count; a country at the end is left out.
    """
    pieces = [vietnamese.tidy(piece) for piece in re.split(r"[,;\n]", text)]
    parts = [AddressPart(piece, _expanded(vietnamese.fold(piece))) for piece in pieces if piece]
    while parts and parts[-1].folded in {"viet nam", "vietnam", "vn"}:
        parts.pop()
    return parts[-_MOST_PARTS:]


def _expanded(folded: str) -> str:
    folded = _SHORT_FORM.sub(lambda found: _SHORT_FORMS[found[1]] + " ", folded)
    folded = re.sub(r"(?<= )0+(?=\d)", "", folded)
    return _OTHER_NAMES.get(folded, folded)


def unit_sort_key(name: str) -> str:
    """Return the key by which names are listed; "Phường 2" comes before "Phường 10"."""
    return vietnamese.sort_key(_NUMBER.sub(lambda found: found[0].zfill(3), name))


def unit_folded(kind_label: str, name: str) -> str:
    """Return the text searched in; "Phường 03" is found as "phường 3"."""
    return re.sub(r"(?<= )0+(?=\d)", "", vietnamese.fold(f"{kind_label} {name}"))
