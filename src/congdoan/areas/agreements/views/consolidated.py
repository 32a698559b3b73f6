"""The text in force on any day, what changed between two days, and addenda on paper."""

from datetime import date, datetime, time
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.forms.amending import BetweenDays, OnDay
from congdoan.areas.agreements.models import Agreement, Amendment
from congdoan.areas.agreements.rules.states import RAN
from congdoan.areas.agreements.selectors.addendum import (
    touch_in_words,
    unscoped_addendum,
    unscoped_consolidated,
)
from congdoan.areas.agreements.selectors.agreements import parties_on
from congdoan.areas.agreements.selectors.amendments import SUBJECT
from congdoan.areas.agreements.selectors.consolidated import (
    addenda_by_line,
    consolidated,
    in_force_on,
    redline,
    turning_days,
)
from congdoan.areas.agreements.selectors.document import issuing_bodies, words_of
from congdoan.areas.agreements.selectors.text import content_codes, current_version
from congdoan.areas.agreements.views.amending import load_amendment
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.areas.agreements.views.printing import DOCX, PDF, as_file
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.rulebook.api import label
from congdoan.support.comparison.api import ComparisonPaper, comparison_document
from congdoan.support.rendering.api import OfficialDocument, Stamp, to_docx, to_pdf
from congdoan.support.signing.api import (
    PacketState,
    signature_blocks,
    stamp_of,
    unscoped_packets_about,
)


def _load(request: ActorRequest, pk: int) -> Agreement:
    """:raises NotFound: before an agreement was in force it has no text in force"""
    agreement = load(request, pk)
    if agreement.state not in RAN:
        raise NotFound
    return agreement


def _day(request: ActorRequest, agreement: Agreement) -> tuple[OnDay, date]:
    """Return the form above the text and the day asked for, else the day looked at."""
    usual = max(request.actor.as_of, agreement.effective_on or agreement.first_day)
    form = OnDay(request.GET if "on" in request.GET else {"on": usual}, actor=request.actor)
    asked = form.cleaned_data["on"] if form.is_valid() else None
    return form, asked or usual


@needs(policies.VIEW)
def page(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the text in force on a day; each clause tells which addendum changed it."""
    agreement = _load(request, pk)
    form, day = _day(request, agreement)
    lines = consolidated(agreement, on=day)
    codes = content_codes(lines)
    contents = {
        code: label("agreement.content", code, agreement.first_day)
        for code in set(codes.values())
        if code
    }
    days = turning_days(agreement)
    context = {
        **frame(request, agreement, "consolidated"),
        "form": form,
        "day": day,
        "lines": [
            (
                line,
                contents.get(codes[line.item.stable_id], ""),
                [(touch.amendment_id, touch_in_words(touch)) for touch in line.item.touches],
            )
            for line in lines
            if line.item.removed is None
            or line.parent is None
            or line.parent.item.removed != line.item.removed
        ],
        "addenda": in_force_on(agreement, day),
        "days": days,
        "first": days[0],
        "outside": not days[0] <= day <= agreement.last_day,
    }
    return render_page(request, "agreements/consolidated.html", context)


def _between(request: ActorRequest, agreement: Agreement) -> tuple[BetweenDays, date, date]:
    days = turning_days(agreement)
    usual = {"tu": days[0], "den": max(days[-1], days[0])}
    given = {name: request.GET[name] for name in usual if request.GET.get(name)}
    form = BetweenDays({**usual, **given}, actor=request.actor)
    values = form.cleaned_data if form.is_valid() else {}
    return form, values.get("tu") or usual["tu"], values.get("den") or usual["den"]


@needs(policies.VIEW)
def compare(request: ActorRequest, pk: int) -> HttpResponse:
    """Show what changed in the text in force from one day to another."""
    agreement = _load(request, pk)
    form, since, until = _between(request, agreement)
    context = {
        **frame(request, agreement, "consolidated"),
        "form": form,
        "since": since,
        "until": until,
        "comparison": redline(agreement, since=since, until=until),
        "authors": addenda_by_line(consolidated(agreement, on=max(since, until))),
    }
    return render_page(request, "agreements/consolidated_compare.html", context)


@needs(policies.VIEW)
def compare_file(request: ActorRequest, pk: int, extension: str) -> HttpResponse:
    """Return the comparison of two days as PDF or Word."""
    agreement = _load(request, pk)
    _form, since, until = _between(request, agreement)
    parties = parties_on(agreement, until)
    words = words_of(current_version(agreement), parties, on=until)
    paper = ComparisonPaper(
        bodies=issuing_bodies(parties, words),
        subject=agreement.title,
        old_name=_("nội dung có hiệu lực ngày {day}").format(day=f"{since:%d/%m/%Y}"),
        new_name=_("nội dung có hiệu lực ngày {day}").format(day=f"{until:%d/%m/%Y}"),
        dated=until,
        place=agreement.signed_place,
        authors=addenda_by_line(consolidated(agreement, on=max(since, until))),
    )
    document = comparison_document(redline(agreement, since=since, until=until), paper)
    return _file(document, extension, until, f"so-sanh-{pk}-{since}-{until}")


@needs(policies.VIEW)
def file(request: ActorRequest, pk: int, extension: str) -> HttpResponse:
    """Return the text in force on a day as PDF or Word."""
    agreement = _load(request, pk)
    _form, day = _day(request, agreement)
    return _file(
        unscoped_consolidated(agreement, on=day), extension, day, f"van-ban-hop-nhat-{pk}-{day}"
    )


@needs(policies.VIEW)
def addendum_file(
    request: ActorRequest, pk: int, amendment_pk: int, extension: str
) -> HttpResponse:
    """Return a frozen addendum in the official layout, hash and QR on each page."""
    amendment = load_amendment(request, pk, amendment_pk)
    document, stamp = _addendum(amendment)
    at = amendment.frozen_at
    if at is None:
        raise NotFound
    name = f"phu-luc-{amendment.number}-{pk}"
    return _drawn(document, extension, at, name, stamp)


def _addendum(amendment: Amendment) -> tuple[OfficialDocument, Stamp]:
    """:raises NotFound: before the freeze there is no paper that could be signed"""
    on = amendment.frozen_on
    if on is None:
        raise NotFound
    standing = (PacketState.OPEN, PacketState.COMPLETE)
    packets = unscoped_packets_about(SUBJECT, amendment.pk)
    packet = packets.filter(text_hash=amendment.sha256, state__in=standing).first()
    if packet is not None:
        return unscoped_addendum(amendment, on=on, signatures=signature_blocks(packet)), stamp_of(
            packet
        )
    page = reverse("agreements:amendment", args=[amendment.agreement_id, amendment.pk])
    note = _("Phụ lục chốt ngày {day}, chưa trình ký").format(day=f"{on:%d/%m/%Y}")
    stamp = Stamp(amendment.sha256, urljoin(settings.SITE_ADDRESS, page), note)
    return unscoped_addendum(amendment, on=on), stamp


def _file(document: OfficialDocument, extension: str, day: date, name: str) -> HttpResponse:
    at = timezone.make_aware(datetime.combine(day, time()))
    return _drawn(document, extension, at, name, None)


def _drawn(
    document: OfficialDocument,
    extension: str,
    at: datetime,
    name: str,
    stamp: Stamp | None,
) -> HttpResponse:
    if extension == "pdf":
        return as_file(to_pdf(document, created_at=at, stamp=stamp), PDF, name)
    return as_file(to_docx(document, created_at=at, stamp=stamp), DOCX, name)
