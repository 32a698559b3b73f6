"""Movement kept by day beside movement read through: what every random history must agree on."""

from datetime import date

from congdoan.areas.members.models import BranchMove, KeptBranch
from congdoan.areas.members.selectors.moved import Place, unscoped_moved
from congdoan.areas.members.selectors.movement import INSIDE, unscoped_movement
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


def names_are_true(unit, first, last):
    """Compare the names behind each number, a page of two at a time, kept and read through."""
    found = unscoped_movement(unit, first=first, last=last)
    numbers = {row.key: row.number for row in (*found.increases, *found.decreases)}
    for key, number in {**numbers, INSIDE: found.inside}.items():
        kept = pages_of(unit, first, last, key)
        KeptBranch.objects.filter(organisation=unit).update(filled=False)
        assert kept == unscoped_moved(unit, first=first, last=last, key=key, limit=1000), key
        KeptBranch.objects.filter(organisation=unit).update(filled=True)
        assert len(kept) == number, key


def pages_of(unit, first, last, key):
    """Return all the names of a number as somebody sees them who asks page after page."""
    found, after = [], None
    while page := unscoped_moved(unit, first=first, last=last, key=key, limit=2, after=after):
        found += page
        after = Place.read(str(Place(page[-1].day, page[-1].person_id)))
    return found
