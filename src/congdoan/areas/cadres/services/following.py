"""What becomes of open files when a union ends: the heir takes them on, or they stop."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from congdoan.areas.cadres.enums import EditionState, Stage, StepKind
from congdoan.areas.cadres.models import (
    IntroductionStep,
    OfficialPlan,
    PartyIntroduction,
    PlanEdition,
)
from congdoan.areas.cadres.services.seals import sealed
from congdoan.areas.cadres.services.work import sync_introduction, sync_plan
from congdoan.areas.members.api import unscoped_home
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import (
    Consequence,
    PlannedChange,
    Succession,
    unscoped_heirs,
)
from congdoan.kernel.organisations.models import Organisation

_ENDING = {"MERGE_INTO", "CONSOLIDATE", "DIVIDE", "DISSOLVE", "END_OPERATION"}
_UNDER_WAY = [EditionState.OPEN, EditionState.SUBMITTED]


def open_introductions(units: Iterable[int] | None = None) -> QuerySet[PartyIntroduction]:
    """Return the files that go on (of ``units``, when given)."""
    rows = PartyIntroduction.objects.filter(stopped=False).exclude(stage=Stage.OFFICIAL)
    return rows if units is None else rows.filter(organisation_id__in=list(units))


def consequences(change: PlannedChange) -> list[Consequence]:
    """Answer ``impact``: open files go to the heir, else they stop."""
    if str(change.kind) not in _ENDING:
        return []
    goes_on = str(change.kind) in {"MERGE_INTO", "CONSOLIDATE", "DIVIDE"}
    outcome = _("chuyển sang đơn vị kế tục") if goes_on else _("dừng, kèm lý do")
    plans = OfficialPlan.objects.filter(organisation_id__in=change.originals)
    return [
        Consequence(
            _("Hồ sơ giới thiệu vào Đảng đang thực hiện"),
            open_introductions(change.originals).count(),
            outcome,
        ),
        Consequence(
            _("Quy hoạch cán bộ đang lập, rà soát"),
            plans.filter(editions__state__in=_UNDER_WAY).distinct().count(),
            outcome,
        ),
    ]


def follow_endings(
    *, actor: Actor, on: date, at: datetime, units: Iterable[int] | None = None
) -> None:
    """Take the open files of unions that have ended by ``on`` to their heirs, or stop them."""
    files = list(
        open_introductions(units).filter(organisation__valid__endswith__lte=on)
        .select_related("organisation")
    )  # fmt: skip
    rows = OfficialPlan.objects.filter(editions__state__in=_UNDER_WAY).distinct()
    if units is not None:
        rows = rows.filter(organisation_id__in=list(units))
    plans = list(rows.filter(organisation__valid__endswith__lte=on).select_related("organisation"))
    gone = {one.organisation_id for one in files} | {one.organisation_id for one in plans}
    if not gone:
        return
    heirs = unscoped_heirs(gone, on=on)
    for file in files:
        _carry_file(actor, file, heirs.get(file.organisation_id), on, at)
    for plan in plans:
        _carry_plan(actor, plan, heirs.get(plan.organisation_id), on, at)


def _living(succession: Succession | None, on: date) -> list[int]:
    heirs = succession.heirs if succession else ()
    living = set(Organisation.objects.on(on).filter(pk__in=heirs).values_list("pk", flat=True))
    return [pk for pk in heirs if pk in living]


def _carry_file(
    actor: Actor,
    file: PartyIntroduction,
    succession: Succession | None,
    on: date,
    at: datetime,
) -> None:
    living = _living(succession, on)
    if living and succession:
        home = unscoped_home(file.person_id, on=on)
        home = home if home in living else living[0]
        file.moved_from_id, file.moved_by_id = file.organisation_id, succession.event_id
        file.organisation_id = home
    else:
        file.stopped = True
        file.moved_by_id = succession.event_id if succession else None
        IntroductionStep.objects.create(
            introduction=file,
            organisation_id=file.organisation_id,
            kind=StepKind.STOPPED,
            done_on=on,
            sealed_note=sealed("Đơn vị kết thúc hoạt động."),
            written_at=at,
            written_by=actor.name,
        )
    file.save(update_fields=["organisation", "moved_from", "moved_by", "stopped"])
    sync_introduction(actor=actor, introduction=file, on=on, at=at)


def _carry_plan(
    actor: Actor, plan: OfficialPlan, succession: Succession | None, on: date, at: datetime
) -> None:
    living = _living(succession, on)
    taken = set(
        OfficialPlan.objects.filter(organisation_id__in=living, first_year=plan.first_year)
        .values_list("organisation_id", flat=True)
    )  # fmt: skip
    free = [pk for pk in living if pk not in taken]
    if free and succession:
        plan.moved_from_id, plan.moved_by_id = plan.organisation_id, succession.event_id
        plan.organisation_id = free[0]
        plan.save(update_fields=["organisation", "moved_from", "moved_by"])
        plan = OfficialPlan.objects.select_related("organisation").get(pk=plan.pk)
    else:
        plan.editions.filter(state__in=_UNDER_WAY).update(
            state=EditionState.STOPPED,
            note="Đơn vị kết thúc hoạt động.",
            stopped_by=succession.event_id if succession else None,
        )
    sync_plan(actor=actor, plan=plan, on=on, at=at)


def bring_back(*, actor: Actor, change: PlannedChange, on: date, at: datetime) -> None:
    """Answer ``taken_back``: what the event moved or stopped is as before, unless it went on."""
    event = change.event_id
    if event is None:
        return
    for file in PartyIntroduction.objects.filter(moved_by=event).select_related("organisation"):
        if file.moved_from_id:
            file.organisation_id, file.moved_from_id = file.moved_from_id, None
        elif file.stopped:
            file.stopped = False
            file.steps.filter(kind=StepKind.STOPPED).latest("pk").delete()
        file.moved_by_id = None
        file.save(update_fields=["organisation", "moved_from", "moved_by", "stopped"])
        sync_introduction(actor=actor, introduction=file, on=on, at=at)
    PlanEdition.objects.filter(stopped_by=event).update(
        state=EditionState.OPEN, stopped_by=None, note=""
    )
    for plan in OfficialPlan.objects.filter(moved_by=event):
        plan.organisation_id = plan.moved_from_id or plan.organisation_id
        plan.moved_from_id = plan.moved_by_id = None
        plan.save(update_fields=["organisation", "moved_from", "moved_by"])
        back = OfficialPlan.objects.select_related("organisation").get(pk=plan.pk)
        sync_plan(actor=actor, plan=back, on=on, at=at)
