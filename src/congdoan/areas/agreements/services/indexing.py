"""The stored search text of an agreement."""

from collections.abc import Iterable
from datetime import date

from congdoan.areas.agreements.models import Agreement, Party
from congdoan.foundation import vietnamese
from congdoan.kernel.organisations.api import names


def settle_folded(agreement: Agreement, parties: Iterable[Party], *, on: date) -> None:
    """Write title, number, years and the parties' names as folded text."""
    titles = names([party.organisation_id for party in parties], on=on)
    words = [agreement.title, agreement.number, agreement.years, *titles.values()]
    agreement.folded = vietnamese.fold(" ".join(words))[:3000]
    agreement.save(update_fields=["folded"])
