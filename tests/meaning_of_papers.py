"""A paper of the leaf that is public and has to be read, before events happen to it."""

from congdoan.areas.documents.models import Document, Incoming, Reader
from congdoan.areas.publications.models import FacebookPage, Publication
from congdoan.kernel.people.models import Person


def make_public(w):
    """Let a paper of the leaf stand on the portal and be asked of a person."""
    leaf = w.tree.leaf
    paper = Document(
        organisation=leaf,
        type="UNION.TB",
        subject="lịch trực",
        state="DRAFT",
        drafter_name="A",
        drafted_at=w.at,
    )
    paper.settle_keys()
    paper.save()
    Publication.objects.create(
        organisation=leaf, document=paper, channel="PORTAL", title="Lịch trực", summary="x",
        folded="lich truc", state="PUBLISHED", prepared_at=w.at, published_at=w.at,
    )  # fmt: skip
    FacebookPage.objects.create(
        organisation=leaf, page_id="1", name="Trang", address="x", version="v1", sealed="x",
        connected_at=w.at, connected_by_name="A",
    )  # fmt: skip
    Reader.objects.create(
        incoming=Incoming.objects.get(organisation=leaf),
        document=paper,
        person=Person.objects.first(),
        name="A",
        asked_at=w.at,
        told_on=w.at.date(),
    )


def said_of_papers():
    """Return what is compared of readers and of publications, as they stand."""
    readers = Reader.objects.order_by("pk")
    return {
        "reader": list(readers.values_list("pk", "incoming__organisation", "person", "read_at")),
        "publication": [
            *Publication.objects.order_by("pk").values_list("pk", "organisation", "state", "title"),
            *FacebookPage.objects.order_by("pk").values_list("pk", "organisation", "page_id"),
        ],
    }
