"""What this slice keeps about a person, for the file they take along."""

from django.utils.translation import gettext as _

from congdoan.areas.watchlist.models import WatchEntry
from congdoan.areas.watchlist.selectors.watching import USE
from congdoan.foundation.sealing import unseal
from congdoan.kernel.people.api import AboutPerson, Kept

_FIELDS = ("year", "unpaid_from", "unpaid_to", "with_reason", "held", "attended", "noted_on")


def kept_of_watching(asked: AboutPerson) -> list[Kept]:
    """Answer ``kept_about``: what was noted each year, with what speaks for them."""
    rows = [
        {name: getattr(one, name) for name in _FIELDS}
        | {"mitigating": unseal(one.sealed_mitigating, use=USE)}
        for one in WatchEntry.objects.filter(person=asked.person).order_by("year", "pk")
    ]
    return [Kept("watchlist", _("Ghi nhận đoàn phí, sinh hoạt"), rows)]
