from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from congdoan.foundation import clock, panels
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.jobs import enqueue
from congdoan.foundation.refusal import Refusal
from congdoan.support.exchange import forms, policies
from congdoan.support.exchange.api import (
    ORGANISATION_CHANGES,
    commit_import,
    discard_import,
    result_sheet,
    rows_of,
    summary_of,
    undo_import,
    visible_batch,
)
from congdoan.support.exchange.enums import BatchState
from congdoan.support.exchange.models import ImportBatch
from congdoan.support.exchange.tables import RowTable, batch_kind
from congdoan.support.exchange.views.uploads import spreadsheet

#: More rows than this are written in the background: nobody waits a minute for a page.
MOST_AT_ONCE = 3000


@needs(policies.IMPORT)
def batch(request: ActorRequest, pk: int) -> HttpResponse:
    """Review a plan, or read what became of it."""
    found = visible_batch(request.actor, pk)
    summary = summary_of(found)
    context = {
        "batch": found,
        "kind": batch_kind(found),
        "state": BatchState(found.state).label,
        "summary": summary,
        "table": RowTable(rows_of(found), request),
        "panels": panels.links(
            "exchange.batch",
            actor=request.actor,
            organisation=found.organisation,
            pk=found.pk,
        )
        if found.kind == ORGANISATION_CHANGES.code
        else [],
        "may": {
            "commit": found.is_open and (summary.to_do > 0 or found.state == BatchState.RUNNING),
            "discard": found.state == BatchState.PLANNED,
            "undo": found.state in (BatchState.DONE, BatchState.RUNNING) and summary.done > 0,
        },
    }
    return render_page(request, "exchange/batch.html", context)


@needs(policies.IMPORT)
@require_POST
def batch_commit(request: ActorRequest, pk: int) -> HttpResponse:
    found = visible_batch(request.actor, pk)
    if summary_of(found).to_do > MOST_AT_ONCE and request.actor.user_id:
        enqueue(
            "exchange.commit",
            key=f"exchange-{pk}",
            batch_id=pk,
            user_id=request.actor.user_id,
        )
        messages.info(
            request,
            _("Tệp dài nên được nhập ở nền. Bạn cứ làm việc khác; nhập xong sẽ có thông báo."),
        )
        return redirect("exchange:batch", pk)
    try:
        commit_import(actor=request.actor, batch_id=found.pk, at=clock.now())
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
    else:
        _tell(request, found)
    return redirect("exchange:batch", pk)


def _tell(request: ActorRequest, batch: ImportBatch) -> None:
    summary = summary_of(batch)
    messages.success(
        request,
        ngettext("Đã nhập %(n)s dòng.", "Đã nhập %(n)s dòng.", summary.done) % {"n": summary.done},
    )
    if summary.errors:
        messages.warning(
            request,
            ngettext(
                "%(n)s dòng chưa nhập vì phải sửa; tải tệp kết quả để sửa rồi tải lên lại.",
                "%(n)s dòng chưa nhập vì phải sửa; tải tệp kết quả để sửa rồi tải lên lại.",
                summary.errors,
            )
            % {"n": summary.errors},
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
            undo_import(
                actor=request.actor,
                batch_id=found.pk,
                reason=form.cleaned_data["reason"],
                at=clock.now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã hoàn tác toàn bộ lần nhập này."))
            return redirect("exchange:batch", pk)
    done = summary_of(found).done
    context = {
        "title": _("Hoàn tác lần nhập"),
        "question": _("Hoàn tác việc nhập từ tệp “{name}”?").format(name=found.file_name),
        "consequences": [
            _("{n} dòng đã nhập được lấy lại: đơn vị mới bị xóa, thay đổi trở về như cũ.").format(
                n=done
            ),
            _("Nếu đã có thay đổi mới hơn dựa trên đó thì không dòng nào được hoàn tác."),
            _("Nhật ký vẫn giữ cả việc nhập lẫn việc hoàn tác."),
        ],
        "action": _("Hoàn tác"),
        "tone": "danger",
        "back": reverse("exchange:batch", args=[pk]),
        "form": form,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render_page(request, "ui/confirm.html", context, status=status)


@needs(policies.IMPORT)
def batch_result(request: ActorRequest, pk: int) -> HttpResponse:
    """Hand back the file with each row's outcome in the first column."""
    found = visible_batch(request.actor, pk)
    return spreadsheet(result_sheet(found), f"ket-qua-{found.pk}.xlsx")
