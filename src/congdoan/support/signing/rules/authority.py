"""
How positions sign: "TM. BAN CHẤP HÀNH", "KT. CHỦ TỊCH", "TL. CHỦ TỊCH", or by title alone.

The facts are rulebook rows (``position``, ``body``); here is only their grammar.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

ON_BEHALF, FOR_HEAD, BY_ORDER, BY_AUTHORITY = "TM", "KT", "TL", "TUQ"
#: The inspection committee signs its own papers, never the union's.
_OWN_PAPERS_ONLY = frozenset({"INSPECTION"})


@dataclass(frozen=True)
class Option:
    """One way a position may sign: a prefix and the body or head it stands for."""

    prefix: str
    body: str = ""
    head: str = ""


@dataclass(frozen=True)
class Position:
    """
    A position that may sign, with its options in the order of preference.

    ``label`` is how it is printed: without the body's name, which "TM." has said already.
    """

    code: str
    label: str
    options: tuple[Option, ...]
    #: Only a head lets others sign by authority (TUQ.; Decree 30/2020 art. 13).
    head: bool = True


@dataclass(frozen=True)
class Authorities:
    """All positions that may sign on a day, in the order of the book."""

    positions: Mapping[str, Position]
    #: Body code → how it is printed; a body without a line is printed by the party's own name.
    bodies: Mapping[str, str] = field(default_factory=dict)

    def for_party(self, wanted: frozenset[str]) -> Sequence[str]:
        """
        Return the codes that may sign for a party, out of ``wanted`` if given.

        By itself nobody signs an organisation's papers "by order" (TL.) or for a body that has its
        own papers (UBKT); a slot that wants them names them.
        """
        if wanted:
            return [code for code in self.positions if code in wanted]
        return [code for code in self.positions if self._signs_for_organisation(code, depth=0)]

    def _signs_for_organisation(self, code: str, *, depth: int) -> bool:
        position = self.positions.get(code)
        # A head that is its own head would be a fault of the book, not a reason to hang.
        if position is None or depth > 3:
            return False
        return any(
            self._signs_for_organisation(option.head, depth=depth + 1)
            if option.prefix == FOR_HEAD
            else option.prefix in {"", ON_BEHALF} and option.body not in _OWN_PAPERS_ONLY
            for option in position.options
        )

    def lines(self, code: str, *, body: str, party: str) -> tuple[str, ...]:
        """
        Return the lines above the title: the option for ``body``, else the position's first.

        A deputy stands for the head and so for the head's body: "TM. … / KT. CHỦ NHIỆM".
        """
        option = self._option(code, body)
        if option.prefix == ON_BEHALF:
            return (self._on_behalf(option, party),)
        head = self.positions.get(option.head)
        if head is None:
            return ()
        lines = [f"{option.prefix}. {head.label}".upper()]
        above = self._option(head.code, body)
        if option.prefix == FOR_HEAD and above.prefix == ON_BEHALF:
            lines.insert(0, self._on_behalf(above, party))
        return tuple(lines)

    def _option(self, code: str, body: str) -> Option:
        options = self.positions[code].options
        return next((one for one in options if body and one.body == body), options[0])

    def _on_behalf(self, option: Option, party: str) -> str:
        return f"TM. {self.bodies.get(option.body) or party}".upper()


def printed_title(label: str) -> str:
    """Return a title as it is printed above a signature: an acting head signs as "Q. CHỦ TỊCH"."""
    acting, rest = "quyền ", label.strip()
    if rest.lower().startswith(acting):
        return f"Q. {rest[len(acting) :].strip()}".upper()
    return rest.upper()
