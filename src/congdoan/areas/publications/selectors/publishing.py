"""What a unit makes public: who sees it, what may be, how it will look."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from congdoan.areas.documents.api import Document, files_of, get_document, type_label
from congdoan.areas.publications import policies
from congdoan.areas.publications.enums import WAITING, Channel, PublicationState
from congdoan.areas.publications.models import FacebookPage, Publication
from congdoan.areas.publications.rules.signs import signs_in
from congdoan.foundation import vietnamese
from congdoan.foundation.actor import Actor
from congdoan.foundation.keyset import Keyset, Page
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.access.api import capabilities_of_position
from congdoan.kernel.organisations.models import Organisation, OrganisationProfile
from congdoan.kernel.people.models import Office
from congdoan.kernel.rulebook.api import find_entry
from congdoan.support.files.api import StoredFile
from congdoan.support.texts.api import unscoped_words

CLOSED = "publications.closed_type"
A_PAGE = 30
#: So many pages of a text are looked through for signs of personal data.
_LOOKED_THROUGH = 40
SIGNS: dict[str, Any] = {
    "citizen": _("số định danh, căn cước"),
    "phone": _("số điện thoại"),
    "email": _("địa chỉ thư điện tử"),
    "birth": _("ngày, năm sinh"),
    "account": _("số tài khoản"),
    "health": _("thông tin sức khỏe"),
    "letters": _("thư trộn cho từng nơi, từng người"),
    "unread": _("tệp chưa đọc được chữ, hãy tự xem từng trang"),
}


def own_unit(actor: Actor) -> Organisation | None:
    unit = Organisation.objects.filter(pk=actor.organisation_id or 0).first()
    return unit if unit is not None and actor.may(policies.PREPARE, on=unit) else None


def get_unit(actor: Actor, pk: int) -> Organisation:
    """:raises NotFound: when what it makes public is not the actor's to prepare."""
    unit = Organisation.objects.filter(pk=pk).first()
    if unit is None or not actor.may(policies.PREPARE, on=unit):
        raise NotFound
    return unit


def publications_of(unit: Organisation) -> QuerySet[Publication]:
    return Publication.objects.filter(organisation=unit).select_related("document")


def get_publication(actor: Actor, pk: int) -> Publication:
    """:raises NotFound: when there is none, or not the actor's to see."""
    rows = Publication.objects.select_related("organisation", "document__organisation", "file")
    found = rows.filter(pk=pk).first()
    if found is None or not actor.may(policies.PREPARE, on=found.organisation):
        raise NotFound
    return found


def of_document(actor: Actor, document: int) -> tuple[Document, list[Publication]]:
    """
    Return a paper of one's own unit with what was made public of it.

    :raises NotFound: when it is not the actor's to publish
    """
    found = get_document(actor, document)
    if not actor.may(policies.PREPARE, on=found.organisation):
        raise NotFound
    return found, list(Publication.objects.filter(document=found).order_by("-prepared_at", "-pk"))


def page_of_unit(unit: Organisation) -> FacebookPage | None:
    return FacebookPage.objects.filter(organisation=unit).first()


def channels_for(unit: Organisation) -> list[tuple[str, Any]]:
    """Return where the unit can publish."""
    has_page = page_of_unit(unit) is not None
    return [one for one in Channel.choices if one[0] != Channel.FACEBOOK or has_page]


def closed_type(document: Document, *, on: date) -> str:
    """Return the name of a type that is not made public; "" for one that may be."""
    code = document.type.partition(".")[2]
    return type_label(document.type, on=on) if find_entry(CLOSED, code, on=on) else ""


def file_to_show(document: Document) -> StoredFile | None:
    """Return the PDF of a paper: the text itself before its signed scan."""
    files = sorted(files_of(document), key=lambda one: not one.is_body)
    texts = [one.file for one in files if one.is_body or one.is_scan]
    return next((one for one in texts if one.name.lower().endswith(".pdf")), None)


def signs_of(document: Document, words: str) -> list[str]:
    """Return what looks like personal data in a paper and in what would be said about it."""
    found = signs_in(words)
    if hasattr(document, "merge"):
        found.append("letters")
    for one in files_of(document):
        read = unscoped_words(one.file_id, pages=_LOOKED_THROUGH)
        found += signs_in(read) if read else ["unread"]
    return sorted(set(found), key=list(SIGNS).index)


def approvers(organisation: int, *, on: date) -> set[int]:
    """Return the persons whose office approves what the unit makes public."""
    rows = Office.objects.on(on).filter(organisation=organisation, person__user__isnull=False)
    return {
        one.person_id
        for one in rows
        if policies.APPROVE.name in capabilities_of_position(one.position)
    }


def public_url(publication: Publication) -> str:
    path = reverse("publications:public", args=[publication.token])
    return urljoin(settings.SITE_ADDRESS, path)


def portal_link(document: Document) -> str:
    """Return the public address of a paper; "" while it is not on the public page."""
    rows = Publication.objects.filter(document=document, channel=Channel.PORTAL)
    found = rows.filter(state=PublicationState.PUBLISHED).first()
    return public_url(found) if found else ""


def _with_sender(rows: QuerySet[Publication]) -> QuerySet[Publication]:
    """Add who made it public, as it was called when the paper was issued."""
    profile = OrganisationProfile.objects.filter(
        organisation=OuterRef("organisation"), valid__contains=OuterRef("document__issued_on")
    )
    return rows.annotate(sender=Subquery(profile.values("name")[:1])).select_related("document")


def public_list(*, words: str = "", after: str = "", before: str = "") -> Page:
    """Return what stands on the public page, newest first; one query."""
    rows = Publication.objects.filter(channel=Channel.PORTAL, state=PublicationState.PUBLISHED)
    for word in vietnamese.fold(words).split()[:8]:
        rows = rows.filter(folded__contains=word)
    listed = Keyset(_with_sender(rows), ["published_at"], downward=True)
    return listed.page(A_PAGE, after=after, before=before)


def public_one(token: Any) -> Publication:
    """
    Return a paper on the public page, also one that was taken down (its page says so).

    :raises NotFound: when it was never there
    """
    rows = Publication.objects.filter(channel=Channel.PORTAL, published_at__isnull=False)
    found = _with_sender(rows).select_related("document", "file").filter(token=token).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class PageHealth:
    """How a connected page is, for who runs the installation."""

    page: FacebookPage
    unit: str
    waiting: int
    oldest: Any
    #: Given up or unsure.
    lost: int


def pages_health(actor: Actor) -> list[PageHealth]:
    """Return how the connected pages are; three queries, whatever their number."""
    if not actor.may_somewhere(policies.WATCH):
        return []
    pages = list(FacebookPage.objects.order_by("key_lost_at", "name")[:200])
    units = [one.organisation_id for one in pages]
    profiles = OrganisationProfile.objects.on(actor.today).filter(organisation__in=units)
    known = dict(profiles.values_list("organisation_id", "name"))
    lost = Q(state__in=[PublicationState.FAILED, PublicationState.UNSURE])
    rows = Publication.objects.filter(organisation__in=units, channel=Channel.FACEBOOK)
    counts = {
        row["organisation"]: row
        for row in rows.values("organisation").annotate(
            n=Count("pk", filter=Q(state__in=WAITING)),
            oldest=Min("next_attempt_at", filter=Q(state__in=WAITING)),
            lost=Count("pk", filter=lost),
        )
    }
    return [
        PageHealth(
            page=one,
            unit=known.get(one.organisation_id, ""),
            waiting=counts.get(one.organisation_id, {}).get("n", 0),
            oldest=counts.get(one.organisation_id, {}).get("oldest"),
            lost=counts.get(one.organisation_id, {}).get("lost", 0),
        )
        for one in pages
    ]
