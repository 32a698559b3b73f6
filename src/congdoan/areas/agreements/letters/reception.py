"""The table of comments and answers (bảng tiếp thu, giải trình) in the official layout."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements.models import Agreement
from congdoan.areas.agreements.selectors.agreements import parties_of, party_names
from congdoan.areas.agreements.selectors.consultations import Reception, reception, totals_of
from congdoan.areas.agreements.selectors.suggestions import Proposal, proposals_of
from congdoan.areas.agreements.selectors.text import current_version, outline
from congdoan.kernel.organisations.api import name_of
from congdoan.support.comparison.api import redline
from congdoan.support.discussion.api import Comment, CommentKind, Edit
from congdoan.support.rendering.api import (
    Align,
    Inline,
    IssuingBody,
    OfficialDocument,
    Paragraph,
    ProfileCode,
    Run,
    Table,
)


def reception_paper(agreement: Agreement, *, on: date) -> OfficialDocument:
    """Return every comment with what became of it, in Vietnamese whoever looks at it."""
    with override("vi"):
        lines = outline(current_version(agreement))
        places = reception(agreement, lines)
        said = [comment for place in places for comment in place.comments]
        proposals = proposals_of(said, lines)
        called = party_names(parties_of(agreement), on=on)
        return OfficialDocument(
            bodies=[IssuingBody(name=name_of(agreement.drafting, on=on).upper())],
            type_name=_("Bảng tiếp thu, giải trình").upper(),
            subject=_("góp ý dự thảo {title}").format(title=agreement.title),
            profile=ProfileCode.UNION,
            place=agreement.signed_place,
            dated=on,
            body=list(_body(said, places, proposals, called)),
            landscape=True,
        )


def _body(
    said: list[Comment],
    places: list[Reception],
    proposals: dict[int, Proposal],
    called: dict[int, str],
) -> Iterator[Paragraph | Table]:
    if not said:
        yield Paragraph(_("Các bên chưa góp ý dự thảo."))
        return
    yield Paragraph(_summary(said))
    silent = [one for one in said if _is_silent(one)]
    if silent:
        names = "; ".join(dict.fromkeys(called.get(one.party_id, "") for one in silent))
        yield Paragraph(_("Không có ý kiến: {names}.").format(names=names))
    if len(silent) < len(said):
        yield _table(places, proposals, called)


def _is_silent(comment: Comment) -> bool:
    """Return whether a party said that it has nothing to say, to the text as a whole."""
    return comment.kind == CommentKind.NO_OPINION and not (comment.text or comment.anchor)


def _summary(said: list[Comment]) -> str:
    totals = totals_of(said)
    words = _(
        "Tổng số {received} góp ý: tiếp thu {accepted}, tiếp thu một phần {partly}, không tiếp thu"
        " {rejected}, ghi nhận {noted}, chưa trả lời {waiting}. {agree} ý kiến “Không có ý kiến”."
    )
    return words.format(
        received=totals.received,
        accepted=totals.accepted,
        partly=totals.partly,
        rejected=totals.rejected,
        noted=totals.noted,
        waiting=totals.waiting,
        agree=totals.no_opinion,
    )


def _table(
    places: list[Reception], proposals: dict[int, Proposal], called: dict[int, str]
) -> Table:
    rows: list[list[Inline]] = []
    for place in places:
        for comment in place.comments:
            if _is_silent(comment):
                continue
            rows.append(
                [
                    str(len(rows) + 1),
                    _where(place, comment),
                    [called.get(comment.party_id, ""), f"\n({comment.author_name})"],
                    list(_said(comment, proposals.get(comment.pk))),
                    _verdict(comment),
                    list(_answer(comment)),
                ]
            )
    return Table(
        head=[
            _("TT"),
            _("Điều khoản"),
            _("Bên góp ý"),
            _("Nội dung góp ý, đề nghị"),
            _("Kết quả"),
            _("Giải trình"),
        ],
        rows=rows,
        widths=(0.5, 1.4, 2.2, 4, 1.2, 3.4),
        aligns=(Align.CENTRE, *([Align.LEFT] * 5)),
    )


def _where(place: Reception, comment: Comment) -> str:
    """Return the place then and now; one of them when they are the same."""
    then = comment.place
    if place.line is None:
        if place.gone:
            return _upper(_("{then} (nay không còn)").format(then=place.gone))
        return _("Chung")
    now = place.line.path
    if not then or then == now:
        return _upper(now)
    return _upper(_("{then}; nay là {now}").format(then=then, now=now))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _said(comment: Comment, proposal: Proposal | None) -> Iterator[str | Run]:
    if comment.kind == CommentKind.NO_OPINION:
        yield str(comment.get_kind_display())
    if comment.quoted:
        yield Run(f"“{comment.quoted}”\n", italic=True)
    if comment.text:
        yield comment.text
    if proposal is not None:
        yield Run(("\n" if comment.text else "") + f"{Edit(proposal.edit).label}: ", bold=True)
        yield from redline(proposal.heading_pieces, bold=True)
        if proposal.heading_pieces and proposal.text_pieces:
            yield "\n"
        yield from redline(proposal.text_pieces)


def _verdict(comment: Comment) -> str:
    if comment.verdict:
        return str(comment.get_verdict_display())
    return _("chưa trả lời") if comment.needs_answer else "—"


def _answer(comment: Comment) -> Iterator[str | Run]:
    if comment.reason:
        yield comment.reason
    if comment.adopted_text:
        yield Run(
            _("{gap}Ghi vào nội dung: ").format(gap="\n" if comment.reason else ""), bold=True
        )
        yield comment.adopted_text
    if comment.answered_at:
        day = timezone.localtime(comment.answered_at).date()
        yield Run(f"\n({comment.answered_by_name}, {day:%d/%m/%Y})", italic=True)
