"""Who answers for papers about somebody's data when the union they were raised at is no more."""

from datetime import date

from congdoan.kernel.organisations.api import unscoped_heirs, unscoped_stand_ins
from congdoan.kernel.organisations.models import Organisation


def unscoped_heir(organisation: Organisation, *, on: date) -> Organisation:
    """Return who stands for a union on a day: itself, what it became, or the superior it had."""
    end = organisation.valid.upper
    if end is None or organisation.exists_on(on):
        return organisation
    succession = unscoped_heirs([organisation.pk], on=on).get(organisation.pk)
    if succession is not None and succession.heirs:
        home = succession.heirs[0]
    else:
        home = unscoped_stand_ins([organisation.pk], on=end).get(organisation.pk, organisation.pk)
    if home == organisation.pk:
        return organisation
    # The superior of then may have ended since; it lasted longer, so the walk comes to an end.
    found: Organisation = Organisation.objects.get(pk=home)
    return unscoped_heir(found, on=on) if found.valid.upper and found.valid.upper > end else found
