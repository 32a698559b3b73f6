"""What this slice keeps about a person, for the file they take along."""

import base64

from django.db.models import Q
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
    theirs = Q(person=asked.person) | Q(person__merged_into=asked.person)
    photos = CardPhoto.objects.filter(theirs).order_by("pk").values_list("picture", flat=True)
    pictures = [{"jpeg_base64": base64.b64encode(bytes(one)).decode()} for one in photos]
    if pictures:
        kept.append(Kept("card_photo", _("Ảnh thẻ"), pictures))
    return kept
