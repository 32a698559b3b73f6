"""
Every list is shown as of the day asked for, under the banner, or has a stated reason why not.

The things of the tests' ``world`` exist since 2015; on a day of 2010 nothing of them may be listed.
"""

from django.urls import URLPattern, URLResolver, get_resolver, reverse
import pytest

from tests.addresses import LIBRARIES, ROUTES, SECRET, address

pytestmark = pytest.mark.django_db

BEFORE = "2010-01-01"
THINGS = ("Hoa Sen", "Ánh Dương", "Tên mới", "Cụm 1", "Nguyễn Văn Minh", "Nghị quyết 05", SECRET)

#: Lists that show the same on every day, and why.
REASONS = {
    "analysis:views": "questions that are kept, no figures: each is answered with its round's tree",
    "access:delegations": "all that was ever given and received, each with its days and state",
    "agreements:cascade_begin": "a form for an act of today",
    "agreements:cascades": "requests under way: each page says what stood on which day",
    "agreements:templates": "the writer's tools of today",
    "development:grid": "a form for an act of today",
    "drafting:templates": "the writer's tools of today",
    "organisations:detail": "its history tells its whole life, each event with its day",
    "reporting:forms": "the forms one may use: each version says since when, a round keeps its own",
    "restructuring:foundings": "procedures under way, each step with its day",
    "restructuring:hand_overs": "what is still to be handed over, each step with its day",
    "desk:home": "what is to be done now",
    "documents:readings": "one's own post that has to be read, each piece with its moment",
    "documents:readings_panel": "one's own post that has to be read, each piece with its moment",
    "notifications:list": "one's own post, each piece with its moment",
    "notifications:receipts": "what one caused to be sent, each piece with its moment",
    "worklist:list": "what is to be done now",
    "worklist:print": "what is to be done now, on paper",
}
#: Pages outside the frame, where no banner stands.
OUTSIDE = {
    "offline": "what the device shows without a line",
    "publications:listed": "open to everybody: what is public now",
    "signing:check_copy": "open to everybody: a paper is checked as it stands",
    "signing:verify_search": "open to everybody: a paper is checked as it stands",
    "voting:kiosk": "a device for voting now",
    "worklist:print": "a sheet of paper with its own date",
}
#: Addresses that name one thing and list others under it.
KEYED = (
    "access:explain",
    "access:panel",
    "audit:log",
    "organisations:detail",
    "organisations:lineage",
    "people:offices",
    "periods:of_organisation",
)


def lists(patterns=None, namespace=""):
    """Walk the names of all addresses without a key."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from lists(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and not pattern.pattern.converters and pattern.name:
            yield f"{namespace}{pattern.name}"


LISTS = sorted({name for name in lists() if not name.startswith((*LIBRARIES, "health"))})


def shown(answer):
    body = (b"".join(answer) if answer.streaming else answer.content).decode(errors="replace")
    return body[max(body.find("<main"), 0) :]


def test_every_list_is_shown_as_of_the_day(world, signed_in, lan):
    client = signed_in(lan)
    wrong, alive, needless = [], 0, set(REASONS)
    addresses = {name: reverse(name) for name in LISTS}
    addresses |= {name: address(world, name, ROUTES[name]) for name in KEYED}
    for name, url in addresses.items():
        now = client.get(url)
        if now.status_code != 200:
            continue
        page, past = shown(now), shown(client.get(url, {"as_of": BEFORE}))
        alive += any(thing in page for thing in THINGS)
        told = [thing for thing in THINGS if thing in past]
        if told:
            needless.discard(name)
            if name not in REASONS:
                wrong.append((name, told))
        if "<main" in page and "Trở về hôm nay" not in past and name not in OUTSIDE:
            wrong.append((name, "no banner"))
    assert not wrong
    assert not needless, "these honour the day: take them off the list of reasons"
    assert alive >= 15, "the walk proves nothing over empty lists"


def test_a_day_of_long_ago_shows_the_units_of_that_day(world, signed_in, lan, tree):
    client = signed_in(lan)
    for name in ("organisations:register", "organisations:tree"):
        then = shown(client.get(reverse(name), {"as_of": "2020-01-01"}))
        assert "Hoa Sen" in then
        assert "Tên mới" not in then


def test_rights_are_explained_as_of_the_day(world, signed_in, lan, tree):
    client = signed_in(lan)
    page = reverse("access:explain", args=[tree.leaf.pk])
    assert "Nguyễn Văn Minh" in shown(client.get(page))
    assert "Nguyễn Văn Minh" in shown(client.get(page, {"as_of": "2023-01-01"}))
    assert "Nguyễn Văn Minh" not in shown(client.get(page, {"as_of": "2022-12-31"}))
