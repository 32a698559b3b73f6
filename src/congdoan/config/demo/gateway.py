"""
Exchange of documents of Lâm Đồng's federation with two bodies outside: what came, what left, what
was refused. Codes and bodies are invented; nothing leaves the machine (files are fetched by hand).
"""

from datetime import date
import io

from congdoan.areas.documents.api import DocumentData, Rule
from congdoan.areas.gateway.api import (
    Package,
    PeerData,
    Way,
    connect_peer,
    give_code,
    send_waiting,
    take_package,
)
from congdoan.config.demo.documents import PROVINCE, issued, send, text
from congdoan.config.demo.stage import demo_actor, known, moment
from congdoan.foundation import clock
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.edxml.api import (
    Attachment,
    Business,
    Letter,
    Party,
    Profile,
    write_package,
)

OWN, PEOPLE, STATE = "000.00.68.L68", "000.00.00.H36", "000.00.00.G22"


def build() -> None:
    if Package.objects.exists():
        return
    # Books run by day: the numbers before were taken until today.
    day, province = clock.today(), known(PROVINCE)
    actor, at = demo_actor(day), moment(day, 7)
    give_code(actor=actor, organisation=province, code=OWN, on=day)
    for code, name, profile in (
        (PEOPLE, "Ủy ban nhân dân tỉnh Lâm Đồng", "VXP"),
        (STATE, "Văn phòng Chính phủ", "QCVN"),
    ):
        data = PeerData(code=code, name=name, profile=profile, way=Way.FILE)
        connect_peer(actor=actor, data=data, on=day, at=at)
    _come(province, day, "1301", "phối hợp tổ chức Ngày Nhà giáo Việt Nam 20/11")
    _come(province, day, "1302", "mời dự hội nghị trực tuyến", to="000.00.99.L68")
    _come(province, day, "1301", "", business=Business.REVOKE, reason="ban hành nhầm số")
    subject = "tình hình công nhân, viên chức, lao động quý III"
    report = issued(province, DocumentData(type="UNION.BC", subject=subject), day)
    send(report, Rule(outside=f"Ủy ban nhân dân tỉnh Lâm Đồng; {PEOPLE}"), day)
    send_waiting(clock=lambda: moment(day, 10))


def _come(
    province: Organisation,
    day: date,
    number: str,
    subject: str,
    *,
    to: str = OWN,
    business: Business = Business.NEW,
    reason: str = "",
) -> None:
    """Take a package as the people's committee's own program would have written it."""
    paper = text(province, DocumentData(type="STATE.CV", subject=subject or "văn bản"), day)
    files = () if business == Business.REVOKE else (Attachment("cong-van.pdf", paper.read()),)
    letter = Letter(
        sender=Party(PEOPLE, "Ủy ban nhân dân tỉnh Lâm Đồng"),
        receivers=(Party(to, "Liên đoàn Lao động tỉnh Lâm Đồng"),),
        document_id=f"{PEOPLE},{day:%Y/%m/%d},{number}/UBND-VX",
        subject=subject or "thu hồi văn bản",
        code_number=number,
        code_notation="UBND-VX",
        promulgated_on=day,
        type_name="Công văn",
        business=business,
        reason=reason,
        attachments=files,
    )
    content = write_package(letter, Profile(zipped=True))
    take_package(actor=demo_actor(day), stream=io.BytesIO(content), at=moment(day, 7))
