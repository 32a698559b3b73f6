"""
Every page the demo's people can reach by links: no fault, fits desk and phone, axe clean.

The links are followed by the test client for every role; the browser then looks at one page of
each address pattern: the role that claims it first does, in whatever process it walks.
``CONGDOAN_SHOW_MISSED=1`` prints the patterns a role did not reach.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
import hashlib
import html
import os
import re
from typing import Any
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from django.conf import settings as django_settings
from django.test import Client
from django.urls import get_resolver, resolve
from django.urls.exceptions import Resolver404
import pytest

from congdoan.config.demo.accounts import OPERATOR
from congdoan.config.settings_test import TEST_HOME
from congdoan.kernel.accounts.models import User
from tests.database import session
from tests.journeys.checks import assert_accessible, assert_fits_its_width
from tests.journeys.conftest import PHONE
from tests.journeys.world import copied

pytestmark = pytest.mark.django_db(transaction=True)

ROLES = [
    "chutich.tinh", "chuyenvien.tinh", "vanthu.tinh", "giamdoc.so", "daumoi.so", "chutich.nganh",
    "chuyenvien.xa", "chutich.ubnd", "chutich.truong", "hieutruong.truong", "doanvien.truong",
    "chutich.cdgd", OPERATOR,
]  # fmt: skip
WITHOUT_OFFICE = {"chutich.cdgd"}
#: Pages of one pattern that one role visits.
SAMPLES = 2
#: Patterns that even a role without office reaches.
FEWEST = 10
LINK = re.compile(r"""\s(?:href|hx-get)="([^"#][^"]*)\"""")
#: What a value looks like that nobody turned into words.
OBJECT = re.compile(r"functools\.partial|&lt;(?:bound method|function|[\w.]+ object at )[^;]{0,40}")
WIDE = {"width": 1440, "height": 900}


@dataclass
class Walk:
    """What was visited and what was wrong."""

    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def follow(self, user_name: str) -> None:
        client = Client()
        client.force_login(User.objects.get(username=user_name))
        seen: dict[str, int] = {}
        waiting = [("/", "")]
        known = {"/"}
        while waiting:
            address, source = waiting.pop(0)
            pattern = _pattern(address)
            if pattern is None or seen.get(pattern, 0) >= SAMPLES:
                continue
            seen[pattern] = seen.get(pattern, 0) + 1
            body = self._visit(client, user_name, pattern, address, source)
            for link in _links(address, body):
                if link not in known:
                    known.add(link)
                    waiting.append((link, address))

    def _visit(
        self, client: Client, user_name: str, pattern: str, address: str, source: str
    ) -> str:
        answer = client.get(address, headers={"accept": "text/html"})
        place = f"{user_name}: {address} (từ {source})"
        if answer.status_code in (301, 302):
            return f' href="{html.escape(answer["Location"])}"'
        if answer.status_code == 403 and user_name in WITHOUT_OFFICE:
            return ""  # an old notification; the page says why
        if answer.status_code != 200:
            self.faults.append(f"{answer.status_code} {place}")
            return ""
        if not answer["Content-Type"].startswith("text/html") or answer.streaming:
            return ""
        body = answer.content.decode()
        if "⟦undefined" in body:
            names = sorted(set(re.findall(r"⟦undefined:([^⟧]*)⟧", body)))
            self.faults.append(f"⟦{', '.join(names)}⟧ {place}")
        if shown := OBJECT.search(body):
            self.faults.append(f"{shown.group()} {place}")
        if "<html" in body:
            self.pages.setdefault(pattern.rstrip("?"), (user_name, address))
        return body


def _pattern(address: str) -> str | None:
    """Return the name of the address, "?" if it asks something; None = not ours to visit."""
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return f"404 {address}"
    if match.view_name in {"account_logout", "set_language"}:
        return None
    return f"{match.view_name or match.route}{'?' if parts.query else ''}"


def _links(address: str, body: str) -> Iterator[str]:
    for link in LINK.findall(body):
        full, _anchor = urldefrag(urljoin(address, html.unescape(link)))
        if full.startswith("/") and not full.startswith(("//", django_settings.STATIC_URL)):
            yield full


@pytest.fixture
def whole(demo_whole: str, live_server: Any) -> Iterator[None]:
    with copied(demo_whole, f"{demo_whole}_walk"):
        yield


@pytest.mark.parametrize("user_name", ROLES)
def test_every_link_leads_to_a_page_that_works(
    user_name: str, whole: None, open_page: Any, live_server: Any
) -> None:
    walk = Walk()
    walk.follow(user_name)
    if os.environ.get("CONGDOAN_SHOW_MISSED"):
        print("\n".join(_missed(walk)))
    assert len(walk.pages) > FEWEST
    faults = [*walk.faults, *_looked_at(walk, open_page(WIDE), live_server.url)]
    assert not faults, "\n".join(faults)


def _is_first(pattern: str) -> bool:
    """Claim the pattern for this walk; False: another role of this session looks at it."""
    claims = TEST_HOME / "claims" / hashlib.sha256(session().encode()).hexdigest()[:12]
    claims.mkdir(parents=True, exist_ok=True)
    try:
        (claims / quote(pattern, safe="")).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _looked_at(walk: Walk, page: Any, server: str) -> list[str]:
    """Look at one page of each pattern at both widths; return what is wrong."""
    faults = []
    for pattern, (user_name, address) in walk.pages.items():
        if not _is_first(pattern):
            continue
        if not page.context.cookies():
            page.context.add_cookies([_signed_in(user_name, server)])
        page.set_viewport_size(WIDE)
        page.goto(address)
        # The order on a phone is that of a screen reader: axe looks once, there.
        for viewport, checks in (
            (WIDE, [assert_fits_its_width]),
            (PHONE, [assert_fits_its_width, assert_accessible]),
        ):
            page.set_viewport_size(viewport)
            for check in checks:
                try:
                    check(page)
                except AssertionError as fault:
                    faults.append(f"{user_name} {viewport['width']}: {fault}")
    return faults


def _signed_in(user_name: str, server: str) -> Any:
    name, client = django_settings.SESSION_COOKIE_NAME, Client()
    client.force_login(User.objects.get(username=user_name))
    return {"name": name, "value": client.cookies[name].value, "url": server}


def _missed(walk: Walk) -> list[str]:
    reached = set(walk.pages)
    resolver = get_resolver()
    every = {
        f"{space}:{name}"
        for space, (_prefix, inner) in resolver.namespace_dict.items()
        for name in inner.reverse_dict
        if isinstance(name, str)
    }
    return sorted(every - reached)
