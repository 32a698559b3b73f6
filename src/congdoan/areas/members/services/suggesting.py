"""What other slices know that a discipline form may be filled with; the decision stays people's."""

from dataclasses import dataclass
from datetime import date

from congdoan.areas.members.enums import Penalty
from congdoan.foundation.hooks import Hook
from congdoan.kernel.organisations.models import Organisation


@dataclass(frozen=True)
class SuggestionAsked:
    """What is known against a member on a day?"""

    organisation: Organisation
    person_id: int
    on: date


@dataclass(frozen=True)
class Suggestion:
    penalty: Penalty
    grounds: str


#: Asked when the form is opened from a list (``?goi-y=1``); fills boxes, writes nothing.
discipline_suggested: Hook[SuggestionAsked, Suggestion] = Hook("members.discipline_suggested")


@dataclass(frozen=True)
class OwnPage:
    """A page of another slice about the person who asks."""

    title: str
    url: str


#: What else is kept of a person (by id), as links on "Hồ sơ của tôi".
own_pages: Hook[int, OwnPage] = Hook("members.own_pages")
