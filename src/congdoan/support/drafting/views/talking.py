"""Comments on blocks of a text, and their answers."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.foundation import clock
from congdoan.foundation.acting import act
from congdoan.foundation.actor import ActorRequest, signed_in
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.support.discussion.api import (
    AnswerForm,
    CommentForm,
    Subject,
    answer_comment,
    find_unscoped_comment,
)
from congdoan.support.discussion.api import comment as say
from congdoan.support.drafting.enums import BlockKind
from congdoan.support.drafting.models import Draft
from congdoan.support.drafting.rules.blocks import Block
from congdoan.support.drafting.rules.inline import plain_of
from congdoan.support.drafting.rules.numbering import labels
from congdoan.support.drafting.selectors.owners import visible_draft
from congdoan.support.drafting.selectors.reading import TALK


@signed_in
def comment(request: ActorRequest, pk: int) -> HttpResponse:
    """
    Say something about a block (or the whole) for the organisation the owner names.

    :raises NotAllowed: when the owner gives this person no voice
    :raises NotFound: when the block is no more in the text
    """
    draft, access = visible_draft(request.actor, pk)
    voice = access.voice
    if voice is None:
        raise NotAllowed
    anchor = request.GET.get("khoi", "")
    block = next((one for one in draft.content if one.id == anchor), None)
    if anchor and block is None:
        raise NotFound
    form = CommentForm(request.POST or None, actor=request.actor)
    place = _place(draft, block)
    editor = reverse("drafting:editor", args=[pk])
    page = {
        "heading": _("Góp ý"),
        "access": access,
        "about": place,
        "quoted": block.text if block else draft.subject,
        "action": _("Gửi góp ý"),
    }
    return act(
        request,
        form,
        lambda: say(
            actor=request.actor,
            subject=Subject(TALK, draft.pk),
            anchor=anchor,
            party=voice,
            kind=form.cleaned_data["kind"],
            at=clock.now(),
            text=form.cleaned_data["text"],
            suggested_text=form.cleaned_data["suggested_text"],
            place=place,
            quoted=plain_of(block.text) if block else "",
            right=access.speaks_by,
        ),
        back=f"{editor}#khoi-{anchor}" if anchor else editor,
        page=page,
        template="drafting/form.html",
        done=_("Đã gửi góp ý."),
        field="text",
    )


@signed_in
def answer(request: ActorRequest, pk: int, comment: int) -> HttpResponse:
    """
    Say what becomes of a comment.

    :raises NotAllowed: when the owner does not let this person answer
    :raises NotFound: when the comment is about something else
    """
    draft, access = visible_draft(request.actor, pk)
    by = access.answers
    if by is None:
        raise NotAllowed
    said = find_unscoped_comment(Subject(TALK, draft.pk), comment)
    if said is None:
        raise NotFound
    form = AnswerForm(request.POST or None, actor=request.actor)
    page = {
        "heading": _("Trả lời góp ý"),
        "access": access,
        "about": said.place,
        "quoted": said.text or said.suggested_text,
        "action": _("Trả lời"),
    }
    return act(
        request,
        form,
        lambda: answer_comment(
            actor=request.actor,
            comment=said,
            answering=by,
            verdict=form.cleaned_data["verdict"],
            reason=form.cleaned_data["reason"],
            at=clock.now(),
            right=access.answers_by,
        ),
        back=reverse("drafting:editor", args=[pk]),
        page=page,
        template="drafting/form.html",
        done=_("Đã trả lời góp ý."),
        field="reason",
    )


def _place(draft: Draft, block: Block | None) -> str:
    """Return how the place is called: "Điều 2.", "Đoạn văn"; the whole when there is no block."""
    if block is None:
        return str(_("Toàn văn"))
    return labels(draft.content).get(block.id, "") or str(BlockKind(block.kind).label)
