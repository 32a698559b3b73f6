"""The editor: the whole text as one form; each button saves what was typed and does one thing."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.foundation import clock
from congdoan.foundation.acting import act
from congdoan.foundation.actor import ActorRequest, signed_in
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotAllowed, NotFound, Refusal
from congdoan.kernel.organisations.api import names
from congdoan.kernel.rulebook.api import label
from congdoan.support.discussion.api import Subject, unscoped_by_anchor
from congdoan.support.drafting.enums import Act, BlockKind
from congdoan.support.drafting.forms import PasteForm, revision_of, sent, unchanged
from congdoan.support.drafting.models import Draft
from congdoan.support.drafting.rules.blocks import Block, added, moved, new_block, removed
from congdoan.support.drafting.rules.numbering import labels
from congdoan.support.drafting.rules.pasting import pasted
from congdoan.support.drafting.rules.refusals import SavedMeanwhile
from congdoan.support.drafting.selectors.facts import ListsAsked, bases_for, facts_for, lists_for
from congdoan.support.drafting.selectors.owners import Access, visible_draft
from congdoan.support.drafting.selectors.printing import asked_of, unknown_in
from congdoan.support.drafting.selectors.reading import TALK
from congdoan.support.drafting.services.listing import fill_table
from congdoan.support.drafting.services.writing import DraftData, save_draft

BLANK = Block("0" * 32, BlockKind.PARAGRAPH)


@signed_in
def editor(request: ActorRequest, pk: int) -> HttpResponse:
    """
    Show the text to write (or to read), save it with one change of order.

    :raises NotAllowed: when the owner lets this person only read
    """
    draft, access = visible_draft(request.actor, pk)
    if request.method != "POST":
        return _page(request, draft, access, _stored(draft))
    if not access.may_edit:
        raise NotAllowed
    try:
        data = sent(request.POST)
    except Refusal as refusal:
        return _page(request, draft, access, _stored(draft), refusal=refusal)
    blocks, place = _done(request, data)
    changed = unchanged(data, blocks)
    revision = revision_of(request.POST)
    try:
        save_draft(
            actor=request.actor, draft=draft, revision=revision, data=changed, at=clock.now()
        )
        place = _listed(request, pk) or place
    except SavedMeanwhile as refusal:
        typed = {"data": changed, "revision": draft.revision}
        return _page(request, draft, access, typed, refusal=refusal)
    except Refusal as refusal:
        draft.refresh_from_db()
        return _page(request, draft, access, _stored(draft), refusal=refusal)
    return redirect(reverse("drafting:editor", args=[pk]) + (f"#khoi-{place}" if place else ""))


@signed_in
@require_POST
def autosave(request: ActorRequest, pk: int) -> HttpResponse:
    """
    Save while typing; a part of the page says what became of it.

    :raises NotFound: when this person may not write here
    """
    draft, access = visible_draft(request.actor, pk)
    if not access.may_edit:
        raise NotFound
    try:
        data = sent(request.POST)
        saved = save_draft(
            actor=request.actor,
            draft=draft,
            revision=revision_of(request.POST),
            data=data,
            at=clock.now(),
        )
    except SavedMeanwhile as refusal:
        context = {"draft": draft, "refusal": refusal.sentence, "conflict": True}
        return render_page(request, "drafting/state.html", context, status=409)
    except Refusal as refusal:
        context = {"draft": draft, "refusal": refusal.sentence}
        return render_page(request, "drafting/state.html", context, status=422)
    numbers = labels(saved.content)
    unknown = unknown_in(saved, on=request.actor.today)
    context = {"draft": saved, "numbers": numbers, "saved": True, "unknown": unknown}
    return render_page(request, "drafting/state.html", context)


@signed_in
def paste(request: ActorRequest, pk: int) -> HttpResponse:
    """
    Put what was copied from Word after a block, or at the end.

    :raises NotAllowed: when the owner lets this person only read
    """
    draft, access = visible_draft(request.actor, pk)
    if not access.may_edit:
        raise NotAllowed
    form = PasteForm(request.POST or None, actor=request.actor)
    after = request.GET.get("sau", "")
    back = reverse("drafting:editor", args=[pk])

    def do() -> str:
        made = pasted(form.cleaned_data["text"])
        blocks = draft.content
        at = next((n + 1 for n, one in enumerate(blocks) if one.id == after), len(blocks))
        whole = DraftData(draft.subject, draft.addressees, (*blocks[:at], *made, *blocks[at:]))
        save_draft(
            actor=request.actor, draft=draft, revision=draft.revision, data=whole, at=clock.now()
        )
        return f"{back}#khoi-{made[0].id}"

    page = {"heading": _("Dán từ Word"), "action": _("Dán vào văn bản"), "access": access}
    return act(
        request,
        form,
        do,
        back=back,
        page=page,
        template="drafting/form.html",
        done=_("Đã dán; hãy đọc lại từng khối."),
        field="text",
    )


def _stored(draft: Draft) -> dict[str, Any]:
    data = DraftData(draft.subject, draft.addressees, draft.content)
    return {"data": data, "revision": draft.revision}


def _done(request: ActorRequest, data: DraftData) -> tuple[tuple[Block, ...], str]:
    """Return the blocks after the button pressed, and the block to come back to."""
    what, _colon, rest = request.POST.get("act", "").partition(":")
    blocks = tuple(data.blocks)
    if what == Act.ADD:
        after, _colon, kind = rest.partition(":")
        made = added(blocks, after, kind or request.POST.get("new-kind", ""))
        known = {one.id for one in blocks}
        return made, next(one.id for one in made if one.id not in known)
    if what in (Act.UP, Act.DOWN):
        return moved(blocks, rest, -1 if what == Act.UP else 1), rest
    if what == Act.REMOVE:
        return removed(blocks, rest), ""
    basis = request.POST.get("basis", "").strip()
    if what == "basis" and basis:
        last = max((n for n, one in enumerate(blocks) if one.kind == BlockKind.BASIS), default=-1)
        made_one = new_block(BlockKind.BASIS, basis)
        return (*blocks[: last + 1], made_one, *blocks[last + 1 :]), made_one.id
    return blocks, ""


def _listed(request: ActorRequest, pk: int) -> str:
    """Fill the table a button asks for from its list; return its block."""
    what, _colon, rest = request.POST.get("act", "").partition(":")
    code = request.POST.get("list", "") if what == "list" else ""
    if not code and what != "refresh":
        return ""
    draft, _access = visible_draft(request.actor, pk)
    made = fill_table(actor=request.actor, draft=draft, code=code, again=rest, at=clock.now())
    return made.id


def _page(
    request: ActorRequest,
    draft: Draft,
    access: Access,
    shown: dict[str, Any],
    *,
    refusal: Refusal | None = None,
) -> HttpResponse:
    actor, data = request.actor, shown["data"]
    open_ = access.may_edit and draft.closed_at is None
    talk = unscoped_by_anchor(Subject(TALK, draft.pk))
    parties = {one.party_id for thread in talk.values() for one in thread}
    asked = asked_of(draft, on=actor.today)
    numbers = labels(data.blocks)
    context = {
        "draft": draft,
        "access": access,
        "data": data,
        "revision": shown["revision"],
        "rows": [(one, numbers.get(one.id, ""), talk.get(one.id, [])) for one in data.blocks],
        "about_whole": talk.get("", []),
        "kinds": BlockKind.choices,
        "blank": BLANK,
        "names": names(parties, on=actor.today),
        "actions": _answering(draft, access, talk),
        "may": {"edit": open_, "comment": access.voice is not None},
        "type_label": label("documents.type", draft.type_code, actor.today),
        "facts": facts_for(asked) if open_ else [],
        "bases": bases_for(asked) if open_ else [],
        "lists": lists_for(ListsAsked(actor, draft.organisation, actor.today)) if open_ else [],
        "unknown": unknown_in(draft, on=actor.today),
        "refusal": refusal.sentence if refusal else "",
        "conflict": isinstance(refusal, SavedMeanwhile),
        "query": urlencode({"lan": draft.revision}),
    }
    status = refusal.status if isinstance(refusal, SavedMeanwhile) else 422 if refusal else 200
    return render_page(request, "drafting/editor.html", context, status=status)


def _answering(draft: Draft, access: Access, talk: dict[str, Any]) -> dict[int, Any]:
    """Return the link under each comment that still wants an answer."""
    if access.answers is None:
        return {}
    return {
        one.pk: [
            {"label": _("Trả lời"), "url": reverse("drafting:answer", args=[draft.pk, one.pk])}
        ]
        for thread in talk.values()
        for one in thread
        if not one.verdict
    }
