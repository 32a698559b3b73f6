"""
Yearly reports of Lâm Đồng: 2025 locked, 2026 open with reports in every state.

Figures the platform does not count itself are invented.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from congdoan.areas.reporting.api import (
    Cell,
    Change,
    Entry,
    FormData,
    FormVersion,
    Layout,
    LineSpec,
    Report,
    Round,
    RoundData,
    SectionSpec,
    accept_report,
    comment_report,
    layout_of,
    load_forms,
    lock_round,
    make_form,
    open_round,
    put_line,
    put_section,
    return_report,
    save_entry,
    submit_report,
)
from congdoan.config.demo import lamdong
from congdoan.config.demo.stage import demo_actor, known, moment
from congdoan.kernel.access.api import OfficeActor, actor_for
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Office
from congdoan.kernel.periods.models import Period

#: The school whose president has a sign-in; its own report of 2026 is left to be done.
SCHOOL = "CS-68-TT-01"
_OPENED, _DUE = {2025: date(2025, 11, 17), 2026: date(2026, 11, 16)}, 5
_LOCKED = date(2026, 1, 15)
_SALARY, _EMPLOYEES, _MEMBERS = 9_200_000, 40, 37


def build() -> None:
    federation = known(lamdong.FEDERATION)
    if Round.objects.filter(organisation=federation).exists():
        return
    load_forms(at=moment(_OPENED[2025]))
    version = FormVersion.objects.filter(form__code="1-HDCD").latest("number")
    layout = layout_of(version)
    for year in (2025, 2026):
        found = _open(federation, version, year)
        units = _near(found)
        if year == 2025:
            for n, report in enumerate(units):
                _accepted(report, layout, n, year)
            lock_round(actor=demo_actor(_LOCKED), found=found, at=moment(_LOCKED))
        else:
            _every_state([one for one in units if one.organisation.code != SCHOOL], layout)
    _drawn_up(federation)


def _drawn_up(federation: Organisation) -> None:
    """A form of the federation's own, copied from a shipped one and still being drawn up."""
    actor, at = demo_actor(_OPENED[2026]), moment(_OPENED[2026])
    source = FormVersion.objects.filter(form__code="TK-CO-QUAN").latest("number")
    made = make_form(
        actor=actor,
        organisation=federation,
        data=FormData("BC-NU-CONG", "Báo cáo công tác nữ công", "ANNUAL"),
        source=source,
        at=at,
    )
    given: dict[str, Any] = {"actor": actor, "version": made, "at": at}
    put_section(**given, made=SectionSpec("", "Hoạt động nữ công", "TABLE"))
    section = made.sections.latest("position").code
    line = LineSpec("1", "", "Buổi sinh hoạt nữ công", "buổi", "FLOW", "SUM")
    put_line(**given, section=section, made=line)


def _open(federation: Organisation, version: FormVersion, year: int) -> Round:
    day = _OPENED[year]
    data = RoundData(
        version=version,
        title=f"Báo cáo công tác công đoàn năm {year}",
        first=date(year - 1, 12, 1),
        last=date(year, 11, 30),
        due_on=date(year, 12, _DUE),
        period=Period.objects.get(code=str(year)),
        levels=["L4_GRASSROOTS"],
        note="Số liệu tính từ 01/12 năm trước đến hết 30/11. Số hệ thống đã có được điền sẵn.",
    )
    return open_round(
        actor=demo_actor(day), organisation=federation, data=data, on=day, at=moment(day)
    )


def _near(found: Round) -> list[Report]:
    """Return the reports of the school with the sign-in and of those beside it."""
    school = found.reports.filter(organisation__code=SCHOOL).first()
    reports = found.reports.select_related("round", "organisation", "superior")
    if school:
        reports = reports.filter(superior=school.superior_id)
    return list(reports.order_by("organisation__code")[:6])


def _fill(report: Report, layout: Layout, n: int, year: int, *, when: date) -> None:
    day = demo_actor(when)
    report = save_entry(actor=day, report=report, entry=Entry(), at=moment(when)).report
    places = layout.by_series
    employees = int(_figure(report, places, "EMP_TOTAL") or _EMPLOYEES + n)
    members = int(_figure(report, places, "MEM_TOTAL") or _MEMBERS + n)
    said = {
        "EMP_TOTAL": max(employees, members),
        "EMP_FEMALE": employees * 3 // 4,
        "EMP_TEACHER": employees * 4 // 5,
        "SALARY_AVG": _SALARY + 150_000 * n + 400_000 * (year - 2025),
        "SALARY_BASE_N": employees,
        "MEM_TOTAL": members,
        "MEM_FEMALE": members * 3 // 4,
        "VISITS": 6 + n,
        "VISIT_AMOUNT": (6 + n) * 500_000,
        "TET_GIFTS": 8 + n,
        "TET_AMOUNT": (8 + n) * 400_000,
        "INITIATIVES": 3 + n % 3,
        "AWARDS_PERSON": 5 + n % 4,
    }
    figures = {
        places[code].position: Change(Decimal(value), None)
        for code, value in said.items()
        if report.entered[places[code].position] is None
    }
    words = "Đoàn viên tham gia đầy đủ các hoạt động; kinh phí hoạt động nữ công còn ít."
    said_of = {
        f"{one.kind}:{one.series}:{one.position}": Change("Đã đối chiếu danh sách.", "")
        for one in layout.checks
        if one.severity == "SOFT"
    }
    entry = Entry(figures=figures, narrative={"remarks": Change(words, "")}, explanations=said_of)
    save_entry(actor=day, report=report, entry=entry, at=moment(when))


def _figure(report: Report, places: dict[str, Cell], code: str) -> Decimal | None:
    found: Decimal | None = report.entered[places[code].position]
    return found


def _accepted(report: Report, layout: Layout, n: int, year: int) -> Report:
    when, taken = date(year, 12, 3), date(year, 12, 8)
    done = _submitted(report, layout, n, year, when=when)
    return accept_report(
        actor=demo_actor(taken), report=done, words="Số liệu khớp.", on=taken, at=moment(taken)
    )


def _submitted(report: Report, layout: Layout, n: int, year: int, *, when: date) -> Report:
    _fill(report, layout, n, year, when=when)
    return submit_report(actor=demo_actor(when), report=report, on=when, at=moment(when))


def _every_state(reports: list[Report], layout: Layout) -> None:
    """One accepted, one waiting, one returned with comments, one begun; the rest untouched."""
    when, read = date(2026, 11, 26), date(2026, 11, 27)
    for n, report in enumerate(reports[:4]):
        if n == 3:
            _fill(report, layout, n, 2026, when=when)
            continue
        done = _submitted(report, layout, n, 2026, when=when)
        if n == 0:
            accept_report(actor=demo_actor(read), report=done, on=read, at=moment(read))
        elif n == 2:
            _returned(done, read)


def _returned(report: Report, read: date) -> None:
    judge = _officer(report.superior, read)
    if judge is not None:
        for anchor, text in (
            ("cell:EMP_TOTAL", "Đối chiếu với danh sách trả lương tháng 11."),
            ("section:remarks", "Nêu rõ số buổi hoạt động nữ công."),
        ):
            comment_report(actor=judge, report=report, anchor=anchor, text=text, at=moment(read))
    return_report(
        actor=demo_actor(read),
        report=report,
        words="Xem góp ý ở dòng 1 và phần nhận xét.",
        on=read,
        at=moment(read),
    )


def _officer(organisation: Organisation, day: date) -> OfficeActor | None:
    """Return somebody of the union with a sign-in: a comment is said by a person."""
    office = (
        Office.objects.on(day)
        .filter(organisation=organisation, person__user__isnull=False)
        .filter(position__in=("PRESIDENT", "VICE_PRESIDENT", "SPECIALIST"))
        .select_related("person__user")
        .first()
    )
    user = office.person.user if office else None
    return actor_for(user, today=day) if user else None
