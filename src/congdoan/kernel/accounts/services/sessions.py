from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from congdoan.kernel.accounts.models import User
from congdoan.kernel.accounts.services.actors import oneself
from congdoan.kernel.accounts.services.events import AccountEvent, happened


def live_sessions(user: User, *, at: datetime) -> "QuerySet[UserSession]":
    """Return the sessions ``user`` is signed in with, newest first."""
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=at)
    sessions: QuerySet[UserSession] = (
        UserSession.objects.filter(user_id=user.pk).filter(Exists(alive)).order_by("-created_at")
    )
    return sessions


@transaction.atomic
def note_session(*, request: HttpRequest, user: User, at: datetime) -> None:
    """Enter the new session into the user's list; drop those that ran out."""
    live = live_sessions(user, at=at).values("pk")
    UserSession.objects.filter(user_id=user.pk).exclude(pk__in=live).delete()
    UserSession.objects.create_from_request(request)


@transaction.atomic
def revoke_sessions(*, user: User, sessions: "QuerySet[UserSession]", at: datetime) -> int:
    """End sessions of ``user``; whoever sits there is signed out with the next click."""
    keys = list(sessions.filter(user_id=user.pk).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    if keys:
        happened.ask(
            AccountEvent(
                verb="session_revoked",
                user=user,
                actor=oneself(user, on=at.date()),
                changes={"sessions": len(keys)},
            )
        )
    return len(keys)


def end_other_sessions(*, user: User, keep: str) -> None:
    """End what the old password opened, except the session with key ``keep``."""
    others = UserSession.objects.filter(user_id=user.pk).exclude(session_key=keep)
    Session.objects.filter(session_key__in=others.values("session_key")).delete()
    others.delete()


def end_sessions(*, user: User) -> None:
    """End everything a user is signed in with (the account rests, by another service's act)."""
    end_other_sessions(user=user, keep="")
