"""Whose portrait may stand on a card."""

from collections.abc import Collection

from congdoan.areas.cards.models import CardPhoto
from congdoan.kernel.people.api import unscoped_may_use

#: A code of the rulebook's ``privacy.purpose``.
PURPOSE = "CARD_PHOTO"


def unscoped_agreed_to_photo(people: Collection[int]) -> set[int]:
    return unscoped_may_use(people, PURPOSE)


def unscoped_photos(people: Collection[int]) -> dict[int, bytes]:
    """Return the portraits of those who agree to them today."""
    found = dict(CardPhoto.objects.filter(person__in=people).values_list("person_id", "picture"))
    agreed = unscoped_agreed_to_photo(found)
    return {person: bytes(picture) for person, picture in found.items() if person in agreed}
