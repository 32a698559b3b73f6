"""A unit's own templates: made (empty, usual, or a copy from above), retired."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.foundation.vietnamese import tidy
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.rulebook.api import find_entry
from congdoan.support.discussion.api import Subject
from congdoan.support.drafting import policies
from congdoan.support.drafting.models import DraftTemplate
from congdoan.support.drafting.rules.blocks import Block, new_block
from congdoan.support.drafting.rules.refusals import NameMissing
from congdoan.support.drafting.rules.usual import usual_blocks
from congdoan.support.drafting.selectors.facts import law_on
from congdoan.support.drafting.selectors.templates import OWNER, draft_of
from congdoan.support.drafting.services.writing import DraftData, start_draft


class TemplateNamedTwice(Refusal):
    """Đơn vị đã có mẫu “{name}” cho loại văn bản này; hãy đặt tên khác hoặc sửa mẫu đang có."""


class TypeNotInForce(Refusal):
    """Loại văn bản này không có trong danh mục hiện hành; hãy chọn loại khác."""


class RetiredAlready(Refusal):
    """Mẫu này đã thôi dùng; hãy lập mẫu mới nếu cần."""


@transaction.atomic
def make_template(
    *,
    actor: Actor,
    organisation: Organisation,
    type_code: str,
    name: str,
    like: DraftTemplate | None,
    on: date,
    at: datetime,
) -> DraftTemplate:
    """
    Make a template; its text begins as that of ``like``, else as such documents usually do.

    :raises TemplateNamedTwice, TypeNotInForce, NameMissing: when it cannot be told from others
    """
    actor.require(policies.TEMPLATES, on=organisation)
    name = tidy(name)[:160]
    if not name:
        raise NameMissing
    if find_entry("documents.type", type_code, on=on) is None:
        raise TypeNotInForce
    try:
        with transaction.atomic():
            made = DraftTemplate.objects.create(
                organisation=organisation,
                type_code=type_code,
                name=name,
                made_by_name=actor.name,
                made_at=at,
            )
    except IntegrityError as error:
        raise TemplateNamedTwice(name=name) from error
    start_draft(
        actor=actor,
        owner=Subject(OWNER, made.pk),
        organisation=organisation,
        type_code=type_code,
        data=_first(type_code, like, on=on),
        at=at,
    )
    _record(actor, "drafting.template_made", made)
    return made


@transaction.atomic
def retire_template(*, actor: Actor, template: DraftTemplate, at: datetime) -> DraftTemplate:
    """
    Stop offering a template; documents begun from it keep their text.

    :raises RetiredAlready: the second time
    """
    actor.require(policies.TEMPLATES, on=template.organisation)
    held = DraftTemplate.objects.select_for_update().get(pk=template.pk)
    if held.retired_at is not None:
        raise RetiredAlready
    held.retired_at = at
    held.save(update_fields=["retired_at"])
    _record(actor, "drafting.template_retired", held)
    return held


def begun_from(template: DraftTemplate) -> DraftData:
    """Return the words of a template as those of a new text, with identities of its own."""
    draft = draft_of(template)
    copied: list[Block] = [new_block(one.kind, one.text, one.name) for one in draft.content]
    return DraftData(draft.subject, draft.addressees, copied)


def usual_data(type_code: str, *, on: date) -> DraftData:
    """Return how a text of this type usually begins, with the law of the day."""
    return DraftData(blocks=usual_blocks(type_code, bases=law_on(on)))


def _first(type_code: str, like: DraftTemplate | None, *, on: date) -> DraftData:
    return begun_from(like) if like else usual_data(type_code, on=on)


def _record(actor: Actor, verb: str, template: DraftTemplate) -> None:
    record(
        actor=actor,
        verb=verb,
        target=template,
        organisation_id=template.organisation_id,
        label=template.name,
    )
