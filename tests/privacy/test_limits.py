"""What a granted restriction or objection stops, and how it is allowed again."""

import io

from django.urls import reverse
import pytest
from python_calamine import load_workbook

from congdoan.areas.members.letters.lists import list_content
from congdoan.areas.members.models import MemberExport, Membership, MemberWork
from congdoan.areas.privacy import api
from congdoan.areas.privacy.enums import RequestKind, RequestState
from congdoan.areas.privacy.models import Consent, DataRequest
from congdoan.areas.privacy.rules import refusals
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.audit.api import SEEN
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.people.api import unscoped_limited, unscoped_may_use
from congdoan.support.exchange import api as exchange
from congdoan.support.notifications import rules
from congdoan.support.notifications.api import Category, NotificationKind, notify
from congdoan.support.notifications.models import Notification
from tests.test_member_round_trip import Desk, changed

pytestmark = pytest.mark.django_db


@pytest.fixture
def stop(dang, minh, today, now):
    """Ask and grant: ``stop("RESTRICT")``, ``stop("OBJECT", "NEWS")``."""

    def grant(kind, purpose=""):
        data = api.RequestData(RequestKind(kind), "Xin dừng lại", purpose)
        made = api.ask_about_data(actor=dang, data=data, on=today, at=now)
        return api.answer_request(
            actor=minh, request=made, outcome=RequestState.GRANTED, answer="Đã làm",
            erase=False, on=today, at=now,
        )  # fmt: skip

    return grant


def test_a_restricted_record_is_in_no_list(
    stop, member, minh, dang, tree, enrol, signed_in, today, now
):
    enrol(tree.leaf, "Lê Thị Khác")
    register = reverse("members:of", args=[tree.leaf.pk])
    officer = signed_in(minh)
    assert "Đặng Thị Hòa" in officer.get(register).content.decode()
    made = stop("RESTRICT")
    page = officer.get(register).content.decode()
    assert "Đặng Thị Hòa" not in page
    assert "Lê Thị Khác" in page
    assert "1 hồ sơ đang hạn chế xử lý" in page
    assert "Đặng Thị Hòa" not in officer.get(f"{register}?q=hoa").content.decode()
    export = MemberExport(organisation=tree.leaf, as_of=today, columns=["name"], asked_at=now)
    assert list(list_content(minh, export)[1]) == [["Lê Thị Khác"]]
    assert signed_in(dang).post(reverse("privacy:lift", args=[made.pk])).status_code == 302
    assert "Đặng Thị Hòa" in officer.get(register).content.decode()
    with pytest.raises(refusals.NothingStopped):
        api.lift_request(actor=minh, request=made, reason="Hết lý do", on=today, at=now)


def test_an_objection_names_what_it_stops(stop, member, minh, dang, today, now):
    with pytest.raises(refusals.NeedsPurpose):
        stop("OBJECT")
    # One of before purposes were named stops nothing, and lifts nothing that another stopped.
    restricted = stop("RESTRICT")
    old = DataRequest.objects.get(pk=restricted.pk)
    old.pk, old.kind = None, RequestKind.OBJECT
    old.save(force_insert=True)
    with pytest.raises(refusals.NothingStopped):
        api.lift_request(actor=dang, request=old, reason="", on=today, at=now)
    assert unscoped_limited([member.pk]) == {member.pk}


def test_a_restricted_record_opens_for_keeping_alone(stop, member, minh, signed_in):
    here = Membership.objects.get(person=member)
    officer = signed_in(minh)
    stop("RESTRICT")
    shown = officer.get(reverse("members:detail", args=[here.pk])).content.decode()
    assert "hạn chế xử lý" in shown
    assert "Đặng Thị Hòa" not in shown
    for name in ("change", "send", "leave"):
        answer = officer.get(reverse(f"members:{name}", args=[here.pk]))
        assert answer.status_code == 409, name
        assert "gỡ hạn chế" in answer.content.decode()
    facts = reverse("members:facts", args=[here.pk])
    assert officer.post(facts, {"purpose": ""}).status_code == 422
    looked = officer.post(facts, {"purpose": "Kiểm tra bản lưu"}).content.decode()
    assert "0912345678" in looked
    assert reverse("members:change", args=[here.pk]) not in looked
    assert AuditEntry.objects.filter(verb=SEEN, reason="Kiểm tra bản lưu").exists()


def test_imports_do_not_write_over_a_restricted_record(stop, member, minh, tree, now):
    desk = Desk(tree.leaf, minh, now)
    sheet = desk.fetch()
    early = desk.send(changed(sheet, **{"Chức danh": "Tổ trưởng"}))
    assert early.rows.get().plan == "UPDATE"
    stop("RESTRICT")
    row = desk.send(changed(sheet, **{"Chức danh": "Kế toán"})).rows.get()
    assert row.plan == "ERROR"
    assert "hạn chế xử lý" in str(exchange.problem_texts(row.problems))
    # Nor does a plan that was made before.
    desk.commit(early)
    assert early.rows.get().state == "REFUSED"
    assert not MemberWork.objects.filter(person=member, job_title="Tổ trưởng").exists()
    assert "Đặng" not in str(
        load_workbook(io.BytesIO(desk.fetch())).get_sheet_by_index(0).to_python()
    )


@pytest.fixture
def news(monkeypatch):
    kind = NotificationKind(
        "test.news", Category("test", "Thử"), "Tin", "Tin", "đoàn viên", purpose="NEWS"
    )
    monkeypatch.setitem(rules._kinds, kind.code, kind)
    return kind.code


def test_an_objection_stops_its_purpose_and_a_new_yes_allows_it_again(
    stop, news, member, minh, dang, today, now
):
    def told(key):
        return notify(actor=minh, kind=news, key=key, at=now, people=[member.pk])

    api.give_consent(actor=dang, code="NEWS", version="1", at=now)
    api.give_consent(actor=dang, code="CARE", version="1", at=now)
    assert told("a") == 1
    made = stop("OBJECT", "NEWS")
    assert told("b") == 0
    assert not unscoped_may_use([member.pk], "NEWS")
    assert unscoped_may_use([member.pk], "CARE")
    assert unscoped_limited([member.pk], "NEWS") == {member.pk}
    assert unscoped_limited([member.pk]) == set()
    assert Consent.objects.get(purpose="NEWS").ended == "WITHDRAWN"
    # What concerns themselves still reaches them: the answer to their request.
    assert Notification.objects.filter(recipient=member.user, kind="privacy.request_state").exists()
    api.give_consent(actor=dang, code="NEWS", version="1", at=now)
    assert told("c") == 1
    with pytest.raises(refusals.NothingStopped):
        api.lift_request(actor=dang, request=made, reason="", on=today, at=now)


def test_restriction_silences_what_goes_to_many(stop, news, member, minh, now):
    stop("RESTRICT")
    assert notify(actor=minh, kind=news, key="x", at=now, people=[member.pk]) == 0


def test_what_is_refused_stops_nothing_and_the_union_lifts_with_a_reason(
    stop, dang, minh, hoa, member, signed_in, today, now
):
    data = api.RequestData(RequestKind.RESTRICT, "Xin dừng lại")
    made = api.ask_about_data(actor=dang, data=data, on=today, at=now)
    api.answer_request(
        actor=minh, request=made, outcome=RequestState.REFUSED, answer="Luật buộc phải dùng",
        erase=False, on=today, at=now,
    )  # fmt: skip
    assert not unscoped_limited([member.pk])
    made = stop("RESTRICT")
    with pytest.raises(NotAllowed):
        api.lift_request(actor=hoa, request=made, reason="Hết lý do", on=today, at=now)
    officer, url = signed_in(minh), reverse("privacy:lift", args=[made.pk])
    assert officer.post(url).status_code == 422
    assert officer.post(url, {"reason": "Đã sửa xong chỗ sai"}).status_code == 302
    assert not unscoped_limited([member.pk])
    assert Notification.objects.filter(recipient=member.user, kind="privacy.lifted").exists()


def test_objecting_names_the_purpose(dang, signed_in):
    client, ask = signed_in(dang), reverse("privacy:ask")
    answer = client.post(ask, {"kind": "OBJECT", "text": "Đừng gửi tin"})
    assert answer.status_code == 422
    assert "mục đích mà bạn muốn dừng" in answer.content.decode()
    assert client.post(ask, {"kind": "OBJECT", "purpose": "X", "text": "Đừng"}).status_code == 422
    made = client.post(ask, {"kind": "OBJECT", "purpose": "NEWS", "text": "Đừng gửi tin"})
    assert "Gửi tin, giấy mời" in client.get(made["Location"]).content.decode()
    client.post(ask, {"kind": "VIEW", "purpose": "NEWS", "text": "Cho tôi xem"})
    assert set(DataRequest.objects.values_list("kind", "purpose")) == {
        ("OBJECT", "NEWS"),
        ("VIEW", ""),
    }
