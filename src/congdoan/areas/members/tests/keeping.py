"""Movement kept by day beside movement read through: what every random history must agree on."""

from datetime import date

from congdoan.areas.members.models import BranchMove, KeptBranch
from congdoan.areas.members.selectors.movement import unscoped_movement
from congdoan.areas.members.services.moves import forget_moves, settle_moves
from congdoan.kernel.organisations.enums import Family
from congdoan.kernel.organisations.models import Organisation

#: Everything that ever happened in a test, as one period.
EVER = (date(2010, 1, 1), date(2040, 1, 1))


def keep_every_branch():
    """Keep the movement of all unions there are, however small; fill it."""
    units = Organisation.objects.filter(family=Family.UNION).values_list("pk", flat=True)
    KeptBranch.objects.bulk_create(
        (KeptBranch(hierarchy_id=h, organisation_id=pk) for h in (1, 2) for pk in units),
        ignore_conflicts=True,
    )
    settle_moves()


def kept_is_true():
    """Compare what is kept with the memberships: as it stands, marks and all, and counted anew."""
    fast = _statements()
    KeptBranch.objects.update(filled=False)
    for key, slow in _statements().items():
        assert fast[key] == slow, (key, fast[key], slow)
    KeptBranch.objects.update(filled=True)
    settle_moves()
    patched = _kept()
    forget_moves()
    settle_moves()
    assert patched == _kept(), set(patched) ^ set(_kept())


def _statements():
    return {
        (one.organisation_id, one.hierarchy_id): unscoped_movement(
            one.organisation_id, first=EVER[0], last=EVER[1], hierarchy=one.hierarchy_id
        )
        for one in KeptBranch.objects.all()
    }


def _kept():
    """Return what is kept of every day."""
    fields = ("hierarchy", "organisation", "day", "sign", "code", "inside", "number")
    return sorted(BranchMove.objects.values_list(*fields))
