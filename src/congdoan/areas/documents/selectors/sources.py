"""The record of an upper slice a document was begun from, and the way back to it."""

from dataclasses import dataclass

from congdoan.areas.documents.models import Document
from congdoan.foundation.actor import Actor
from congdoan.foundation.hooks import Hook


@dataclass(frozen=True)
class SourceAsked:
    """Who looks at which document."""

    actor: Actor
    document: Document


@dataclass(frozen=True)
class SourceRecord:
    """What the document says in official form."""

    label: str
    title: str
    url: str


#: Answered by slices whose records become documents; with what the actor may open only.
sources_asked: Hook[SourceAsked, list[SourceRecord]] = Hook("documents.sources")


def sources_of(actor: Actor, document: Document) -> list[SourceRecord]:
    """Return the records a document was begun from."""
    asked = SourceAsked(actor, document)
    return [one for answer in sources_asked.ask(asked) for one in answer]
