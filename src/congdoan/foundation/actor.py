"""
The actor carries the right.

A protocol only: ``kernel/access`` holds the one implementation, ``config/middleware.py`` puts it on
the request, tests may pass a stub. Rights are those of ``today``; ``as_of`` is the day whose
picture of the world is shown (``?as_of=``), so an officer of today may look at the tree of 2023.
"""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, Protocol, Self, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from congdoan.foundation.capabilities import Capability
from congdoan.foundation.refusal import NotAllowed, OnlyThemselves


class Actor(Protocol):
    """Who acts, on which day, for which organisation."""

    @property
    def user_id(self) -> int | None: ...
    @property
    def person_id(self) -> int | None: ...
    @property
    def name(self) -> str:
        """The name written into the audit trail."""
        ...

    @property
    def today(self) -> date: ...
    @property
    def as_of(self) -> date: ...
    @property
    def organisation_id(self) -> int | None:
        """The organisation the actor works for now (the switcher's choice)."""
        ...

    @property
    def acting_for(self) -> str:
        """Who is really at the keyboard when support acts as somebody else; else empty."""
        ...

    def reach(self, capability: Capability) -> QuerySet[Any]:
        """Return the organisations (as of ``as_of``) on which the actor holds ``capability``."""
        ...

    def within(self, capability: Capability, key: str, *, few: bool = False) -> Any:
        """
        Return ``reach(capability)`` as a condition on rows whose ``key`` names an organisation.

        For long lists: it asks the tree directly, without the table of organisations in between.
        ``few`` says how to ask, not what: organisations known to be few are looked up by id.
        """
        ...

    def held_at(self, capability: Capability) -> frozenset[int] | None:
        """Return where ``reach(capability)`` starts (organisation ids); None: it is everything."""
        ...

    def may(self, capability: Capability, *, on: Any) -> bool:
        """Tell whether the actor holds ``capability`` on organisation ``on``; equals ``reach``."""
        ...

    def may_somewhere(self, capability: Capability) -> bool:
        """Tell whether ``reach(capability)`` can hold anything at all."""
        ...

    def require(self, capability: Capability, *, on: Any) -> None:
        """:raises NotAllowed: when the actor may not."""
        ...

    def looking_at(self, day: date) -> Self:
        """Return the same actor with the same rights, looking at another day (``as_of``)."""
        ...


def require_oneself(actor: Actor) -> None:
    """
    Refuse what nobody may do in another's name: support looks and repairs, it never binds.

    :raises OnlyThemselves: while an operator works as somebody else
    """
    if actor.acting_for:
        raise OnlyThemselves


class ActorRequest(HttpRequest):
    """A request after ``ActorMiddleware`` (and django-htmx)."""

    actor: Actor
    htmx: Any


View = TypeVar("View", bound=Callable[..., HttpResponse])


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    return redirect(
        f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}"
    )


def needs(capability: Capability) -> Callable[[View], View]:
    """
    Declare what a view needs; refuse at once who holds it nowhere.

    The precise check (on which organisation) is the service's or selector's first line.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: ActorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            if not request.actor.may_somewhere(capability):
                raise NotAllowed
            return view(request, *args, **kwargs)

        guarded.needs = capability  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def signed_in(view: View) -> View:
    """Declare a view open to whoever is signed in (their own things only)."""

    @wraps(view)
    def guarded(request: ActorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        return view(request, *args, **kwargs)

    guarded.needs = "signed-in"  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def public(reason: str) -> Callable[[View], View]:
    """Declare a view open to everybody, with the reason the guard test prints."""

    def decorate(view: View) -> View:
        view.needs = f"public: {reason}"  # type: ignore[attr-defined]
        return view

    return decorate
