"""Panels: a part of a lower slice's page that an upper slice fills by its own URL."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from congdoan.foundation.actor import Actor
from congdoan.foundation.capabilities import Capability


@dataclass(frozen=True)
class Panel:
    """A section loaded by htmx (and a plain link without JavaScript)."""

    code: str
    title: str | Promise
    url_name: str
    capability: Capability


@dataclass(frozen=True)
class Shortcut:
    """A way from a lower slice's page to a page of an upper slice that has no record yet."""

    title: str | Promise
    icon: str
    url_name: str
    args: tuple[str, ...]
    #: None: for everyone who may open the page.
    capability: Capability | None


_register: dict[str, dict[str, Panel]] = {}
_shortcuts: dict[str, list[Shortcut]] = {}


def put_shortcut(place: str, shortcut: Shortcut) -> None:
    """Put a shortcut on ``place``; from ``wiring.py`` only."""
    shortcuts = _shortcuts.setdefault(place, [])
    if shortcut not in shortcuts:
        shortcuts.append(shortcut)


def shortcuts(place: str, *, actor: Actor) -> list[dict[str, str]]:
    """Return the shortcuts on ``place`` to what ``actor`` may do somewhere."""
    return [
        {
            "title": str(one.title),
            "icon": one.icon,
            "url": reverse(one.url_name, args=one.args),
        }
        for one in _shortcuts.get(place, [])
        if one.capability is None or actor.may_somewhere(one.capability)
    ]


def put(place: str, panel: Panel) -> None:
    """
    Put a panel on ``place`` (e.g. ``organisations.detail``); from ``wiring.py`` only.

    :raises ValueError: when the code is taken there
    """
    panels = _register.setdefault(place, {})
    if panels.setdefault(panel.code, panel) != panel:
        message = f"Panel {panel.code} is on {place} already"
        raise ValueError(message)


def on(place: str) -> list[Panel]:
    return list(_register.get(place, {}).values())


def links(place: str, *, actor: Actor, organisation: Any, pk: int) -> list[dict[str, str]]:
    """Return the panels ``actor`` may open about record ``pk`` of ``organisation``."""
    query = f"?as_of={actor.as_of.isoformat()}" if actor.as_of != actor.today else ""
    return [
        {
            "code": panel.code,
            "title": str(panel.title),
            "url": reverse(panel.url_name, args=[pk]) + query,
        }
        for panel in on(place)
        if actor.may(panel.capability, on=organisation)
    ]
