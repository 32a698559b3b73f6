"""What every act on an addendum shares: the lock, the guard, history, telling, work."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from congdoan.areas.agreements.enums import AmendmentState
from congdoan.areas.agreements.models import Amendment
from congdoan.areas.agreements.rules import amending
from congdoan.areas.agreements.rules.amending import AmendAction, AmendmentNotThere
from congdoan.areas.agreements.selectors.amendments import SUBJECT, answers_of, awaited
from congdoan.areas.agreements.selectors.approvals import approvals_of
from congdoan.areas.agreements.services.telling import tell
from congdoan.areas.agreements.services.working import APPROVING, page_of
from congdoan.foundation.actor import Actor
from congdoan.kernel.audit.api import record
from congdoan.support.signing.api import unscoped_packets_about
from congdoan.support.worklist.api import Wanted, sync_work

CONSENTING = "agreements.amend_consent"
AMENDING = "agreements.amend"

#: What a person wanted to do, for the sentence "… nên không {action} được".
WORDS = {
    AmendAction.WRITE: gettext_lazy("sửa nội dung"),
    AmendAction.DISCARD: gettext_lazy("xóa"),
    AmendAction.SEND_OUT: gettext_lazy("gửi các bên"),
    AmendAction.ANSWER: gettext_lazy("trả lời"),
    AmendAction.CALL_BACK: gettext_lazy("đưa về soạn lại"),
    AmendAction.FREEZE: gettext_lazy("chốt"),
    AmendAction.REOPEN: gettext_lazy("mở lại"),
    AmendAction.APPROVE: gettext_lazy("ghi nghị quyết phê duyệt"),
    AmendAction.OPEN_SIGNING: gettext_lazy("trình ký"),
    AmendAction.COMPLETE_SIGNING: gettext_lazy("ghi nhận ký xong"),
    AmendAction.REVIEW_IMPACT: gettext_lazy("xem xét nhiệm vụ"),
    AmendAction.TAKE_EFFECT: gettext_lazy("đưa vào hiệu lực"),
    AmendAction.WITHDRAW: gettext_lazy("rút"),
}


def part_of(amendment: Amendment, part: str = "") -> str:
    return f"phu-luc/{amendment.pk}/{part}"


def held_amendment(amendment: Amendment) -> Amendment:
    """Return the addendum locked until the transaction ends, as it is now."""
    return (
        Amendment.objects.select_for_update(of=("self",))
        .select_related("agreement")
        .get(pk=amendment.pk)
    )


def demand(amendment: Amendment, action: AmendAction) -> None:
    """:raises AmendmentNotThere: when ``action`` has no place in the addendum's state."""
    if not amending.allowed(amendment.state, action):
        raise AmendmentNotThere(state=AmendmentState(amendment.state).label, action=WORDS[action])


def step(
    *,
    actor: Actor,
    amendment: Amendment,
    action: AmendAction,
    on: date,
    at: datetime,
    save: tuple[str, ...] = (),
    reason: str = "",
    changes: Mapping[str, object] | None = None,
) -> Amendment:
    """
    Let ``action`` move a held addendum; write the audit row and what it asks of whom.

    ``save`` names further fields the caller has set. The caller has authorised.

    :raises AmendmentNotThere: when the action has no place in the present state
    """
    demand(amendment, action)
    before = amendment.state
    amendment.state = amending.after(before, action)
    amendment.save(update_fields=["state", *save])
    note(
        actor=actor,
        amendment=amendment,
        verb=str(action),
        reason=reason,
        changes={"on": on.isoformat(), "state": [before, amendment.state], **(changes or {})},
    )
    sync_amendment_work(actor=actor, amendment=amendment, on=on, at=at)
    return amendment


def note(
    *,
    actor: Actor,
    amendment: Amendment,
    verb: str,
    reason: str = "",
    changes: Mapping[str, object] | None = None,
) -> None:
    """Write one audit row about an addendum."""
    record(
        actor=actor,
        verb=f"agreements.amend_{verb}",
        target=amendment,
        organisation_id=amendment.proposer_id,
        changes=dict(changes or {}),
        reason=reason,
        label=title_of(amendment),
    )


def title_of(amendment: Amendment) -> str:
    """Return "Phụ lục số 1: …", or the proposal's title before it has a number."""
    if amendment.number is None:
        return amendment.title
    with override("vi"):
        return _("Phụ lục số {number}: {title}").format(
            number=amendment.number, title=amendment.title
        )


def tell_parties(
    *,
    actor: Actor,
    amendment: Amendment,
    kind: str,
    on: date,
    at: datetime,
    organisations: list[int] | None = None,
    once: str = "",
    **context: object,
) -> None:
    """Tell the parties (or some of them) what became of an addendum."""
    tell(
        actor=actor,
        agreement=amendment.agreement,
        kind=f"amendment_{kind}",
        on=on,
        at=at,
        once=f"{amendment.pk}.{amendment.round}.{once}",
        organisations=organisations,
        part=part_of(amendment),
        context={"addendum": title_of(amendment), **context},
    )


def sync_amendment_work(*, actor: Actor, amendment: Amendment, on: date, at: datetime) -> None:
    """Make the work of consenting, freezing and sending to sign say what is owed now."""
    prefix = f"agreements.{amendment.agreement_id}.amend.{amendment.pk}."
    with override("vi"):
        wanted = list(_wanted(amendment, prefix))
    sync_work(actor=actor, prefix=prefix, wanted=wanted, on=on, at=at)


def _wanted(amendment: Amendment, prefix: str) -> Iterator[Wanted]:
    if amendment.state == AmendmentState.CONSENT:
        yield from _consents(amendment, prefix)
    elif amendment.state == AmendmentState.FROZEN:
        yield from _approvals(amendment, prefix)
        going = unscoped_packets_about(SUBJECT, amendment.pk).open().exists()
        yield _own(
            amendment,
            f"{prefix}sign",
            _("Trình ký: {title}"),
            _("Phụ lục đã được chốt."),
            done=going,
        )
    if (
        amendment.state in {AmendmentState.FROZEN, AmendmentState.SIGNED}
        and amendment.impact_reviewed_at is None
        and amendment.changes.exists()
    ):
        yield _own(
            amendment,
            f"{prefix}impact",
            _("Xem xét nhiệm vụ bị ảnh hưởng: {title}"),
            _("Phải chọn nhiệm vụ nào tiếp tục, thay đổi hoặc thôi trước khi phụ lục có hiệu lực."),
            part="nhiem-vu/",
        )


def _approvals(amendment: Amendment, prefix: str) -> Iterator[Wanted]:
    packet = unscoped_packets_about(SUBJECT, amendment.pk).open().first()
    for row in approvals_of(amendment.agreement, amendment):
        if row.required:
            yield Wanted(
                key=f"{prefix}approve.{row.party.organisation_id}",
                kind=APPROVING,
                title=_("Phê duyệt nội bộ trước khi ký: {title}").format(title=title_of(amendment))[
                    :300
                ],
                organisation_id=row.party.organisation_id,
                source_label=amendment.agreement.title,
                source_url=page_of(amendment.agreement, part_of(amendment, "phe-duyet/")),
                due=packet.deadline if packet else None,
                why=_("Đơn vị chỉ ký được sau khi có nghị quyết về bản đã chốt."),
                done=not row.waits,
            )


def _consents(amendment: Amendment, prefix: str) -> Iterator[Wanted]:
    for answer in answers_of(amendment):
        if answer.party.organisation_id == amendment.proposer_id:
            continue
        yield Wanted(
            key=f"{prefix}{amendment.round}.{answer.party.organisation_id}",
            kind=CONSENTING,
            title=_("Trả lời đề nghị sửa đổi: {title}").format(title=amendment.title)[:300],
            organisation_id=answer.party.organisation_id,
            source_label=amendment.agreement.title,
            source_url=page_of(amendment.agreement, part_of(amendment)),
            due=amendment.due,
            why=_("Sửa đổi, bổ sung cần mọi bên đồng ý."),
            done=answer.consent is not None,
        )
    if not awaited(amendment):
        yield _own(
            amendment, f"{prefix}freeze", _("Chốt phụ lục: {title}"), _("Mọi bên đã đồng ý.")
        )


def _own(
    amendment: Amendment, key: str, title: str, why: str, *, done: bool = False, part: str = ""
) -> Wanted:
    return Wanted(
        key=key,
        kind=AMENDING,
        title=title.format(title=title_of(amendment))[:300],
        organisation_id=amendment.proposer_id,
        source_label=amendment.agreement.title,
        source_url=page_of(amendment.agreement, part_of(amendment, part)),
        due=amendment.wanted_on,
        why=why,
        done=done,
    )
