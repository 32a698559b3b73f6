"""
What became of the demo's agreements: duties done, late, disputed; reviews held in turn.

Invented throughout; the pattern is fixed, so that each build shows the same.
"""

from collections.abc import Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
import xlsxwriter

from congdoan.areas.agreements import api
from congdoan.areas.agreements.models import Agreement, Duty, Review
from congdoan.areas.agreements.selectors.duties import bearers_of, seats_of
from congdoan.areas.agreements.selectors.reviews import contents_of
from congdoan.config.demo.stage import demo_actor, moment
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.api import unscoped_holders

_RESULTS = (
    "Đã tổ chức đúng kế hoạch, các đơn vị tham gia đầy đủ.",
    "Đã phối hợp thực hiện, có biên bản gửi kèm theo đường công văn.",
    "Hoàn thành, số lượng đạt yêu cầu của năm học.",
    "Đã rà soát, kiến nghị được hai bên tiếp thu.",
)


def live_through(agreement: Agreement, days: list[date]) -> None:
    """Live by an agreement in force: on each day what had come due is reported and judged."""
    for day in days:
        actor, at = demo_actor(day), moment(day)
        api.generate_duties(actor=actor, agreement=agreement, on=day, at=at)
        due = Duty.objects.of(agreement.pk).filter(state="OPEN", due__lt=day).order_by("due", "pk")
        for n, duty in enumerate(due.select_related("obligation")[:60]):
            _settle(duty, n, day)


_CHAIRS = ("PRESIDENT", "DIRECTOR", "OFFICE_HEAD", "PRINCIPAL")
_SECRETARIES = ("SPECIALIST", "FOCAL_POINT", "CLERK", "VICE_PRESIDENT")
_SENT = (
    ("SUPERIOR", "Hướng dẫn nhiệm vụ năm học", "Gửi để cùng triển khai đến các trường."),
    ("STATUS", "Tình hình thực hiện học kỳ I", "Các nội dung được triển khai đúng kế hoạch."),
    ("FIGURES", "Số liệu đội ngũ nhà giáo, đoàn viên", "Số liệu đầu năm học, đã đối chiếu."),
    ("OWN", "Kế hoạch phối hợp năm học", "Đề nghị góp ý trước khi ban hành."),
)


def exchange(agreement: Agreement, *, until: date) -> None:
    """Let the parties send each other something in turn; the last thing is not read yet."""
    parties = [party.organisation for party in api.parties_of(agreement)]
    for n, (kind, title, text) in enumerate(_SENT):
        sent = until - timedelta(days=14 * (len(_SENT) - n))
        sender, receiver = parties[n % 2], parties[(n + 1) % 2]
        one = api.send_to_parties(
            actor=demo_actor(sent),
            agreement=agreement,
            organisation=sender,
            receivers=[receiver.pk],
            data=api.DispatchData(kind=kind, title=title, sent_on=sent, text=text),
            on=sent,
            at=moment(sent),
        )
        if n + 1 < len(_SENT):
            read = sent + timedelta(days=n + 1)
            api.confirm_reading(
                actor=demo_actor(read),
                dispatch=one,
                organisation=receiver,
                read_on=read,
                on=read,
                at=moment(read),
            )


def _settle(duty: Duty, n: int, day: date) -> None:
    """Report most duties; every seventh is disputed first, every eleventh never done."""
    if n % 11 == 10:
        return
    bearer, judge = _sides(duty)
    # Every fifth is reported after its due day.
    done_on = min(duty.due + timedelta(days=12), day) if n % 5 == 4 else duty.due
    done_on = max(done_on - timedelta(days=5), duty.starts)
    actor, at = demo_actor(day), moment(day)
    shared: dict[str, Any] = {"actor": actor, "duty": duty, "on": day, "at": at}
    text = _RESULTS[n % len(_RESULTS)]
    measured = Decimal(1 + n % 4) if duty.obligation.indicator else None
    api.report_duty(
        organisation=bearer,
        done_on=done_on,
        result=text,
        measured=measured,
        uploads=[_tally(duty, measured)] if measured and n % 3 == 0 else [],
        **shared,
    )
    if n % 7 == 6:
        api.dispute_duty(
            organisation=judge, reason="Số liệu chưa khớp với báo cáo của các trường.", **shared
        )
        if n % 2:
            return
        api.report_duty(
            organisation=bearer,
            done_on=done_on,
            result="Đã đối chiếu lại số liệu với các trường.",
            measured=measured,
            **shared,
        )
    if n % 6 != 5:
        api.accept_duty(organisation=judge, **shared)


def _tally(duty: Duty, figure: Decimal) -> "ContentFile[bytes]":
    """Return the list that goes with a figure: evidence as a clerk would attach it."""
    sheet = BytesIO()
    with xlsxwriter.Workbook(sheet, {"in_memory": True}) as book:
        page = book.add_worksheet("Tổng hợp")
        page.write_row(0, 0, ["STT", "Nội dung", "Kỳ", "Số lượng"])
        page.write_row(1, 0, [1, duty.obligation.indicator, str(duty.period or ""), float(figure)])
    return ContentFile(sheet.getvalue(), name="tong-hop-ket-qua.xlsx")


def _sides(duty: Duty) -> tuple[Organisation, Organisation]:
    """Return who does the duty and who of the others judges it."""
    agreement = duty.obligation.agreement
    parties = [party.organisation for party in api.parties_of(agreement)]
    bearers = [pk for pk in bearers_of(duty, seats_of(agreement)) if pk]
    bearer = next(one for one in parties if one.pk == bearers[0])
    return bearer, next(one for one in parties if one.pk != bearer.pk)


def hold_reviews(agreement: Agreement, *, through: date, scored: bool = True) -> None:
    """Hold the yearly reviews whose window is over, each by the party whose turn it is."""
    reviews = api.plan_reviews(
        actor=demo_actor(through), agreement=agreement, on=through, at=moment(through)
    )
    for review in reviews:
        if review.window_through < through and review.kind == "INTERIM":
            _hold(review, scored=scored)


def sum_up(agreement: Agreement, *, on: date, place: str) -> None:
    """Hold every review of an agreement that has run out, the last one on ``on``."""
    hold_reviews(agreement, through=on, scored=False)
    final = Review.objects.get(agreement=agreement, kind="FINAL")
    _hold(final, day=on, place=place, scored=False)


def _hold(
    review: Review,
    *,
    day: date | None = None,
    place: str = "Hội trường đơn vị chủ trì",
    scored: bool = True,
) -> None:
    day = day or review.window_through - timedelta(days=10)
    shared: dict[str, Any] = {
        "actor": demo_actor(day),
        "review": review,
        "organisation": review.host,
        "on": day,
        "at": moment(day),
    }
    _invite(review, day)
    _score(review, shared, by_parties=scored)
    api.write_review(
        data=api.ReviewData(
            held_on=day,
            place=place,
            chair=_somebody(review.host, _CHAIRS, day),
            secretary=_somebody(review.host, _SECRETARIES, day),
            results="Các nội dung phối hợp được triển khai đều, chất lượng hội nghị viên chức "
            "tốt hơn năm trước.",
            strengths="Hai bên trao đổi văn bản kịp thời, cùng kiểm tra chế độ, chính sách.",
            weaknesses="Thông tin tình hình thực hiện giữa năm còn ít.",
            difficulties="Một số đơn vị gửi số liệu chậm.",
            shortcomings="Chưa nhân rộng được các điển hình tiên tiến.",
            causes="Cán bộ đầu mối kiêm nhiệm nhiều việc.",
            lessons="Thống nhất đầu mối và lịch họp từ đầu năm học.",
            next_plan="Tập trung rà soát chế độ, chính sách đầu năm học.",
        ),
        **shared,
    )
    _propose(review, shared)
    api.hold_review(**shared)


def _somebody(organisation: Organisation | None, positions: Sequence[str], day: date) -> str:
    """Return the name of the first who holds one of ``positions`` that day."""
    if organisation is None:
        return ""
    held = unscoped_holders(organisation=organisation.pk, positions=positions, on=day)
    by_position = {office.position: office.person.full_name for office in held.order_by("-pk")}
    return next((by_position[one] for one in positions if one in by_position), "")


def _invite(review: Review, day: date) -> None:
    called = day - timedelta(days=14)
    api.invite_to_review(
        actor=demo_actor(called),
        review=review,
        organisation=review.host,
        session_on=day,
        session_time=time(8, 0),
        place="Hội trường đơn vị chủ trì",
        agenda="Báo cáo tình hình thực hiện\nChấm điểm từng nội dung\nBàn kế hoạch năm sau",
        on=called,
        at=moment(called),
    )


def _score(review: Review, shared: dict[str, Any], *, by_parties: bool = True) -> None:
    """Let every party score each content and the conference agree; one content stays weak."""
    contents = contents_of(review.agreement)
    seats = [party.organisation for party in api.parties_of(review.agreement)]
    for place, organisation in enumerate(seats if by_parties else []):
        marks = {
            code: api.Score(Decimal(7 + (n + place + review.year) % 3))
            for n, code in enumerate(contents)
        }
        api.score_review(**{**shared, "organisation": organisation}, scores=marks)
    agreed = {
        code: api.Score(
            Decimal(6 if n == review.year % len(contents) else 8),
            "Cần đôn đốc thêm." if n == review.year % len(contents) else "",
        )
        for n, code in enumerate(contents)
    }
    api.agree_scores(**shared, scores=agreed)


def _propose(review: Review, shared: dict[str, Any]) -> None:
    proposal = api.propose_change(
        actor=shared["actor"],
        review=review,
        organisation=shared["organisation"],
        wording="Bổ sung nội dung hỗ trợ nhà giáo ở vùng khó khăn.",
        reason="Nhiều trường ở xa trung tâm, nhà giáo còn khó khăn về chỗ ở.",
        at=shared["at"],
    )
    api.conclude_proposal(
        actor=shared["actor"],
        proposal=proposal,
        organisation=shared["organisation"],
        state="AGREED",
        conclusion="Đưa vào lần sửa đổi gần nhất.",
    )
