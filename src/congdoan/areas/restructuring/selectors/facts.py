"""The facts of one decision, planned or written: what its papers are made from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from congdoan.areas.restructuring.rules.acts import ENDING, Act
from congdoan.areas.restructuring.selectors.issuing import Issuer
from congdoan.areas.restructuring.selectors.matters import Matter
from congdoan.kernel.organisations.api import Decision
from congdoan.kernel.organisations.enums import EventKind


@dataclass(frozen=True)
class Unit:
    """
    A unit in a change: called as the day before (one that begins: as that day).

    ``members`` are its own, without those of units below it, on the day before.
    """

    code: str
    name: str
    act: Act
    pk: int | None = None
    level: str = ""
    old_above: str = ""
    new_above: str = ""
    old_above_pk: int | None = None
    new_above_pk: int | None = None
    heirs: tuple[str, ...] = ()
    members: int = 0
    #: Offices held on the eve; of them ended by the change; of them going on elsewhere.
    offices: int = 0
    offices_ended: int = 0
    offices_passed: int = 0
    asked: int = 0

    @property
    def goes_to(self) -> str:
        """Return the superior from that day on, or who takes over from one that ends."""
        return "; ".join(self.heirs) or self.new_above


@dataclass(frozen=True)
class Post:
    """An office that begins with the change: who, as what, where before, where now."""

    person: str
    title: str
    at: str
    to: str
    to_code: str
    elected: bool = False


@dataclass(frozen=True)
class Change:
    """One event, planned or written."""

    kind: EventKind
    on: date
    originals: tuple[Unit, ...] = ()
    #: Who was there before and lives on: the receiver of a merger.
    kept: tuple[Unit, ...] = ()
    founded: tuple[Unit, ...] = ()
    subordinates: tuple[Unit, ...] = ()
    posts: tuple[Post, ...] = ()
    #: Where the members of a divided unit go: how many, to whom.
    members_go: tuple[tuple[int, str], ...] = ()
    new_name: str = ""
    old_level: str = ""
    new_level: str = ""

    @property
    def units(self) -> tuple[Unit, ...]:
        return (*self.originals, *self.kept, *self.founded, *self.subordinates)

    @property
    def results(self) -> tuple[Unit, ...]:
        return (*self.kept, *self.founded)


@dataclass(frozen=True)
class Tally:
    """What was really written to memberships: ended, and of them gone on elsewhere."""

    ended: int = 0
    went_on: int = 0


@dataclass(frozen=True)
class Dossier:
    """All that one decision is about."""

    decision: Decision
    #: The day of signing: names and signers are of this day.
    signed_on: date
    on: date
    issuer: Issuer
    changes: tuple[Change, ...]
    is_draft: bool
    matters: tuple[Matter, ...] = ()
    tally: Tally = Tally()

    @property
    def units(self) -> Iterator[Unit]:
        for change in self.changes:
            yield from change.units

    @property
    def posts(self) -> list[Post]:
        return [post for change in self.changes for post in change.posts]

    @property
    def ended(self) -> list[Unit]:
        return [unit for unit in self.units if unit.act in ENDING]

    @property
    def moved(self) -> list[Unit]:
        return [unit for unit in self.units if unit.act is Act.MOVED]

    @property
    def touched(self) -> list[Unit]:
        """Return what the decision is about: not who only receives or goes along."""
        return [unit for unit in self.units if unit.act not in (Act.RECEIVES, Act.GOES_ALONG)]
