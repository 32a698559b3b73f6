"""
Documents of Lâm Đồng: the province's guidance on staff conferences on its way through its branch, a
letter that passes it on, answers, a clerk's incoming register. Days are counted back from today.
"""

from datetime import date, timedelta

from django.core.files.base import ContentFile

from congdoan.areas.documents.api import (
    Arrival,
    DocumentData,
    EffectData,
    ListData,
    Origin,
    Reach,
    Readers,
    RoutingKind,
    Rule,
    TaskData,
    acknowledge,
    approve_document,
    close_incoming,
    declare_effect,
    deliver,
    draft_document,
    give_task,
    issue_document,
    name_readers,
    register_arrival,
    relate,
    report_task,
    reserve,
    route,
    save_list,
    send_document,
    sign_document,
    signings,
    submit_document,
)
from congdoan.areas.documents.models import Document, Incoming
from congdoan.config.demo import joint, written
from congdoan.config.demo.stage import demo_actor, known, moment
from congdoan.foundation import clock
from congdoan.foundation.actor import Actor
from congdoan.kernel.access.api import actor_for
from congdoan.kernel.accounts.models import User
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Office, Person
from congdoan.kernel.periods.api import add_working_days
from congdoan.support.numbering.api import Register
from congdoan.support.rendering.api import IssuingBody, OfficialDocument, Paragraph, to_pdf
from congdoan.support.texts.api import read_on, unscoped_texts

PROVINCE, SCHOOL = "LDLD-68", "CS-68-TT-01"
GUIDANCE = "hướng dẫn tổ chức hội nghị viên chức, người lao động năm học 2026-2027"
BEFORE = "hướng dẫn tổ chức hội nghị viên chức, người lao động năm học 2025-2026"
#: Who has done what by today.
_DONE, _ANSWERED = 30, 4
_SENDERS = (
    ("UBND tỉnh Lâm Đồng", "1245/UBND-VX", "phối hợp tổ chức Ngày Nhà giáo Việt Nam"),
    ("Sở Giáo dục và Đào tạo", "2210/SGDĐT-TCCB", "rà soát đội ngũ nhà giáo năm học mới"),
    ("Tổng Liên đoàn Lao động Việt Nam", "6120/TLĐ-QHLĐ", "triển khai thỏa ước lao động tập thể"),
    ("Công đoàn Giáo dục Việt Nam", "318/CĐN", "tham gia hội thi “Cô giáo tài năng duyên dáng”"),
    ("Bảo hiểm xã hội tỉnh", "877/BHXH-CĐ", "đối soát thu bảo hiểm xã hội"),
)


def build() -> None:
    if Document.objects.exists():
        return
    today = clock.today()
    province, clerk = known(PROVINCE), User.objects.get(username="vanthu.tinh")
    _register(province, today)
    sent = add_working_days(today, -6)
    before = issued(
        province,
        DocumentData(type="UNION.HD", subject=BEFORE),
        add_working_days(today, -24),
    )
    guidance = issued(
        province,
        DocumentData(
            type="UNION.HD",
            subject=GUIDANCE,
            answer_by=add_working_days(today, 8),
            readers=Readers.NAMED,
        ),
        sent,
    )
    task = TaskData(
        "Tổ chức hội nghị viên chức, người lao động và gửi biên bản",
        add_working_days(today, 8),
        level="L4_GRASSROOTS",
    )
    give_task(actor=demo_actor(sent), document=guidance, data=task, on=sent, at=moment(sent))
    send(guidance, Rule(reach=Reach.BRANCH), sent)
    _read(guidance)
    _in_force(province, before, guidance, today)
    _of_the_branch(guidance, today)
    _under_way(province, clerk, today)


def text(
    unit: Organisation, data: DocumentData, day: date, name: str = "Toàn văn.pdf"
) -> "ContentFile[bytes]":
    """Return an invented text of the document as PDF."""
    paper = OfficialDocument(
        bodies=[IssuingBody(name=name_of(unit, on=day))],
        subject=data.subject,
        dated=day,
        body=[
            Paragraph("Văn bản trình diễn: nội dung do chương trình tạo ra, không có giá trị."),
            Paragraph(f"Về việc {data.subject}, đề nghị các đơn vị thực hiện và báo cáo kết quả."),
        ],
    )
    return ContentFile(to_pdf(paper, created_at=moment(day)), name=name)


def issued(
    unit: Organisation, data: DocumentData, day: date, origin: Origin | None = None
) -> Document:
    """Write a document and number it on ``day``, signed on paper by who leads the unit."""
    actor, at = demo_actor(day), moment(day, 8)
    made = draft_document(
        actor=actor,
        organisation=unit,
        data=data,
        body=text(unit, data, day),
        origin=origin,
        at=at,
    )
    submit_document(actor=actor, document=made, on=day, at=at)
    approve_document(actor=actor, document=made, on=day, at=at)
    sign_document(
        actor=actor,
        document=made,
        code=signings(unit.pk, on=day)[0].code,
        on=day,
        at=at,
        signed_on=day,
        scan=text(unit, data, day, name="Bản ký.pdf"),
    )
    return issue_document(actor=actor, document=made, on=day, at=at, keeper="Văn thư")


def send(document: Document, rule: Rule, day: date) -> None:
    actor, at = demo_actor(day), moment(day, 9)
    send_document(actor=actor, document=document, rule=rule, on=day, at=at)
    deliver(actor=actor, document=document.pk, at=at)


def _in_force(province: Organisation, before: Document, guidance: Document, today: date) -> None:
    """The new guidance replaces that of last year; a list of receivers for the press."""
    actor, topic = demo_actor(today), "STAFF_CONFERENCE"
    for one in (before, guidance):
        day = one.issued_on or today
        declare_effect(actor=actor, paper=one, data=EffectData(topic, day), at=moment(day, 9))
    day = guidance.issued_on or today
    relate(
        actor=actor, paper=guidance, kind="REPLACES", older=before, starts=day, at=moment(day, 9)
    )
    schools = Organisation.objects.on(today).filter(code__startswith="CS-68-TT-").order_by("code")
    data = ListData(
        "Trường trọng điểm và báo chí",
        tuple(schools.values_list("pk", flat=True)[:5]),
        "Báo Lâm Đồng; toasoan@baolamdong.vi-du.vn",
    )
    save_list(actor=actor, unit=province, data=data, at=moment(today, 7))


def _read(document: Document) -> None:
    """Read the guidance at once, so that its words are found; the worker reads the rest."""
    files = list(document.attachments.values_list("file", flat=True))
    for text in unscoped_texts(files).values():
        read_on(text=text.pk, at=text.asked_at)


def _signed_in(user_name: str, day: date) -> Actor:
    return actor_for(User.objects.get(username=user_name), today=day)


def _of_the_branch(guidance: Document, today: date) -> None:
    """The school's superior passes it on, the school has read it; some units are done."""
    day = add_working_days(today, -4)
    came = guidance.arrivals.select_related("organisation").order_by("organisation__code")
    school = came.get(organisation__code=SCHOOL)
    above = school.organisation.placements.get(hierarchy_id=1, valid__contains=day).parent
    arrived = came.filter(organisation=above).first()
    if arrived is not None:
        cover = issued(
            above,
            DocumentData(
                type="UNION.CV",
                subject="triển khai hướng dẫn hội nghị viên chức",
                readers=Readers.EVERYONE,
            ),
            day,
            Origin(forwards=arrived),
        )
        send(cover, Rule(reach=Reach.CHILDREN), day)
    officers = Office.objects.on(day).filter(organisation=school.organisation)
    name_readers(
        actor=demo_actor(day),
        incoming=school,
        people=list(officers.values_list("person_id", flat=True)),
        on=day,
        at=moment(day, 9),
    )
    acknowledge(actor=_signed_in("chutich.truong", day), incoming=school, at=moment(day, 10))
    others = list(
        came.filter(organisation__code__startswith="CS-68-").exclude(pk=school.pk)[:_DONE]
    )
    for one in others[_ANSWERED:]:
        close_incoming(actor=demo_actor(day), incoming=one, note="Đã tổ chức", at=moment(day, 11))
    day = add_working_days(today, -2)
    for one in others[:_ANSWERED]:
        report_task(
            actor=demo_actor(day), incoming=one, task=guidance.tasks.get(), at=moment(day, 8),
            note="Đã họp, 100% đại biểu tán thành nghị quyết.",
        )  # fmt: skip
        if signings(one.organisation_id, on=day):
            answer = issued(
                one.organisation,
                DocumentData(type="UNION.BC", subject="kết quả hội nghị viên chức, người lao động"),
                day,
                Origin(answers=one),
            )
            send(answer, Rule(picked=(guidance.organisation_id,)), day)


def _register(province: Organisation, today: date) -> None:
    """Twenty papers a clerk entered, some assigned to the specialist, one late."""
    specialist = Person.objects.get(user__username="chuyenvien.tinh")
    for turn in range(20):
        day = add_working_days(today, turn // 2 - 17)
        sender, symbol, subject = _SENDERS[turn % len(_SENDERS)]
        made = register_arrival(
            actor=demo_actor(day),
            organisation=province,
            data=Arrival(
                sender_name=sender,
                symbol=symbol.replace("/", f"{turn}/", 1),
                dated_on=day - timedelta(days=2),
                type="STATE.CV",
                subject=subject,
                urgency="URGENT" if turn == 7 else "NORMAL",
            ),
            arrived_on=day,
            at=moment(day, 8 + turn % 2),
        )
        _handle(made, specialist, turn, day)


def _handle(made: Incoming, specialist: Person, turn: int, day: date) -> None:
    actor, at = demo_actor(day), moment(day, 14)
    if turn % 3 == 0:
        route(
            actor=actor,
            incoming=made,
            person=specialist,
            kind=RoutingKind.ASSIGN,
            opinion="Nghiên cứu, tham mưu trả lời.",
            due=add_working_days(day, 12 if turn else 5),
            on=day,
            at=at,
        )
    elif turn % 3 == 1:
        close_incoming(actor=actor, incoming=made, note="Lưu để biết", at=at)


def _under_way(province: Organisation, clerk: User, today: date) -> None:
    """A number kept free, a draft that waits for approval, one that is being written."""
    actor = actor_for(clerk, today=today, organisation_id=province.pk)
    joint.build(province, actor, today)  # signed some days ago: its number comes first
    reserve(
        actor=actor, unit=province, register=Register.OUTGOING, type_code="", count=1,
        reason="Nghị quyết hội nghị ban chấp hành cuối năm", on=today, at=moment(today, 7),
    )  # fmt: skip
    for subject, submits in (
        ("tổ chức hội thao ngành giáo dục năm 2027", True),
        ("mời dự hội nghị tổng kết công đoàn khối trường học", False),
    ):
        data = DocumentData(type="UNION.KH" if submits else "UNION.GM", subject=subject)
        made = draft_document(
            actor=actor,
            organisation=province,
            data=data,
            body=text(province, data, today),
            at=moment(today, 7),
        )
        if submits:
            submit_document(actor=actor, document=made, on=today, at=moment(today, 7))
    written.build(province, actor, today)
