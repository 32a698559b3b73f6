from typing import Any

from congdoan.areas.cards.letters.face import draw_cards
from congdoan.areas.cards.selectors.prints import unscoped_print
from congdoan.areas.cards.services.printing import clear_prints, make_print
from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.kernel.access.api import actor_for


@task(name="cards.print")
def print_cards(printing: int, **_: Any) -> None:
    """Draw many cards somebody asked for, with the rights they have now."""
    one = unscoped_print(printing)
    if one is not None and one.made_at is None:
        make_print(
            actor=actor_for(one.user, today=clock.today()),
            printing=one,
            content=draw_cards,
            at=clock.now(),
        )


@task(name="cards.clear_prints", cron="35 3 * * *")
def clear_prints_daily(**_: Any) -> None:
    """Throw away files of cards whose days are over."""
    clear_prints(at=clock.now())
