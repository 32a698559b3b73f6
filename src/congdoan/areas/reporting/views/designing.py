"""Forms, what their versions ask, and the page a draft is drawn up on."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from congdoan.areas.reporting import policies
from congdoan.areas.reporting.enums import Severity
from congdoan.areas.reporting.forms import EntryForm, WordsForm, page_parts
from congdoan.areas.reporting.forms.designing import NewForm, said_check, split_labels
from congdoan.areas.reporting.models import FormVersion, Report
from congdoan.areas.reporting.rules.designing import problems
from congdoan.areas.reporting.rules.packs import Pack
from congdoan.areas.reporting.selectors.cells import layout_of
from congdoan.areas.reporting.selectors.choices import offered_versions
from congdoan.areas.reporting.selectors.designing import (
    designing_unit,
    fate_of,
    mark_of,
    may_design,
    own_draft,
    own_version,
    sentence_of,
    spec_of,
    visible_forms,
    visible_version,
)
from congdoan.areas.reporting.selectors.standing import own_unit
from congdoan.areas.reporting.services.publishing import (
    FormData,
    discard_version,
    make_form,
    next_version,
    publish_version,
    withdraw_version,
)
from congdoan.foundation import clock
from congdoan.foundation.acting import act, press
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.kernel.organisations.api import name_of


@needs(policies.VIEW)
@require_safe
def forms_(request: ActorRequest) -> HttpResponse:
    """The forms there are, each with its versions."""
    context = {
        "forms": visible_forms(request.actor),
        "tab": "forms",
        "may_make": designing_unit(request.actor) is not None,
    }
    return render_page(request, "reporting/forms.html", context)


@needs(policies.VIEW)
@require_safe
def version(request: ActorRequest, pk: int) -> HttpResponse:
    """One version: sections, lines, checks, the text it rests on, which figures go on."""
    found = visible_version(request.actor, pk)
    layout = layout_of(found)
    own = may_design(request.actor, found.form)
    newest = found.form.versions.order_by("-number").first()
    spec = spec_of(found)
    context = {
        "version": found,
        "layout": layout,
        "checks": [
            (one, said_check(said, spec))
            for one, said in zip(layout.checks, spec.checks, strict=True)
        ],
        "fate": fate_of(found),
        "owner": name_of(found.form.owner, on=request.actor.today) if found.form.owner else "",
        "may": {
            "copy": designing_unit(request.actor) is not None,
            "edit": own and found.is_draft,
            "next": own and newest == found and not found.is_draft,
            "withdraw": own and newest == found and not found.is_draft and not found.is_frozen,
        },
        "newer": newest if own and newest and newest.is_draft and newest != found else None,
    }
    return render_page(request, "reporting/version.html", context)


@needs(policies.DESIGN)
def form_new(request: ActorRequest) -> HttpResponse:
    """Begin a form of the unit one works for, empty or from another one."""
    actor = request.actor
    unit = own_unit(actor, policies.DESIGN)
    versions = {one.pk: one for one in offered_versions(unit, on=actor.today)}
    asked = request.GET.get("tu", "")
    source = int(asked) if asked.isdecimal() and len(asked) < 10 else None
    if source is not None and source not in versions:
        versions[source] = visible_version(actor, source)
    form = NewForm(
        request.POST or None,
        actor=actor,
        versions=list(versions.values()),
        initial={"source": source, "kind": versions[source].form.kind if source else "ANNUAL"},
    )

    def do() -> str:
        said = form.cleaned_data
        made = make_form(
            actor=actor,
            organisation=unit,
            data=FormData(said["code"], said["title"], said["kind"]),
            source=versions.get(said["source"] or 0),
            at=clock.now(),
        )
        return reverse("reporting:form_design", args=[made.pk])

    page = {
        "title": _("Lập biểu mẫu"),
        "action": _("Lập biểu"),
        "crumb": _("Biểu mẫu"),
        "name": name_of(unit, on=actor.today),
        "about": _("Chép một biểu thì các dòng lấy nguyên mã chỉ tiêu, nên số liệu nối tiếp được với biểu gốc."),  # noqa: E501
    }  # fmt: skip
    back = reverse("reporting:forms")
    return act(request, form, do, back=back, page=page, template="reporting/act.html", field="code")


@needs(policies.DESIGN)
@require_safe
def form_design(request: ActorRequest, pk: int) -> HttpResponse:
    """The draft: sections, lines and checks, each with what can be done to it."""
    found = own_draft(request.actor, pk)
    spec = spec_of(found)
    context = {
        "version": found,
        "parts": _drawn(spec),
        "checks": [
            (place, said_check(one, spec), Severity(one.severity).label, mark_of(one))
            for place, one in enumerate(spec.checks)
        ],
        "problems": [sentence_of(one) for one in problems(spec)],
        "fate": fate_of(found),
        "has_lines": any(part.lines for part in spec.sections),
    }
    return render_page(request, "reporting/design.html", context)


def _drawn(spec: Pack) -> list[dict[str, Any]]:
    last = len(spec.sections) - 1
    tables = [one.code for one in spec.sections if one.kind == "TABLE"]
    found = []
    for place, part in enumerate(spec.sections):
        edge = (tables[:1] == [part.code], tables[-1:] == [part.code])
        found.append(
            {
                "section": part,
                "mark": mark_of(part),
                "up": place > 0,
                "down": place < last,
                "lines": [
                    {
                        "line": line,
                        "mark": mark_of(line),
                        "by": split_labels(line),
                        "up": n > 0 or not edge[0],
                        "down": n < len(part.lines) - 1 or not edge[1],
                    }
                    for n, line in enumerate(part.lines)
                ],
            }
        )
    return found


@needs(policies.VIEW)
@require_safe
def form_preview(request: ActorRequest, pk: int) -> HttpResponse:
    """A version as who fills it in will see it; nothing can be typed."""
    found = visible_version(request.actor, pk)
    layout = layout_of(found)
    blank = layout.blank()
    parts = page_parts(
        layout,
        Report(),
        blank,
        blank,
        last={},
        threads={},
        form=EntryForm(layout, QueryDict()),
    )
    context = {"version": found, "parts": parts, "may_edit": may_design(request.actor, found.form)}
    return render_page(request, "reporting/preview.html", context)


def _confirm(
    request: ActorRequest, found: FormVersion, do: Callable[[], Any], page: dict[str, Any]
) -> HttpResponse:
    form = WordsForm(request.POST if request.method == "POST" else None, actor=request.actor)
    form.fields.pop("words")
    name = f"{found.form.title} ({_('phiên bản')} {found.number})"
    back = reverse("reporting:version", args=[found.pk])
    done = page.pop("done", "")
    return act(
        request,
        form,
        do,
        back=back,
        page={"name": name, **page},
        template="reporting/act.html",
        done=done,
        already=_("Việc này đã làm rồi; không làm lại lần nữa."),
    )


@needs(policies.DESIGN)
def form_publish(request: ActorRequest, pk: int) -> HttpResponse:
    """Let rounds ask a version."""
    found = own_version(request.actor, pk)
    page = {
        "title": _("Công bố biểu mẫu"),
        "action": _("Công bố"),
        "about": _("Sau khi công bố, đơn vị bạn và cấp dưới mở đợt báo cáo dùng biểu này được. Chưa đợt nào dùng thì còn rút về soạn tiếp; đã dùng thì sửa ở phiên bản sau."),  # noqa: E501
        "done": _("Đã công bố; từ nay chọn được biểu này khi mở đợt báo cáo."),
    }  # fmt: skip

    def do() -> None:
        publish_version(actor=request.actor, version=found, at=clock.now())

    return _confirm(request, found, do, page)


@needs(policies.DESIGN)
def form_withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    """Take a published version back to be changed."""
    found = own_version(request.actor, pk)
    page = {
        "title": _("Rút biểu mẫu về soạn tiếp"),
        "action": _("Rút về soạn tiếp"),
        "about": _("Không ai mở đợt báo cáo dùng phiên bản này được cho đến khi công bố lại."),
        "done": _("Đã rút về; sửa được ở trang soạn biểu."),
    }

    def do() -> str:
        withdraw_version(actor=request.actor, version=found)
        return reverse("reporting:form_design", args=[pk])

    return _confirm(request, found, do, page)


@needs(policies.DESIGN)
def form_discard(request: ActorRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    found = own_version(request.actor, pk)
    page = {
        "title": _("Bỏ bản soạn"),
        "action": _("Bỏ bản soạn"),
        "about": _("Bản soạn này mất hẳn; các phiên bản đã công bố giữ nguyên."),
        "danger": "1",
        "done": _("Đã bỏ bản soạn."),
    }

    def do() -> str:
        discard_version(actor=request.actor, version=found)
        return reverse("reporting:forms")

    return _confirm(request, found, do, page)


@needs(policies.DESIGN)
@require_POST
def form_next(request: ActorRequest, pk: int) -> HttpResponse:
    """Begin the version after the newest one."""
    found = own_version(request.actor, pk)

    def do() -> str:
        made = next_version(actor=request.actor, version=found, at=clock.now())
        return reverse("reporting:form_design", args=[made.pk])

    back = reverse("reporting:version", args=[pk])
    return press(request, do, back=back, done=_("Đã mở bản soạn của phiên bản sau."))
