"""Pages of members: the register, one member, joining, moving, numbers; who sees what."""

from datetime import date, timedelta
import unicodedata

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
import pytest

from congdoan.areas.members.api import (
    ApplicationData,
    NewMembership,
    apply_by_oneself,
    begin_memberships,
    open_poster,
)
from congdoan.areas.members.models import (
    Application,
    Discipline,
    MemberExport,
    Membership,
    Pause,
    Poster,
    SealedFact,
    Segment,
    Transfer,
)
from congdoan.areas.members.services.applying import TooManyToday
from congdoan.areas.members.services.exporting import clear_exports
from congdoan.areas.members.tasks import export
from congdoan.foundation.valid_time import span
from congdoan.kernel.audit.models import AuditEntry
from congdoan.support.notifications.api import inbox

pytestmark = pytest.mark.django_db


def listed(client, unit, **asked):
    return client.get(reverse("members:of", args=[unit.pk]), asked)


def names_in(page):
    return [row.cells[0].text for row in page.context["table"].rows]


def own(person):
    return Membership.objects.filter(person=person).latest("valid").pk


def test_the_register_is_sorted_by_given_name_in_vietnamese_order(minh, signed_in, tree, teachers):
    page = signed_in(minh).get(reverse("members:register"))
    assert names_in(page) == [
        "Trần Thị Ánh",
        "Nguyễn Văn Ân",
        "Lê Văn Đức",
        "Đặng Thị Hòa",
        "Phạm Thị Yến",
    ]
    assert "⟦undefined" not in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("dang hoa", ["Đặng Thị Hòa"]),
        ("ĐẶNG THỊ HOÀ", ["Đặng Thị Hòa"]),
        (unicodedata.normalize("NFD", "Hòa"), ["Đặng Thị Hòa"]),
        ("0912 345", ["Vũ Thị Điện"]),
        ("912345678", ["Vũ Thị Điện"]),
        ("+84912345678", ["Vũ Thị Điện"]),
        ("0912.345.678", ["Vũ Thị Điện"]),
        ("345678", ["Vũ Thị Điện"]),
        ("điẹn", ["Vũ Thị Điện"]),
        ("vn007", ["Vũ Thị Điện"]),
        ("🎉", []),
        ("%", []),
    ],
)
def test_search_takes_what_people_type(minh, signed_in, tree, teachers, enrol, typed, found):
    enrol(tree.leaf, "Vũ Thị Điện", phone="+84 912 345 678", member_no="VN007")
    assert names_in(listed(signed_in(minh), tree.leaf, q=typed)) == found


def test_filters_narrow(minh, signed_in, tree, teachers, enrol, today):
    old = enrol(tree.leaf, "Mai Văn Cả", born=date(1960, 2, 29), gender="M")
    Pause.objects.create(person=old, valid=(today, None), reason="SICK")
    client = signed_in(minh)
    assert names_in(listed(client, tree.leaf, gender="M", age_from=60)) == ["Mai Văn Cả"]
    assert names_in(listed(client, tree.leaf, state="PAUSED")) == ["Mai Văn Cả"]
    assert len(names_in(listed(client, tree.leaf, state="ACTIVE"))) == 5
    assert names_in(listed(client, tree.leaf, age_to=20)) == []
    assert listed(client, tree.leaf, age_from="x").status_code == 200


def test_who_left_is_listed_apart(minh, signed_in, tree, enrol, today):
    enrol(tree.leaf, "Lý Thị Thôi", until=today)
    client = signed_in(minh)
    assert names_in(listed(client, tree.leaf)) == []
    assert names_in(listed(client, tree.leaf, state="CEASED")) == ["Lý Thị Thôi"]
    then = (today - timedelta(days=1)).isoformat()
    assert names_in(listed(client, tree.leaf, as_of=then)) == ["Lý Thị Thôi"]


def test_sensitive_filters_are_for_who_may_and_written_down(
    minh, inspector, signed_in, tree, enrol
):
    enrol(tree.leaf, "Hoàng Thị Tày", sealed={"ETHNICITY": "02", "PARTY": "2010-02-03"})
    enrol(tree.leaf, "Lê Văn Kinh", sealed={"ETHNICITY": "01"})
    client = signed_in(minh)
    assert names_in(listed(client, tree.leaf, ethnicity="MINORITY")) == ["Hoàng Thị Tày"]
    assert names_in(listed(client, tree.leaf, party="no")) == ["Lê Văn Kinh"]
    assert AuditEntry.objects.filter(verb="members.filtered").count() == 2
    page = listed(signed_in(inspector), tree.leaf, ethnicity="MINORITY")
    assert len(names_in(page)) == 2
    assert "ethnicity" not in page.context["table"].filter.fields


def test_superiors_see_totals_and_names_only_for_a_purpose(lan, signed_in, tree, teachers):
    client = signed_in(lan)
    page = listed(client, tree.leaf)
    assert page.status_code == 200
    assert page.context["count"] == 5
    assert "Đặng Thị Hòa" not in page.content.decode()
    person = reverse("members:detail", args=[own(teachers[0])])
    assert client.get(person).status_code == 404
    assert "Hòa" not in listed(client, tree.middle, below="1").content.decode()

    look = reverse("members:look", args=[tree.middle.pk])
    assert client.post(look, {"purpose": ""}).status_code == 422
    page = client.post(look, {"purpose": "Lập danh sách tặng quà"}, follow=True)
    assert "Đặng Thị Hòa" in page.content.decode()
    assert AuditEntry.objects.get(verb="members.looked_below").reason == "Lập danh sách tặng quà"
    page = client.get(person)
    assert page.status_code == 200
    assert "Sửa hồ sơ" not in page.content.decode()
    assert client.post(reverse("members:leave", args=[own(teachers[0])])).status_code == 403


def test_others_find_nothing(far, hoa, signed_in, tree, teachers):
    for actor in (far, hoa):
        client = signed_in(actor)
        for name, key in (("of", tree.leaf.pk), ("detail", own(teachers[0]))):
            assert client.get(reverse(f"members:{name}", args=[key])).status_code in {403, 404}


def test_the_list_takes_as_many_queries_for_one_as_for_three(minh, signed_in, tree, enrol):
    client = signed_in(minh)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            listed(client, tree.leaf)
        return len(queries)

    enrol(tree.leaf, "An")
    asked()
    once = asked()
    enrol(tree.leaf, "Bình")
    enrol(tree.leaf, "Cả")
    assert asked() == once


def test_columns_and_segments_are_kept(minh, inspector, signed_in, tree, teachers):
    client = signed_in(minh)
    page = listed(client, tree.leaf, cols="member_no")
    assert [head.column.code for head in page.context["table"].heads] == ["name", "member_no"]
    url = reverse("members:keep_segment", args=[tree.leaf.pk])
    typed = {"name": "Nữ", "query": "gender=F", "shared": "on"}
    assert client.post(url, typed).status_code == 302
    assert client.post(url, typed).status_code == 422
    kept = Segment.objects.get()
    assert "Nữ" in listed(signed_in(inspector), tree.leaf).content.decode()
    assert client.post(reverse("members:remove_segment", args=[kept.pk])).status_code == 403
    client = signed_in(minh)
    client.post(reverse("members:remove_segment", args=[kept.pk]))
    assert not Segment.objects.exists()


def test_private_facts_are_shown_for_a_purpose_and_the_look_is_told(minh, signed_in, tree, enrol):
    who = enrol(
        tree.leaf,
        "Đặng Thị Hòa",
        phone="0912345678",
        sealed={"CITIZEN_ID": "001180000123", "ETHNICITY": "02"},
    )
    client = signed_in(minh)
    url = reverse("members:detail", args=[own(who)])
    page = client.get(url).content.decode()
    assert "0912345678" not in page
    assert "001180000123" not in page
    facts = reverse("members:facts", args=[own(who)])
    assert client.post(facts, {"purpose": "x"}).status_code == 422
    page = client.post(facts, {"purpose": "Gọi họp"}).content.decode()
    assert "0912345678" in page
    assert "001180000123" in page
    assert "Tày" in page
    assert "Gọi họp" in client.get(url).content.decode()


def test_the_record_is_corrected_and_a_stale_form_is_refused(minh, signed_in, tree, teachers):
    client = signed_in(minh)
    url = reverse("members:change", args=[own(teachers[0])])
    typed = {
        "family_middle": "Đặng Thị",
        "given_name": "Hoà",
        "gender": "F",
        "birth_date": "29/02/1980",
        "member_no": "VN01",
        "hired_on": "01/09/2004",
        "home_town": "Sơn La 🎉",
        "revision": 0,
    }
    assert client.get(url).status_code == 200
    assert client.post(url, typed).status_code == 302
    page = client.get(reverse("members:detail", args=[own(teachers[0])])).content.decode()
    assert "01/09/2004" in page
    stale = client.post(url, {**typed, "given_name": "Hòa"})
    assert stale.status_code == 422
    assert "đã được người khác sửa" in stale.content.decode()
    wrong = client.post(url, {**typed, "birth_date": "01/01/2050", "revision": 1})
    assert wrong.status_code == 422
    entry = AuditEntry.objects.get(verb="members.recorded")
    assert "Sơn La" not in str(entry.changes)


def test_sensitive_facts_are_written_encrypted(minh, signed_in, tree, teachers):
    client = signed_in(minh)
    url = reverse("members:sensitive", args=[own(teachers[0])])
    assert client.get(url).status_code == 200
    typed = {"citizen_id": "001180000123", "party_joined": "03/02/2010", "ethnicity": "02"}
    assert client.post(url, {**typed, "citizen_id": "123"}).status_code == 422
    assert client.post(url, typed).status_code == 302
    assert {row.kind for row in SealedFact.objects.all()} == {"CITIZEN_ID", "PARTY", "ETHNICITY"}
    assert not any("0011" in row.sealed for row in SealedFact.objects.all())
    other = reverse("members:sensitive", args=[own(teachers[1])])
    assert client.post(other, typed).status_code == 422
    assert client.post(url, {"salary": ""}).status_code == 302
    assert not SealedFact.objects.exists()


def test_an_application_becomes_a_member_by_pages(minh, signed_in, tree, today):
    client = signed_in(minh)
    typed = {
        "family_middle": "Hoàng Thị",
        "given_name": "Mới",
        "birth_date": "02/01/1995",
        "category": "TEACHER",
        "received_on": "01/03/2026",
    }
    url = reverse("members:receive", args=[tree.leaf.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {**typed, "received_on": "01/04/2026"}).status_code == 422
    assert client.post(url, {**typed, "once": "a"}).status_code == 302
    client.post(url, {**typed, "once": "a"})  # a double click
    one = Application.objects.get()
    queue = client.get(reverse("members:applications", args=[tree.leaf.pk]))
    assert "Hoàng Thị Mới" in queue.content.decode()
    decide = reverse("members:decide", args=[tree.leaf.pk])
    assert "Hoàng Thị Mới" in client.get(decide, {"don": one.pk}).content.decode()
    assert client.get(decide, {"don": "²"}).status_code == 200
    paper = {
        "don": one.pk,
        "number": "05/QĐ-CĐCS",
        "dated": "02/03/2026",
        "effective_on": "02/03/2026",
    }
    page = client.post(decide, paper, follow=True)
    assert "05/QĐ-CĐCS" in page.content.decode()
    made = page.context["decision"]
    for kind, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        file = client.get(reverse("members:paper", args=[made.pk, kind]))
        assert file.content.startswith(start)
    assert client.get(reverse("members:paper", args=[made.pk, "exe"])).status_code == 404
    assert names_in(listed(client, tree.leaf)) == ["Hoàng Thị Mới"]
    client.post(reverse("members:take_back", args=[made.pk]), {"reason": "Nhầm số"})
    assert names_in(listed(client, tree.leaf)) == []


def test_a_founding_list_is_pasted(lan, signed_in, tree):
    client = signed_in(lan)
    url = reverse("members:recognise", args=[tree.leaf.pk])
    lines = [f"Lý Văn {name}; 0{n}/02/1990; nam; Giáo viên" for n, name in enumerate("ABCDE", 1)]
    typed = {
        "people": "\n".join([*lines[:4], "Lý Thị E; 31/02/1990"]),
        "category": "TEACHER",
        "number": "12/QĐ",
        "dated": "01/03/2026",
        "effective_on": "01/03/2026",
    }
    assert client.get(url).status_code == 200
    wrong = client.post(url, typed)
    assert "Dòng 5" in wrong.content.decode()
    few = client.post(url, {**typed, "people": lines[0]})
    assert "ít nhất 5" in few.content.decode()
    done = client.post(url, {**typed, "people": "\n".join(lines)}, follow=True)
    assert "Lý Văn A" in done.content.decode()
    assert Membership.objects.filter(organisation=tree.leaf).count() == 5


def test_a_transfer_by_pages_of_both_sides(minh, far, signed_in, tree, teachers):
    client = signed_in(minh)
    url = reverse("members:send", args=[own(teachers[0])])
    typed = {"receiver": "CS-B11", "effective_on": "02/03/2026", "note": "Chuyển công tác"}
    assert client.get(url).status_code == 200
    assert client.post(url, {**typed, "receiver": "CS-A11"}).status_code == 422
    page = client.post(url, typed, follow=True)
    assert "Rút đề nghị" in page.content.decode()
    one = Transfer.objects.get()
    answer = reverse("members:transfer", args=[one.pk])
    assert client.post(answer).status_code == 403
    client = signed_in(far)
    assert "Xác nhận chuyển" in client.get(answer).content.decode()
    assert client.post(answer).status_code == 302
    assert client.post(answer).status_code == 409
    assert names_in(listed(client, tree.far_leaf)) == ["Đặng Thị Hòa"]
    ask = reverse("members:ask_transfer", args=[tree.far_leaf.pk])
    asked = {
        "sender": "CS-A11",
        "full_name": "Nguyễn Văn Ân",
        "birth_date": "04/05/1980",
        "effective_on": "02/03/2026",
    }
    wrong = client.post(ask, {**asked, "full_name": "Nguyễn Văn An"})
    assert "Không tìm thấy" in wrong.content.decode()
    assert client.post(ask, asked).status_code == 302
    other = Transfer.objects.latest("pk")
    refuse = reverse("members:refuse_transfer", args=[other.pk])
    assert client.post(refuse, {"reason": "Không phải"}).status_code == 403
    signed_in(minh).post(refuse, {"reason": "Chưa có quyết định"})
    other.refresh_from_db()
    assert other.state == "REFUSED"


def test_pause_resume_category_leave_and_undo_by_pages(minh, signed_in, tree, teachers):
    client = signed_in(minh)
    who = teachers[1]

    def post(name, **typed):
        url = reverse(f"members:{name}", args=[own(who)])
        assert client.get(url).status_code == 200
        return client.post(url, typed)

    assert post("pause", start="01/03/2026", reason="SICK").status_code == 302
    assert post("pause", start="01/03/2026", reason="SICK").status_code == 422
    assert post("resume", on="02/03/2026").status_code == 302
    assert post("category", category="MANAGER", on="02/03/2026").status_code == 302
    assert post("work", since="01/02/2026", job_title="Tổ trưởng").status_code == 302
    wrong = post("leave", last_day="01/03/2019", reason="RETIRED")
    assert wrong.status_code == 422
    assert post("leave", last_day="28/02/2027", reason="LEFT_WORK", honour="x").status_code == 422
    assert post("leave", last_day="05/03/2026", reason="RETIRED", honour="Giấy").status_code == 302
    page = client.get(reverse("members:detail", args=[own(who)])).content.decode()
    assert "nghỉ hưu" in page
    row = Membership.objects.filter(person=who).latest("valid")
    undo = reverse("members:leave_undo", args=[row.leaving.pk])
    client.post(undo, {"reason": "Nhầm người"})
    row.refresh_from_db()
    assert row.valid.upper is None


def test_discipline_is_for_few_and_its_grounds_for_fewer_eyes(
    minh, inspector, signed_in, tree, teachers, make_person, seat, actor_of
):
    client = signed_in(inspector)
    url = reverse("members:discipline", args=[own(teachers[0])])
    assert client.get(url).status_code == 200
    typed = {
        "penalty": "WARNING",
        "decision_no": "3/QĐ",
        "decided_on": "01/03/2026",
        "grounds": "Không đóng đoàn phí",
    }
    assert client.post(url, typed).status_code == 302
    one = Discipline.objects.get()
    grounds = reverse("members:grounds", args=[one.pk])
    assert "đoàn phí" not in client.get(grounds).content.decode()
    assert "Không đóng đoàn phí" in client.post(grounds).content.decode()
    lift = reverse("members:lift", args=[one.pk])
    assert client.post(lift, {"on": "02/03/2026", "note": "Hết hạn"}).status_code == 302
    clerk = make_person("Đỗ Thị Thư", username="thu")
    seat(clerk, tree.leaf, "CLERK")
    client = signed_in(actor_of(clerk))
    page = client.get(reverse("members:detail", args=[own(teachers[0])]))
    assert page.status_code == 200
    assert "3/QĐ" not in page.content.decode()
    assert client.get(grounds).status_code == 403


def test_numbers_open_into_names_by_right(minh, lan, signed_in, tree, teachers, enrol):
    enrol(tree.leaf, "Lý Thị Vào", since=date(2026, 2, 1))
    client = signed_in(lan)
    url = reverse("members:movement", args=[tree.middle.pk])
    page = client.get(url)
    statement = page.context["statement"]
    assert (statement.opening, statement.closing) == (5, 6)
    assert client.get(url, {"first": "31/02/2026", "last": "x"}).status_code == 422
    names = reverse("members:moved", args=[tree.middle.pk, "tang-KNOWN"])
    assert "Lý Thị Vào" not in client.get(names).content.decode()
    client.post(reverse("members:look", args=[tree.middle.pk]), {"purpose": "Đối chiếu số liệu"})
    assert "Lý Thị Vào" in client.get(names).content.decode()
    assert client.get(reverse("members:moved", args=[tree.middle.pk, "x"])).status_code == 404
    own_names = reverse("members:moved", args=[tree.leaf.pk, "tang-KNOWN"])
    assert "Lý Thị Vào" in signed_in(minh).get(own_names).content.decode()
    panel = reverse("members:panel", args=[tree.leaf.pk])
    assert "6 đoàn viên" in signed_in(minh).get(panel).content.decode()


def test_who_scans_the_poster_applies_without_an_account(
    minh, signed_in, tree, client, today, settings
):
    officer = signed_in(minh)
    page = reverse("members:poster", args=[tree.leaf.pk])
    assert officer.get(page).status_code == 200
    assert officer.post(page).status_code == 302
    token = Poster.objects.get().token
    assert token in officer.get(page).content.decode()
    assert "Quét mã" in officer.get(page, {"in": 1}).content.decode()
    client.logout()
    url = reverse("members:apply", args=[token])
    assert "Hoa Sen" in client.get(url).content.decode()
    typed = {
        "family_middle": "Hoàng Thị",
        "given_name": unicodedata.normalize("NFD", "Mới"),
        "birth_date": "29/02/1996",
        "category": "TEACHER",
    }
    assert client.post(url, typed).status_code == 422  # nobody agrees by silence
    assert client.post(url, {**typed, "consent": "on", "website": "x"}).status_code == 200
    assert not Application.objects.exists()
    assert client.post(url, {**typed, "consent": "on"}).status_code == 200
    one = Application.objects.get()
    assert (one.full_name, one.source, one.consent_version) == ("Hoàng Thị Mới", "SELF", "1")
    assert client.post(url, {**typed, "consent": "on"}).status_code == 422
    officer = signed_in(minh)
    officer.post(page, {"close": "1"})
    client.logout()
    assert client.get(url).status_code == 404
    assert client.post(url, {**typed, "consent": "on"}).status_code == 404


def test_a_poster_takes_only_so_many_a_day(minh, tree, today, now):
    poster = open_poster(actor=minh, organisation=tree.leaf, at=now, on=today)
    Application.objects.bulk_create(
        Application(
            organisation=tree.leaf,
            given_name=f"Máy {n}",
            category="TEACHER",
            source="SELF",
            received_on=today,
        )
        for n in range(100)
    )
    with pytest.raises(TooManyToday):
        apply_by_oneself(
            actor=minh,
            poster=poster,
            data=ApplicationData("Lý Thị", "Thật", date(1990, 1, 1)),
            consent_version="1",
            on=today,
            at=now,
        )


def test_a_list_is_exported_for_a_purpose_and_logged_with_its_columns(
    minh, lan, signed_in, tree, enrol, now, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    enrol(tree.leaf, "=HYPERLINK Ai", phone="0912345678", gender="M")
    enrol(tree.leaf, "Đặng Thị Hòa", born=date(1980, 2, 29))
    client = signed_in(minh)
    url = reverse("members:exports", args=[tree.leaf.pk])
    assert client.get(url).status_code == 200
    typed = {"purpose": "Lập danh sách", "kind": "csv", "columns": ["birth_date", "phone"]}
    assert client.post(url, {**typed, "purpose": ""}).status_code == 422
    for more in ({}, {"kind": "xlsx", "query": "gender=F"}):
        assert client.post(url, {**typed, **more}).status_code == 302
        one = MemberExport.objects.latest("pk")
        assert client.post(url, typed).status_code == 422  # one waits
        export(one.pk)
        export(one.pk)  # twice is once
        file = client.get(reverse("members:download", args=[one.pk]))
        if not more:
            text = file.content.decode("utf-8")
            assert text.startswith("\ufeff")
            assert "29/02/1980" in text
            assert ",'" not in text.splitlines()[2]
            assert "\n'=HYPERLINK Ai" in text.replace("\r", "")
        else:
            assert file.content.startswith(b"PK")
            one.refresh_from_db()
            assert one.rows == 1
    entry = AuditEntry.objects.filter(verb="members.exported").first()
    assert entry.changes["columns"] == ["birth_date", "phone"]
    assert inbox(minh).count() == 2
    assert clear_exports(at=now + timedelta(days=30)) == 2
    gone = signed_in(minh).get(reverse("members:download", args=[one.pk]))
    assert gone.status_code == 410


def test_a_branch_is_exported_only_after_its_purpose(lan, signed_in, tree, teachers, now):
    client = signed_in(lan)
    url = reverse("members:exports", args=[tree.middle.pk])
    typed = {"purpose": "Tổng hợp", "kind": "xlsx", "below": "1"}
    assert client.post(url, typed).status_code == 403
    client.post(reverse("members:look", args=[tree.middle.pk]), {"purpose": "Tổng hợp"})
    assert client.post(url, typed).status_code == 302
    export(MemberExport.objects.get().pk)
    assert MemberExport.objects.get().rows == 5


def test_a_membership_without_a_record_has_its_page_too(minh, signed_in, tree, make_person):
    person = make_person("Lý Văn Trơn")
    row = begin_memberships(
        [NewMembership(person.pk, tree.leaf.pk, span(date(2020, 1, 1)), "TEACHER")]
    )[0]
    client = signed_in(minh)
    for name in ("detail", "change", "work", "sensitive", "leave"):
        page = client.get(reverse(f"members:{name}", args=[row.pk]))
        assert page.status_code == 200, name
        assert "⟦undefined" not in page.content.decode(), name
    assert names_in(listed(client, tree.leaf)) == ["Lý Văn Trơn"]
