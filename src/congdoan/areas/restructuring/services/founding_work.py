"""What a founding asks of whom; writing a step down takes it off "Việc của tôi"."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.restructuring.enums import FoundingState
from congdoan.areas.restructuring.models import Founding
from congdoan.areas.restructuring.selectors.founding import deadlines_of, least_applications
from congdoan.foundation.actor import Actor
from congdoan.support.worklist.api import Wanted, sync_work

FOUNDING = "restructuring.founding"


def sync_founding_work(*, actor: Actor, founding: Founding, on: date, at: datetime) -> None:
    """Make the work say what the founding waits for, and from whom."""
    prefix = f"restructuring.founding.{founding.pk}."
    with override("vi"):
        wanted = list(_wanted(founding, prefix))
    sync_work(actor=actor, prefix=prefix, wanted=wanted, on=on, at=at)


def _wanted(founding: Founding, prefix: str) -> Iterator[Wanted]:
    if founding.state == FoundingState.DROPPED:
        return
    yield from _of_the_superior(founding, prefix)
    if not founding.is_open:
        yield from _of_the_union(founding, prefix)


def _of_the_superior(founding: Founding, prefix: str) -> Iterator[Wanted]:
    decided = not founding.is_open
    least = least_applications(founding.level, on=founding.started_on)
    enough = founding.applications >= least
    yield _one(
        founding,
        f"{prefix}apply",
        _("Vận động, thu nhận đơn gia nhập: {name}"),
        why=_("Cần ít nhất {least} đơn gia nhập.").format(least=least),
        done=decided or enough,
    )
    if not (enough or decided):
        return
    if founding.is_provisional:
        yield _one(
            founding,
            f"{prefix}answer",
            _("Quyết định thành lập, chỉ định ban chấp hành lâm thời: {name}"),
            done=decided,
        )
        return
    yield from _of_the_congress(founding, prefix)
    if founding.congress_on is not None and (founding.dossier_sent_on is not None or decided):
        yield from _of_the_dossier(founding, prefix)


def _of_the_congress(founding: Founding, prefix: str) -> Iterator[Wanted]:
    due, decided = deadlines_of(founding), not founding.is_open
    yield _one(
        founding,
        f"{prefix}congress",
        _("Tổ chức đại hội (hội nghị) thành lập: {name}"),
        done=decided or founding.congress_on is not None,
    )
    if founding.congress_on is None:
        return
    yield _one(
        founding,
        f"{prefix}meeting",
        _("Họp ban chấp hành lần thứ nhất: {name}"),
        due=due.first_meeting,
        why=_("Ban chấp hành họp lần thứ nhất trong thời hạn kể từ đại hội."),
        done=decided or founding.first_meeting_on is not None,
    )
    yield _one(
        founding,
        f"{prefix}dossier",
        _("Nộp hồ sơ đề nghị công nhận: {name}"),
        due=due.dossier,
        why=_("Hồ sơ nộp cấp trên trong thời hạn kể từ đại hội."),
        done=decided or founding.dossier_sent_on is not None,
    )


def _of_the_dossier(founding: Founding, prefix: str) -> Iterator[Wanted]:
    due, decided = deadlines_of(founding), not founding.is_open
    yield _one(
        founding,
        f"{prefix}full",
        _("Xem hồ sơ đủ hay thiếu: {name}"),
        done=decided or founding.dossier_full_on is not None,
    )
    if founding.dossier_full_on is not None or decided:
        yield _one(
            founding,
            f"{prefix}answer",
            _("Ra quyết định công nhận, hoặc trả lời không công nhận: {name}"),
            due=due.recognition,
            why=_("Cấp trên trả lời trong thời hạn kể từ khi đủ hồ sơ."),
            done=decided,
        )


def _of_the_union(founding: Founding, prefix: str) -> Iterator[Wanted]:
    yield _one(
        founding,
        f"{prefix}seal",
        _("Khắc dấu, mở tài khoản, thông báo người sử dụng lao động"),
        done=bool(founding.seal_on and founding.account_on and founding.employer_told_on),
        own=True,
    )
    if founding.is_provisional:
        yield _one(
            founding,
            f"{prefix}elect",
            _("Đại hội bầu ban chấp hành thay ban chấp hành lâm thời"),
            due=deadlines_of(founding).elected,
            why=_("Ban chấp hành lâm thời chỉ hoạt động trong thời hạn quy định."),
            done=founding.elected_on is not None,
            own=True,
        )


def _one(
    founding: Founding,
    key: str,
    title: str,
    *,
    done: bool,
    due: date | None = None,
    why: str = "",
    own: bool = False,
) -> Wanted:
    """``own``: owed by the new union itself, watched by its superior."""
    owner = founding.organisation_id if own else None
    return Wanted(
        key=key,
        kind=FOUNDING,
        title=title.format(name=founding.name),
        organisation_id=owner or founding.superior_id,
        source_label=_("Thành lập {name}").format(name=founding.name),
        source_url=reverse("restructuring:founding", args=[founding.pk]),
        due=due,
        why=why,
        escalate_to_id=founding.superior_id if owner else None,
        done=done,
    )
