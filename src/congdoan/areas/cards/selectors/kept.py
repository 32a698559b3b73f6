"""What this slice keeps about a person, for the file they take along."""

import base64

from django.utils.translation import gettext as _

from congdoan.areas.cards.models import CardPhoto
from congdoan.areas.cards.selectors.holding import cards_of
from congdoan.kernel.people.api import AboutPerson, Kept

_FIELDS = (
    "number",
    "printed_name",
    "printed_unit",
    "issue",
    "issued_on",
    "ended_on",
    "end_reason",
    "note",
)


def kept_of_cards(asked: AboutPerson) -> list[Kept]:
    """Answer ``kept_about`` (not the code: who has it could pass for the card)."""
    cards = cards_of(asked.person.pk)
    rows = [{name: getattr(card, name) for name in _FIELDS} for card in cards]
    kept = [Kept("cards", _("Thẻ đoàn viên"), rows)]
    photo = CardPhoto.objects.filter(person=asked.person).first()
    if photo is not None:
        picture = base64.b64encode(bytes(photo.picture)).decode()
        kept.append(Kept("card_photo", _("Ảnh thẻ"), [{"jpeg_base64": picture}]))
    return kept
