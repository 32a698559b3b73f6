"""What of this slice is about a person, for their own page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.cadres.models import PartyIntroduction
from congdoan.areas.members.api import OwnPage


def own_page(person: int) -> OwnPage | None:
    """Answer members: a link, when a file is kept of the person."""
    if not PartyIntroduction.objects.filter(person_id=person).exists():
        return None
    return OwnPage(_("Giới thiệu vào Đảng"), reverse("cadres:own"))
