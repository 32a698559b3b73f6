"""A unit's templates, and those of the unions above to copy from."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.foundation import clock
from congdoan.foundation.acting import act
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keyset import Keyset
from congdoan.kernel.organisations.api import name_of, names
from congdoan.kernel.rulebook.api import catalogue, label
from congdoan.support.drafting import policies
from congdoan.support.drafting.forms import CopyForm, TemplateForm
from congdoan.support.drafting.models import DraftTemplate
from congdoan.support.drafting.selectors.reading import A_PAGE
from congdoan.support.drafting.selectors.templates import (
    draft_of,
    drafts_of,
    own_templates,
    templates_above,
    unit_of,
    visible_template,
)
from congdoan.support.drafting.services.templates import make_template, retire_template


@needs(policies.TEMPLATES)
def templates(request: ActorRequest) -> HttpResponse:
    """List the unit's templates, or (``?tren``) those of the unions above it."""
    unit, actor = unit_of(request.actor), request.actor
    above = "tren" in request.GET
    rows = templates_above(unit.pk, on=actor.today) if above else own_templates(unit.pk)
    page = Keyset(rows, ["type_code", "name"], downward=False).page(
        A_PAGE, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    drafts = drafts_of(page.rows)
    keepers = names({one.organisation_id for one in page.rows if above}, on=actor.today)

    def row(one: DraftTemplate) -> dict[str, object]:
        return {
            "template": one,
            "draft": drafts.get(one.pk),
            "type": label("documents.type", one.type_code, actor.today),
            "keeper": keepers.get(one.organisation_id, ""),
        }

    here = reverse("drafting:templates")
    context = {
        "unit": unit,
        "name": name_of(unit, on=actor.today),
        "page": page,
        "rows": [row(one) for one in page.rows],
        "above": above,
        "tabs": [
            {"label": _("Của đơn vị"), "url": here, "current": not above},
            {"label": _("Của công đoàn cấp trên"), "url": f"{here}?tren=1", "current": above},
        ],
    }
    return render_page(request, "drafting/templates.html", context)


@needs(policies.TEMPLATES)
def template_new(request: ActorRequest) -> HttpResponse:
    """Make a template of a type."""
    types = [
        (entry.code, f"{entry.label} ({entry.attributes['abbreviation'] or '—'})")
        for entry in catalogue("documents.type", on=request.actor.today)
        if entry.attributes["regime"] == "UNION"
    ]
    form = TemplateForm(request.POST or None, actor=request.actor, types=types)
    page = {"heading": _("Lập mẫu văn bản"), "action": _("Lập mẫu")}
    return _make(request, form, page=page, done=_("Đã lập mẫu; hãy soạn nội dung."))


@needs(policies.TEMPLATES)
def template_copy(request: ActorRequest, pk: int) -> HttpResponse:
    """Make a template of one's own from another one."""
    source = visible_template(request.actor, pk)
    form = CopyForm(request.POST or None, actor=request.actor, initial={"name": source.name})
    page = {"heading": _("Chép mẫu về đơn vị"), "action": _("Chép mẫu")}
    done = _("Đã chép mẫu; hãy sửa cho hợp với đơn vị.")
    return _make(request, form, like=source, page=page, done=done)


def _make(
    request: ActorRequest,
    form: Form,
    *,
    page: Mapping[str, object],
    done: str,
    like: DraftTemplate | None = None,
) -> HttpResponse:
    """Show the form of a new template; what it makes is opened in the editor."""
    unit, actor = unit_of(request.actor), request.actor

    def do() -> str:
        made = make_template(
            actor=actor,
            organisation=unit,
            type_code=like.type_code if like else form.cleaned_data["type_code"],
            name=form.cleaned_data["name"],
            like=like,
            on=actor.today,
            at=clock.now(),
        )
        return reverse("drafting:editor", args=[draft_of(made).pk])

    return act(
        request,
        form,
        do,
        back=reverse("drafting:templates"),
        page={**page, "about": name_of(unit, on=actor.today)},
        template="drafting/form.html",
        done=done,
        field="name",
    )


@needs(policies.TEMPLATES)
def template_retire(request: ActorRequest, pk: int) -> HttpResponse:
    """
    Stop offering a template of one's own.

    :raises NotAllowed: when it is kept by a union above
    """
    template, actor = visible_template(request.actor, pk), request.actor
    actor.require(policies.TEMPLATES, on=template.organisation)
    form = Form(request.POST if request.method == "POST" else None, actor=actor)
    page = {
        "title": _("Thôi dùng mẫu “%(name)s”") % {"name": template.name},
        "consequences": [
            _("Mẫu không còn hiện khi soạn văn bản mới, ở đơn vị và ở cấp dưới."),
            _("Văn bản đã soạn từ mẫu giữ nguyên nội dung."),
        ],
        "action": _("Thôi dùng"),
        "tone": "danger",
    }
    return act(
        request,
        form,
        lambda: retire_template(actor=actor, template=template, at=clock.now()),
        back=reverse("drafting:templates"),
        page=page,
        template="ui/confirm.html",
        done=_("Đã thôi dùng mẫu."),
    )
