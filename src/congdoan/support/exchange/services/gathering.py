"""
The rows of a file between its two looks: repaired and keyed first, judged once all twins are known.

A file of a million rows does not fit into memory as objects. They wait in a nameless file that goes
with the process; of what may stand only once no more is held than a number for each key.
"""

from array import array
from collections.abc import Iterable, Iterator
from itertools import pairwise
import marshal
import tempfile

from congdoan.support.exchange.rules.kinds import RowDraft
from congdoan.support.exchange.rules.repairs import Repair

#: Up to here rows wait in memory.
_HELD_BYTES = 8 * 1024 * 1024
_LENGTH = 8
_PARTS = 8


class Gathered:
    """Rows put aside, a piece at a time, with the keys that several of them carry."""

    def __init__(self) -> None:
        self.file = tempfile.SpooledTemporaryFile(max_size=_HELD_BYTES)  # noqa: SIM115 - goes with us
        self.total = 0
        self.codes: tuple[str, ...] = ()
        self._hashes, self._numbers = array("q"), array("I")
        self._twins: dict[int, list[int]] = {}

    def add(self, drafts: Iterable[RowDraft]) -> None:
        piece = []
        for draft in drafts:
            self.codes = self.codes or tuple(draft.cells)
            repairs = [
                (one.column, one.before, one.after, one.reason, one.level) for one in draft.repairs
            ]
            piece.append(
                (draft.n, list(draft.raw), tuple(draft.cells.values()), draft.keys, repairs)
            )
            for key in draft.keys:
                self._hashes.append(hash(key))
                self._numbers.append(draft.n)
        body = marshal.dumps(piece, 2)
        self.file.write(len(body).to_bytes(_LENGTH, "big") + body)
        self.total += len(piece)

    def settle(self) -> None:
        """Find the keys of several rows; every row has been added."""
        several = {one for part in range(_PARTS) for one in self._of_several(part)}
        if several:
            for one, n in zip(self._hashes, self._numbers, strict=True):
                if one in several:
                    self._twins.setdefault(one, []).append(n)
        self._hashes, self._numbers = array("q"), array("I")

    def _of_several(self, part: int) -> Iterator[int]:
        """Yield what comes again among one part of the keys: all at once take much memory."""
        ordered = sorted(one for one in self._hashes if one % _PARTS == part)
        return (one for one, next_one in pairwise(ordered) if one == next_one)

    def twins(self, drafts: Iterable[RowDraft]) -> dict[str, list[int]]:
        """Return the rows of the whole file that share a key with these."""
        if not self._twins:
            return {}
        return {
            key: self._twins[hash(key)]
            for draft in drafts
            for key in draft.keys
            if hash(key) in self._twins
        }

    def pieces(self) -> Iterator[list[RowDraft]]:
        """Yield the rows as they were added."""
        self.file.seek(0)
        while length := self.file.read(_LENGTH):
            yield [
                RowDraft(
                    n,
                    dict(zip(self.codes, texts, strict=True)),
                    raw=raw,
                    keys=keys,
                    repairs=[Repair(*one) for one in repairs],
                )
                for n, raw, texts, keys, repairs in marshal.loads(  # noqa: S302 - written above
                    self.file.read(int.from_bytes(length, "big"))
                )
            ]
        self.file.close()
