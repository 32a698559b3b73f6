"""Pages of duplicates: what is shown, to whom, what a look leaves behind, what bad input reads."""

from datetime import date

from django.urls import reverse
import pytest

from congdoan.areas.duplicates.models import Merge, Pair
from congdoan.areas.members.models import Application
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.people.models import Limit, Person

pytestmark = pytest.mark.django_db

PHONE, ID = "0912345678", "001180000001"


@pytest.fixture(autouse=True)
def clock(settings, today):
    settings.CLOCK = today.isoformat()


@pytest.fixture
def pair(tree, enrol, find):
    enrol(tree.leaf, "Đặng Thị Hoà", until=date(2024, 9, 1), phone="0987654321")
    enrol(
        tree.other_leaf,
        "Đặng Thị Hòa",
        since=date(2024, 9, 1),
        phone=PHONE,
        sealed={"CITIZEN_ID": ID},
    )
    return find()[0]


def page_of(pair):
    return reverse("duplicates:pair", args=[pair.pk])


def answers(pair, **more):
    return {"act": "merge", "survivor": "one", "note": "đã gặp", "person-name": "other",
            "person-phone": "one"} | more  # fmt: skip


def test_the_queue_says_who_and_why_and_teaches_when_it_is_empty(lan, signed_in, request):
    empty = signed_in(lan).get(reverse("duplicates:queue")).content.decode()
    assert "Không có cặp nào ở đây" in empty
    request.getfixturevalue("pair")
    words = signed_in(lan).get(reverse("duplicates:queue")).content.decode()
    assert "Đặng Thị Hoà" in words
    assert "Họ tên giống nhau" in words.replace("họ tên", "Họ tên")


def test_the_queue_asks_as_much_for_three_as_for_one(
    tree, enrol, find, lan, signed_in, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, asked = signed_in(lan), []
    for n in (1, 3):
        for day in range(n):
            for unit in (tree.leaf, tree.other_leaf):
                enrol(unit, "Lê Thị An", born=date(1980 + n, 1, 20 + day))
        find()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("duplicates:queue"))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_private_facts_are_shown_for_a_purpose_and_every_look_is_in_the_log(
    pair, lan, signed_in, tree
):
    client = signed_in(lan)
    first = client.get(page_of(pair)).content.decode()
    assert PHONE not in first
    assert "04/05/1980" not in first
    assert "1980" in first
    looks = AuditEntry.objects.filter(verb="seen")
    assert set(looks.values_list("organisation_id", flat=True)) == {
        tree.leaf.pk,
        tree.other_leaf.pk,
    }
    before = looks.count()
    refused = client.post(page_of(pair), {"act": "look", "purpose": ""})
    assert refused.status_code == 422
    shown = client.post(page_of(pair), {"act": "look", "purpose": "gọi xác nhận"})
    words = shown.content.decode()
    assert PHONE in words
    assert ID not in words
    assert looks.count() == before + 2


def test_merging_by_the_form_and_parting_by_the_page(pair, lan, signed_in):
    client = signed_in(lan)
    bad = client.post(page_of(pair), answers(pair, survivor="third", note=""))
    assert bad.status_code == 422
    done = client.post(page_of(pair), answers(pair))
    made = Merge.objects.get()
    assert done["Location"] == reverse("duplicates:merged", args=[made.pk])
    kept = Person.objects.get(pk=pair.one_id)
    assert (kept.given_name, kept.phone) == ("Hòa", "0987654321")
    assert client.get(page_of(pair))["Location"] == done["Location"]
    late = client.post(page_of(pair), {"act": "reject", "reason": "hai người"})
    assert late.status_code == 302
    part = reverse("duplicates:part", args=[made.pk])
    Person.objects.filter(pk=kept.pk).update(given_name="Hoa")
    listed = client.get(part).content.decode()
    assert "Chưa tách được" in listed
    assert client.post(part, {"reason": "nhầm người"}).status_code == 422
    Person.objects.filter(pk=kept.pk).update(given_name="Hòa")
    assert client.post(part, {"reason": "nhầm người"}).status_code == 302
    assert Pair.objects.get().state == "REJECTED"
    assert client.get(page_of(pair)).status_code == 200


def test_two_memberships_of_a_day_must_be_chosen_between(tree, enrol, find, lan, signed_in):
    enrol(tree.leaf, "Lê Thị An")
    enrol(tree.other_leaf, "Lê Thị An", since=date(2024, 1, 1))
    [pair] = find()
    client = signed_in(lan)
    page = client.get(page_of(pair)).content.decode()
    assert "nơi nào được tính" in page
    given = {"act": "merge", "survivor": "one", "note": "đã gặp"}
    refused = client.post(page_of(pair), given)
    assert refused.status_code == 422
    assert "Hãy chọn nơi được tính" in refused.content.decode()
    [clash] = [name for name in refused.context["merge"].fields if name.startswith("clash")]
    done = client.post(page_of(pair), {**given, clash: "other"})
    assert done.status_code == 302, done.context["merge"].errors


def test_a_double_click_merges_once(pair, lan, signed_in):
    client = signed_in(lan)
    given = answers(pair, once="một-lần")
    assert [client.post(page_of(pair), given).status_code for _click in range(2)] == [302, 302]
    assert Merge.objects.count() == 1


def test_the_unit_below_and_the_neighbour_branch(
    pair, minh, tree, make_person, seat, actor_of, signed_in
):
    far = make_person("Vũ Thị Xa", username="xa")
    seat(far, tree.far_middle, "PRESIDENT")
    for actor in (minh, actor_of(far)):
        assert signed_in(actor).get(page_of(pair)).status_code == 404
        listed = signed_in(actor).get(reverse("duplicates:queue")).content.decode()
        assert "Đặng Thị" not in listed


def test_who_receives_an_application_is_told_of_somebody_alike(
    pair, minh, lan, signed_in, tree, today, now
):
    client = signed_in(minh)
    url = reverse("members:receive", args=[tree.leaf.pk])
    given = {
        "family_middle": "Đặng Thị",
        "given_name": "Hòa",
        "birth_date": "04/05/1980",
        "category": "TEACHER",
        "received_on": today.strftime("%d/%m/%Y"),
        "citizen_id": ID,
    }
    told = client.post(url, given)
    words = told.content.decode()
    assert told.status_code == 422
    assert "Có thể đã có trong hệ thống" in words
    assert "Ánh Dương" in words
    assert PHONE not in words
    assert "Đây là người khác" in words
    assert AuditEntry.objects.filter(verb="duplicates.told").count() >= 1
    assert not Application.objects.exists()
    for one in Person.objects.filter(family_middle="Đặng Thị"):
        Limit.objects.create(person=one, purpose="", since=now)
    words = client.post(url, given).content.decode()
    assert "một hồ sơ đang hạn chế xử lý" in words
    assert "Ánh Dương" not in words
    del given["citizen_id"]
    assert client.post(url, {**given, "different": "on"}).status_code == 302
    given |= {"given_name": "Thủy", "birth_date": "01/02/1991"}
    assert client.post(url, given).status_code == 302
