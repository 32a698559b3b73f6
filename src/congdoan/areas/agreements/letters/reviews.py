"""The papers of a review: the letter of invitation and the minutes, in the official layout."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements.enums import ProposalState, ReviewKind, ReviewState
from congdoan.areas.agreements.models import Party, Review
from congdoan.areas.agreements.rules.duties import Outcome
from congdoan.areas.agreements.selectors.agreements import parties_of, party_names
from congdoan.areas.agreements.selectors.document import position_label
from congdoan.areas.agreements.selectors.matrix import matrix_of
from congdoan.areas.agreements.selectors.progress import progress_of
from congdoan.areas.agreements.selectors.reviews import (
    held_years,
    score_lines,
    title_of,
    years_lines,
)
from congdoan.kernel.organisations.api import profile_of
from congdoan.kernel.rulebook.api import label
from congdoan.support.rendering.api import (
    Align,
    Block,
    Division,
    IssuingBody,
    Letter,
    Level,
    Listing,
    OfficialDocument,
    Paragraph,
    ProfileCode,
    SignatureBlock,
    Table,
)


@dataclass(frozen=True)
class Paper:
    """A review to be printed on a day; ``on`` is the last day whose duties are counted."""

    review: Review
    on: date


def invitation(paper: Paper) -> OfficialDocument:
    """Return the letter by which the host invites the other parties."""
    with override("vi"):
        return _invitation(paper.review, _cast(paper.review, paper.on))


def minutes(paper: Paper) -> OfficialDocument:
    """Return the minutes, filled from the duties of the time, the scores and what was written."""
    with override("vi"):
        return _minutes(paper, _cast(paper.review, paper.on))


INVITATION: Letter[Paper] = Letter("agreements.review_invitation", "Giấy mời họp", invitation)
MINUTES: Letter[Paper] = Letter("agreements.review_minutes", "Biên bản sơ kết, tổng kết", minutes)


@dataclass(frozen=True)
class _Cast:
    """Who takes part, with their names of the day."""

    parties: Sequence[Party]
    names: dict[int, str]
    host: str
    host_party: Party | None


def _cast(review: Review, on: date) -> _Cast:
    parties = parties_of(review.agreement)
    called = party_names(parties, on=review.held_on or review.session_on or on)
    host = next((one for one in parties if one.organisation_id == review.host_id), None)
    return _Cast(parties, called, called.get(review.host_id, ""), host)


def _subject(review: Review) -> str:
    kind = label("agreement.kind", review.agreement.kind, review.agreement.first_day)
    title = review.agreement.title
    known = title if title.lower().startswith(kind.lower()) else f"{kind} {title}"
    return _("Hội nghị {review} thực hiện {agreement}").format(
        review=_lower(title_of(review)), agreement=_lower(known)
    )


def _host(review: Review, cast: _Cast, kind: str, day: date) -> IssuingBody:
    """Return the host as who issues; the number is left to its clerk, the symbol is printed."""
    symbol = profile_of(review.host, on=day).doc_symbol
    number = f"        /{kind}-{symbol}" if symbol else f"        /{kind}"
    return IssuingBody(name=cast.host.upper(), number=number)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _invitation(review: Review, cast: _Cast) -> OfficialDocument:
    day = review.session_on or review.window_from
    others = [one for one in cast.parties if one.organisation_id != review.host_id]
    when = f"{day:%d/%m/%Y}"
    if review.session_time is not None:
        when = _("{hour} giờ {minute:02d}, ngày {day}").format(
            hour=review.session_time.hour, minute=review.session_time.minute, day=when
        )
    body: list[Block] = [
        Paragraph(
            _(
                "{host} trân trọng kính mời lãnh đạo, cán bộ đầu mối của quý cơ quan dự {what}."
            ).format(host=cast.host, what=_lower(_subject(review)))
        ),
        Paragraph(_("Thời gian: {when}.").format(when=when)),
        Paragraph(_("Địa điểm: {place}.").format(place=review.session_place or "…")),
    ]
    if review.agenda:
        body += [Paragraph(_("Chương trình:")), Listing(_lines(review.agenda))]
    body += [Paragraph(text) for text in _lines(review.invitation)]
    body.append(
        Paragraph(
            _(
                "Đề nghị mỗi bên chấm điểm từng nội dung phối hợp trước ngày họp "
                "để hội nghị thảo luận."
            )
        )
    )
    return OfficialDocument(
        bodies=[_host(review, cast, "GM", day)],
        type_name=_("GIẤY MỜI"),
        subject=_subject(review),
        profile=ProfileCode.UNION,
        place=review.agreement.signed_place,
        dated=review.invited_on,
        addressees=[cast.names[one.organisation_id] for one in others],
        body=body,
        signatures=[_place(cast.host_party, cast, day)] if cast.host_party else [],
        recipients=[_("Như trên"), _("Lưu: VT")],
    )


def _minutes(paper: Paper, cast: _Cast) -> OfficialDocument:
    review = paper.review
    day = review.held_on or review.session_on or paper.on
    return OfficialDocument(
        bodies=[_host(review, cast, "BB", day)],
        type_name=_("BIÊN BẢN"),
        subject=_subject(review),
        profile=ProfileCode.UNION,
        place=review.agreement.signed_place,
        dated=review.held_on,
        body=[
            *_draft_note(review),
            *_opening(review, cast, day),
            *_done(paper),
            *_said(review),
            *_scored(review, cast),
            *_proposed(review),
            *_section("VI.", _("Phương hướng, kế hoạch thời gian tới"), review.next_plan),
            Paragraph(_closing(len(cast.parties))),
        ],
        signatures=[
            SignatureBlock(title=_("THƯ KÝ"), name=review.secretary),
            SignatureBlock(title=_("CHỦ TRÌ"), name=review.chair, party=cast.host.upper()),
            *(
                _place(one, cast, day)
                for one in cast.parties
                if one.organisation_id != review.host_id
            ),
        ],
        recipients=[_("Các bên"), _("Lưu: VT")],
    )


def _draft_note(review: Review) -> Iterator[Block]:
    if review.state != ReviewState.HELD:
        yield Paragraph(_("(Dự thảo biên bản – hội nghị chưa chốt kết quả)"), align=Align.CENTRE)


def _opening(review: Review, cast: _Cast, day: date) -> Iterator[Block]:
    yield Division(Level.ARTICLE, "I.", _("Thời gian, địa điểm, thành phần"))
    place = review.place or review.session_place or "…"
    yield Paragraph(
        _("Hội nghị họp ngày {day}, tại {place}; {host} chủ trì theo lượt luân phiên.").format(
            day=f"{day:%d/%m/%Y}", place=place, host=cast.host
        )
    )
    if review.host_reason:
        yield Paragraph(_("Đổi lượt chủ trì: {reason}").format(reason=review.host_reason))
    yield Paragraph(_("Chủ trì: {name}.").format(name=review.chair or "…"))
    yield Paragraph(_("Thư ký: {name}.").format(name=review.secretary or "…"))
    yield Paragraph(_("Các bên:"))
    yield Listing([f"{one.label}: {cast.names[one.organisation_id]}" for one in cast.parties])
    yield from (Paragraph(text) for text in _lines(review.attendance))


def _done(paper: Paper) -> Iterator[Block]:
    """Say what the duties of the time show; nobody retypes it."""
    review = paper.review
    on = review.held_on or paper.on
    counted = progress_of(review.agreement, on=on, year=review.period)
    whole = counted.whole
    yield Division(Level.ARTICLE, "II.", _("Tình hình thực hiện"))
    yield Paragraph(
        _(
            "Tính đến ngày {day}, trong kỳ có {total} nhiệm vụ; các bên đã xác nhận {done} "
            "({share}), chờ xác nhận {waiting}, bị trả lại {returned}, quá hạn {overdue}."
        ).format(
            day=f"{on:%d/%m/%Y}",
            total=whole.total,
            done=whole.done,
            share=whole.share,
            waiting=whole.counts[Outcome.WAITING],
            returned=whole.counts[Outcome.RETURNED],
            overdue=whole.counts[Outcome.OVERDUE],
        )
    )
    if counted.contents:
        yield Table(
            [_("Nội dung phối hợp"), _("Nhiệm vụ"), _("Đã xác nhận"), _("Quá hạn"), _("Tỷ lệ")],
            [
                [
                    one.name,
                    str(one.total),
                    str(one.done),
                    str(one.counts[Outcome.OVERDUE]),
                    one.share,
                ]
                for one in counted.contents
            ],
            [5, 1.2, 1.4, 1.2, 1.2],
            [Align.LEFT, *[Align.CENTRE] * 4],
        )
    if counted.indicators:
        yield Table(
            [_("Chỉ tiêu"), _("Mức cần đạt"), _("Bên làm"), _("Đạt được")],
            [
                [one.indicator, one.target or "—", one.party, f"{one.reached.normalize():f}"]
                for one in counted.indicators
            ],
            [4, 2, 2, 1.5],
        )
    if review.kind == ReviewKind.FINAL:
        yield from _by_clause(review, on)


def _by_clause(review: Review, on: date) -> Iterator[Block]:
    """Say of every clause of the whole period what was confirmed and what is left."""
    rows = [row for group in matrix_of(review.agreement, on=on).groups for row in group.rows]
    owed = [row for row in rows if row.total]
    if not owed:
        return
    yield Table(
        [_("Điều khoản"), _("Việc phải làm"), _("Đến kỳ"), _("Đã xác nhận"), _("Chưa xong")],
        [
            [row.place, row.words, str(row.total), str(row.done), str(row.total - row.done)]
            for row in owed
        ],
        [1.7, 5, 1, 1.3, 1.2],
        [Align.LEFT, Align.LEFT, *[Align.CENTRE] * 3],
        caption=_("Kết quả từng điều khoản trong cả giai đoạn"),
    )
    left = [row.place for row in owed if row.done < row.total]
    told = _("Còn việc chưa xong: {places}.").format(places="; ".join(left))
    yield Paragraph(told if left else _("Mọi việc đã đến kỳ đều được xác nhận."))


def _said(review: Review) -> Iterator[Block]:
    yield Division(Level.ARTICLE, "III.", _("Đánh giá"))
    parts = [
        (_("Kết quả đạt được"), review.results),
        (_("Ưu điểm"), review.strengths),
        (_("Nhược điểm"), review.weaknesses),
        (_("Khó khăn"), review.difficulties),
        (_("Tồn tại, hạn chế"), review.shortcomings),
        (_("Nguyên nhân"), review.causes),
        (_("Bài học kinh nghiệm"), review.lessons),
    ]
    written = [(name, text) for name, text in parts if text]
    for number, (name, text) in enumerate(written, 1):
        yield Division(Level.CLAUSE, f"{number}.", name)
        yield from (Paragraph(line) for line in _lines(text))


def _scored(review: Review, cast: _Cast) -> Iterator[Block]:
    yield Division(Level.ARTICLE, "IV.", _("Điểm đánh giá từng nội dung (thang điểm 10)"))
    lines = score_lines(review, cast.parties)
    # More columns than this do not fit on the page: the parties' mean stands for them.
    few = len(cast.parties) <= 4
    heads = [one.label for one in cast.parties] if few else [_("Trung bình các bên")]
    yield Table(
        [_("Nội dung phối hợp"), *heads, _("Thống nhất")],
        [
            [
                one.name,
                *(
                    [_number(given.score if given else None) for given in one.given]
                    if few
                    else [_number(one.mean)]
                ),
                _number(one.agreed.score if one.agreed else None),
            ]
            for one in lines
        ],
        [5, *[1.2] * len(heads), 1.5],
        [Align.LEFT, *[Align.CENTRE] * (len(heads) + 1)],
    )
    for one in lines:
        if one.agreed and one.agreed.remark:
            yield Paragraph(f"{one.name}: {one.agreed.remark}")
    if review.kind == ReviewKind.FINAL:
        yield from _years(review)


def _years(review: Review) -> Iterator[Block]:
    years = held_years(review.agreement)
    if years:
        yield Paragraph(_("Điểm thống nhất của các năm:"))
        yield Table(
            [_("Nội dung phối hợp"), *(str(one.year) for one in years), _("Trung bình")],
            [
                [one.name, *(_number(score) for score in one.scores), _number(one.mean)]
                for one in years_lines(review.agreement, years)
            ],
            [5, *[1.0] * len(years), 1.4],
            [Align.LEFT, *[Align.CENTRE] * (len(years) + 1)],
        )


def _proposed(review: Review) -> Iterator[Block]:
    yield Division(Level.ARTICLE, "V.", _("Kiến nghị sửa đổi, bổ sung"))
    rows = list(review.proposals.select_related("party").order_by("pk"))
    for number, one in enumerate(rows, 1):
        where = one.place or _("bổ sung mới")
        yield Division(Level.CLAUSE, f"{number}.", f"{one.party.label}, {where}: {one.wording}")
        if one.state != ProposalState.PENDING:
            told = f"{one.get_state_display()}. {one.conclusion}".strip()
            yield Paragraph(_("Kết luận: {text}").format(text=told))
    yield from (Paragraph(text) for text in _lines(review.recommendations))
    if not rows and not review.recommendations:
        yield Paragraph(_("Không có."))


def _section(number: str, title: str, text: str) -> Iterator[Block]:
    yield Division(Level.ARTICLE, number, title)
    yield from (Paragraph(line) for line in _lines(text) or ["…"])


def _closing(copies: int) -> str:
    return _(
        "Biên bản được các bên thông qua, lập thành {copies} bản có giá trị như nhau, "
        "mỗi bên giữ một bản."
    ).format(copies=copies)


def _place(party: Party, cast: _Cast, day: date) -> SignatureBlock:
    return SignatureBlock(
        title=position_label(party.signatory_position, day).upper(),
        party=cast.names[party.organisation_id].upper(),
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _number(value: object) -> str:
    """Return a number as people write it: 7,5."""
    return "—" if value is None else f"{value:f}".removesuffix(".0").replace(".", ",")
