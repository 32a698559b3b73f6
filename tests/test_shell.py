"""The frame of every page: navigation, day, messages of refusal, weight."""

import gzip
from html.parser import HTMLParser
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from lxml import html
import pytest

from congdoan.config.middleware import RefusalMiddleware
from congdoan.config.shell import Shell
from congdoan.foundation import navigation
from congdoan.foundation.capabilities import Capability
from congdoan.foundation.navigation import Group, NavEntry
from congdoan.foundation.refusal import ChangedMeanwhile, NotAllowed
from congdoan.kernel.organisations.api import VIEW


def drawn(answer):
    return html.fromstring(answer.content.decode())


# --- navigation ------------------------------------------------------------------------------


@pytest.fixture
def entries(monkeypatch):
    monkeypatch.setattr(navigation, "_register", {})
    navigation.put(NavEntry("t.home", "Đầu", "desk:home", "house", order=1))
    navigation.put(NavEntry("t.search", "Tìm", "search:results", "search", order=2))


def test_navigation_shows_what_the_person_may_open(entries, lan, signed_in):
    nobody = Capability("tests.never", "Không ai")
    navigation.put(NavEntry("t.never", "Cấm", "desk:switch", "x", capability=nobody))
    links = drawn(signed_in(lan).get("/")).xpath("//nav[@class='side']//a")
    assert [link.text_content().strip() for link in links] == ["Đầu", "Tìm"]


def test_navigation_marks_where_one_is(entries, lan, signed_in):
    page = drawn(signed_in(lan).get(reverse("search:results")))
    assert page.xpath("//nav[@class='side']//a[@aria-current='page']/@href") == ["/tim/"]


def test_groups_come_in_their_own_order(entries):
    navigation.put(
        NavEntry("t.rules", "Quy định", "desk:home", "book", order=0, group=Group.ADMINISTRATION)
    )

    class Everything:
        def may_somewhere(self, capability):
            return True

    found = navigation.groups_of(navigation.entries_for(Everything()))
    assert [group for group, _ in found] == [Group.WORK, Group.ADMINISTRATION]


def test_nobody_gets_the_navigation_kept_for_another(entries, lan, hoa, signed_in):
    navigation.put(NavEntry("t.own", "Riêng", "desk:switch", "x", capability=VIEW))
    address = reverse("search:results")
    there = [
        [link.text_content().strip() for link in drawn(page).xpath("//nav[@class='side']//a")]
        for page in (
            signed_in(lan).get(address),
            signed_in(hoa).get(address),
            signed_in(lan).get(address),
        )
    ]
    assert there == [["Đầu", "Tìm", "Riêng"], ["Đầu", "Tìm"], ["Đầu", "Tìm", "Riêng"]]


def test_two_entries_cannot_share_a_code(entries):
    with pytest.raises(ValueError, match=r"t\.home"):
        navigation.put(NavEntry("t.home", "Khác", "desk:home", "house"))


# --- the day ---------------------------------------------------------------------------------


def test_another_day_is_announced_with_the_way_back(lan, signed_in):
    page = drawn(signed_in(lan).get("/tim/?q=hoa&as_of=2020-05-04"))
    [banner] = page.xpath("//div[@class='as-of']")
    assert "04/05/2020" in banner.text_content()
    assert "lãnh đạo trực tiếp" in banner.text_content()
    assert banner.xpath(".//a/@href") == ["?q=hoa"]


@pytest.mark.parametrize("day", ["x", "2020-13-01", "1/1/99999999999999999999", "1/2", "\x00"])
def test_a_day_nobody_can_read_is_said(lan, signed_in, day):
    page = drawn(signed_in(lan).get("/", {"as_of": day}))
    assert not page.xpath("//div[@class='as-of']")
    assert "không đọc được" in page.get_element_by_id("messages").text_content()


def test_today_has_no_banner(lan, signed_in):
    assert not drawn(signed_in(lan).get("/")).xpath("//div[@class='as-of']")


def test_changing_the_day_keeps_the_filters(lan, signed_in):
    page = drawn(signed_in(lan).get("/tim/?q=hoa&as_of=2020-05-04&after=x"))
    [form] = page.xpath("//details[contains(@class, 'menu-day')]//form")
    hidden = {(box.get("name"), box.get("value")) for box in form.xpath("input[@type='hidden']")}
    assert hidden == {("q", "hoa")}
    assert form.xpath("input[@name='as_of']/@value") == ["2020-05-04"]


def test_navigation_stays_on_the_day(lan, signed_in):
    page = drawn(signed_in(lan).get("/?as_of=2020-05-04"))
    hrefs = page.xpath("//nav[@class='side']//a/@href")
    assert hrefs
    assert all(href.endswith("?as_of=2020-05-04") for href in hrefs)


# --- frame -----------------------------------------------------------------------------------


def test_the_switcher_names_each_office(tree, make_person, seat, actor_of, signed_in):
    person = make_person("Vũ Thị Hai", username="hai")
    seat(person, tree.middle, "PRESIDENT")
    seat(person, tree.other_leaf, "CLERK")
    page = drawn(signed_in(actor_of(person)).get("/"))
    buttons = page.xpath("//button[@name='organisation']")
    assert [button.get("value") for button in buttons] == [
        str(tree.middle.pk),
        str(tree.other_leaf.pk),
    ]
    assert buttons[0].get("aria-current") == "true"
    assert "Chủ tịch" in buttons[0].text_content()


def test_every_page_has_one_heading_a_skip_link_and_landmarks(lan, signed_in):
    for address in ("/", "/tim/", "/khong-co/"):
        page = drawn(signed_in(lan).get(address))
        assert len(page.xpath("//h1")) == 1
        assert page.xpath("//h1")[0].text_content().strip()
        assert len(page.xpath("//main[@id='main']")) == 1
        assert page.xpath("//a[@class='skip-link']/@href") == ["#main"]
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))


class Inline(HTMLParser):
    """Finds what the strict policy refuses."""

    found: list[str]

    def handle_starttag(self, tag, attrs):
        names = {name for name, _ in attrs}
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(tag)
        self.found += [name for name in names if name == "style" or name.startswith("on")]


def test_nothing_in_the_page_is_refused_by_its_own_policy(lan, signed_in, settings):
    settings.DEBUG = True
    for address in ("/", "/mau-giao-dien/"):
        parser = Inline()
        parser.found = []
        parser.feed(signed_in(lan).get(address).content.decode())
        assert parser.found == []


def test_the_first_page_weighs_at_most_200_kilobytes(lan, signed_in):
    """Everything a first visit fetches, as it goes over the wire (fonts do not shrink)."""
    answer = signed_in(lan).get("/")
    page = drawn(answer)
    weight = len(gzip.compress(answer.content))
    addresses = page.xpath("//link/@href | //script/@src | //img/@src | //*[name()='use']/@href")
    static = {one.partition("#")[0] for one in addresses if one.startswith("/static/")}
    other = {one for one in addresses if not one.startswith("/static/")}
    weight += sum(len(gzip.compress(signed_in(lan).get(one).content)) for one in other)
    files = {one.removeprefix("/static/") for one in static}
    fonts = {f"vendor/be-vietnam-pro-{s}-600-normal.woff2" for s in ("latin", "vietnamese")}
    for name in files | fonts:
        content = Path(finders.find(name)).read_bytes()
        weight += len(content) if name.endswith(".woff2") else len(gzip.compress(content))
    assert weight <= 200_000


def test_the_shell_asks_few_questions_whatever_a_person_holds(
    tree, make_person, seat, actor_of, signed_in, django_assert_max_num_queries
):
    """Session, user, person, offices, grants, delegations, names, posts, unread; and the page's."""
    person = make_person("Vũ Thị Hai", username="hai")
    seat(person, tree.middle, "PRESIDENT")
    seat(person, tree.other_leaf, "CLERK")
    client = signed_in(actor_of(person))
    with django_assert_max_num_queries(14) as two:
        client.get("/tim/")
    seat(person, tree.leaf, "CLERK")
    seat(person, tree.far_leaf, "CLERK")
    with django_assert_max_num_queries(len(two)):
        client.get("/tim/")


# --- refusals --------------------------------------------------------------------------------


def test_an_unknown_address_is_answered_inside_the_frame(lan, signed_in, client):
    answer = signed_in(lan).get("/khong-co/")
    assert answer.status_code == 404
    assert "Không tìm thấy" in answer.content.decode()
    assert drawn(answer).xpath("//nav[@class='side']")


@pytest.mark.django_db
def test_a_visitor_gets_the_same_answer_without_a_frame(client):
    answer = client.get("/khong-co/")
    assert answer.status_code == 404
    assert not drawn(answer).xpath("//nav[@class='side']")


@pytest.mark.parametrize(
    ("refusal", "title"), [(NotAllowed(), "Chưa có quyền"), (ChangedMeanwhile(), "Chưa thực hiện")]
)
def test_a_refusal_shows_its_sentence(lan, rf, refusal, title, django_user_model):
    request = rf.get("/x/?a=1")
    request.user = django_user_model.objects.get(pk=lan.user_id)
    request.actor = lan
    answer = RefusalMiddleware(lambda _: None).process_exception(request, refusal)
    page = answer.content.decode()
    assert answer.status_code == refusal.status
    assert refusal.sentence in page
    assert title in page
    again = drawn(answer).xpath("//main//a[@href='/x/?a=1']")
    assert bool(again) == (refusal.status == 409)


def test_a_form_whose_time_ran_out_explains_that_nothing_is_lost(lan, signed_in):
    signed_in(lan)
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(reverse("desk:language"), {"language": "en"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Nội dung bạn đã nhập vẫn còn trong trình duyệt" in page
    assert "data-refused" in page


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html"])
def test_error_pages_draw_for_nobody(name, rf, settings):
    request = RequestFactory().get("/")
    assert "⟦undefined" not in render_to_string(name, {"shell": Shell(request)}, request=request)


def test_the_page_of_a_server_fault_needs_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = render_to_string("500.html")
    assert "Máy chủ gặp lỗi" in page
    assert "data-refused" in page


def test_support_is_never_hidden_from_who_works(lan, rf, django_user_model):
    request = rf.get("/")
    request.user = django_user_model.objects.get(pk=lan.user_id)
    request.actor = lan
    shell = Shell(request)
    assert "as-support" not in render_to_string("ui/support_banner.html", {"shell": shell}, request)
    lan.acting_for = "Quản trị viên"
    banner = render_to_string("ui/support_banner.html", {"shell": shell}, request)
    assert "Quản trị viên đang hỗ trợ thay <strong>Trần Thị Lan</strong>" in banner
    assert reverse("access:support_end") in banner
