"""One pair side by side, what came of it, and taking that back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from congdoan.areas.duplicates import policies
from congdoan.areas.duplicates.enums import PairState
from congdoan.areas.duplicates.forms.deciding import LookForm, MergeForm, PartForm, RejectForm
from congdoan.areas.duplicates.models import Merge, Pair
from congdoan.areas.duplicates.selectors.queue import get_merge, get_pair, merge_of
from congdoan.areas.duplicates.selectors.sides import compare_sides
from congdoan.areas.duplicates.services.deciding import (
    look_at_pair,
    merge_pair,
    part_pair,
    reject_pair,
)
from congdoan.foundation import clock
from congdoan.foundation.actor import Actor, ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.once import once
from congdoan.foundation.refusal import AlreadyDone, NotAllowed, NotFound, Refusal
from congdoan.kernel.people.api import Parting, in_the_way


@needs(policies.DECIDE)
def pair(request: ActorRequest, pk: int) -> HttpResponse:
    """Side by side; private values only once a purpose is named, and the look is in the log."""
    actor = _today(request)
    found = get_pair(actor, pk)
    if found.state == PairState.MERGED and (made := merge_of(found)) is not None:
        return redirect("duplicates:merged", made.pk)
    compared = compare_sides(found, on=request.actor.today)
    look = LookForm(_data(request, "look"), actor=request.actor)
    shown = False
    if look.is_bound and look.is_valid():
        look_at_pair(actor=actor, pair=found, purpose=look.cleaned_data["purpose"])
        shown = True
    reject = RejectForm(_data(request, "reject"), actor=request.actor)
    merge = MergeForm(
        _data(request, "merge"),
        actor=request.actor,
        pair=found,
        compared=compared,
        shown=shown,
    )
    if request.method == "GET" and not request.htmx:
        look_at_pair(
            actor=request.actor,
            pair=found,
            purpose=_("Xem cặp hồ sơ nghi trùng (chưa mở dữ liệu riêng)"),
        )
    done = _decide(request, found, reject, merge)
    if done is not None:
        return done
    bad = any(form.is_bound and form.errors for form in (look, reject, merge))
    context = {
        "pair": found,
        "compared": compared,
        "sides": [compared.one, compared.other],
        "shown": shown,
        "look": look,
        "reject": reject,
        "merge": merge,
        "open": found.state == PairState.OPEN,
    }
    return render_page(request, "duplicates/pair.html", context, status=422 if bad else 200)


def _today(request: ActorRequest) -> Actor:
    """Deciding is of today, whatever day is shown elsewhere."""
    return request.actor.looking_at(request.actor.today)


def _data(request: ActorRequest, act: str) -> QueryDict | None:
    return request.POST if request.method == "POST" and request.POST.get("act") == act else None


def _decide(
    request: ActorRequest, found: Pair, reject: RejectForm, merge: MergeForm
) -> HttpResponse | None:
    """Do what was asked; a refusal goes above its form."""
    form = reject if reject.is_bound else merge
    if not form.is_bound or not form.is_valid():
        return None
    shared: dict[str, Any] = {
        "actor": _today(request),
        "pair": found,
        "on": clock.today(),
        "at": clock.now(),
    }
    try:
        with once(request):
            if form is reject:
                reject_pair(reason=form.cleaned_data["reason"], **shared)
                messages.success(request, _("Đã ghi là hai người; cặp này không hỏi lại nữa."))
                return redirect("duplicates:queue")
            made = merge_pair(choice=merge.choice, **shared)
            messages.success(request, _("Đã gộp; tách lại được ở trang này nếu nhầm."))
            return redirect("duplicates:merged", made.pk)
    except AlreadyDone:
        return redirect("duplicates:pair", found.pk)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        form.refuse(refusal)
    return None


def _erased(merge: Merge) -> str:
    """Return in words what of the old values is gone for good."""
    return "; ".join(_(name) for name in merge.erased)


@needs(policies.DECIDE)
def merged(request: ActorRequest, pk: int) -> HttpResponse:
    """What a merge moved, and the way back."""
    made = get_merge(_today(request), pk)
    counts: dict[str, int] = {}
    for words in made.tables:
        counts[words] = counts.get(words, 0) + 1
    context = {"merge": made, "counts": list(counts.items()), "erased": _erased(made)}
    return render_page(request, "duplicates/merged.html", context)


@needs(policies.DECIDE)
def part(request: ActorRequest, pk: int) -> HttpResponse:
    """Take a merge back; what stands in the way is listed before anybody tries."""
    made = get_merge(_today(request), pk)
    if made.parted_at is not None:
        return redirect("duplicates:merged", made.pk)
    form = PartForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            with once(request):
                part_pair(
                    actor=_today(request),
                    merge=made,
                    reason=form.cleaned_data["reason"],
                    on=clock.today(),
                    at=clock.now(),
                )
        except AlreadyDone:
            return redirect("duplicates:merged", made.pk)
        except (NotAllowed, NotFound):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            told = _("Đã tách lại; hai hồ sơ như trước khi gộp.")
            if gone := _erased(made):
                told = _("Đã tách lại; phần đã xóa không trở lại: {things}.").format(things=gone)
            messages.success(request, told)
            return redirect("duplicates:merged", made.pk)
    way = Parting(made.survivor_id, made.other_id, made.steps)
    context = {"merge": made, "form": form, "things": in_the_way(way)}
    context["erased"] = _erased(made)
    return render_page(request, "duplicates/part.html", context, status=422 if form.errors else 200)
