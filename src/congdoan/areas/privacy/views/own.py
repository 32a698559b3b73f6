"""One's own data: the start, how to be reached, what should be corrected."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.members.api import set_own_contact, unscoped_belongs
from congdoan.areas.privacy.enums import FieldState
from congdoan.areas.privacy.forms.proposing import (
    ContactForm,
    PickForm,
    ProposeForm,
    correction_choices,
    correction_labels,
)
from congdoan.areas.privacy.selectors.asking import own_requests
from congdoan.areas.privacy.selectors.oneself import own_contact, own_values, own_words
from congdoan.areas.privacy.selectors.proposals import (
    get_own_proposal,
    lines_of,
    own_open_proposal,
    own_proposals,
)
from congdoan.areas.privacy.services.proposing import propose_changes, withdraw_proposal
from congdoan.areas.privacy.views.frame import act
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, require_oneself, signed_in
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page


def _member(request: ActorRequest) -> bool:
    actor = request.actor
    return bool(actor.person_id) and unscoped_belongs(actor.person_id or 0, on=actor.today)


@signed_in
def home(request: ActorRequest) -> HttpResponse:
    """Everything one may do about one's own data, with what is under way."""
    proposals = own_proposals(request.actor)
    context = {
        "member": _member(request),
        "proposals": proposals[:5],
        "requests": own_requests(request.actor)[:5],
    }
    return render_page(request, "privacy/home.html", context)


@signed_in
def contact(request: ActorRequest) -> HttpResponse:
    """Change how one is reached; in force at once."""
    require_oneself(request.actor)
    form = ContactForm(
        request.POST or None, actor=request.actor, initial=own_contact(request.actor)
    )

    def do() -> None:
        set_own_contact(actor=request.actor, on=request.actor.today, **form.cleaned_data)

    page = {
        "title": _("Cách liên hệ của tôi"),
        "action": _("Lưu"),
        "lead": _("Có hiệu lực ngay, không cần duyệt."),
        "private": True,
        "own": True,
    }
    done = _("Đã lưu cách liên hệ.")
    return act(request, form, do, back=reverse("privacy:home"), done=done, page=page)


@signed_in
def propose(request: ActorRequest) -> HttpResponse:
    """First which facts are wrong, then what each should be."""
    require_oneself(request.actor)
    on = request.actor.today
    page: dict[str, Any] = {
        "waits": own_open_proposal(request.actor),
        "member": _member(request),
        "own": True,
    }
    picked = PickForm(request.GET if "f" in request.GET or "next" in request.GET else None, on=on)
    if page["waits"] or not page["member"] or not (picked.is_bound and picked.is_valid()):
        status = 422 if picked.is_bound and not page["waits"] else 200
        return render_page(request, "privacy/pick.html", {"form": picked, **page}, status=status)
    names = picked.cleaned_data["f"]
    form = ProposeForm(
        request.POST or None,
        request.FILES or None,
        actor=request.actor,
        names=names,
        on=on,
        initial={f"{name}-new": value for name, value in own_values(request.actor).items()},
    )
    words = own_words(request.actor, correction_choices(on=on))

    def do() -> str:
        made = propose_changes(actor=request.actor, wishes=form.wishes, on=on, at=clock.now())
        return reverse("privacy:own_proposal", args=[made.pk])

    page |= {"groups": [(*group, words[group[0]]) for group in form.groups()]}
    return act(
        request,
        form,
        do,
        back=reverse("privacy:home"),
        done=_("Đã gửi công đoàn; bạn có thông báo khi được trả lời."),
        page=page,
        template="privacy/propose.html",
    )


@signed_in
def own_proposal(request: ActorRequest, pk: int) -> HttpResponse:
    """One's own proposal with its outcome; withdrawn by a click while it is open."""
    require_oneself(request.actor)
    proposal = get_own_proposal(request.actor, pk)
    on, labels = request.actor.today, correction_labels(on=request.actor.today)

    def do() -> None:
        withdraw_proposal(actor=request.actor, proposal=proposal, on=on, at=clock.now())

    lines = lines_of(proposal, labels, on=on, shown=labels, choices=correction_choices(on=on))
    waiting = any(line.row.state == FieldState.WAITING for line in lines)
    page = {"proposal": proposal, "lines": lines, "waiting": waiting}
    back = reverse("privacy:own_proposal", args=[pk])
    form = Form(request.POST if request.method == "POST" else None, actor=request.actor)
    return act(
        request,
        form,
        do,
        back=back,
        done=_("Đã rút đề nghị."),
        page=page,
        template="privacy/own_proposal.html",
    )
