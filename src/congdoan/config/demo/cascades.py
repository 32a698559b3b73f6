"""
Cascades: a superior asks every unit to sign with its counterpart.

Mỹ Đức as in the seed of 2024 (who has signed is invented), and the private schools of today.
"""

from datetime import date, timedelta

from congdoan.areas.agreements import api
from congdoan.areas.agreements.models import Cascade
from congdoan.config.demo import lamdong, myduc
from congdoan.config.demo.ending import end_by_consent
from congdoan.config.demo.stage import demo_actor, known, moment
from congdoan.kernel.organisations.enums import EndReason
from congdoan.kernel.organisations.models import Organisation


def build() -> None:
    _myduc()
    _private_schools()


def _ask(code: str, data: api.CascadeData, on: date) -> Cascade | None:
    superior = known(code)
    if Cascade.objects.filter(superior=superior, title=data.title).exists():
        return None
    return api.open_cascade(
        actor=demo_actor(on), superior=superior, data=data, on=on, at=moment(on)
    )


def _sign(cascade: Cascade, unit: Organisation, on: date, place: str) -> None:
    """Let a unit draft from the template and sign on paper."""
    actor = demo_actor(on)
    draft = api.draft_for_cascade(actor=actor, cascade=cascade, unit=unit, on=on, at=moment(on))
    agreement = api.record_paper(
        actor=actor, agreement=draft, signed_on=on, place=place, on=on, at=moment(on)
    )
    if unit.valid.upper:
        reason = (
            "Công đoàn cơ sở kết thúc hoạt động theo quy định năm 2025."
            if unit.end_reason == EndReason.ENDED_2025
            else "Nhà trường được sắp xếp lại; công đoàn trường mới ký quy chế mới."
        )
        end_by_consent(agreement, unit.valid.upper, reason)


def _myduc() -> None:
    cascade = _ask(
        myduc.FEDERATION,
        api.CascadeData(
            title="Ký Quy chế phối hợp giữa công đoàn và lãnh đạo các trường, nhiệm kỳ 2023–2028",
            kind="REGULATION",
            first_day=date(2023, 10, 1),
            last_day=date(2028, 2, 28),
            deadline=date(2023, 12, 31),
            level="L4_GRASSROOTS",
            template="school",
            request="Sau đại hội, Ban Chấp hành công đoàn các trường xây dựng và ký quy chế "
            "phối hợp với lãnh đạo nhà trường.",
        ),
        date(2023, 9, 15),
    )
    if cascade is None:
        return
    units = Organisation.objects.filter(code__startswith="CS-01-").order_by("code")
    asked = [unit for unit in units if unit.exists_on(date(2023, 10, 1))]
    for n, unit in enumerate(asked):
        # Two schools in three signed, a few each week.
        if n % 3 != 2:
            _sign(cascade, unit, date(2023, 10, 2) + timedelta(days=n), "Mỹ Đức")


def _private_schools() -> None:
    cascade = _ask(
        lamdong.FEDERATION,
        api.CascadeData(
            title="Ký quy chế phối hợp tại các cơ sở mầm non ngoài công lập",
            kind="REGULATION",
            first_day=date(2026, 9, 15),
            last_day=date(2028, 2, 29),
            deadline=date(2026, 12, 20),
            scope="BRANCH",
            level="L4_GRASSROOTS",
            unit_kind="PRESCHOOL_PRIVATE",
            template="school",
            request="Mỗi công đoàn cơ sở ký quy chế phối hợp với lãnh đạo nhà trường.",
        ),
        date(2026, 9, 10),
    )
    if cascade is None:
        return
    units = list(Organisation.objects.filter(code__startswith="CS-68-TT-").order_by("code"))
    for n, unit in enumerate(units[1:], start=1):
        if n % 3 == 0:
            _sign(cascade, unit, date(2026, 9, 21) + timedelta(days=n), "Lâm Đồng")
        elif n % 4 == 0:
            on = date(2026, 10, 20)
            api.draft_for_cascade(
                actor=demo_actor(on), cascade=cascade, unit=unit, on=on, at=moment(on)
            )
