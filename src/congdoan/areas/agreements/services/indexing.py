"""The stored search text of an agreement."""

from collections.abc import Iterable
from datetime import date

from congdoan.areas.agreements.models import Agreement, Party
from congdoan.foundation import vietnamese
from congdoan.kernel.organisations.api import names


def settle_folded(agreement: Agreement, parties: Iterable[Party], *, on: date) -> None:
    """Write title, number, years and the parties' names as folded text."""
    titles = names([party.organisation_id for party in parties], on=on)
    agreement.folded = folded_text(agreement, titles.values())
    agreement.save(update_fields=["folded"])


def folded_text(agreement: Agreement, names_of_parties: Iterable[str]) -> str:
    words = [agreement.title, agreement.number, agreement.years, *names_of_parties]
    return vietnamese.fold(" ".join(words))[:3000]
