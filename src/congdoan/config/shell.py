"""What every page of the shell needs; worked out only when a template asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from congdoan.foundation import clock
from congdoan.foundation.navigation import Group, NavEntry, groups_for
from congdoan.foundation.templatetags.ui import PAGING


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

    # --- the day ----------------------------------------------------------------------------

    @cached_property
    def as_of(self) -> date:
        return self.actor.as_of if self.signed_in else clock.today()

    @property
    def past(self) -> bool:
        """Tell whether another day than today is looked at (earlier or later)."""
        return self.signed_in and self.actor.as_of != self.actor.today

    @property
    def hierarchy(self) -> str:
        return _("lãnh đạo trực tiếp")

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
    def navigation(self) -> list[tuple[Group, list[Link]]]:
        if not self.signed_in:
            return []
        here = self._nearest()
        return [
            (group, [self._link(entry, current=entry.code == here) for entry in entries])
            for group, entries in groups_for(self.actor)
        ]

    def _link(self, entry: NavEntry, *, current: bool) -> Link:
        url = reverse(entry.url_name)
        if self.past:
            url = f"{url}?as_of={self.as_of.isoformat()}"
        return Link(str(entry.label), url, entry.icon, current)

    def _nearest(self) -> str:
        """Return the entry whose address is the longest beginning of this page's address."""
        best, length = "", 0
        for _group, entries in groups_for(self.actor):
            for entry in entries:
                url = reverse(entry.url_name)
                fits = self.request.path == url if url == "/" else self.request.path.startswith(url)
                if fits and len(url) > length:
                    best, length = entry.code, len(url)
        return best

    @cached_property
    def account_links(self) -> list[Link]:
        wanted = (
            (_("Tài khoản của tôi"), "accounts:profile", "person-badge"),
            (_("Phiên đăng nhập"), "usersessions_list", "shield-lock"),
        )
        links = []
        for label, name, icon in wanted:
            try:
                links.append(Link(label, reverse(name), icon))
            except NoReverseMatch:
                continue
        return links

    # --- organisations ----------------------------------------------------------------------

    @cached_property
    def offices(self) -> list[Mapping[str, Any]]:
        return []

    @property
    def organisation_name(self) -> str:
        return next((str(o["organisation"]) for o in self.offices if o["current"]), "")


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"shell": Shell(request)}
