"""
Introductions to the Party, a plan of officials, dues to be reminded of: invented, in one school's
union and its superior (Lâm Đồng).
"""

from collections.abc import Iterator
from datetime import date, timedelta

from congdoan.areas.cadres.api import (
    Ballots,
    Candidacy,
    OfficialPlan,
    PartyIntroduction,
    Round,
    StepData,
    StepKind,
    VoteData,
    approve_plan,
    nominate_member,
    open_plan,
    propose_candidate,
    record_vote,
    stop_introduction,
    submit_plan,
    take_step,
)
from congdoan.areas.members.api import pause_member, unscoped_roll
from congdoan.areas.members.enums import PauseReason
from congdoan.areas.members.services.pausing import sync_pauses
from congdoan.areas.watchlist.api import Noted, note_year
from congdoan.config.demo.stage import demo_actor, moment
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Office, Person

SCHOOL = "CS-68-TT-01"
_BEGUN = date(2026, 1, 12)
_NEEDED = 13
_MERITS = (
    "Giáo viên dạy giỏi cấp tỉnh, hai sáng kiến được áp dụng trong trường.",
    "Tổ trưởng công đoàn nhiều năm, được đồng nghiệp tin cậy.",
    "Nòng cốt phong trào “Trường giúp trường”, dạy thiện nguyện mỗi hè.",
)
#: Days after the nomination on which each goes a step further.
_STEPS = (
    (StepKind.VOTED, 14, ""),
    (StepKind.INTRODUCED, 20, "04/NQ-CĐCS"),
    (StepKind.CLASS, 90, "118/CN-TTCT"),
    (StepKind.ADMITTED, 170, "27-QĐ/ĐU"),
)


def build() -> None:
    if PartyIntroduction.objects.exists():
        return
    found = _school()
    if found is None:
        return
    school, people = found
    for n, merit in enumerate(_MERITS):
        _introduce(school, people[n], merit, steps=len(_STEPS) - 2 * n if n else len(_STEPS))
    _stop(school, people[3])
    _plan(school, people[4:7])
    _watch(school, people[7:12])
    _pause(school, people[12])


def _school() -> tuple[Organisation, list[int]] | None:
    """Return the school with a sign-in, else the first with members enough for every story."""
    schools = Organisation.objects.filter(code__startswith="CS-68-", valid__contains=_BEGUN)
    for school in sorted(schools, key=lambda one: (one.code != SCHOOL, one.code)):
        officers = set(
            Office.objects.filter(organisation=school).values_list("person_id", flat=True)
        )
        roll = unscoped_roll(school, on=date(2025, 12, 15))
        people = [one.person_id for one in roll if one.person_id not in officers]
        if len(people) > _NEEDED:
            return school, people
    return None


def _introduce(school: Organisation, person: int, merit: str, *, steps: int) -> PartyIntroduction:
    actor = demo_actor(_BEGUN)
    file = nominate_member(
        actor=actor,
        organisation=school,
        person=Person.objects.get(pk=person),
        proposed_by="Tổ công đoàn Khoa học tự nhiên",
        grounds=merit,
        on=_BEGUN,
        today=_BEGUN,
        at=moment(_BEGUN),
    )
    for kind, after, number in _STEPS[:steps]:
        day = _BEGUN + timedelta(days=after)
        votes = Ballots(9, 9, 8, 0) if kind == StepKind.VOTED else None
        take_step(
            actor=demo_actor(day),
            introduction=file,
            data=StepData(kind, day, number, ballots=votes),
            today=day,
            at=moment(day),
        )
    return file


def _stop(school: Organisation, person: int) -> None:
    file = _introduce(school, person, "Chiến sĩ thi đua cơ sở năm học 2024–2025.", steps=1)
    day = _BEGUN + timedelta(days=40)
    stop_introduction(
        actor=demo_actor(day),
        introduction=file,
        on=day,
        reason="Đi học sau đại học 18 tháng; xét lại khi về.",
        today=day,
        at=moment(day),
    )


def _plan(school: Organisation, people: list[int]) -> None:
    day = date(2026, 3, 16)
    plan = open_plan(
        actor=demo_actor(day),
        organisation=school,
        first_year=2028,
        last_year=2033,
        on=day,
        at=moment(day),
    )
    for pk, (position, yes) in zip(people, _posts(), strict=False):
        one = propose_candidate(
            actor=demo_actor(day),
            plan=plan,
            data=Candidacy(Person.objects.get(pk=pk), position, "Ban chấp hành", ""),
        )
        for round_, ballots in (
            (Round.KEY_STAFF, Ballots(24, 22, yes * 2, 2)),
            (Round.EXEC, Ballots(9, 9, yes, 9 - yes)),
        ):
            record_vote(
                actor=demo_actor(day),
                candidate=one,
                data=VoteData(round_, day, ballots),
                today=day,
                at=moment(day),
            )
    _approve(plan, date(2026, 4, 6))


def _posts() -> Iterator[tuple[str, int]]:
    yield from (("PRESIDENT", 8), ("VICE_PRESIDENT", 9), ("EXEC_MEMBER", 7))


def _approve(plan: OfficialPlan, day: date) -> None:
    submit_plan(actor=demo_actor(day), plan=plan, on=day, at=moment(day))
    later = day + timedelta(days=14)
    approve_plan(
        actor=demo_actor(later),
        plan=plan,
        refused=(),
        decision_no="61/QĐ-CĐP",
        decided_on=later,
        today=later,
        at=moment(later),
    )


def _watch(school: Organisation, people: list[int]) -> None:
    day = date(2026, 10, 5)
    first, second, third, fourth, fifth = people
    note_year(
        actor=demo_actor(day),
        organisation=school,
        year=2026,
        lines=[
            Noted(first, date(2026, 4, 1), mitigating="Con nhỏ nằm viện dài ngày"),
            Noted(second, date(2026, 1, 1), date(2026, 5, 1)),
            Noted(third, date(2025, 9, 1), with_reason=True),
            Noted(fourth, held=8, attended=3),
            Noted(fifth, held=8, attended=5),
        ],
        on=day,
    )


def _pause(school: Organisation, person: int) -> None:
    """Somebody lost their job eleven months ago: the union is asked."""
    day = date(2025, 12, 15)
    pause_member(
        actor=demo_actor(day),
        organisation=school,
        person=Person.objects.get(pk=person),
        start=day,
        until=None,
        reason=PauseReason.JOB_LOSS,
        note="Hết hợp đồng, đang tìm việc",
    )
    asked = date(2026, 11, 20)
    sync_pauses(actor=demo_actor(asked), on=asked, at=moment(asked))
