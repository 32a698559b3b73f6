"""Consents, requests with their clocks, retention, one's own file."""

from datetime import date, timedelta
import io
import json
import zipfile

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
import pytest

from congdoan.areas.members.api import LeavingData, let_leave
from congdoan.areas.members.enums import EndOfMembership
from congdoan.areas.members.models import Membership, SealedFact
from congdoan.areas.privacy import api
from congdoan.areas.privacy.enums import ConsentMethod, RequestKind, RequestState
from congdoan.areas.privacy.models import Consent, DataRequest, OwnFile, RetentionCase
from congdoan.areas.privacy.rules import refusals
from congdoan.areas.privacy.rules.months import months_after
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.people.api import unscoped_may_use
from congdoan.kernel.people.models import Person
from congdoan.support.files.models import StoredFile
from congdoan.support.notifications.models import Notification
from congdoan.support.worklist.models import WorkItem

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 giay"


def scan():
    return SimpleUploadedFile("giay.pdf", PDF)


def test_a_yes_is_to_one_edition_and_is_taken_back_at_any_time(dang, member, now):
    given = api.give_consent(actor=dang, code="CARE", version="1", at=now)
    assert api.give_consent(actor=dang, code="CARE", version="1", at=now) == given
    assert unscoped_may_use([member.pk], "CARE")
    assert given.text.startswith("Tôi đồng ý")
    with pytest.raises(refusals.WordsChanged):
        api.give_consent(actor=dang, code="CARE", version="0", at=now)
    with pytest.raises(NotFound):
        api.give_consent(actor=dang, code="KHAC", version="1", at=now)
    api.withdraw_consent(actor=dang, consent=given, method=ConsentMethod.APP, at=now)
    assert not unscoped_may_use([member.pk], "CARE")
    with pytest.raises(refusals.ConsentGone):
        api.withdraw_consent(actor=dang, consent=given, method=ConsentMethod.APP, at=now)
    Consent.objects.filter(pk=given.pk).update(ended_at=None, ended="", version="0")
    api.give_consent(actor=dang, code="CARE", version="1", at=now)
    assert list(Consent.objects.order_by("pk").values_list("version", "ended")) == [
        ("0", "REPLACED"),
        ("1", ""),
    ]


def test_paper_consent_needs_its_proof_and_the_right_union(minh, far, member, tree, now, today):
    given = {
        "organisation": tree.leaf, "person": member, "code": "HEALTH",
        "method": ConsentMethod.PAPER, "at": now,
    }  # fmt: skip
    with pytest.raises(refusals.GivenInTheFuture):
        api.record_consent(actor=minh, given_at=now + timedelta(days=1), upload=scan(), **given)
    with pytest.raises(NotAllowed):
        api.record_consent(actor=far, given_at=now, upload=scan(), **given)
    with pytest.raises(NotAllowed):
        api.record_consent(
            actor=minh, given_at=now, upload=scan(), **given | {"method": ConsentMethod.APP}
        )
    kept = api.record_consent(actor=minh, given_at=now, upload=scan(), **given)
    assert (kept.method, kept.scan.name) == ("PAPER", "giay.pdf")


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        ("VIEW", 10),
        ("CORRECT", 10),
        ("WITHDRAW", 15),
        ("RESTRICT", 15),
        ("OBJECT", 15),
        ("DELETE", 20),
    ],
)
def test_each_kind_has_its_clock_in_working_days(dang, today, now, kind, days):
    from congdoan.kernel.periods.api import working_days_between

    stops = kind in {"OBJECT", "WITHDRAW"}
    data = api.RequestData(RequestKind(kind), "Tôi muốn", "NEWS" if stops else "")
    made = api.ask_about_data(actor=dang, data=data, on=today, at=now)
    assert working_days_between(today, made.acknowledge_due) == 2
    assert working_days_between(today, made.due) == days
    dues = dict(
        WorkItem.objects.filter(key__startswith=f"privacy.request.{made.pk}.").values_list(
            "kind", "due"
        )
    )
    assert dues == {"privacy.acknowledge": made.acknowledge_due, "privacy.request": made.due}


def test_a_request_is_acknowledged_answered_and_closed_once(dang, minh, hoa, member, today, now):
    data = api.RequestData(RequestKind.VIEW, "Bí mật của tôi")
    made = api.ask_about_data(actor=dang, data=data, on=today, at=now)
    assert "Bí mật" not in str(DataRequest.objects.values())
    with pytest.raises(refusals.RequestWaits):
        api.ask_about_data(actor=dang, data=data, on=today, at=now)
    assert not made.late_on(made.acknowledge_due)
    assert made.late_on(made.acknowledge_due + timedelta(days=1))
    with pytest.raises(NotAllowed):
        api.acknowledge_request(actor=hoa, request=made, on=today, at=now)
    for _twice in range(2):
        api.acknowledge_request(actor=minh, request=made, on=today, at=now)
    assert AuditEntry.objects.filter(verb="privacy.acknowledged").count() == 1
    answer = {
        "actor": minh, "request": made, "outcome": RequestState.GRANTED, "answer": "Đã gửi tệp",
        "erase": False, "on": today, "at": now,
    }  # fmt: skip
    api.answer_request(**answer)
    with pytest.raises(refusals.RequestClosed):
        api.answer_request(**answer)
    assert set(WorkItem.objects.filter(key__startswith="privacy.").values_list("state")) == {
        ("DONE",)
    }
    told = Notification.objects.filter(recipient=member.user, kind="privacy.request_state")
    assert told.count() == 2


def test_paper_requests_run_from_the_day_they_came(minh, member, tree, today, now):
    given = {
        "actor": minh, "organisation": tree.leaf, "person": member, "upload": scan(),
        "data": api.RequestData(RequestKind.DELETE, "Xin xóa"), "on": today, "at": now,
    }  # fmt: skip
    with pytest.raises(refusals.GivenInTheFuture):
        api.record_request(received_on=today + timedelta(days=1), **given)
    with pytest.raises(refusals.TooLongAgo):
        api.record_request(received_on=today - timedelta(days=400), **given)
    made = api.record_request(received_on=today - timedelta(days=30), **given)
    assert made.late_on(today)
    with pytest.raises(refusals.StillAMember):
        api.answer_request(
            actor=minh, request=made, outcome=RequestState.GRANTED, answer="Đã xóa", erase=True,
            on=today, at=now,
        )  # fmt: skip


def leave(minh, tree, member, day, now):
    let_leave(
        actor=minh,
        organisation=tree.leaf,
        person=member,
        data=LeavingData(day, EndOfMembership.RETIRED, "", "ốm nặng"),
        today=day,
        at=now,
    )


def test_a_leaver_s_facts_go_on_request_and_their_name_stays(minh, member, dang, tree, today, now):
    leave(minh, tree, member, today, now)
    data = api.RequestData(RequestKind.DELETE, "Xin xóa")
    later = today + timedelta(days=1)
    made = api.ask_about_data(actor=dang, data=data, on=later, at=now)
    api.answer_request(
        actor=minh, request=made, outcome=RequestState.PARTLY, answer="Đã xóa, giữ họ tên",
        erase=True, on=later, at=now,
    )  # fmt: skip
    member.refresh_from_db()
    made.refresh_from_db()
    assert (member.full_name, member.birth_date, member.phone) == ("Đặng Thị Hòa", None, "")
    assert not SealedFact.objects.filter(person=member).exists()
    assert "members.citizen_id" in made.erased
    assert Membership.objects.get(person=member).birth_year == 1980


@pytest.fixture
def left(minh, member, tree, today, now):
    """Left two years ago; the night announces it, thirty days ahead."""
    leave(minh, tree, member, today, now)
    return months_after(today, 24)


def test_retention_announces_holds_and_erases(left, member, minh, system, tree, now):
    early = left - timedelta(days=31)
    assert api.announce_leavers(actor=system, on=early, at=now) == 0
    ahead = left - timedelta(days=30)
    assert api.announce_leavers(actor=system, on=ahead, at=now) == 1
    assert api.announce_leavers(actor=system, on=ahead, at=now) == 0
    case = RetentionCase.objects.get()
    assert (case.erase_on, case.keeper_id) == (left, tree.leaf.pk)
    item = WorkItem.objects.get(kind="privacy.retention")
    assert (item.due, item.state) == (left, "OPEN")
    assert api.erase_due(actor=system, on=ahead, at=now) == 0

    hold = {"actor": minh, "case": case, "reason": "Khiếu nại chưa xong", "on": ahead, "at": now}
    with pytest.raises(refusals.HeldIntoThePast):
        api.hold_facts(until=ahead, **hold)
    with pytest.raises(refusals.HeldTooLong):
        api.hold_facts(until=ahead + timedelta(days=3000), **hold)
    api.hold_facts(until=left + timedelta(days=100), **hold)
    assert api.erase_due(actor=system, on=left, at=now) == 0
    assert Person.objects.get(pk=member.pk).phone
    api.release_facts(actor=minh, case=case, on=ahead, at=now)
    assert api.erase_due(actor=system, on=left, at=now) == 1
    assert api.erase_due(actor=system, on=left, at=now) == 0

    gone = Person.objects.get(pk=member.pk)
    assert (gone.phone, gone.birth_date, gone.full_name) == ("", None, "Đặng Thị Hòa")
    entry = AuditEntry.objects.get(verb="privacy.erased")
    assert "members.citizen_id" in entry.changes["classes"]
    assert "001180000123" not in str(entry.changes)
    with pytest.raises(refusals.ErasedAlready):
        api.hold_facts(until=left + timedelta(days=5), **hold)


def test_who_came_back_keeps_everything(left, member, system, tree, now):
    from congdoan.areas.members.api import NewMembership, begin_memberships
    from congdoan.foundation.valid_time import span

    api.announce_leavers(actor=system, on=left, at=now)
    begin_memberships([NewMembership(member.pk, tree.other_leaf.pk, span(left), "TEACHER")])
    day = left + timedelta(days=40)
    assert api.erase_due(actor=system, on=day, at=now) == 0
    assert RetentionCase.objects.get().state == "CANCELLED"
    assert Person.objects.get(pk=member.pk).phone
    assert api.announce_leavers(actor=system, on=day, at=now) == 0


def test_what_proves_a_wish_goes_with_the_facts(
    left, member, minh, system, tree, today, now, django_capture_on_commit_callbacks
):
    from congdoan.areas.privacy.services.erasing import erase_facts

    made = api.record_request(
        actor=minh, organisation=tree.leaf, person=member, upload=scan(), received_on=today,
        data=api.RequestData(RequestKind.DELETE, "Xin xóa"), on=today, at=now,
    )  # fmt: skip
    path = made.scan.path
    with django_capture_on_commit_callbacks(execute=True):
        erase_facts(person=member, on=left, at=now)
    assert not StoredFile.objects.exists()
    assert not default_storage.exists(path)
    assert erase_facts(person=member, on=left, at=now) == []


def test_everything_about_oneself_in_one_file(dang, minh, member, hoa, signed_in, now, today):
    api.give_consent(actor=dang, code="CARE", version="1", at=now)
    made = api.ask_for_own_file(actor=dang, at=now)
    with pytest.raises(refusals.FileWaits):
        api.ask_for_own_file(actor=dang, at=now)
    api.make_own_file(file=made, at=now)
    api.make_own_file(file=made, at=now)
    assert AuditEntry.objects.filter(verb="privacy.taken_along").count() == 1
    url = reverse("privacy:download", args=[made.pk])
    answer = signed_in(dang).get(url)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        data = json.loads(archive.read("du-lieu-cua-toi.json"))
        page = archive.read("du-lieu-cua-toi.html").decode()
    assert data["person"][0]["birth_date"] == "1980-02-29"
    assert data["sensitive"][0]["số căn cước"] == "001180000123"
    assert data["consents"][0]["purpose"] == "CARE"
    assert data["cards"] == []
    assert "001180000123" in page
    assert "Ngày sinh" in page
    assert signed_in(hoa).get(url).status_code == 404
    assert signed_in(minh).get(url).status_code == 404
    from congdoan.areas.privacy.services.taking import clear_own_files

    assert clear_own_files(at=now + timedelta(days=4)) == 1
    assert OwnFile.objects.get().path == ""
    assert signed_in(dang).get(url).status_code == 410


def walk(client, *urls):
    for url in urls:
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert "⟦undefined" not in answer.content.decode(), url


def test_consents_on_the_pages(dang, signed_in):
    client = signed_in(dang)
    page = client.get(reverse("privacy:consents")).content.decode()
    assert "checked" not in page
    assert "nhạy cảm, hỏi riêng" in page
    agree = reverse("privacy:agree", args=["HEALTH"])
    walk(client, agree)
    assert client.post(agree, {"version": "9"}).status_code == 422
    assert client.post(agree, {"version": "1"}).status_code == 302
    back = reverse("privacy:withdraw_consent", args=[Consent.objects.get().pk])
    assert "hồ sơ trợ cấp" in client.get(back).content.decode()
    assert client.post(back).status_code == 302


@pytest.fixture
def asked(dang, signed_in):
    """Deletion asked for on the pages; return its address."""
    client = signed_in(dang)
    ask = reverse("privacy:ask")
    assert client.post(ask, {"kind": "XX", "text": "x"}).status_code == 422
    made_at = client.post(ask, {"kind": "DELETE", "text": "Xin xóa hết"})["Location"]
    names = ("privacy:home", "privacy:mine", "privacy:take_along", "members:oneself")
    walk(client, made_at, f"{made_at}in/", f"{made_at}rut/", *map(reverse, names))
    made = DataRequest.objects.get()
    assert client.get(reverse("privacy:answer", args=[made.pk])).status_code == 403
    return made_at


def test_requests_on_the_pages(asked, minh, member, tree, signed_in):
    officer, made = signed_in(minh), DataRequest.objects.get().pk
    walk(
        officer,
        *(reverse(f"privacy:{name}", args=[made]) for name in ("acknowledge", "answer")),
        *(f"{asked}{what}" for what in ("", "in/")),
        *(reverse(f"privacy:{name}", args=[tree.leaf.pk]) for name in ("requests", "retention")),
        reverse("privacy:requests", args=[tree.leaf.pk]) + "?loc=qua-han",
    )
    assert "Xin xóa hết" in officer.get(asked).content.decode()
    assert officer.get(f"{asked}rut/").status_code == 403
    assert officer.post(reverse("privacy:acknowledge", args=[made])).status_code == 302
    url = reverse("privacy:answer", args=[made])
    assert officer.post(url, {"outcome": "GRANTED"}).status_code == 422
    kept = officer.post(url, {"outcome": "GRANTED", "answer": "Đã xóa", "erase": "on"})
    assert kept.status_code == 422
    assert "còn là đoàn viên" in kept.content.decode()
    done = officer.post(url, {"outcome": "PARTLY", "answer": "Phải giữ hồ sơ đoàn viên"})
    assert done.status_code == 302
    assert DataRequest.objects.get().state == "PARTLY"
    assert Person.objects.get(pk=member.pk).phone


def test_paper_on_the_pages(minh, member, signed_in):
    officer = signed_in(minh)
    membership = Membership.objects.get(person=member).pk
    paper = reverse("privacy:paper_consent", args=[membership])
    request = reverse("privacy:paper_request", args=[membership])
    walk(officer, paper, request, *(
        reverse(name, args=[membership]) for name in ("privacy:member", "members:detail")
    ))  # fmt: skip
    assert officer.post(paper, {"purpose": "CARE"}).status_code == 422
    posted = {"purpose": "CARE", "method": "PAPER", "given_on": "01/03/2026", "scan": scan()}
    assert officer.post(paper, posted).status_code == 302
    took = Consent.objects.get(purpose="CARE")
    url = reverse("privacy:paper_withdrawal", args=[membership, took.pk])
    walk(officer, url)
    assert officer.post(url, {"method": "EMAIL"}).status_code == 302
    took.refresh_from_db()
    assert took.end_method == "EMAIL"
    asked = {"kind": "VIEW", "text": "Cho xem", "received_on": "27/02/2026"}
    assert officer.post(request, asked).status_code == 302
    assert DataRequest.objects.get().due == date(2026, 3, 13)


def test_lists_ask_the_same_whatever_their_length(minh, enrol, tree, today, now, signed_in):
    client = signed_in(minh)
    counts = []
    for n in range(3):
        who = enrol(tree.leaf, f"Lê Thị {'ABC'[n]}")
        api.record_request(
            actor=minh, organisation=tree.leaf, person=who, upload=None, received_on=today,
            data=api.RequestData(RequestKind.VIEW, "Cho xem"), on=today, at=now,
        )  # fmt: skip
        url = reverse("privacy:requests", args=[tree.leaf.pk])
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(url)
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_killed_in_the_middle_the_next_night_goes_on(minh, enrol, tree, system, today, now):
    people = [enrol(tree.leaf, f"Lê Thị {name}", phone="0912345678") for name in "AB"]
    for who in people:
        leave(minh, tree, who, today, now)
    day = months_after(today, 24)
    api.announce_leavers(actor=system, on=day, at=now)
    due = {"actor": system, "on": day + timedelta(days=30), "at": now}

    def stop(_done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        api.erase_due(tick=stop, **due)
    assert RetentionCase.objects.filter(state="ERASED").count() == 1
    assert api.erase_due(**due) == 1
    assert AuditEntry.objects.filter(verb="privacy.erased").count() == 2
