"""The province makes its guidance public; a plan waits for approval to be posted on its page."""

from congdoan.areas.documents.api import Document, DocumentData, get_document
from congdoan.areas.publications.api import (
    Channel,
    PageData,
    PublicationData,
    approve_publication,
    connect_page,
    prepare_publication,
)
from congdoan.areas.publications.models import Publication
from congdoan.config.demo.documents import GUIDANCE, PROVINCE, issued
from congdoan.config.demo.stage import demo_actor, known, moment
from congdoan.foundation import clock
from congdoan.kernel.access.api import actor_for
from congdoan.kernel.accounts.models import User
from congdoan.kernel.periods.api import add_working_days

#: Goes nowhere: nothing of the demo leaves the machine.
_NOWHERE = "http://127.0.0.1:9"


def build() -> None:
    if Publication.objects.exists():
        return
    today = clock.today()
    province, day = known(PROVINCE), add_working_days(today, -5)
    clerk = actor_for(User.objects.get(username="vanthu.tinh"), today=today)
    guidance = Document.objects.get(organisation=province, subject=GUIDANCE)
    portal = prepare_publication(
        actor=clerk,
        document=get_document(clerk, guidance.pk),
        channel=Channel.PORTAL,
        data=PublicationData(
            title="Tổ chức hội nghị viên chức, người lao động năm học 2026-2027",
            summary="Công đoàn các trường họp hội nghị trong tháng 10 và gửi biên bản về công đoàn "
            "xã, phường. Mẫu biên bản ở tệp kèm theo.",
            with_file=True,
            checked=True,
        ),
        at=moment(day, 9),
    )
    approve_publication(actor=demo_actor(day), publication=portal, at=moment(day, 10))
    page = PageData("100000000000001", "Công đoàn Lâm Đồng (trình diễn)", "x", _NOWHERE, "v23.0")
    connect_page(actor=demo_actor(day), organisation=province, data=page, at=moment(day, 8))
    plan = issued(
        province,
        DocumentData(type="UNION.KH", subject="ngày hội gia đình nhà giáo năm 2026"),
        today,
    )
    prepare_publication(
        actor=clerk,
        document=plan,
        channel=Channel.FACEBOOK,
        data=PublicationData(
            title="Ngày hội gia đình nhà giáo 2026",
            summary="Các trường đăng ký tiết mục với công đoàn xã, phường trước ngày 10.",
            checked=True,
        ),
        at=moment(today, 9),
    )
