"""
Employees of the demo's units, and campaigns in Lâm Đồng.

Numbers are invented: most schools have a few people who have not joined, one in twelve many, one in
nine has not said its number yet.
"""

from datetime import date, timedelta
import random

from congdoan.areas.campaigns.api import (
    Campaign,
    CampaignData,
    ContactData,
    log_contact,
    start_campaign,
)
from congdoan.areas.members.api import unscoped_member_counts
from congdoan.areas.workforce.models import EmployeeCount
from congdoan.config.demo.schools import school
from congdoan.config.demo.stage import Unit, demo_actor, found, is_known, known, moment
from congdoan.foundation import clock
from congdoan.kernel.organisations.models import Organisation, OrganisationProfile
from congdoan.kernel.people.models import Office

#: The days by which numbers are collected (domain-rules: 31/5 and 30/11).
FIRST, LAST = date(2025, 11, 30), date(2026, 5, 31)
_SAID = "Báo cáo thống kê của đơn vị"


def build() -> None:
    """Say the numbers of all grassroots unions at once, then open two campaigns."""
    if not EmployeeCount.objects.exists():
        EmployeeCount.objects.bulk_create(_counts(), batch_size=2000)
    if not Campaign.objects.exists():
        _campaigns(clock.today())


def _counts() -> list[EmployeeCount]:
    made = []
    for day in (FIRST, min(LAST, clock.today())):
        rows = OrganisationProfile.objects.on(day).filter(level="L4_GRASSROOTS")
        units = list(rows.select_related("organisation").order_by("organisation_id"))
        members = unscoped_member_counts([one.organisation_id for one in units], on=day)
        for one in units:
            pick = random.Random(f"employees-{one.organisation.code}")  # noqa: S311 - not a secret
            there = members[one.organisation_id]
            silent, many, few = pick.randint(1, 9), pick.randint(1, 12), pick.randint(0, 12)
            if not there or silent == 1:
                continue
            # In one of twelve units most have not joined.
            total = there * 5 // 2 if many == 1 else there * (100 + few) // 100
            made.append(
                EmployeeCount(
                    organisation_id=one.organisation_id,
                    counted_on=day,
                    total=max(total, there),
                    women=None,
                    source="IMPORTED",
                    said_by=_SAID,
                    noted_by_name="Nguyễn Thị Thống Kê",
                    noted_at=moment(day),
                )
            )
    return made


def _campaigns(today: date) -> None:
    """One founding that has come far, one that has only begun, one place that waits."""
    if not is_known("TR-68-MOI-01"):
        return
    keeper = Organisation.objects.get(
        pk=known("CS-68-MOI-02").placements.order_by("-valid").values_list("parent", flat=True)[0]
    )
    found(_more(keeper), on=today - timedelta(days=300), number="95/QĐ-UBND")
    for code, total in (
        ("TR-68-MOI-01", 18), ("TR-68-MOI-04", 16), ("TR-68-MOI-05", 24),
    ):  # fmt: skip
        EmployeeCount.objects.create(
            organisation=known(code), counted_on=today - timedelta(days=60), total=total,
            women=total - 1, source="ENTERED", said_by="Phòng Văn hóa – Xã hội",
            noted_by_name="Nguyễn Thị Thống Kê", noted_at=moment(today - timedelta(days=60)),
        )  # fmt: skip
    first = _start("TR-68-MOI-01", keeper, today - timedelta(days=50), 15)
    second = _start("TR-68-MOI-04", keeper, today - timedelta(days=12), 12)
    if first is not None:
        _talk(first, today - timedelta(days=45), "VISIT", "Cô Hoàng Thị Ngọc Ánh, hiệu trưởng")
        _talk(first, today - timedelta(days=38), "MEETING", "14 giáo viên, nhân viên")
    if second is not None:
        _talk(second, today - timedelta(days=9), "CALL", "Chủ trường")


def _more(keeper: Organisation) -> list[Unit]:
    place = keeper.code.removeprefix("CDX-")
    rows: list[Unit] = []
    for n, name in ((4, "Bồ Công Anh"), (5, "Đồi Thông")):
        one = school(
            key=f"68-MOI-{n:02d}",
            name=f"Trường Mầm non tư thục {name}",
            kind="PRESCHOOL_PRIVATE",
            command=keeper.code,
            authority=keeper.code.replace("CDX-", "UBND-"),
            funding="PRIVATE",
            place=place,
        )
        rows.append(one.partner)
    return rows


def _start(code: str, keeper: Organisation, day: date, members: int) -> Campaign | None:
    office = Office.objects.on(day).filter(organisation=keeper).order_by("pk").first()
    if office is None:
        return None
    return start_campaign(
        actor=demo_actor(day),
        place=known(code),
        data=CampaignData(
            responsible=office.person_id,
            target_members=members,
            target_day=clock.today() + timedelta(days=90),
            next_step="Liên hệ hiệu trưởng, hẹn gặp",
            next_due=day + timedelta(days=10),
        ),
        on=day,
        at=moment(day),
    )


def _talk(campaign: Campaign, day: date, kind: str, met: str) -> None:
    log_contact(
        actor=demo_actor(day),
        campaign=campaign,
        data=ContactData(
            day=day,
            kind=kind,
            met=met,
            note="Đã giải thích quyền lợi của đoàn viên; nhà trường đồng ý tạo điều kiện.",
            next_step="Gặp người lao động, phát đơn gia nhập",
            next_due=clock.today() + timedelta(days=7),
        ),
        on=day,
        at=moment(day),
    )
