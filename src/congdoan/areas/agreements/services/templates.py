"""Templates a superior writes for its branch."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.files.base import File
from django.db import transaction

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.models import TextTemplate
from congdoan.areas.agreements.rules import sheet as sheets
from congdoan.areas.agreements.rules.recognising import recognise_manuscript
from congdoan.areas.agreements.selectors.templates import template_lines
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import ChangedMeanwhile
from congdoan.foundation.vietnamese import tidy
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.manuscripts.api import read_manuscript


@transaction.atomic
def begin_template(
    *,
    actor: Actor,
    organisation: Organisation,
    title: str,
    at: datetime,
    shipped: str = "",
    upload: "File[bytes] | None" = None,
) -> TextTemplate:
    """
    Begin a template: from a Word file, a shipped text, or empty.

    :raises Refusal: a file that cannot be read says why (``manuscripts``)
    """
    actor.require(policies.CASCADE, on=organisation)
    sheet: sheets.Sheet = []
    if upload is not None:
        upload.seek(0)
        found = read_manuscript(upload.read(), upload.name or "")
        sheet = recognise_manuscript(found).sheet
    elif shipped:
        sheet = sheets.from_new(template_lines(shipped))
    template = TextTemplate.objects.create(
        organisation=organisation,
        title=tidy(title)[:200],
        lines=sheets.as_json(sheet),
        changed_at=at,
        changed_by_name=actor.name,
    )
    _record(actor, template, "template_written")
    return template


@transaction.atomic
def save_template(
    *,
    actor: Actor,
    template: TextTemplate,
    revision: int,
    sheet: Sequence[sheets.SheetLine],
    at: datetime,
) -> TextTemplate:
    """
    Keep the template's text; drafts already made from it stay as they are.

    :raises ChangedMeanwhile: when somebody saved it since ``revision``
    """
    actor.require(policies.CASCADE, on=template.organisation)
    kept = TextTemplate.objects.select_for_update().get(pk=template.pk)
    if kept.revision != revision:
        raise ChangedMeanwhile
    kept.lines = sheets.as_json(sheet)
    kept.revision += 1
    kept.changed_at, kept.changed_by_name = at, actor.name
    kept.save(update_fields=["lines", "revision", "changed_at", "changed_by_name"])
    _record(actor, kept, "template_written")
    return kept


@transaction.atomic
def retire_template(*, actor: Actor, template: TextTemplate, on: date) -> None:
    """Offer a template no longer; cascades that use it go on."""
    actor.require(policies.CASCADE, on=template.organisation)
    template.retired_on = on
    template.save(update_fields=["retired_on"])
    _record(actor, template, "template_retired")


def _record(actor: Actor, template: TextTemplate, verb: str) -> None:
    record(
        actor=actor,
        verb=f"agreements.{verb}",
        target=template,
        organisation_id=template.organisation_id,
        changes={"revision": template.revision, "lines": len(template.lines)},
        label=template.title,
    )
