"""
A joint document (liên tịch) of the province's federation and its Sở: the federation has signed, the
director of the Sở finds it on the list of work. A second one is signed by both and has its number.
"""

from datetime import date
from typing import Any

from congdoan.areas.documents.api import (
    DocumentData,
    add_cosigner,
    approve_document,
    cosign,
    issue_document,
    sign_document,
    signings,
    submit_document,
    write_document,
)
from congdoan.areas.documents.models import Document
from congdoan.config.demo.stage import demo_actor, known, moment
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.periods.api import add_working_days
from congdoan.support.drafting.api import DraftData, new_block, save_draft

DEPARTMENT = "SO-68"
_TEXT = (
    ("basis", "Căn cứ Quy chế phối hợp công tác giữa hai bên;"),
    ("clause", "Phối hợp tổ chức hội nghị viên chức, người lao động ở mọi trường học."),
    ("clause", "Mỗi bên cử một đầu mối; hai bên sơ kết vào cuối học kỳ một."),
    ("recipient", "Các đơn vị trực thuộc hai bên"),
    ("recipient", "Lưu: VT"),
)


def build(province: Organisation, clerk: Actor, today: date) -> None:
    other = known(DEPARTMENT)
    ways = signings(province.pk, on=today), signings(other.pk, on=today)
    if not all(ways):
        return
    for subject, done in (
        ("phối hợp tổ chức hội nghị viên chức, người lao động ở trường học", True),
        ("phối hợp chăm lo nhà giáo dịp Tết Nguyên đán", False),
    ):
        day = add_working_days(today, -3) if done else today
        document = _written(province, clerk, subject, ways[0][0].code, day)
        add_cosigner(
            actor=clerk, document=document, organisation=other, code=ways[1][0].code, on=day
        )
        _go(document, demo_actor(day), ways[0][0].code, ways[1][0].code, day, done=done)


def _written(
    province: Organisation, clerk: Actor, subject: str, to_sign: str, day: date
) -> Document:
    data = DocumentData(type="UNION.HD", subject=subject, to_sign=to_sign)
    at = moment(day, 7)
    text = write_document(actor=clerk, organisation=province, data=data, at=at)
    blocks = [new_block(kind, words) for kind, words in _TEXT]
    save_draft(
        actor=clerk,
        draft=text,
        revision=text.revision,
        data=DraftData(text.subject, "", blocks),
        at=at,
    )
    return Document.objects.select_related("organisation").get(pk=text.owner_id)


def _go(
    document: Document, actor: Actor, first: str, second: str, day: date, *, done: bool
) -> None:
    from congdoan.config.demo.documents import text

    data = DocumentData(type=document.type, subject=document.subject)
    scan: dict[str, Any] = {
        "signed_on": day,
        "scan": text(document.organisation, data, day, name="Bản ký.pdf"),
    }
    ask: dict[str, Any] = {"actor": actor, "document": document, "on": day, "at": moment(day, 8)}
    submit_document(**ask)
    approve_document(**ask)
    sign_document(code=first, **ask, **scan)
    if not done:
        return
    row = document.cosigners.get()
    scan = {"signed_on": day, "scan": text(document.organisation, data, day, name="Bản ký hai.pdf")}
    cosign(actor=actor, cosigner=row, code=second, on=day, at=moment(day, 8), **scan)
    issue_document(**ask)
