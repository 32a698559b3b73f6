"""
What is under way around the tree today: one founding, one provisional committee, one hand-over.

Days count back from today, so that deadlines are near whenever the demo is built.
"""

from datetime import date, timedelta
from decimal import Decimal

from congdoan.areas.restructuring import api
from congdoan.areas.restructuring.models import HandOver
from congdoan.config.demo.areas import commune_union
from congdoan.config.demo.schools import school
from congdoan.config.demo.stage import (
    Unit,
    demo_actor,
    found,
    is_known,
    known,
    moment,
)
from congdoan.foundation import clock
from congdoan.kernel.organisations.api import Decision, end_organisation
from congdoan.kernel.organisations.enums import EndReason, HierarchyId
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.periods.api import add_working_days

_FIRST_PAPERS = ("REQUEST", "MEMBERS", "APPLICATIONS", "CONGRESS_MINUTES")
_COMMITTEE = (
    ("PRESIDENT", "Hoàng Thị Ngọc Ánh"),
    ("VICE_PRESIDENT", "Phan Thị Thu Hà"),
    ("EXEC_MEMBER", "Trương Minh Tâm"),
)
#: Hand-overs of decisions older than this are through, as they would be.
_LONG_AGO = timedelta(days=90)


def build() -> None:
    """Put one of each under the commune union of the first private kindergarten."""
    today = clock.today()
    _close_old_ones(today)
    superior = _superior()
    if superior is None or is_known("TR-68-MOI-01"):
        return
    found(_employers(superior), on=today - timedelta(days=400), number="90/QĐ-UBND")
    _founding(superior, today)
    _provisional(superior, today)
    _ending(superior, today)


def _superior() -> Organisation | None:
    first = Organisation.objects.filter(code="CS-68-TT-01").first()
    if first is None:
        return None
    place = first.placements.select_related("parent").get(hierarchy_id=HierarchyId.COMMAND)
    return place.parent


def _employers(superior: Organisation) -> list[Unit]:
    place = superior.code.removeprefix(commune_union(""))
    names = ("Nắng Mai", "Hướng Dương Nhỏ", "Sóc Nâu")
    rows: list[Unit] = []
    for n, name in enumerate(names, 1):
        one = school(
            key=f"68-MOI-{n:02d}",
            name=f"Trường Mầm non tư thục {name}",
            kind="PRESCHOOL_PRIVATE",
            command=superior.code,
            authority=superior.code.replace("CDX-", "UBND-"),
            funding="PRIVATE",
            place=place,
        )
        # The third had a union; the others are founding theirs.
        rows += [one.partner, one.union] if n == len(names) else [one.partner]
    return rows


def _back(today: date, working_days: int) -> date:
    return add_working_days(today, -working_days)


def _founding(superior: Organisation, today: date) -> None:
    """A congress eight working days ago: the committee has to meet, the dossier is half there."""
    actor, at = demo_actor(today), moment(today)
    congress = _back(today, 8)
    founding = api.start_founding(
        actor=actor,
        superior=superior,
        data=api.FoundingData(
            name="Công đoàn cơ sở Trường Mầm non tư thục Nắng Mai",
            code="CS-68-MOI-01",
            level="L4_GRASSROOTS",
            started_on=congress - timedelta(days=40),
            short_name="CĐCS Mầm non tư thục Nắng Mai",
            doc_symbol="CĐCS",
            mobilisers="Hoàng Thị Ngọc Ánh, giáo viên\nPhan Thị Thu Hà, kế toán",
            employer_id=known("TR-68-MOI-01").pk,
        ),
        on=today,
        at=at,
    )
    counted = congress - timedelta(days=7)
    api.count_applications(actor=actor, founding=founding, count=12, day=counted, on=today, at=at)
    api.hold_congress(actor=actor, founding=founding, day=congress, attendance=12, on=today, at=at)
    for kind in _FIRST_PAPERS:
        api.add_paper(actor=actor, founding=founding, kind=kind, upload=None, at=at)
    for position, name in _COMMITTEE:
        api.add_seat(actor=actor, founding=founding, position=position, full_name=name, on=today)


def _provisional(superior: Organisation, today: date) -> None:
    """A provisional committee whose twelve months end in six weeks."""
    day = today - timedelta(days=320)
    actor, at = demo_actor(day), moment(day)
    founding = api.start_founding(
        actor=actor,
        superior=superior,
        data=api.FoundingData(
            name="Công đoàn cơ sở Trường Mầm non tư thục Hướng Dương Nhỏ",
            code="CS-68-MOI-02",
            level="L4_GRASSROOTS",
            path="PROVISIONAL",
            initiator="SUPERIOR",
            started_on=day - timedelta(days=20),
            doc_symbol="CĐCS",
            employer_id=known("TR-68-MOI-02").pk,
        ),
        on=day,
        at=at,
    )
    api.count_applications(actor=actor, founding=founding, count=9, day=day, on=day, at=at)
    people = ("Nguyễn Thị Thùy Dương", "Trần Quốc Bảo", "Lê Thị Kim Chi")
    for (position, _name), name in zip(_COMMITTEE, people, strict=True):
        api.add_seat(actor=actor, founding=founding, position=position, full_name=name, on=day)
    api.recognise_founding(
        actor=actor,
        founding=founding,
        data=api.Recognition(day, Decision(number="61/QĐ-CĐX", signed_on=day)),
        on=day,
        at=at,
    )
    api.settle_in(
        actor=actor,
        founding=founding,
        seal_on=day + timedelta(days=20),
        account_on=day + timedelta(days=25),
        employer_told_on=day + timedelta(days=3),
        on=today,
        at=moment(today),
    )


def _ending(superior: Organisation, today: date) -> None:
    """A union dissolved six working days ago: collecting stopped, the minutes are being written."""
    day = _back(today, 6)
    actor, at = demo_actor(today), moment(today)
    union = known("CS-68-MOI-03")
    event = end_organisation(
        actor=actor,
        organisation=union,
        reason=EndReason.DISSOLVED,
        on=day,
        decision=Decision(number="74/QĐ-CĐX", signed_on=day - timedelta(days=3)),
        at=at,
    )
    row = HandOver.objects.get(event=event)
    api.mark_steps(actor=actor, hand_over=row, days={"DUES": day}, on=today, at=at)
    api.write_minutes(
        actor=actor,
        hand_over=row,
        data=api.Minutes(
            place="Văn phòng công đoàn phường, Đà Lạt",
            givers="Đinh Thị Sóc, Chủ tịch\nVõ Văn Nâu, Thủ quỹ",
            receivers="Đại diện công đoàn phường",
        ),
        on=today,
        at=at,
    )
    for one in (
        api.ItemData("BALANCE", "Số dư tiền gửi ngân hàng", amount=Decimal(12_450_000)),
        api.ItemData("BALANCE", "Số dư tiền mặt", amount=Decimal(1_300_000)),
        api.ItemData("LEDGER", "Sổ thu, chi tài chính công đoàn", "02 quyển", condition="đủ trang"),
        api.ItemData("SEAL", "Con dấu tròn", "01", condition="còn tốt"),
    ):
        api.add_item(actor=actor, hand_over=row, data=one, on=today, at=at)
    api.note_receipt(
        actor=actor,
        hand_over=row,
        data=api.ReceiptData(
            "FUND", "Trường Mầm non tư thục Sóc Nâu", _back(today, 3), Decimal(2_150_000)
        ),
        on=today,
        at=at,
    )


def _close_old_ones(today: date) -> None:
    """Say of the reorganisation of 2025 that everything was handed over in time."""
    api.close_history(actor=demo_actor(today), before=today - _LONG_AGO, on=today, at=moment(today))
