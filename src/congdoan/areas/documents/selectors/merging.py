"""Merged letters: which receivers are offered, what each letter says."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from congdoan.areas.documents.enums import Reach
from congdoan.areas.documents.models import Document, Incoming, Merge, MergedLetter
from congdoan.areas.documents.selectors.receiving import Rule, unscoped_receivers
from congdoan.areas.documents.selectors.texts import TEXT, text_of
from congdoan.foundation.actor import Actor
from congdoan.foundation.keyset import Keyset, Page
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.models import Organisation, OrganisationProfile
from congdoan.kernel.people.models import Office
from congdoan.support.drafting.api import (
    Asked,
    Fact,
    ListsAsked,
    copies_of,
    lists_for,
)
from congdoan.support.rendering.api import OfficialDocument

#: Beyond this it is no letter any more, it is a notice.
MOST = 5_000
A_PAGE = 50
UNITS = "units."
_BLANK = "……"


def sources(actor: Actor, unit: Organisation, *, on: date) -> dict[str, str]:
    """Return what letters may be merged for: units below, lists the actor may export."""
    lists = lists_for(ListsAsked(actor, unit, on))
    return {
        f"{UNITS}{Reach.CHILDREN}": _("Các đơn vị trực thuộc trực tiếp"),
        f"{UNITS}{Reach.BRANCH}": _("Toàn bộ đơn vị cấp dưới"),
        **{one.code: one.name for one in lists},
    }


def letters_for_units(unit: Organisation, reach: str, *, on: date) -> list[dict[str, Any]]:
    """Return a letter for each unit below: its name, address and leader on the day."""
    found = unscoped_receivers(unit.pk, Rule(reach=reach), on=on)
    profiles = list(
        OrganisationProfile.objects.on(on)
        .filter(organisation__in=found)
        .order_by("sort_key", "organisation_id")[: MOST + 1]
    )
    leaders = _leaders([one.organisation_id for one in profiles], on=on)
    return [
        {
            "name": one.name,
            "organisation_id": one.organisation_id,
            "facts": {
                "receiver.name": one.name,
                "receiver.short_name": one.short_name or one.name,
                "receiver.address": one.address,
                "receiver.leader": leaders.get(one.organisation_id, ""),
            },
        }
        for one in profiles
    ]


def _leaders(units: list[int], *, on: date) -> dict[int, str]:
    rows = Office.objects.on(on).filter(organisation__in=units, position="PRESIDENT")
    return {one.organisation_id: one.person.full_name for one in rows.select_related("person")}


def merge_of(document: Document) -> Merge | None:
    return Merge.objects.select_related("file").filter(document=document).first()


def get_merge(document: Document) -> Merge:
    """:raises NotFound: when one text is one letter."""
    found = merge_of(document)
    if found is None:
        raise NotFound
    return found


def letters_of(merge: Merge, *, after: str, before: str) -> Page:
    """Return a page of the letters in their order."""
    rows = Keyset(merge.letters.all(), ["place"], downward=False)
    return rows.page(A_PAGE, after=after, before=before)


def get_letter(merge: Merge, place: int) -> MergedLetter:
    """:raises NotFound: when there is no such letter."""
    found = merge.letters.filter(place=place).first()
    if found is None:
        raise NotFound
    return found


def own_letter(incoming: Incoming) -> MergedLetter | None:
    """Return the receiver's own copy of what arrived, when each receiver has one."""
    return (
        MergedLetter.objects.select_related("merge__document")
        .filter(merge__document=incoming.document_id or 0, organisation=incoming.organisation_id)
        .first()
    )


def facts_of_receiver(asked: Asked) -> list[Fact]:
    """Answer ``drafting.variables``: the first receiver stands for all while it is written."""
    if asked.owner_type != TEXT:
        return []
    first = MergedLetter.objects.filter(merge__document=asked.owner_id, place=1).first()
    words = {
        "name": _("tên người, đơn vị nhận thư này"),
        "short_name": _("tên ngắn của đơn vị nhận"),
        "address": _("địa chỉ đơn vị nhận"),
        "leader": _("chủ tịch đơn vị nhận"),
        "job_title": _("chức danh người nhận"),
        "department": _("tổ, bộ phận của người nhận"),
        "birth_year": _("năm sinh người nhận"),
    }
    facts = first.facts if first else {}
    return [
        Fact(name, words.get(name.removeprefix("receiver."), name), value or _BLANK)
        for name, value in facts.items()
    ]


def copy_of(document: Document, letter: MergedLetter, *, on: date) -> OfficialDocument:
    """Return one receiver's own letter."""
    return next(copies(document, [letter.facts], on=on))


def copies(
    document: Document, facts: "Iterator[Mapping[str, str]] | list[Mapping[str, str]]", *, on: date
) -> Iterator[OfficialDocument]:
    """
    Return a letter for each set of facts; what is empty stays empty.

    :raises NotFound: when the text is a file
    """
    text = text_of(document)
    if text is None:
        raise NotFound
    filled = ({name: value or " " for name, value in one.items()} for one in facts)
    return copies_of(text, filled, on=document.issued_on or on)


def blank_facts(document: Document) -> dict[str, str]:
    """Return dots for every receiver's fact: what the unit's own file copy shows."""
    merge = merge_of(document)
    first = merge.letters.filter(place=1).first() if merge else None
    return dict.fromkeys(first.facts, _BLANK) if first else {}
