"""Beginning a form, publishing a version of it, taking it back, throwing a draft away."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from congdoan.areas.reporting import policies
from congdoan.areas.reporting.models import Form, FormVersion
from congdoan.areas.reporting.rules.designing import problems
from congdoan.areas.reporting.selectors.designing import sentence_of, spec_of
from congdoan.areas.reporting.services.designing import (
    NotADraft,
    held_form,
    note_form,
    require_design,
)
from congdoan.areas.reporting.services.loading import write_content
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import AlreadyDone, NotFound, Refusal
from congdoan.kernel.organisations.models import Organisation


class CodeTaken(Refusal):
    """Mã “{code}” đã có biểu khác dùng; hãy đặt mã khác."""


class UsedAlready(Refusal):
    """Đã có đợt báo cáo dùng phiên bản này nên không rút về được; hãy soạn phiên bản sau."""


class DraftThere(Refusal):
    """Biểu đang có bản soạn số {number}; hãy sửa tiếp bản đó."""


class NotFinished(Refusal):
    """Chưa công bố được: {problem}"""


@dataclass(frozen=True)
class FormData:
    code: str
    title: str
    kind: str


@transaction.atomic
def make_form(
    *,
    actor: Actor,
    organisation: Organisation,
    data: FormData,
    source: FormVersion | None,
    at: datetime,
) -> FormVersion:
    """
    Begin a form of an organisation, empty or with what another one asks.

    :raises CodeTaken: when another form has that code
    """
    actor.require(policies.DESIGN, on=organisation)
    try:
        with transaction.atomic():
            form = Form.objects.create(
                code=data.code, title=data.title, kind=data.kind, owner=organisation
            )
    except IntegrityError as taken:
        raise CodeTaken(code=data.code) from taken
    made = _draft(form, 1, source, actor, at)
    note_form(actor, made, "form_made")
    return made


@transaction.atomic
def next_version(*, actor: Actor, version: FormVersion, at: datetime) -> FormVersion:
    """
    Begin the version after the newest published one, with what that one asks.

    :raises DraftThere: when one is being drawn up
    """
    form = Form.objects.select_for_update(of=("self",)).get(pk=version.form_id)
    require_design(actor, form)
    newest = form.versions.order_by("-number").first()
    if newest is None:
        raise NotFound
    if newest.is_draft:
        raise DraftThere(number=newest.number)
    made = _draft(form, newest.number + 1, newest, actor, at)
    note_form(actor, made, "form_version_begun")
    return made


def _draft(
    form: Form, number: int, source: FormVersion | None, actor: Actor, at: datetime
) -> FormVersion:
    made = FormVersion.objects.create(
        form=form,
        number=number,
        legal_basis=source.legal_basis if source else "",
        source=source.source if source else "",
        copied_from=source,
        made_at=at,
        made_by_name=actor.name[:160],
    )
    if source is not None:
        write_content(made, spec_of(source))
    return made


@transaction.atomic
def publish_version(*, actor: Actor, version: FormVersion, at: datetime) -> None:
    """
    Let rounds ask the version.

    :raises NotFinished: with the first thing that is wrong; AlreadyDone: when it is published
    """
    held = held_form(actor, version)
    if not held.is_draft:
        raise AlreadyDone
    wrong = problems(spec_of(held))
    if wrong:
        raise NotFinished(problem=sentence_of(wrong[0]))
    held.published_at = at
    held.save(update_fields=["published_at"])
    note_form(actor, held, "form_published")


@transaction.atomic
def withdraw_version(*, actor: Actor, version: FormVersion) -> None:
    """
    Take a published version back to be changed, while no round uses it.

    :raises UsedAlready: when one does; AlreadyDone: when it is being drawn up
    """
    held = held_form(actor, version)
    if held.is_draft:
        raise AlreadyDone
    if held.is_frozen or held.rounds.exists():
        raise UsedAlready
    if held.form.versions.filter(number__gt=held.number).exists():
        raise NotADraft
    held.published_at = None
    held.save(update_fields=["published_at"])
    note_form(actor, held, "form_withdrawn")


@transaction.atomic
def discard_version(*, actor: Actor, version: FormVersion) -> bool:
    """
    Throw a draft away, and the form when it has no other version; return whether the form stays.

    :raises NotADraft: when it is published
    """
    held = held_form(actor, version)
    if not held.is_draft:
        raise NotADraft
    note_form(actor, held, "form_discarded")
    form = held.form
    held.delete()
    stays = form.versions.exists()
    if not stays:
        form.delete()
    return stays
