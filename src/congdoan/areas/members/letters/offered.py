"""Lists of members as tables of documents: everybody, or a saved segment, as of a day."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from congdoan.areas.members import policies
from congdoan.areas.members.letters.lists import listed_cells
from congdoan.areas.members.selectors.register import segments_of
from congdoan.areas.members.services.exporting import note_listed, refuse_to_print
from congdoan.support.drafting.api import ListOffered, ListsAsked

_ALL = _("Đoàn viên của đơn vị")
#: What a list on paper shows beside the name; contacts and birthdays are no part of it.
_COLUMNS = ("birth_year", "job_title", "department")


def lists_of_members(asked: ListsAsked) -> list[ListOffered]:
    """Answer ``drafting.lists``: what the person may export may stand in their documents."""
    if not asked.actor.may(policies.EXPORT, on=asked.organisation):
        return []
    saved = [
        (str(one.pk), one.name, one.query) for one in segments_of(asked.actor, asked.organisation)
    ]
    return [
        ListOffered(f"members.{code}", name, partial(_rows, asked, query), ("", "name", *_COLUMNS))
        for code, name, query in [("all", str(_ALL), ""), *saved]
    ]


def _rows(asked: ListsAsked, query: str, purpose: str) -> list[list[str]]:
    actor, unit = asked.actor, asked.organisation
    actor.require(policies.EXPORT, on=unit)
    heads, rows = listed_cells(
        actor, unit, query, columns=_COLUMNS, on=asked.on, fits=refuse_to_print
    )
    note_listed(actor=actor, unit=unit, purpose=purpose, columns=_COLUMNS, rows=len(rows))
    numbered = [[str(place), *row] for place, row in enumerate(rows, start=1)]
    return [["TT", *heads], *numbered]
