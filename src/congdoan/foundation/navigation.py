"""The left navigation: each slice puts its entries (from ``wiring.py``), the shell draws them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.actor import Actor
from congdoan.foundation.capabilities import Capability

Text = str | Promise


class Group(StrEnum):
    """Headings of the navigation, in the order they are drawn."""

    WORK = "work"
    PAPERS = "papers"
    COORDINATION = "coordination"
    MEMBERS = "members"
    ORGANISATION = "organisation"
    SELF = "self"
    ADMINISTRATION = "administration"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS: dict[Group, Text] = {
    Group.WORK: _("Công việc"),
    Group.PAPERS: _("Văn bản, báo cáo"),
    Group.COORDINATION: _("Phối hợp"),
    Group.MEMBERS: _("Đoàn viên"),
    Group.ORGANISATION: _("Tổ chức, nhân sự"),
    Group.SELF: _("Của tôi"),
    Group.ADMINISTRATION: _("Quản trị"),
}


@dataclass(frozen=True)
class NavEntry:
    """A link of the left navigation; without a capability it stands for everyone signed in."""

    code: str
    label: Text
    url_name: str
    icon: str
    capability: Capability | None = None
    order: int = 50
    group: Group = Group.WORK


_register: dict[str, NavEntry] = {}


def put(entry: NavEntry) -> None:
    """
    Add an entry.

    :raises ValueError: when the code is taken by another entry
    """
    if _register.setdefault(entry.code, entry) != entry:
        message = f"Navigation entry declared twice: {entry.code}"
        raise ValueError(message)
    in_order = sorted(_register.values(), key=_place)  # once, not for every page
    _register.clear()
    _register.update((one.code, one) for one in in_order)


def _place(entry: NavEntry) -> tuple[int, int, str]:
    return list(Group).index(entry.group), entry.order, entry.code


def entry_of(code: str) -> NavEntry:
    return _register[code]


def entries_for(actor: Actor) -> tuple[NavEntry, ...]:
    """Return what ``actor`` may open somewhere, in the order it is drawn."""
    return tuple(
        entry
        for entry in _register.values()
        if entry.capability is None or actor.may_somewhere(entry.capability)
    )


def groups_of(entries: Iterable[NavEntry]) -> Iterator[tuple[Group, list[NavEntry]]]:
    """Put entries, in their order, under their headings."""
    for group, found in groupby(entries, key=lambda entry: entry.group):
        yield group, list(found)
