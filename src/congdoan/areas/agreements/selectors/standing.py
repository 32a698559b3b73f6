"""What has become of a signed text, for whoever holds the paper."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from congdoan.areas.agreements.enums import AmendmentState, State
from congdoan.areas.agreements.models import Agreement, Amendment
from congdoan.areas.agreements.selectors.amendments import SUBJECT as ADDENDUM
from congdoan.areas.agreements.selectors.consultations import SUBJECT
from congdoan.support.signing import api as signing

_OVER = {State.EXPIRED, State.REVIEWED, State.SUPERSEDED, State.TERMINATED}


def unscoped_standing(asked: signing.TodayQuestion) -> signing.SubjectToday | None:
    """Answer ``today`` for agreements and their addenda; says what the register says, no names."""
    packet = asked.packet
    if packet.subject_type == SUBJECT:
        agreement = Agreement.objects.filter(pk=packet.subject_id).first()
        return _of_agreement(agreement, asked.on) if agreement else None
    if packet.subject_type == ADDENDUM:
        rows = Amendment.objects.select_related("agreement")
        amendment = rows.filter(pk=packet.subject_id).first()
        return _of_addendum(amendment, asked.on) if amendment else None
    return None


def _of_agreement(agreement: Agreement, on: date) -> signing.SubjectToday | None:
    begins = agreement.effective_on or agreement.first_day
    running = agreement.state == State.EFFECTIVE
    if agreement.state == State.SIGNED or (running and on < begins):
        return _said("info", _("Đã ký; có hiệu lực từ ngày {day}."), begins)
    if running and on <= agreement.last_day:
        return _in_force(agreement, begins, on)
    return _over(agreement) if running or agreement.state in _OVER else None


def _over(agreement: Agreement) -> signing.SubjectToday:
    if agreement.state == State.TERMINATED and agreement.ended_on:
        return _said("bad", _("Đã chấm dứt trước hạn từ ngày {day}."), agreement.ended_on)
    if agreement.state == State.SUPERSEDED:
        return _superseded(agreement)
    ended = agreement.last_day + timedelta(days=1)
    return _said("warn", _("Đã hết hiệu lực từ ngày {day}."), ended)


def unscoped_over(agreement: Agreement, *, on: date) -> str:
    """Say that an agreement is in force no more, without naming what came after; else empty."""
    said = _of_agreement(agreement, on)
    if said is None or said.tone in {"good", "info"}:
        return ""
    if agreement.state == State.SUPERSEDED:
        return _("Đã được thay thế bằng văn bản mới.")
    return str(said.sentence)


def _in_force(agreement: Agreement, begins: date, on: date) -> signing.SubjectToday:
    sentence = _("Đang có hiệu lực, từ ngày {begins} đến hết ngày {last}.").format(
        begins=f"{begins:%d/%m/%Y}", last=f"{agreement.last_day:%d/%m/%Y}"
    )
    notes = (*_addenda(agreement, on), *_agreed_end(agreement))
    return signing.SubjectToday("good", sentence, notes)


def _agreed_end(agreement: Agreement) -> tuple[str, ...]:
    return tuple(
        _("Các bên đã thống nhất chấm dứt trước hạn từ ngày {day}.").format(
            day=f"{ending.wanted_on:%d/%m/%Y}"
        )
        for ending in agreement.endings.agreed()
    )


def _addenda(agreement: Agreement, on: date) -> tuple[str, ...]:
    return tuple(
        _("Phụ lục số {number}: {title}, có hiệu lực từ ngày {day}.").format(
            number=amendment.number,
            title=amendment.title,
            day=f"{amendment.effective_on:%d/%m/%Y}",
        )
        for amendment in agreement.amendments.agreed()
        if amendment.effective_on and amendment.effective_on <= on
    )


def _superseded(agreement: Agreement) -> signing.SubjectToday:
    heir = agreement.successors.filter(state=State.EFFECTIVE).first()
    if heir is None:
        return signing.SubjectToday("warn", _("Đã được thay thế bằng văn bản mới."))
    day = heir.effective_on or heir.first_day
    sentence = _("Đã được thay thế từ ngày {day} bằng: {title}.").format(
        day=f"{day:%d/%m/%Y}", title=heir.title
    )
    return signing.SubjectToday("warn", sentence)


def _of_addendum(amendment: Amendment, on: date) -> signing.SubjectToday | None:
    signed = {AmendmentState.SIGNED, AmendmentState.EFFECTIVE}
    if amendment.state not in signed or amendment.effective_on is None:
        return None
    if on < amendment.effective_on:
        return _said("info", _("Đã ký; có hiệu lực từ ngày {day}."), amendment.effective_on)
    whole = _of_agreement(amendment.agreement, on)
    if whole is not None and whole.tone != "good":
        return whole
    return _said("good", _("Đang có hiệu lực, từ ngày {day}."), amendment.effective_on)


def _said(tone: str, sentence: str, day: date) -> signing.SubjectToday:
    return signing.SubjectToday(tone, sentence.format(day=f"{day:%d/%m/%Y}"))
