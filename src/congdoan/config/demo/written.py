"""
A letter written in the editor: an invitation merged for the units below, shown to two colleagues,
one of whom has asked for a change. All is invented.
"""

from datetime import date

from congdoan.areas.documents.api import (
    DocumentData,
    Reach,
    ask_opinions,
    choose_merge,
    colleagues_to_ask,
    signings,
    write_document,
)
from congdoan.areas.documents.models import Document
from congdoan.config.demo.stage import moment
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.periods.api import add_working_days
from congdoan.support.drafting.api import DraftData, new_block, save_draft

_TEXT = (
    (
        "paragraph",
        (
            "{{organisation.name}} trân trọng kính mời đồng chí {{receiver.leader}}, Chủ tịch"
            " {{receiver.name}}, dự **Hội nghị tổng kết công tác công đoàn khối trường học**:"
        ),
    ),
    ("clause", "Thời gian: 8 giờ 00, thứ Sáu, __mang theo giấy mời này__."),
    ("clause", "Địa điểm: Hội trường cơ quan."),
    ("paragraph", "Rất mong đồng chí sắp xếp tham dự./."),
    ("recipient", "Như trên"),
    ("recipient", "Lưu: VT"),
)


def build(province: Organisation, clerk: Actor, today: date) -> None:
    """Write the invitation; who is asked finds it on the list of work."""
    at = moment(today, 7)
    ways = signings(province.pk, on=today)
    text = write_document(
        actor=clerk,
        organisation=province,
        data=DocumentData(
            type="UNION.GM",
            subject="dự hội nghị tổng kết công đoàn khối trường học",
            to_sign=ways[0].code if ways else "",
            reach=Reach.CHILDREN,
        ),
        at=at,
    )
    blocks = [new_block(kind, words) for kind, words in _TEXT]
    data = DraftData(text.subject, "{{receiver.name}}", blocks)
    save_draft(actor=clerk, draft=text, revision=text.revision, data=data, at=at)
    document = Document.objects.select_related("organisation").get(pk=text.owner_id)
    choose_merge(actor=clerk, document=document, source=f"units.{Reach.CHILDREN}", on=today, at=at)
    known = colleagues_to_ask(province, on=today)
    people = [key for key in known if key != clerk.person_id][:2]
    ask_opinions(
        actor=clerk,
        document=document,
        people=people,
        due=add_working_days(today, 2),
        note="Nhờ xem thời gian và thành phần.",
        on=today,
        at=at,
    )
