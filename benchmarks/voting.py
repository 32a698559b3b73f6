"""Ballots: counting them, and what one more costs the box."""

from collections import Counter
from collections.abc import Iterator
import random

from benchmarks.harness import Figure, figure, made, median_ms
from benchmarks.stage import Stage

BALLOTS, NAMES, SEATS, VOTERS = 5_000, 20, 15, 300


@figure
def count_5000_ballots(stage: Stage) -> Iterator[Figure]:
    """Open, judge and add up 5,000 ballots of 20 names; floor: adding up names already read."""
    _ = stage.database
    from congdoan.areas.voting.models import BallotBox
    from congdoan.areas.voting.rules.counting import elect, needed_of, tally
    from congdoan.areas.voting.services import box as boxes
    from congdoan.foundation.sealing import seal_without_time

    pick = random.Random(7)
    masks = sorted("".join(pick.choice("01") for _ in range(NAMES)) for _n in range(BALLOTS))
    box = BallotBox(vote_id=1, sealed=seal_without_time("\n".join(masks), use="voting.box.1"))
    names = range(1, NAMES + 1)

    def count() -> None:
        found = tally(boxes.ballots_in(box), listed=names, seats=SEATS)
        needed = needed_of(found.collected, {"parts": 1, "of": 2})
        elect(found.votes, seats=SEATS, needed=needed)

    chosen = [one.chosen for one in boxes.ballots_in(box)]
    floor = median_ms(lambda: Counter(name for one in chosen for name in one), 7)
    yield made("count_5000_ballots", median_ms(count, 7), "ms", BALLOTS, floor=floor)


@figure
def ballot_in_box(stage: Stage) -> Iterator[Figure]:
    """Open and seal a box of 300 ballots anew, as each ballot does; floor: sealing it once."""
    _ = stage.database
    from congdoan.areas.voting.models import BallotBox
    from congdoan.areas.voting.services import box as boxes
    from congdoan.foundation.sealing import seal_without_time

    text = "\n".join(["10" * (NAMES // 2)] * VOTERS)
    box = BallotBox(vote_id=1, sealed=seal_without_time(text, use="voting.box.1"))

    def again() -> None:
        ballots = sorted([*boxes.read(box), "10" * (NAMES // 2)])
        seal_without_time("\n".join(ballots), use="voting.box.1")

    floor = median_ms(lambda: seal_without_time(text, use="voting.box.1"), 50)
    yield made("ballot_in_box_of_300", median_ms(again, 50), "ms", VOTERS, floor=floor)
