"""Who signs a document besides the leading body's signer, in which order, whose turn it is."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from congdoan.areas.documents import policies
from congdoan.areas.documents.enums import NUMBERED, DocumentState
from congdoan.areas.documents.models import CoSigner, Document
from congdoan.areas.documents.selectors.signers import Signing, find_signing
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import names
from congdoan.kernel.organisations.models import Organisation

#: From then on a body that signs along may read the text.
SHOWN = (DocumentState.APPROVED, DocumentState.SIGNED, *NUMBERED)


@dataclass(frozen=True)
class Place:
    """One line of the list: whose it is, what is to stand there, or stands there."""

    row: CoSigner
    unit_name: str
    #: As planned while it is not signed; None when nobody can sign so any more.
    way: Signing | None
    turn: bool
    may_open: bool

    @property
    def said(self) -> str:
        if self.row.signed_on:
            return f"{' / '.join(self.row.signed_as)}: {self.row.signer_name}"
        return self.way.label if self.way else ""


def places_of(actor: Actor, document: Document, *, on: date) -> list[Place]:
    """Return the list as the page shows it."""
    rows = list(document.cosigners.select_related("organisation"))
    known = names({one.organisation_id for one in rows}, on=on) if rows else {}
    next_up = turn_of(document, rows)
    return [
        Place(
            row=one,
            unit_name=known.get(one.organisation_id, ""),
            way=None if one.signed_on else find_signing(one.organisation_id, one.to_sign, on=on),
            turn=one == next_up,
            may_open=actor.may(policies.VIEW, on=one.organisation),
        )
        for one in rows
    ]


def turn_of(document: Document, rows: list[CoSigner] | None = None) -> CoSigner | None:
    """Return who is to sign now; None before the leading body did, and when all have."""
    if document.state != DocumentState.APPROVED or not document.signed_on:
        return None
    rows = list(document.cosigners.all()) if rows is None else rows
    return next((one for one in rows if one.signed_on is None), None)


def get_place(actor: Actor, pk: int) -> CoSigner:
    """:raises NotFound: when it is not of the actor's unit, or not to be seen yet"""
    found = (
        CoSigner.objects.select_related("document__organisation", "organisation")
        .filter(pk=pk, document__state__in=SHOWN)
        .first()
    )
    if found is None or not actor.may(policies.VIEW, on=found.organisation):
        raise NotFound
    return found


def waiting_at(unit: Organisation) -> QuerySet[CoSigner]:
    """Return what other bodies' documents wait for the signature of ``unit``."""
    rows = CoSigner.objects.filter(
        organisation=unit,
        signed_on=None,
        document__state=DocumentState.APPROVED,
        document__signed_on__isnull=False,
    )
    rows = rows.exclude(document__organisation=unit)
    return rows.select_related("document").order_by("pk")[:20]


def bodies_of(document: Document) -> list[int]:
    """Return the other bodies that issue a joint document, in their order, each once."""
    rows = document.cosigners.exclude(organisation=document.organisation_id)
    return list(dict.fromkeys(rows.values_list("organisation_id", flat=True)))


def may_read_joint(actor: Actor, documents: QuerySet[Document]) -> bool:
    """Tell whether the actor's unit signs one of these along."""
    rows = CoSigner.objects.filter(
        actor.within(policies.VIEW, "organisation_id"), document__in=documents
    )
    return rows.filter(document__state__in=SHOWN).exists()
