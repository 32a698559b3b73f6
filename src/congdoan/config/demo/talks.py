"""What the parties of the demo say about a draft, and what the drafter answers."""

from collections.abc import Iterable
from datetime import date

from congdoan.areas.agreements import api
from congdoan.areas.agreements.enums import Level
from congdoan.areas.agreements.models import Agreement, Party
from congdoan.areas.agreements.selectors.consultations import subject_of
from congdoan.config.demo.stage import demo_actor, moment
from congdoan.kernel.access.api import OfficeActor, actor_for
from congdoan.kernel.people.models import Office
from congdoan.support.discussion.api import CommentKind, Edit, Verdict, unscoped_unanswered

_OPINIONS = (
    "Đề nghị ghi rõ đầu mối liên hệ của từng bên.",
    "Nên quy định thời hạn gửi số liệu trước hội nghị sơ kết mười ngày.",
    "Đề nghị bổ sung việc hỗ trợ nhà giáo công tác ở vùng khó khăn.",
    "Cân nhắc giảm số lần báo cáo bằng văn bản, tăng trao đổi trực tuyến.",
    "Đề nghị luân phiên nơi tổ chức hội nghị giữa các huyện.",
)


def officer(party: Party, on: date) -> OfficeActor:
    """Return who speaks for a party on ``on``: its officer with a sign-in (accounts.py)."""
    office = (
        Office.objects.on(on)
        .filter(organisation=party.organisation_id, person__user__isnull=False)
        .select_related("person__user")
        .order_by("pk")[0]
    )
    return actor_for(office.person.user, today=on)


def reply(agreement: Agreement, parties: Iterable[Party], *, on: date, opinions: int) -> None:
    """Let the first parties say something about different clauses, the others have no opinion."""
    clauses = [line.item for line in api.outline_of(agreement) if line.item.text]
    for n, party in enumerate(parties):
        actor, at = officer(party, on), moment(on)
        if n >= opinions:
            api.say_no_opinion(actor=actor, agreement=agreement, party=party, on=on, at=at)
            continue
        api.say(
            actor=actor,
            agreement=agreement,
            party=party,
            kind=CommentKind.OPINION,
            at=at,
            clause=clauses[(n * 3) % len(clauses)],
            text=_OPINIONS[n % len(_OPINIONS)],
        )
        api.finish_reply(actor=actor, agreement=agreement, party=party, on=on, at=at)


def answer(agreement: Agreement, *, on: date) -> None:
    verdicts = (Verdict.ACCEPTED, Verdict.PARTLY, Verdict.REJECTED)
    for n, comment in enumerate(unscoped_unanswered(subject_of(agreement))):
        api.answer(
            actor=demo_actor(on),
            agreement=agreement,
            comment=comment,
            verdict=verdicts[n % 3],
            reason="Đã trao đổi, thống nhất tại cuộc họp ngày 30/10/2023.",
            on=on,
            at=moment(on),
        )


def suggest(agreement: Agreement, party: Party, *, on: date) -> None:
    """Let a party want one clause to read otherwise and another to follow; it goes on writing."""
    clauses = [line.item for line in api.outline_of(agreement) if line.item.level == Level.CLAUSE]
    wishes = (
        (Edit.REPLACE, clauses[1], f"{clauses[1].text} Kết quả được thông báo bằng văn bản."),
        (Edit.INSERT, clauses[-1], "Hai bên luân phiên chủ trì hội nghị sơ kết hằng năm."),
    )
    for edit, clause, text in wishes:
        api.suggest(
            actor=officer(party, on),
            agreement=agreement,
            party=party,
            clause=clause,
            edit=edit,
            revision=clause.revision,
            text=text,
            level=Level.CLAUSE,
            reason="Để rõ trách nhiệm của từng bên.",
            at=moment(on),
        )
