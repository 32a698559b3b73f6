"""Handing duties down, exchange, matrix, thread and records as evidence."""

from datetime import date, timedelta
from decimal import Decimal
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
import docx
from docx.oxml.ns import qn
from pypdf import PdfReader
import pytest
from python_calamine import CalamineWorkbook

from congdoan.areas.agreements import api, tasks
from congdoan.areas.agreements.models import Clause, Duty, HandDown, Obligation, UnitReport
from congdoan.areas.agreements.rules import duties as duty_rules
from congdoan.areas.agreements.rules import exchange as exchange_rules
from congdoan.areas.agreements.rules import handing as rules
from congdoan.areas.agreements.rules.exchange import typical
from congdoan.areas.agreements.selectors.agreements import parties_of
from congdoan.areas.agreements.selectors.exchange import measured
from congdoan.areas.agreements.selectors.matrix import matrix_of
from congdoan.areas.agreements.selectors.text import current_version, outline
from congdoan.foundation.refusal import NotAllowed
from congdoan.support.notifications.api import inbox
from congdoan.support.worklist.api import own_work

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"agreements:{name}", args=args)


@pytest.fixture
def duty(running):
    """Rà soát …, owed by Lan's unit each school year."""
    rows = Duty.objects.of(running.pk).filter(obligation__words__contains="Rà soát")
    begun = rows.filter(starts__lte=date(2026, 3, 2)).order_by("-due")
    return begun.select_related("obligation__agreement").first()


@pytest.fixture
def handed(lan, tree, duty, today, now):
    return api.hand_down(
        actor=lan,
        obligation=duty.obligation,
        organisation=tree.middle,
        spread="BRANCH",
        level="",
        words="Gửi số liệu về công đoàn phường",
        on=today,
        at=now,
    )


def unit_report(actor, handed, duty, unit, today, now, **changes):
    values = {"done_on": today, "result": "Đã rà soát", "measured": Decimal(3)} | changes
    return api.report_for_unit(
        actor=actor,
        hand_down=handed,
        duty=duty,
        organisation=unit,
        on=today,
        at=now,
        **values,
    )


def test_each_unit_below_gets_the_duty_and_reports_it(
    lan, minh, tuan, far, tree, running, duty, handed, today, now, signed_in
):
    tasks.ask_units_of(hand_down=handed.pk)
    open_work = lambda: own_work(minh).filter(state="OPEN", title__contains="Rà soát")  # noqa: E731
    assert open_work().exists()
    page = url("unit_duty", handed.pk, duty.pk, tree.leaf.pk)
    assert "Gửi số liệu" in signed_in(minh).get(page).content.decode()
    assert signed_in(far).get(page).status_code == 404
    assert signed_in(minh).get(url("detail", running.pk)).status_code == 404
    form = url("unit_report", handed.pk, duty.pk, tree.leaf.pk)
    client = signed_in(minh)
    assert client.post(form, {"done_on": "", "result": ""}).status_code == 422
    answer = {"done_on": today.strftime("%d/%m/%Y"), "result": "Đã rà soát", "measured": "3"}
    assert client.post(form, answer).status_code == 302
    assert client.post(form, {**answer, "measured": "4"}).status_code == 302
    assert UnitReport.objects.get().measured == 4
    assert not open_work().exists()
    shown = signed_in(lan).get(url("duty", running.pk, duty.pk)).content.decode()
    assert "1/2 đơn vị đã báo cáo (50%)" in shown
    units = url("hand_units", running.pk, duty.pk, handed.pk)
    assert "Hoa Sen" in signed_in(lan).get(units).content.decode()
    waiting = signed_in(lan).get(units, {"state": "chua"}).content.decode()
    assert "Ánh Dương" in waiting
    assert "Hoa Sen" not in waiting
    assert signed_in(tuan).get(units).status_code == 404


def test_nobody_hands_down_or_reports_for_others(
    lan, minh, tuan, tree, running, duty, handed, today, now
):
    shared = {"spread": "BRANCH", "level": "", "words": "", "on": today, "at": now}
    with pytest.raises(rules.HandedAlready):
        api.hand_down(actor=lan, obligation=duty.obligation, organisation=tree.middle, **shared)
    with pytest.raises(rules.NotYours):
        api.hand_down(
            actor=tuan, obligation=duty.obligation, organisation=tree.department, **shared
        )
    with pytest.raises(NotAllowed):
        api.hand_down(actor=tuan, obligation=duty.obligation, organisation=tree.middle, **shared)
    with pytest.raises(NotAllowed):
        unit_report(lan, handed, duty, tree.leaf, today, now)
    with pytest.raises(duty_rules.DoneOnWrong):
        unit_report(minh, handed, duty, tree.leaf, today, now, done_on=today + timedelta(days=1))
    with pytest.raises(duty_rules.ResultMissing):
        unit_report(minh, handed, duty, tree.leaf, today, now, result=" ")
    joint = Obligation.objects.get(agreement=running, words__contains="Mở lớp tập huấn")
    with pytest.raises(rules.NobodyBelow):
        api.hand_down(actor=tuan, obligation=joint, organisation=tree.department, **shared)


def test_taking_it_back_keeps_what_was_reported(lan, minh, tree, duty, handed, today, now):
    unit_report(minh, handed, duty, tree.leaf, today, now)
    with pytest.raises(duty_rules.WhyNeeded):
        api.stop_handing_down(actor=lan, hand_down=handed, reason="", on=today, at=now)
    api.stop_handing_down(actor=lan, hand_down=handed, reason="Đã đủ", on=today, at=now)
    with pytest.raises(rules.NoLongerHanded):
        unit_report(minh, handed, duty, tree.leaf, today, now)
    assert UnitReport.objects.count() == 1
    assert HandDown.objects.running().count() == 0


def test_the_list_of_units_takes_the_same_queries(
    lan, minh, tree, running, duty, handed, today, now, signed_in, django_assert_max_num_queries
):
    client = signed_in(lan)
    page = url("hand_units", running.pk, duty.pk, handed.pk)
    client.get(page)
    cost = []
    for step in range(2):
        if step:
            unit_report(minh, handed, duty, tree.leaf, today, now)
        with django_assert_max_num_queries(60) as asked:
            client.get(page)
        cost.append(len(asked))
    assert cost[0] == cost[1]


def test_the_matrix_names_each_clause_once(lan, running, signed_in):
    found = matrix_of(running, on=date(2026, 3, 2))
    assert found.columns == ["Bên A", "Bên B", "Cùng làm"]
    rows = [row for group in found.groups for row in group.rows]
    assert len({row.clause for row in rows}) == len(rows)
    each = next(row for row in rows if "Thăm hỏi" in row.words)
    assert each.cells[0] is not None
    assert each.cells[1] is not None
    assert each.cells[2] is None
    client = signed_in(lan)
    for name in ("matrix", "matrix_print"):
        page = client.get(url(name, running.pk)).content.decode()
        assert "Thăm hỏi" in page
        assert "mỗi năm học" in page.lower()
    sheet = client.get(url("matrix_sheet", running.pk)).content
    table = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert table[0][:3] == ["Nội dung phối hợp", "Điều khoản", "Việc phải làm"]
    assert len(table) == len(rows) + 1


def test_a_draft_s_matrix_names_what_nobody_answers_for(draft, lan, tuan, signed_in):
    before = matrix_of(draft, on=date(2026, 3, 2))
    assert before.planned
    assert not before.unassigned
    rows = {row.place: row for group in before.groups for row in group.rows}
    line = next(one for one in outline(current_version(draft)) if one.path == "khoản 1 Điều 4")
    assert rows[line.path].words == line.item.text
    Clause.objects.filter(pk=line.item.pk).update(bearer="", lead_party=None)
    after = matrix_of(draft, on=date(2026, 3, 2))
    assert [one.path for one in after.unassigned] == ["khoản 1 Điều 4"]
    page = signed_in(lan).get(url("matrix", draft.pk)).content.decode()
    assert "chưa ghi ai làm" in page
    assert f"{url('editor', draft.pk)}#c-{line.item.stable_id.hex}" in page
    assert signed_in(tuan).get(url("matrix", draft.pk)).status_code == 404
    assert url("matrix", draft.pk) in signed_in(lan).get(url("editor", draft.pk)).content.decode()


def test_a_measure_makes_the_goal(lan, tuan, running, duty, signed_in):
    form = url("duty_measure", running.pk, duty.obligation_id)
    assert signed_in(tuan).get(form).status_code == 403
    signed_in(lan).post(form, {"measure": "cuộc", "goal": "2"})
    page = signed_in(lan).get(url("duty", running.pk, duty.pk)).content.decode()
    assert "2 cuộc" in page


def test_a_disputed_duty_names_who_disagrees_and_has_a_thread(
    lan, tuan, far, tree, running, today, now, signed_in
):
    duty = Duty.objects.of(running.pk).filter(obligation__words__contains="Rà soát").earliest("due")
    shared = {"duty": duty, "on": today, "at": now}
    api.report_duty(
        actor=lan, organisation=tree.middle, done_on=today, result="Đã rà soát", **shared
    )
    api.dispute_duty(actor=tuan, organisation=tree.department, reason="Thiếu số liệu", **shared)
    page = signed_in(lan).get(url("duty", running.pk, duty.pk)).content.decode()
    assert "Bên B (Sở Giáo dục và Đào tạo tỉnh An) chưa thống nhất" in page
    talk = url("duty_talk", running.pk, duty.pk)
    assert signed_in(lan).post(talk, {"text": ""}).status_code == 422
    assert signed_in(lan).post(talk, {"text": "Số liệu ở phụ lục 2"}).status_code == 302
    assert signed_in(far).get(talk).status_code == 404
    assert any("Rà soát" in one.title for one in inbox(tuan) if "Trao đổi" in one.title)
    page = signed_in(tuan).get(url("duty", running.pk, duty.pk)).content.decode()
    assert "Số liệu ở phụ lục 2" in page


def test_a_record_of_the_platform_is_evidence(
    lan, tuan, tree, running, review, duty, today, now, signed_in
):
    form = url("duty_report", running.pk, duty.pk)
    value = f"agreements.review:{review.pk}"
    assert value in signed_in(lan).get(form).content.decode()
    answer = {"done_on": today.strftime("%d/%m/%Y"), "result": "Xong", "record": value}
    bad = signed_in(lan).post(form, {**answer, "record": "agreements.review:999999"})
    assert bad.status_code == 422
    api.set_evidence(actor=lan, obligation=duty.obligation, evidence="REQUIRED")
    assert signed_in(lan).post(form, answer).status_code == 302
    page = signed_in(tuan).get(url("duty", running.pk, duty.pk)).content.decode()
    assert f'href="/phoi-hop/{running.pk}/so-ket/{review.pk}/"' in page
    with pytest.raises(duty_rules.RecordNotThere):
        api.report_duty(
            actor=lan,
            duty=Duty.objects.of(running.pk).filter(state="OPEN", obligation=duty.obligation)[0],
            organisation=tree.middle,
            done_on=today,
            result="Xong",
            records=[("agreements.review", 999999)],
            on=today,
            at=now,
        )


def send(actor, agreement, sender, receivers, today, now, **changes):
    data = {"kind": "SUPERIOR", "title": "Hướng dẫn năm học", "sent_on": today, "text": "Gửi"}
    return api.send_to_parties(
        actor=actor,
        agreement=agreement,
        organisation=sender,
        receivers=receivers,
        data=api.DispatchData(**(data | changes)),
        on=today,
        at=now,
    )


def test_the_exchange_is_measured_per_side(lan, tuan, tree, running, today, now):
    for age in (9, 4, 2):
        one = send(
            lan,
            running,
            tree.middle,
            [tree.department.pk],
            today,
            now,
            sent_on=today - timedelta(days=age),
        )
        if age != 2:
            api.confirm_reading(
                actor=tuan,
                dispatch=one,
                organisation=tree.department,
                read_on=today,
                on=today,
                at=now,
            )
    ours, theirs = measured(running, parties_of(running))
    assert (ours.sent, ours.received, ours.typical) == (3, 0, None)
    assert (theirs.received, theirs.read, theirs.unread, theirs.typical) == (3, 2, 1, 6.5)
    assert typical([]) is None


def test_what_the_exchange_refuses(lan, tuan, far, tree, running, today, now):
    to = [tree.department.pk]
    tomorrow = today + timedelta(days=1)
    with pytest.raises(exchange_rules.NobodyToSendTo):
        send(lan, running, tree.middle, [tree.far_middle.pk, tree.middle.pk], today, now)
    with pytest.raises(exchange_rules.NothingSent):
        send(lan, running, tree.middle, to, today, now, text=" ")
    with pytest.raises(exchange_rules.SentOnWrong):
        send(lan, running, tree.middle, to, today, now, sent_on=tomorrow)
    with pytest.raises(duty_rules.LinkWrong):
        send(lan, running, tree.middle, to, today, now, link="javascript:x")
    with pytest.raises(NotAllowed):
        send(far, running, tree.middle, to, today, now)
    one = send(lan, running, tree.middle, to, today, now)
    shared = {"dispatch": one, "on": today, "at": now}
    with pytest.raises(exchange_rules.NotSentTo):
        api.confirm_reading(actor=lan, organisation=tree.middle, read_on=today, **shared)
    with pytest.raises(exchange_rules.ReadBeforeSent):
        api.confirm_reading(actor=tuan, organisation=tree.department, read_on=tomorrow, **shared)
    with pytest.raises(exchange_rules.NotTheSender):
        api.recall_dispatch(actor=tuan, dispatch=one, organisation=tree.department, reason="x")
    api.confirm_reading(actor=tuan, organisation=tree.department, read_on=today, **shared)
    with pytest.raises(exchange_rules.AlreadyRead):
        api.recall_dispatch(actor=lan, dispatch=one, organisation=tree.middle, reason="x")


def test_the_exchange_through_forms(lan, tuan, far, tree, running, today, signed_in):
    client = signed_in(lan)
    assert "Chưa có gì được trao đổi" in client.get(url("exchange", running.pk)).content.decode()
    sent = {
        "kind": "STATUS",
        "title": "Tình hình học kỳ I",
        "receivers": [tree.department.pk],
        "sent_on": today.strftime("%d/%m/%Y"),
        "upload": SimpleUploadedFile("tinh-hinh.pdf", b"%PDF-1.4 x"),
    }
    form = url("dispatch_send", running.pk)
    assert client.post(form, {**sent, "title": "", "upload": ""}).status_code == 422
    assert client.post(form, sent).status_code == 302
    one = running.dispatches.get()
    page = url("dispatch", running.pk, one.pk)
    assert signed_in(far).get(page).status_code == 404
    shown = signed_in(tuan).get(page).content.decode()
    assert "tinh-hinh.pdf" in shown
    assert url("dispatch_read", running.pk, one.pk) in shown
    download = reverse("files:download", args=[one.file_id])
    assert signed_in(tuan).get(download).status_code == 200
    assert signed_in(far).get(download).status_code == 404
    day = {"read_on": today.strftime("%d/%m/%Y")}
    assert signed_in(tuan).post(url("dispatch_read", running.pk, one.pk), day).status_code == 302
    assert "Tình hình học kỳ I" in signed_in(lan).get(url("exchange", running.pk)).content.decode()
    shown = signed_in(lan).get(page).content.decode()
    assert "đã đọc" in shown
    assert url("dispatch_recall", running.pk, one.pk) not in shown


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_matrix_and_exchange_as_official_papers(form, lan, running, tree, today, now, signed_in):
    client = signed_in(lan)
    empty = client.get(url("exchange_file", running.pk, form))
    assert empty.status_code == 200
    api.send_to_parties(
        actor=lan,
        agreement=running,
        organisation=tree.middle,
        receivers=[tree.department.pk],
        data=api.DispatchData("OWN", "Kế hoạch năm", today, number="5/KH", text="Gửi."),
        on=today,
        at=now,
    )
    for name, told in (
        ("exchange_file", ["SỔ THEO DÕI TRAO ĐỔI", "Kế hoạch năm (5/KH)", "Bên B: chưa đọc"]),
        ("matrix_file", ["MA TRẬN TRÁCH NHIỆM", "Rà soát", "Mỗi năm học", "Cùng làm"]),
    ):
        answer = client.get(url(name, running.pk, form))
        assert answer.status_code == 200
        said = words_of(answer.content, form)
        for piece in told:
            assert piece in said, (name, piece)
        assert client.get(url(name, running.pk, "exe")).status_code == 404


def words_of(content, form):
    if form == "pdf":
        reader = PdfReader(io.BytesIO(content))
        said = " ".join(page.extract_text() for page in reader.pages)
    else:
        nodes = docx.Document(io.BytesIO(content)).element.body.iter(qn("w:t"))
        said = " ".join(node.text or "" for node in nodes)
    return " ".join(said.replace("\u200b", "").split())
