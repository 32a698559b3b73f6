"""The certificate a union gives a member who retires; always in Vietnamese, to be signed."""

from datetime import timedelta

from congdoan.areas.members.models import Leaving, Membership
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.organisations.api import name_of, unscoped_parent
from congdoan.support.rendering.api import (
    Align,
    IssuingBody,
    OfficialDocument,
    Paragraph,
    ProfileCode,
    Run,
    SignatureBlock,
)


class NotRetired(Refusal):
    """Giấy ghi nhận chỉ lập cho người thôi sinh hoạt vì nghỉ hưu; hãy xem lại lý do thôi."""


def honour_paper(leaving: Leaving, first: Membership) -> OfficialDocument:
    """
    Return the certificate with the names of the last day; number and day are filled in by hand.

    ``first`` is the membership with which the person's life in the union began.

    :raises NotRetired: when somebody left for another reason
    """
    membership = leaving.membership
    if leaving.reason != "RETIRED" or membership.valid.upper is None:
        raise NotRetired
    person, day = membership.person, membership.valid.upper - timedelta(days=1)
    unit = name_of(membership.organisation, on=day)
    above = unscoped_parent(membership.organisation_id, on=day)
    title = {"F": "Bà", "M": "Ông"}.get(person.gender, "Ông (Bà)")
    born = f", sinh ngày {person.birth_date:%d/%m/%Y}" if person.birth_date else ""
    years = f"từ ngày {first.valid.lower:%d/%m/%Y} đến ngày {day:%d/%m/%Y}"
    return OfficialDocument(
        bodies=[
            IssuingBody(
                f"BAN CHẤP HÀNH {unit}".upper(),
                superior=name_of(above, on=day).upper() if above else "",
                number="          ",
            )
        ],
        type_name="GIẤY GHI NHẬN",
        subject="đoàn viên công đoàn nghỉ hưu",
        profile=ProfileCode.UNION,
        body=[
            Paragraph([Run(f"{title} {person.full_name}", bold=True)], Align.CENTRE, indent=False),
            Paragraph(
                f"{title} {person.full_name}{born}, là đoàn viên Công đoàn Việt Nam {years}."
            ),
            Paragraph(
                f"Ban Chấp hành {unit} trân trọng ghi nhận những đóng góp của {title.lower()} cho "
                "tổ chức công đoàn và tập thể người lao động trong thời gian công tác, chúc "
                f"{title.lower()} và gia đình mạnh khỏe, hạnh phúc."
            ),
        ],
        signatures=[SignatureBlock(title="CHỦ TỊCH", capacity=["TM. BAN CHẤP HÀNH"])],
    )
