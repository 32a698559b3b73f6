"""
What people (and programs) send that no page asks for: a sentence, never a stack trace.

Lists are asked with every parameter spoilt; every form of the world is posted with each spoilt
value in every field it draws.
"""

import re
import unicodedata

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
import pytest

from congdoan.kernel.accounts.models import User
from tests.addresses import ROUTES, address

pytestmark = pytest.mark.django_db

DAYS = ["2023-02-30", "0001-01-01", "9999-12-31", "32/13/²"]
TOKENS = [
    "x",
    "W10",
    "WzFd",
    "bnVsbA",
    "WyJcdTAwMDAiLCAxXQ",
    "WyJhIiw5OTk5OTk5OTk5OTk5OTk5OTk5OTldOw",
]
VALUES = {
    "nul": "a\x00b",
    "emoji": "Công đoàn 🎉👩‍🏫",
    "megabyte": "đ" * 500_000,
    "last day": "31/12/9999",
    "huge": "9" * 30,
}
#: Ends the session, or starts somebody else's.
NOT_HERE = ("accounts:", "account_", "mfa_", "usersessions", "desk:style_guide")


def plain_routes(patterns=None, namespace=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from plain_routes(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and not pattern.pattern.converters and pattern.name:
            name = f"{namespace}{pattern.name}"
            if not name.startswith(NOT_HERE):
                yield name


PLAIN = sorted(set(plain_routes()))


@pytest.fixture
def steady(signed_in, lan):
    """Lan's browser; a fault of the program comes back as a 500 to be counted."""
    client = signed_in(lan)
    client.raise_request_exception = False
    return client


def broken(answers):
    return [(what, answer.status_code) for what, answer in answers if answer.status_code >= 500]


def test_days_that_are_none_show_today_or_say_so(world, steady):
    answers = [
        ((name, day), steady.get(reverse(name), {"as_of": day, "earlier": day, "ngay": day}))
        for name in PLAIN
        for day in DAYS
    ]
    assert not broken(answers)
    page = steady.get(reverse("organisations:register"), {"as_of": "2023-02-30"})
    assert "không đọc được" in page.content.decode()


@pytest.fixture
def read(monkeypatch):
    """The names that pages look up in what they were asked."""
    names = set()
    for method in ("__getitem__", "getlist", "pop"):
        plain = getattr(QueryDict, method)

        def noting(self, key, *rest, plain=plain, **more):
            names.add(key)
            return plain(self, key, *rest, **more)

        monkeypatch.setattr(QueryDict, method, noting)
    return names


@pytest.mark.slow
def test_spoilt_parameters_of_lists(world, steady, read):
    spoilt = [
        {"sort": "password"},
        {"q": "🎉" * 300},
        {"mo": "9" * 5000, "cap-tren": "²", "thay": "9" * 30, "organisation": "9" * 5000},
        {"nhom": "x", "loai": "x", "level": "x", "state": "x", "kind": "x", "page": "-1"},
    ]
    answers, lists = [], set()
    for name in PLAIN:
        url = reverse(name)
        answers += [((name, sorted(asked)), steady.get(url, asked)) for asked in spoilt]
        for place in ("after", "before"):
            read.clear()
            for token in TOKENS:
                answers.append(((name, place), steady.get(url, {place: token, "sort": "-name"})))
                if place not in read:  # the page knows no places: it answers every token alike
                    break
                lists.add(name)
    assert not broken(answers)
    assert len(lists) > 10


def test_a_nul_in_an_address_is_answered_with_a_sentence(steady):
    for url in (
        reverse("organisations:register") + "?q=%00",
        reverse("places:index") + "%00/",
        reverse("rulebook:list") + "a%00b/",
    ):
        answer = steady.get(url)
        assert answer.status_code == 400, url
        assert "không đọc được" in answer.content.decode()


@pytest.mark.parametrize("number", ["0", "-1", "9" * 19, "9" * 30, "9" * 5000])
def test_numbers_no_row_has(steady, number):
    for base in (
        "to-chuc",
        "nhan-su",
        "phoi-hop",
        "viec",
        "tep",
        "ky-so",
        "nhap/lan",
        "nhat-ky",
        "sap-xep/thanh-lap",
        "sap-xep/ban-giao",
        "cong-tac-can-bo/dang",
        "cong-tac-can-bo/quy-hoach",
        "theo-doi/don-vi",
        "the-doan-vien/don-vi",
        "the-doan-vien/in",
    ):
        assert steady.get(f"/{base}/{number}/").status_code == 404, base


@pytest.mark.slow
def test_other_methods(world, steady):
    answers, slices = [], set()
    for name, keys in ROUTES.items():
        url = address(world, name, keys)
        answers += [((name, "PUT"), steady.put(url)), ((name, "DELETE"), steady.delete(url))]
        if name.split(":")[0] not in slices:  # these go the way of GET: once a slice is enough
            slices.add(name.split(":")[0])
            answers += [
                ((name, "HEAD"), steady.head(url)),
                ((name, "OPTIONS"), steady.options(url)),
            ]
    assert not broken(answers)


def test_a_form_whose_session_ended_says_that_nothing_is_lost(world, lan):
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(pk=lan.user_id))
    for name in ("organisations:profile", "people:change", "agreements:describe"):
        answer = client.post(address(world, name, ROUTES[name]), {"name": "x"})
        assert answer.status_code == 403
        assert "Nội dung bạn đã nhập vẫn còn" in answer.content.decode()


def fields_of(page):
    """Return the names of what the page's own form would send."""
    main = page.split("<main", 1)[-1]
    return set(re.findall(r'<(?:input|textarea|select)[^>]*\bname="([^"]+)"', main)) - {
        "csrfmiddlewaretoken",
        "once",
        "q",
    }


@pytest.mark.slow
def test_every_form_with_spoilt_values(world, steady):
    urls = [
        *(address(world, name, keys) for name, keys in ROUTES.items()),
        *(reverse(name) for name in PLAIN),
        reverse("rulebook:lay_down", args=["agreement.period.programme"]),
    ]
    answers, posted = [], 0
    for url in urls:
        page = steady.get(url)
        if page.streaming or "text/html" not in page.get("Content-Type", ""):
            continue
        names = fields_of(page.content.decode())
        if names and page.status_code == 200:
            posted += 1
            answers += [((url, kind), post_and_forget(steady, url, names, kind)) for kind in VALUES]
    assert not broken(answers)
    assert posted > 25


def post_and_forget(client, url, names, kind):
    """Post the value in every field; what it changed must not spoil the page for the next."""
    with transaction.atomic():
        answer = client.post(url, dict.fromkeys(names, VALUES[kind]))
        transaction.set_rollback(True)
    return answer


def test_names_are_kept_composed_however_they_are_typed(world, steady, tree):
    from congdoan.kernel.people.models import Person

    address_ = address(world, "people:change", ROUTES["people:change"])
    typed = {
        "family_middle": unicodedata.normalize("NFD", "Nguyễn Thị"),
        "given_name": unicodedata.normalize("NFD", "Hường"),
    }
    assert steady.post(address_, typed).status_code == 302
    person = Person.objects.get(pk=world["people"]["pk"])
    assert person.full_name == unicodedata.normalize("NFC", "Nguyễn Thị Hường")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("goc.pdf", b"%PDF-1.7 " + b"0" * (40 * 1024 * 1024), "vượt giới hạn"),
        ("goc.pdf", b"MZ khong phai", "không phải là"),
        ("goc.exe", b"MZ", "không thuộc loại"),
        ("goc.pdf", b"", "rỗng"),
    ],
)
def test_files_that_cannot_be_kept(steady, in_force, name, content, says):
    answer = steady.post(
        reverse("agreements:attach_scan", args=[in_force.pk]),
        {"upload": SimpleUploadedFile(name, content)},
    )
    assert answer.status_code in {409, 422}
    assert says in answer.content.decode()
