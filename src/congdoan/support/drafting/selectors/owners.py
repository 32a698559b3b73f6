"""
Whose draft it is: the slice that owns the record says who may read and write its text.

A slice declares its kind of record once, from ``wiring.py``; this slice then serves the editor.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from congdoan.foundation.actor import Actor
from congdoan.foundation.capabilities import Capability
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.support.discussion.api import ANSWER, SPEAK
from congdoan.support.drafting.models import Draft
from congdoan.support.rendering.api import OfficialDocument

if TYPE_CHECKING:
    from congdoan.kernel.organisations.models import Organisation


@dataclass(frozen=True)
class Access:
    """
    What one person may do with the text of one record.

    ``title`` and ``back`` are the record's own name and page. ``voice`` is the organisation in
    whose name this person comments (None: only reads); ``answers`` the one that answers; the
    rights are those the owner asks for. ``filled`` says what the paper gets from the record itself
    (signer, receivers): label and value; ``change`` is where that is changed.
    """

    title: str
    back: str
    may_edit: bool = False
    voice: "Organisation | None" = None
    answers: "Organisation | None" = None
    speaks_by: Capability = SPEAK
    answers_by: Capability = ANSWER
    filled: tuple[tuple[str, str], ...] = ()
    change: str = ""


def _as_it_is(_draft: Draft, document: OfficialDocument, _on: date) -> OfficialDocument:
    return document


def _no_day(_draft: Draft) -> date | None:
    return None


def _nothing(_draft: Draft) -> None:
    pass


@dataclass(frozen=True)
class Owner:
    """
    One kind of record with a text: ``type`` begins with the slice's name.

    ``access`` answers for one record, or raises ``NotFound`` for whoever may not see it. ``paper``
    adds what only the owner knows (number, day, urgency) to the printed document; ``day`` says as
    of which day facts are filled (None: that of printing); ``saved`` follows what was written;
    ``hold`` locks the record before its text, as the owner's own acts do.
    """

    type: str
    access: Callable[[Actor, int], Access]
    paper: Callable[[Draft, OfficialDocument, date], OfficialDocument] = _as_it_is
    day: Callable[[Draft], date | None] = _no_day
    saved: Callable[[Draft], None] = _nothing
    hold: Callable[[Draft], None] = _nothing


_register: dict[str, Owner] = {}


def register_owner(owner: Owner) -> None:
    """
    Declare a kind of record whose text is written here; from ``wiring.py`` only.

    :raises ValueError: when the type is taken
    """
    if _register.setdefault(owner.type, owner) != owner:
        message = f"Owner of drafts declared twice: {owner.type}"
        raise ValueError(message)


def owner_of(draft: Draft) -> Owner:
    """:raises NotFound: when no slice answers for it any more"""
    if draft.owner_type not in _register:
        raise NotFound
    return _register[draft.owner_type]


def access_to(actor: Actor, draft: Draft) -> Access:
    """:raises NotFound: when the owner shows it not to this person"""
    return owner_of(draft).access(actor, draft.owner_id)


def require_edit(actor: Actor, draft: Draft) -> Access:
    """:raises NotAllowed: when the owner lets this person only read"""
    found = access_to(actor, draft)
    if not found.may_edit:
        raise NotAllowed
    return found


def visible_draft(actor: Actor, pk: int) -> tuple[Draft, Access]:
    """
    Return a draft and what ``actor`` may do with it.

    :raises NotFound: when there is none, or it is not for this person
    """
    draft = Draft.objects.filter(pk=pk).first()
    if draft is None:
        raise NotFound
    return draft, access_to(actor, draft)
