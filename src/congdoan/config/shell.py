"""What every page of the shell needs; worked out only when a template asks."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.template.loader import get_template
from django.urls import NoReverseMatch
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from congdoan.foundation import clock
from congdoan.foundation.addresses import address
from congdoan.foundation.navigation import entries_for, entry_of, groups_of
from congdoan.foundation.templatetags.ui import PAGING
from congdoan.kernel.access.api import OfficeActor
from congdoan.kernel.accounts.api import second_factor_days_left
from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.organisations.enums import HierarchyId
from congdoan.kernel.people import api as people
from congdoan.kernel.rulebook import api as rulebook
from congdoan.support.notifications.api import unread_count


@dataclass(frozen=True)
class LostOffice:
    """An office whose rights are gone with it: why a page that used to open is refused."""

    position: str
    organisation: str
    last_day: date


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    icon: str
    current: bool = False


class Shell:
    """The signed-in person's frame: name, offices, day, navigation."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def actor(self) -> Any:
        return getattr(self.request, "actor", None)

    @cached_property
    def signed_in(self) -> bool:
        user = getattr(self.request, "user", None)
        return bool(user is not None and user.is_authenticated and self.actor is not None)

    @property
    def layout(self) -> str:
        return "ui/page.html" if self.signed_in else "ui/bare.html"

    @property
    def name(self) -> str:
        return str(self.actor.name) if self.signed_in else ""

    @cached_property
    def second_factor_days(self) -> int | None:
        """Return the days left of who owes a second factor; None when nothing is owed."""
        if not self.signed_in:
            return None
        return second_factor_days_left(self.request.user, on=self.actor.today)

    @property
    def acting_for(self) -> str:
        """Return the operator's name while support works as somebody else."""
        return str(self.actor.acting_for) if self.signed_in else ""

    # --- the day ----------------------------------------------------------------------------

    @cached_property
    def as_of(self) -> date:
        return self.actor.as_of if self.signed_in else clock.today()

    @property
    def today(self) -> date:
        return self.actor.today if self.signed_in else clock.today()

    @property
    def past(self) -> bool:
        """Tell whether another day than today is looked at (earlier or later)."""
        return self.signed_in and self.actor.as_of != self.actor.today

    @property
    def hierarchy(self) -> str:
        return str(HierarchyId.COMMAND.label)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Return the filters that stay when the day changes."""
        get = self.request.GET
        return [
            (name, value)
            for name in get
            if name != "as_of" and name not in PAGING
            for value in get.getlist(name)
        ]

    # --- navigation -------------------------------------------------------------------------

    @cached_property
    def navigation(self) -> SafeString:
        """Return the left navigation as HTML: what the actor may open, the page's entry marked."""
        if not self.signed_in:
            return SafeString()
        entries = entries_for(self.actor)
        urls = {entry.code: address(entry.url_name) for entry in entries}
        day = f"?as_of={self.as_of.isoformat()}" if self.past else ""
        links = tuple((code, url + day) for code, url in urls.items())
        return _drawn_navigation(links, self._nearest(urls), get_language())

    def _nearest(self, urls: dict[str, str]) -> str:
        """Return the entry whose address is the longest beginning of this page's address."""
        best, length = "", 0
        for code, url in urls.items():
            fits = self.request.path == url if url == "/" else self.request.path.startswith(url)
            if fits and len(url) > length:
                best, length = code, len(url)
        return best

    @cached_property
    def account_links(self) -> list[Link]:
        wanted = (
            (_("Tài khoản của tôi"), "accounts:profile", "person-badge"),
            (_("Phiên đăng nhập"), "usersessions_list", "shield-lock"),
        )
        return [Link(label, _address(name), icon) for label, name, icon in wanted if _address(name)]

    # --- organisations ----------------------------------------------------------------------

    @cached_property
    def offices(self) -> list[dict[str, Any]]:
        """Return where the person works today, the choice marked; two queries at most."""
        if not self.signed_in or not isinstance(self.actor, OfficeActor):
            return []
        ids, today = self.actor.organisation_ids, self.actor.today
        if not ids:
            return []
        called = organisations.names(ids, on=today)
        # Only a choice needs more than the name.
        posts = self._posts(today) if len(ids) > 1 else {}
        return [
            {
                "organisation_id": pk,
                "organisation": called.get(pk, ""),
                "position": ", ".join(posts.get(pk, [])),
                "current": pk == self.actor.organisation_id,
            }
            for pk in ids
        ]

    def _posts(self, today: date) -> dict[int, list[str]]:
        posts: dict[int, list[str]] = defaultdict(list)
        for office in people.unscoped_offices_of(self.actor.person_id or 0, on=today):
            label = office.title or rulebook.label("position", office.position, today)
            posts[office.organisation_id].append(str(label))
        return posts

    @property
    def organisation_name(self) -> str:
        return next((o["organisation"] for o in self.offices if o["current"]), "")

    @cached_property
    def lost_office(self) -> LostOffice | None:
        """Return the office that ended last where the person holds none now; for refusals."""
        if not self.signed_in or not self.actor.person_id:
            return None
        today = self.actor.today
        offices = list(people.unscoped_offices_of(self.actor.person_id))
        kept = {office.organisation_id for office in offices if office.held_on(today)}
        ended = [
            (office.valid.upper, office.pk, office)
            for office in offices
            if office.valid.upper and office.valid.upper <= today
            if office.organisation_id not in kept
        ]
        if not ended:
            return None
        until, _pk, last = max(ended)
        return LostOffice(
            last.title or str(rulebook.label("position", last.position, until)),
            organisations.names([last.organisation_id], on=today)[last.organisation_id],
            until - timedelta(days=1),
        )

    # --- what waits -------------------------------------------------------------------------

    @cached_property
    def unread(self) -> int:
        return unread_count(self.actor) if self.signed_in else 0

    @cached_property
    def news_url(self) -> str:
        return _address("notifications:list")


@lru_cache(maxsize=1024)
def _drawn_navigation(links: tuple[tuple[str, str], ...], here: str, _language: str) -> SafeString:
    """
    Draw the navigation from its entries' codes and addresses.

    Kept for all that it is made of, and of nothing else: who may open other pages, looks at another
    day or reads another language has another one. No right is remembered here.
    """
    url_of = dict(links)
    groups = [
        (
            group,
            [
                Link(str(entry.label), url_of[entry.code], entry.icon, entry.code == here)
                for entry in entries
            ],
        )
        for group, entries in groups_of(map(entry_of, url_of))
    ]
    return SafeString(get_template("ui/nav.html").render({"groups": groups}))


def _address(name: str) -> str:
    try:
        return address(name)
    except NoReverseMatch:
        return ""


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"shell": Shell(request)}
