"""The minutes of counting and of the result, in official form; always in Vietnamese."""

from collections.abc import Sequence

from congdoan.areas.voting.enums import Manner, Verdict
from congdoan.areas.voting.models import Candidate, Vote
from congdoan.kernel.organisations.api import name_of, superior_names
from congdoan.kernel.rulebook.api import find_rule
from congdoan.support.rendering.api import (
    Block,
    Division,
    IssuingBody,
    Level,
    OfficialDocument,
    Paragraph,
    ProfileCode,
    SignatureBlock,
    Table,
)

_HOW = {
    Manner.HANDS: "Biểu quyết bằng cách giơ tay.",
    Manner.NAMED: "Biểu quyết có ghi tên.",
    Manner.SECRET: "Bỏ phiếu kín",
}
_MEANS = {
    "PAPER": " bằng phiếu giấy, hai người kiểm độc lập.",
    "ELECTRONIC": " bằng phiếu điện tử.",
    "BOTH": " bằng phiếu giấy và phiếu điện tử, chung một danh sách cử tri.",
}
_VERDICTS = {
    Verdict.ELECTED: "Trúng cử",
    Verdict.NOT_ELECTED: "Không trúng cử",
    Verdict.TIED: "Bằng phiếu, bầu lại",
}


def counting_minutes(vote: Vote, lines: Sequence[Candidate]) -> OfficialDocument:
    """Return what the board counted, for its members to sign."""
    body: list[Block] = [
        Paragraph(f"Ngày {vote.held_on:%d/%m/%Y}, ban bầu cử tiến hành kiểm phiếu: {vote.title}."),
        Division(Level.ARTICLE, "1.", "Thành phần ban bầu cử"),
        *(
            Paragraph(f"- {one.name}{', trưởng ban' if one.heads else ''}")
            for one in vote.board.all()
        ),
        Division(Level.ARTICLE, "2.", "Hình thức"),
        Paragraph(_how(vote)),
        Division(Level.ARTICLE, "3.", "Số phiếu"),
        *(Paragraph(line) for line in _figures(vote)),
        Division(Level.ARTICLE, "4.", "Kết quả kiểm phiếu"),
        _table(vote, lines),
    ]
    if vote.void_reason:
        body.append(Paragraph(f"Cuộc bỏ phiếu không có giá trị: {vote.void_reason}"))
    return _paper(vote, "BIÊN BẢN KIỂM PHIẾU", vote.title, body)


def result_minutes(vote: Vote, lines: Sequence[Candidate]) -> OfficialDocument:
    """Return who is elected or what is carried, by which rule."""
    body: list[Block] = [
        Paragraph(f"Căn cứ biên bản kiểm phiếu ngày {vote.held_on:%d/%m/%Y}: {vote.title}."),
        Division(Level.ARTICLE, "1.", "Quy định áp dụng"),
        Paragraph(_rule(vote)),
        Division(Level.ARTICLE, "2.", "Kết quả"),
        *(Paragraph(line) for line in _results(vote, lines)),
    ]
    if vote.decision_no and vote.recognised_on:
        body.append(
            Paragraph(
                f"Kết quả được công nhận tại Quyết định số {vote.decision_no} ngày "
                f"{vote.recognised_on:%d/%m/%Y}."
            )
        )
    return _paper(vote, "BIÊN BẢN KẾT QUẢ", vote.title, body)


def _how(vote: Vote) -> str:
    return _HOW[Manner(vote.manner)] + (_MEANS.get(vote.means, "") if vote.is_secret else "")


def _figures(vote: Vote) -> list[str]:
    rows = [f"- Số người có mặt khi bỏ phiếu: {vote.present or 0}"]
    if vote.is_secret:
        rows += [
            f"- Số phiếu phát ra: {vote.issued}",
            f"- Số phiếu thu về: {vote.collected}",
            f"- Số phiếu hợp lệ: {vote.valid}",
            f"- Số phiếu không hợp lệ: {vote.invalid}",
        ]
    return rows


def _table(vote: Vote, lines: Sequence[Candidate]) -> Table:
    base = (vote.present if vote.rule.get("of") == "PRESENT" else vote.collected) or 0
    return Table(
        head=["TT", "Họ và tên, nội dung", "Số phiếu", "Tỷ lệ"],
        rows=[
            [str(one.order), one.name, str(one.votes or 0), percent(one.votes or 0, base)]
            for one in lines
        ],
        widths=[1, 7, 2, 2],
    )


def percent(part: int, whole: int) -> str:
    """Return a share with two places, rounded down: 50 of 100 never reads as more than half."""
    if not whole:
        return "—"
    hundredths = part * 10_000 // whole
    return f"{hundredths // 100},{hundredths % 100:02d}%"


def _rule(vote: Vote) -> str:
    row = find_rule(vote.rule.get("key", ""), on=vote.held_on)
    words = row.label_vi if row else ""
    basis = vote.rule.get("legal_basis", "")
    if vote.rule.get("of") != "HIGHEST":
        of = "người có mặt" if vote.rule.get("of") == "PRESENT" else "phiếu thu về"
        share = vote.rule.get("more_than", {})
        words += f": cần hơn {share.get('parts')}/{share.get('of')} số {of}"
    checked = "" if vote.rule.get("verified") else " (chưa đối chiếu văn bản gốc)"
    return f"{words}, ít nhất {vote.needed or 0} phiếu. {basis}{checked}."


def _results(vote: Vote, lines: Sequence[Candidate]) -> list[str]:
    if vote.void_reason:
        return [f"Không có giá trị: {vote.void_reason}"]
    if not vote.is_election:
        said = ", ".join(f"{one.name.lower()} {one.votes or 0}" for one in lines)
        return [
            f"{said.capitalize()}.",
            "Được thông qua." if vote.carried else "Không được thông qua.",
        ]
    ranked = sorted(lines, key=lambda one: (-(one.votes or 0), one.order))
    rows = [
        f"- {one.name}: {one.votes or 0} phiếu. {_VERDICTS.get(Verdict(one.verdict), '')}."
        for one in ranked
    ]
    if vote.vacant:
        rows.append(f"Còn thiếu {vote.vacant} người so với số lượng cần bầu ({vote.seats}).")
    if vote.tied_seats:
        rows.append(f"Bầu lại {vote.tied_seats} người trong số những người bằng phiếu.")
    return rows


def _paper(vote: Vote, type_name: str, subject: str, body: Sequence[Block]) -> OfficialDocument:
    day = vote.held_on
    head = vote.board.filter(heads=True).first()
    return OfficialDocument(
        bodies=[
            IssuingBody(
                name=name_of(vote.organisation, on=day).upper(),
                superior=superior_names([vote.organisation_id], on=day)
                .get(vote.organisation_id, "")
                .upper(),
            )
        ],
        type_name=type_name,
        subject=subject,
        profile=ProfileCode.UNION,
        dated=day,
        body=body,
        signatures=[
            SignatureBlock(title="CHỦ TỌA"),
            SignatureBlock(
                title="TRƯỞNG BAN", name=head.name if head else "", capacity=["TM. BAN BẦU CỬ"]
            ),
        ],
        recipients=["Hồ sơ hội nghị;", "Lưu: VT."],
    )
