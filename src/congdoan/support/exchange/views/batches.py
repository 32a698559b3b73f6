from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from congdoan.foundation import clock, panels
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page, wants_part
from congdoan.foundation.refusal import AlreadyDone, Refusal
from congdoan.foundation.templatetags.ui import moment
from congdoan.support.exchange import forms, policies
from congdoan.support.exchange.api import (
    ORGANISATION_CHANGES,
    arrange_commit,
    arrange_undo,
    discard_import,
    plan_again,
    result_sheet,
    rows_of,
    summary_of,
    visible_batch,
)
from congdoan.support.exchange.enums import BatchState
from congdoan.support.exchange.models import ImportBatch
from congdoan.support.exchange.rules.kinds import find_kind
from congdoan.support.exchange.selectors import Summary
from congdoan.support.exchange.selectors.problems import having, problem_types, unknown_values
from congdoan.support.exchange.selectors.progress import progress_of
from congdoan.support.exchange.selectors.rows import earlier_import
from congdoan.support.exchange.tables import RowTable, batch_kind
from congdoan.support.exchange.views.uploads import spreadsheet


@needs(policies.IMPORT)
def batch(request: ActorRequest, pk: int) -> HttpResponse:
    """Review a plan, or read what became of it."""
    found = visible_batch(request.actor, pk)
    if found.is_waiting_for_columns:
        return redirect("exchange:columns", pk)
    kind = find_kind(found.kind)
    summary = summary_of(found)
    types = problem_types(found, kind)
    asked = next((one for one in types if one.code == request.GET.get("problem")), None)
    rows = rows_of(found)
    context = {
        "batch": found,
        "kind": batch_kind(found),
        "state": BatchState(found.state).label,
        "summary": summary,
        "panels": panels.links(
            "exchange.batch",
            actor=request.actor,
            organisation=found.organisation,
            pk=found.pk,
        )
        if found.kind == ORGANISATION_CHANGES.code
        else [],
        "problems": types,
        "asked": asked,
        "unknown": unknown_values(found, kind),
        "earlier": earlier_import(found),
        "progress": progress_of(found, at=clock.now()),
        "table": RowTable(rows.filter(**having(asked)) if asked else rows, request),
        "may": _may(found, summary),
    }
    return render_page(request, "exchange/batch.html", context)


def _may(batch: ImportBatch, summary: Summary) -> dict[str, bool]:
    kind = find_kind(batch.kind)
    leftover = kind is not None and kind.engine is not None and batch.state == BatchState.UNDONE
    ended = batch.state in (BatchState.DONE, BatchState.RUNNING) or leftover
    return {
        "commit": (batch.is_open and (summary.to_do > 0 or batch.state == BatchState.RUNNING))
        or (batch.state == BatchState.DONE and summary.to_do > 0),
        "discard": batch.state in (BatchState.PLANNED, BatchState.UNREADABLE),
        "undo": ended and summary.done > 0,
        "name": batch.state == BatchState.PLANNED and batch.has_file,
        "again": batch.state == BatchState.UNDONE and summary.done < summary.total,
        "compare": batch.state in (BatchState.PLANNED, BatchState.DONE) and summary.refused > 0,
        "repair": batch.state in (BatchState.PLANNED, BatchState.DONE),
    }


@needs(policies.IMPORT)
def progress(request: ActorRequest, pk: int) -> HttpResponse:
    """Answer the bar that asks every other second; once through, let the page load anew."""
    found = visible_batch(request.actor, pk)
    moving = progress_of(found, at=clock.now())
    if moving is None:
        if not wants_part(request):
            return redirect("exchange:batch", pk)
        answer = HttpResponse()
        answer["HX-Refresh"] = "true"
        return answer
    context = {"batch": found, "progress": moving, "state": BatchState(found.state).label}
    return render_page(request, "exchange/progress.html", context, part="bar")


@needs(policies.IMPORT)
@require_POST
def batch_commit(request: ActorRequest, pk: int) -> HttpResponse:
    found = visible_batch(request.actor, pk)
    try:
        done = arrange_commit(actor=request.actor, batch=found, at=clock.now())
    except AlreadyDone as refusal:
        messages.info(request, _done_by(visible_batch(request.actor, pk)) or refusal.sentence)
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
    else:
        if done:
            _tell(request, found)
        else:
            messages.info(
                request,
                _("Tệp dài nên được nhập ở nền. Bạn cứ làm việc khác; nhập xong sẽ có thông báo."),
            )
    return redirect("exchange:batch", pk)


def _done_by(batch: ImportBatch) -> str:
    """Tell who was first, to whoever presses a moment later."""
    if batch.state != BatchState.DONE or batch.step_by is None or batch.committed_at is None:
        return ""
    return _("{who} đã nhập lô này lúc {when}; không dòng nào nhập hai lần.").format(
        who=batch.step_by.display_name, when=moment(batch.committed_at)
    )


def _tell(request: ActorRequest, batch: ImportBatch) -> None:
    summary = summary_of(batch)
    messages.success(
        request,
        ngettext("Đã nhập %(n)s dòng.", "Đã nhập %(n)s dòng.", summary.done) % {"n": summary.done},
    )
    if summary.refused:
        messages.warning(
            request,
            ngettext(
                "%(n)s dòng bị giữ lại vì dữ liệu đã đổi trong lúc chờ; bấm “So lại với sổ”.",
                "%(n)s dòng bị giữ lại vì dữ liệu đã đổi trong lúc chờ; bấm “So lại với sổ”.",
                summary.refused,
            )
            % {"n": summary.refused},
        )
    if summary.errors > summary.refused:
        messages.warning(
            request,
            ngettext(
                "%(n)s dòng chưa nhập vì phải sửa; tải tệp kết quả để sửa rồi tải lên lại.",
                "%(n)s dòng chưa nhập vì phải sửa; tải tệp kết quả để sửa rồi tải lên lại.",
                summary.errors - summary.refused,
            )
            % {"n": summary.errors - summary.refused},
        )


@needs(policies.IMPORT)
@require_POST
def batch_discard(request: ActorRequest, pk: int) -> HttpResponse:
    found = visible_batch(request.actor, pk)
    try:
        discard_import(actor=request.actor, batch_id=found.pk)
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("exchange:batch", pk)
    messages.success(request, _("Đã hủy; không có gì được nhập từ tệp này."))
    return redirect("exchange:index")


@needs(policies.IMPORT)
def batch_undo(request: ActorRequest, pk: int) -> HttpResponse:
    """Ask once more, with the consequences, then take the batch back."""
    found = visible_batch(request.actor, pk)
    form = forms.UndoForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            _undo(request, found, form.cleaned_data["reason"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect("exchange:batch", pk)
    done = summary_of(found).done
    context = {
        "title": _("Hoàn tác lần nhập"),
        "question": _("Hoàn tác việc nhập từ tệp “{name}”?").format(name=found.file_name),
        "consequences": [
            _("{n} dòng đã nhập được lấy lại: cái mới bị xóa, thay đổi trở về như cũ.").format(
                n=done
            ),
            _kept_back(found),
            _("Nhật ký vẫn giữ cả việc nhập lẫn việc hoàn tác."),
        ],
        "action": _("Hoàn tác"),
        "tone": "danger",
        "back": reverse("exchange:batch", args=[pk]),
        "form": form,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render_page(request, "ui/confirm.html", context, status=status)


def _kept_back(batch: ImportBatch) -> str:
    kind = find_kind(batch.kind)
    if kind is not None and kind.engine is not None:
        return _("Dòng đã được sửa hay dùng đến từ lúc nhập thì để yên, và được liệt kê.")
    return _("Nếu đã có thay đổi mới hơn dựa trên đó thì không dòng nào được hoàn tác.")


def _undo(request: ActorRequest, batch: ImportBatch, reason: str) -> None:
    if not arrange_undo(actor=request.actor, batch=batch, reason=reason, at=clock.now()):
        messages.info(request, _("Đang hoàn tác ở nền; xong sẽ có thông báo."))
        return
    left = summary_of(batch).done
    if left:
        messages.warning(
            request,
            ngettext(
                "Đã hoàn tác; còn %(n)s dòng để yên vì đã đổi từ lúc nhập.",
                "Đã hoàn tác; còn %(n)s dòng để yên vì đã đổi từ lúc nhập.",
                left,
            )
            % {"n": left},
        )
    else:
        messages.success(request, _("Đã hoàn tác toàn bộ lần nhập này."))


@needs(policies.IMPORT)
@require_POST
def batch_again(request: ActorRequest, pk: int) -> HttpResponse:
    """Let an import that was taken back wait once more, as it was put right."""
    found = visible_batch(request.actor, pk)
    try:
        plan_again(actor=request.actor, batch_id=found.pk)
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, _("Đã mở lại, giữ nguyên các ô đã sửa; hãy xem rồi bấm Nhập."))
    return redirect("exchange:batch", pk)


@needs(policies.IMPORT)
def batch_result(request: ActorRequest, pk: int) -> HttpResponse:
    """Hand back the file with each row's outcome in the first column."""
    found = visible_batch(request.actor, pk)
    parked = request.GET.get("phan") == "con-lai"
    return spreadsheet(result_sheet(found, parked=parked), f"ket-qua-{found.pk}.xlsx")
