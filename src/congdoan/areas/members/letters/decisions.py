"""D_ADMIT and D_RECOG_MEMBERS: the decision on members, on paper (domain-rules 1.6b)."""

from congdoan.areas.members.enums import DecisionKind
from congdoan.areas.members.models import Application, MemberDecision
from congdoan.areas.members.selectors.joining import members_of_decision
from congdoan.kernel.organisations.api import name_of, unscoped_parent
from congdoan.support.rendering.api import (
    Align,
    Block,
    Division,
    IssuingBody,
    Level,
    OfficialDocument,
    ProfileCode,
    SignatureBlock,
    Table,
)

#: More names stand in a list of their own after the articles.
_NAMED_IN_TEXT = 1


def decision_paper(decision: MemberDecision) -> OfficialDocument:
    """Return the decision with the names of its day; always in Vietnamese, as it is signed."""
    unit = name_of(decision.organisation, on=decision.dated)
    issuer = name_of(decision.issuer, on=decision.dated)
    above = unscoped_parent(decision.issuer_id, on=decision.dated)
    people = members_of_decision(decision)
    founding = decision.kind == DecisionKind.RECOGNISE
    verb = "công nhận" if founding else "kết nạp"
    return OfficialDocument(
        bodies=[
            IssuingBody(
                f"BAN CHẤP HÀNH {issuer}".upper(),
                superior=name_of(above, on=decision.dated).upper() if above else "",
                number=decision.number,
            )
        ],
        type_name="QUYẾT ĐỊNH",
        subject=f"về việc {verb} đoàn viên công đoàn",
        profile=ProfileCode.UNION,
        dated=decision.dated,
        bases=[
            "Căn cứ Luật Công đoàn;",
            "Căn cứ Điều lệ Công đoàn Việt Nam;",
            "Xét danh sách đề nghị khi thành lập công đoàn cơ sở,"
            if founding
            else "Xét đơn gia nhập Công đoàn Việt Nam của người lao động,",
        ],
        body=_articles(decision, people, unit, verb),
        signatures=[
            SignatureBlock(
                title=decision.signer_title or "CHỦ TỊCH",
                name=decision.signer_name,
                capacity=["TM. BAN CHẤP HÀNH"],
            )
        ],
        recipients=["Như Điều 2;", "Lưu: VT."],
    )


def _articles(
    decision: MemberDecision, people: list[Application], unit: str, verb: str
) -> list[Block]:
    day = f"{decision.effective_on:%d/%m/%Y}"
    if len(people) > _NAMED_IN_TEXT:
        who = f"{len(people)} người có tên trong danh sách kèm theo là"
    else:
        one = people[0]
        born = f", sinh ngày {one.birth_date:%d/%m/%Y}" if one.birth_date else ""
        title = {"F": "bà", "M": "ông"}.get(one.gender, "ông (bà)")
        who = f"{title} {one.full_name}{born} là"
    blocks: list[Block] = [
        Division(
            Level.ARTICLE,
            "Điều 1.",
            f"{verb[:1].upper()}{verb[1:]} {who} đoàn viên {unit} kể từ ngày {day}.",
        ),
        Division(
            Level.ARTICLE,
            "Điều 2.",
            f"{unit} và những người có tên tại Điều 1 chịu trách nhiệm thi hành quyết định này.",
        ),
    ]
    if len(people) > _NAMED_IN_TEXT:
        rows = [
            [
                str(place),
                one.full_name,
                f"{one.birth_date:%d/%m/%Y}" if one.birth_date else "",
                str(one.get_gender_display()) if one.gender else "",
                one.job_title,
            ]
            for place, one in enumerate(people, 1)
        ]
        blocks.append(
            Table(
                ["TT", "Họ và tên", "Ngày sinh", "Giới tính", "Chức danh"],
                rows,
                [0.7, 3.4, 1.7, 1.2, 3],
                [Align.CENTRE, Align.LEFT, Align.CENTRE, Align.CENTRE, Align.LEFT],
                caption="Danh sách đoàn viên",
            )
        )
    return blocks
