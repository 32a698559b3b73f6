"""
Programmes of Lâm Đồng: the federation's of the school year, a task of it handed down to its commune
unions, one school's own programme. Days are counted from today; what is planned is invented.
"""

from datetime import date, timedelta
from typing import Any

from congdoan.areas.documents.api import Reach, Rule
from congdoan.areas.planning.api import (
    Adoption,
    HandingData,
    Plan,
    PlanData,
    PlanKind,
    ReportData,
    Task,
    TaskData,
    accept_given,
    add_task,
    adopt_plan,
    decline_given,
    hand_down,
    report_task,
    start_plan,
)
from congdoan.config.demo.stage import demo_actor, known, moment
from congdoan.foundation import clock
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.models import Organisation, Placement
from congdoan.kernel.periods.api import school_year_of

PROVINCE, SCHOOL = "LDLD-68", "CS-68-TT-01"
_CARE, _TEACH, _BUILD = (
    "Chăm lo, bảo vệ đoàn viên",
    "Tuyên truyền, giáo dục",
    "Xây dựng tổ chức công đoàn",
)
_AIMS = (
    "Chăm lo thiết thực cho nhà giáo, người lao động; mỗi công đoàn cơ sở có việc cụ thể, có người "
    "chủ trì và thời hạn.\nBám sát nhiệm vụ năm học của ngành, kết quả phải có minh chứng."
)
#: Units the task is handed down to, and how far they are.
_UNITS, _DONE = 8, 3


def build() -> None:
    if Plan.objects.exists():
        return
    today = clock.today()
    adopted = max(school_year_of(today).first_day, today - timedelta(days=40))
    province, school = known(PROVINCE), known(SCHOOL)
    shared = _province(province, adopted)
    _school(school, adopted)
    _hand(province, shared, school, adopted + timedelta(days=5))


def _begin(unit: Organisation, title: str, on: date) -> tuple[Actor, Plan]:
    actor = demo_actor(on)
    data = PlanData(school_year_of(on).pk, PlanKind.PROGRAMME, title, _AIMS)
    made = start_plan(actor=actor, organisation=unit, data=data, on=on, at=moment(on))
    return actor, made


def _fill(actor: Actor, plan: Plan, tasks: list[TaskData], on: date, paper: str) -> list[Task]:
    made = [
        add_task(actor=actor, plan=plan, data=one, on=on, at=moment(on, 9 + n))
        for n, one in enumerate(tasks)
    ]
    adoption = Adoption(on, "Ban Chấp hành", paper)
    adopt_plan(actor=actor, plan=plan, adoption=adoption, on=on, at=moment(on, 15))
    return made


def _province(unit: Organisation, on: date) -> Task:
    """Begin the federation's programme; return what is handed down."""
    label = school_year_of(on).label.lower()
    actor, plan = _begin(unit, f"Chương trình công tác công đoàn {label}", on)
    last = school_year_of(on).last_day or on
    shared, *rest = _fill(
        actor,
        plan,
        [
            TaskData(
                "Thăm, tặng quà nhà giáo có hoàn cảnh khó khăn",
                _CARE,
                "Mỗi đơn vị rà soát, lập danh sách, thăm trực tiếp và báo kết quả kèm ảnh.",
                lead_position="VICE_PRESIDENT",
                helpers="Sở Giáo dục và Đào tạo",
                due=min(on + timedelta(days=90), last),
                target="100% trường hợp",
                evidence=True,
            ),
            TaskData(
                "Tập huấn nghiệp vụ cho chủ tịch công đoàn cơ sở mới",
                _BUILD,
                lead_position="SPECIALIST",
                due=min(on + timedelta(days=60), last),
                target="2 lớp",
            ),
            TaskData(
                "Tuyên truyền Luật Công đoàn, Luật Nhà giáo",
                _TEACH,
                lead_position="PRESIDENT",
                target="100% công đoàn cơ sở",
            ),
        ],
        on,
        "18/CTr-LĐLĐ",
    )
    data = ReportData(done=False, percent=50, note="Đã mở lớp thứ nhất, 120 người dự.")
    report_task(actor=actor, task=rest[0], data=data, on=on, at=moment(on, 16))
    return shared


def _school(unit: Organisation, on: date) -> None:
    label = school_year_of(on).label.lower()
    actor, plan = _begin(unit, f"Chương trình công tác công đoàn cơ sở {label}", on)
    last = school_year_of(on).last_day or on
    first, *_rest = _fill(
        actor,
        plan,
        [
            TaskData(
                "Hội nghị viên chức, người lao động",
                _BUILD,
                lead_position="PRESIDENT",
                due=min(on + timedelta(days=20), last),
                target="1 hội nghị",
            ),
            TaskData(
                "Phong trào “Trường giúp trường”",
                _CARE,
                lead_position="PRESIDENT",
                helpers="Tổ công đoàn khối 4, 5",
                due=min(on + timedelta(days=70), last),
            ),
        ],
        on,
        "Biên bản họp Ban Chấp hành",
    )
    day = on + timedelta(days=10)
    data = ReportData(done=True, note="Đã tổ chức, 48/50 người dự.", reached="1 hội nghị")
    report_task(actor=demo_actor(day), task=first, data=data, on=day, at=moment(day))


def _hand(province: Organisation, task: Task, school: Organisation, on: date) -> None:
    """Some accept, a few have done it, one has something against it, the school still waits."""
    below = Placement.objects.on(on).filter(hierarchy_id=1, parent=province).order_by("child_id")
    units = list(below.values_list("child_id", flat=True)[:_UNITS])
    actor = demo_actor(on)
    hand_down(
        actor=actor,
        task=task,
        rule=Rule(reach=Reach.NONE, picked=(*units, school.pk)),
        data=HandingData(on + timedelta(days=7), "Ảnh chụp buổi thăm là bắt buộc."),
        on=on,
        at=moment(on),
    )
    given = Task.objects.filter(given__source=task).exclude(plan__organisation=school)
    for n, one in enumerate(given.select_related("plan__organisation").order_by("pk")):
        day = on + timedelta(days=2)
        then: dict[str, Any] = {"actor": demo_actor(day), "task": one, "on": day, "at": moment(day)}
        if n == _UNITS - 1:
            decline_given(**then, words="Đơn vị mới thành lập, xin thêm thời gian rà soát.")
        elif n < _UNITS - 2:
            accept_given(**then)
        if n < _DONE:
            # A photograph is asked for; the demo keeps none, so these go on.
            data = ReportData(done=False, percent=30 + 20 * n, note="Đang rà soát danh sách.")
            report_task(**then, data=data)
