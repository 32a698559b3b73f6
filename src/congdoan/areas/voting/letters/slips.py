"""Slips with codes, to be cut and handed out; always in Vietnamese."""

from collections.abc import Sequence

from congdoan.areas.voting.models import Vote
from congdoan.kernel.organisations.api import name_of
from congdoan.support.rendering.api import (
    IssuingBody,
    OfficialDocument,
    Paragraph,
    ProfileCode,
    Table,
)


def slips_paper(vote: Vote, slips: Sequence[tuple[str, str]], address: str) -> OfficialDocument:
    """Return names and codes as one table; who hands out cuts it line by line."""
    return OfficialDocument(
        bodies=[IssuingBody(name=name_of(vote.organisation, on=vote.held_on).upper())],
        type_name="TỜ MÃ BỎ PHIẾU",
        subject=vote.title,
        profile=ProfileCode.UNION,
        dated=vote.held_on,
        body=[
            Paragraph(
                f"Mỗi dòng cắt rời, giao tận tay. Mở {address} trên máy dùng chung, gõ mã. Mã dùng "
                "một lần; mã không gắn với nội dung phiếu."
            ),
            Table(
                head=["TT", "Họ và tên", "Mã"],
                rows=[[str(n), name, code] for n, (name, code) in enumerate(slips, start=1)],
                widths=[1, 6, 4],
            ),
        ],
    )
