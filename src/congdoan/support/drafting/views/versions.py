"""Versions of a text: kept, laid side by side with what stands now, taken back to."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.foundation import clock
from congdoan.foundation.acting import act
from congdoan.foundation.actor import ActorRequest, signed_in
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.support.comparison.api import compare
from congdoan.support.drafting.forms import KeepForm
from congdoan.support.drafting.models import Draft, DraftVersion
from congdoan.support.drafting.rules.comparing import lines
from congdoan.support.drafting.selectors.owners import visible_draft
from congdoan.support.drafting.selectors.reading import versions_of
from congdoan.support.drafting.services.writing import keep_version, restore_version


@signed_in
def versions(request: ActorRequest, pk: int) -> HttpResponse:
    """
    Show what was kept; who writes keeps what stands now.

    :raises NotAllowed: when the owner lets this person only read
    """
    draft, access = visible_draft(request.actor, pk)
    if request.method == "POST" and not access.may_edit:
        raise NotAllowed
    form = KeepForm(request.POST or None, actor=request.actor)
    page = {
        "draft": draft,
        "access": access,
        "page": versions_of(
            draft, after=request.GET.get("after", ""), before=request.GET.get("before", "")
        ),
        "may": {"edit": access.may_edit and draft.closed_at is None},
    }
    return act(
        request,
        form,
        lambda: keep_version(
            actor=request.actor, draft=draft, note=form.cleaned_data["note"], at=clock.now()
        ),
        back=reverse("drafting:versions", args=[pk]),
        page=page,
        template="drafting/versions.html",
        done=_("Đã giữ phiên bản."),
        field="note",
    )


@signed_in
def version(request: ActorRequest, pk: int, number: int) -> HttpResponse:
    """Show what has changed since a version: until now, or until another one (``?voi=3``)."""
    draft, access = visible_draft(request.actor, pk)
    kept = _version(draft, number)
    other = request.GET.get("voi", "")
    later = _version(draft, int(other)) if other.isdecimal() and len(other) < 9 else None
    against = later or draft
    context = {
        "draft": draft,
        "access": access,
        "kept": kept,
        "later": later,
        "last": versions_of(draft).rows[0].number,
        "comparison": compare(
            lines(kept.subject, kept.addressees, kept.content),
            lines(against.subject, against.addressees, against.content),
        ),
        "may": {"edit": access.may_edit and draft.closed_at is None},
    }
    return render_page(request, "drafting/version.html", context)


@signed_in
def restore(request: ActorRequest, pk: int, number: int) -> HttpResponse:
    """
    Make the text what a version says.

    :raises NotAllowed: when the owner lets this person only read
    """
    draft, access = visible_draft(request.actor, pk)
    if not access.may_edit:
        raise NotAllowed
    kept = _version(draft, number)
    form = Form(request.POST if request.method == "POST" else None, actor=request.actor)
    page = {
        "title": _("Khôi phục phiên bản %(number)s") % {"number": kept.number},
        "question": access.title,
        "consequences": [
            _("Nội dung hiện tại được giữ thành một phiên bản, rồi thay bằng phiên bản này."),
            _("Góp ý ở những khối không còn trong văn bản vẫn được giữ."),
        ],
        "action": _("Khôi phục"),
    }
    return act(
        request,
        form,
        lambda: restore_version(actor=request.actor, draft=draft, number=number, at=clock.now()),
        back=reverse("drafting:editor", args=[pk]),
        page=page,
        template="ui/confirm.html",
        done=_("Đã khôi phục phiên bản."),
    )


def _version(draft: Draft, number: int) -> DraftVersion:
    """:raises NotFound: when there is no such version"""
    found = draft.versions.filter(number=number).first()
    if found is None:
        raise NotFound
    return found
