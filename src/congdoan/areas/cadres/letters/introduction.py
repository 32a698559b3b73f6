"""The committee's resolution that introduces a member to the Party cell, on paper."""

from datetime import date

from congdoan.areas.cadres.models import IntroductionStep, PartyIntroduction
from congdoan.kernel.organisations.api import name_of, unscoped_parent
from congdoan.support.rendering.api import (
    Block,
    Division,
    IssuingBody,
    Level,
    OfficialDocument,
    ProfileCode,
    SignatureBlock,
)


def introduction_paper(
    introduction: PartyIntroduction,
    *,
    vote: IntroductionStep,
    paper: IntroductionStep | None,
    grounds: str,
    on: date,
) -> OfficialDocument:
    """Return the resolution with the names of its day; always in Vietnamese, as it is signed."""
    dated = paper.done_on if paper else on
    unit = name_of(introduction.organisation, on=dated)
    above = unscoped_parent(introduction.organisation_id, on=dated)
    return OfficialDocument(
        bodies=[
            IssuingBody(
                f"BAN CHẤP HÀNH {unit}".upper(),
                superior=name_of(above, on=dated).upper() if above else "",
                number=paper.number if paper else "",
            )
        ],
        type_name="NGHỊ QUYẾT",
        subject="giới thiệu đoàn viên công đoàn ưu tú vào Đảng Cộng sản Việt Nam",
        profile=ProfileCode.UNION,
        dated=dated,
        bases=[
            "Căn cứ Điều lệ Đảng Cộng sản Việt Nam;",
            "Căn cứ Điều lệ Công đoàn Việt Nam;",
            f"Xét đề nghị của {introduction.proposed_by} và kết quả biểu quyết của ban chấp hành,",
        ],
        body=_articles(introduction, vote, unit, grounds),
        signatures=[
            SignatureBlock(
                title="CHỦ TỊCH",
                name=paper.signer_name if paper else "",
                capacity=["TM. BAN CHẤP HÀNH"],
            )
        ],
        recipients=["Chi bộ;", "Lưu: VT."],
    )


def _articles(
    introduction: PartyIntroduction, vote: IntroductionStep, unit: str, grounds: str
) -> list[Block]:
    person = introduction.person
    title = {"F": "bà", "M": "ông"}.get(person.gender, "ông (bà)")
    born = f", sinh ngày {person.birth_date:%d/%m/%Y}" if person.birth_date else ""
    merits = " ".join(grounds.split()).rstrip(".")
    return [
        Division(
            Level.ARTICLE,
            "Điều 1.",
            f"Giới thiệu {title} {person.full_name}{born}, đoàn viên {unit}, với chi bộ xem xét, "
            f"bồi dưỡng, kết nạp vào Đảng. {merits}.",
        ),
        Division(
            Level.ARTICLE,
            "Điều 2.",
            f"Tổng số ủy viên ban chấp hành: {vote.entitled}; có mặt: {vote.present}; tán thành: "
            f"{vote.in_favour}; không tán thành: {vote.against}. Biểu quyết bằng phiếu kín ngày "
            f"{vote.done_on:%d/%m/%Y}.",
        ),
        Division(
            Level.ARTICLE,
            "Điều 3.",
            "Ban chấp hành chịu trách nhiệm trước Đảng về những nội dung giới thiệu và tiếp tục "
            "giúp đỡ người được giới thiệu phấn đấu.",
        ),
    ]
