"""What an addendum does to obligations and their open duties: looked at before it takes effect."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from congdoan.areas.agreements.enums import Effect
from congdoan.areas.agreements.models import Agreement, Amendment, Duty, Obligation, Party
from congdoan.areas.agreements.rules.consolidating import EntryLine
from congdoan.areas.agreements.rules.duties import OWED
from congdoan.areas.agreements.selectors.agreements import staying_parties
from congdoan.areas.agreements.selectors.consolidated import text_with
from congdoan.areas.agreements.selectors.duties import bearing_parties

#: What an officer may choose where the obligation goes on, and where it does not.
GOES_ON = (Effect.CARRY, Effect.KEEP, Effect.END)
STOPS = (Effect.END, Effect.KEEP)


@dataclass(frozen=True)
class Impact:
    """
    One obligation an addendum changes, ends or brings.

    ``obligation`` is the present one (None for a new one), ``line`` the clause as it will read
    (None when it is abolished), ``open_duties`` what is owed now.
    """

    kind: str
    party: Party | None
    line: EntryLine | None
    obligation: Obligation | None = None
    open_duties: tuple[Duty, ...] = ()
    effect: str = ""

    @property
    def choices(self) -> tuple[Effect, ...]:
        return GOES_ON if self.kind == "changed" else STOPS

    @property
    def words(self) -> str:
        if self.obligation is not None:
            return self.obligation.words
        return self.line.item.text or self.line.item.heading if self.line else ""


def impacts_of(amendment: Amendment) -> list[Impact]:
    """Return every obligation an addendum touches, in the order of the text."""
    lines = {line.item.stable_id: line for line in text_with(amendment)}
    parties = staying_parties(amendment.agreement)
    standing = _standing(amendment.agreement)
    owed = _owed(one.pk for rows in standing.values() for one in rows)
    chosen = dict(amendment.impacts.values_list("obligation_id", "effect"))
    found: list[Impact] = []
    for clause, line in lines.items():
        if not any(touch.amendment_id == amendment.pk for touch in line.item.touches):
            continue
        found += _of_clause(line, standing.get(clause, []), parties, owed, chosen)
    return found


def _standing(agreement: Agreement) -> dict[UUID, list[Obligation]]:
    rows = Obligation.objects.filter(agreement=agreement, ends__isnull=True)
    found: dict[UUID, list[Obligation]] = {}
    for one in rows.select_related("party").order_by("order", "pk"):
        found.setdefault(one.clause, []).append(one)
    return found


def _owed(obligations: Iterable[int]) -> dict[int, list[Duty]]:
    rows = Duty.objects.filter(obligation__in=list(obligations), state__in=OWED)
    found: dict[int, list[Duty]] = {}
    for duty in rows.select_related("period").order_by("due", "pk"):
        found.setdefault(duty.obligation_id, []).append(duty)
    return found


def _of_clause(
    line: EntryLine,
    standing: Sequence[Obligation],
    parties: Sequence[Party],
    owed: dict[int, list[Duty]],
    chosen: dict[int, str],
) -> list[Impact]:
    wanted = [] if line.item.removed else bearing_parties(line.item, parties)
    ids = {party.pk if party else None for party in wanted}
    found = []
    for one in standing:
        goes_on = one.party_id in ids
        # Another cadence asks anew at once: going on as well would ask twice for the same days.
        usual = Effect.CARRY if goes_on and line.item.cadence == one.cadence else Effect.END
        found.append(
            Impact(
                "changed" if goes_on else "ended",
                one.party,
                line if goes_on else None,
                one,
                tuple(owed.get(one.pk, ())),
                chosen.get(one.pk, usual),
            )
        )
    there = {one.party_id for one in standing}
    found += [
        Impact("new", party, line) for party in wanted if (party.pk if party else None) not in there
    ]
    return found


def unreviewed(amendment: Amendment) -> int:
    """Return how many open duties wait for somebody to say what becomes of them."""
    if amendment.impact_reviewed_at is not None:
        return 0
    return sum(len(one.open_duties) for one in impacts_of(amendment))
