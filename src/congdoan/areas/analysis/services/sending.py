"""Sending saved views to who asked for them, with their own rights of the day."""

from datetime import date, datetime
import hashlib

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from congdoan.areas.analysis import policies
from congdoan.areas.analysis.enums import Rhythm
from congdoan.areas.analysis.models import SavedView, Subscription
from congdoan.areas.analysis.rules.refusals import NoSuchRhythm
from congdoan.areas.analysis.rules.sending import key_of
from congdoan.areas.analysis.selectors.answers import Answer, answer_of
from congdoan.areas.analysis.selectors.maps import Tile
from congdoan.areas.analysis.selectors.saved import visible_views
from congdoan.foundation.actor import Actor, require_oneself
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.access.api import actor_for, system_actor
from congdoan.kernel.audit import api as audit
from congdoan.support.notifications.api import notify

_LINES = 8


@transaction.atomic
def subscribe(*, actor: Actor, view: SavedView, rhythm: str, on: date) -> Subscription:
    """
    Send a view to oneself from the next week, month or change on.

    :raises NoSuchRhythm: for a rhythm that is none
    """
    require_oneself(actor)
    _require(actor, view)
    if rhythm not in Rhythm.values:
        raise NoSuchRhythm
    sent = key_of(rhythm, on, mark_of(answer_of(actor, view)))
    made, _new = Subscription.objects.update_or_create(
        view=view, user_id=actor.user_id or 0, defaults={"rhythm": rhythm, "sent": sent}
    )
    _record(actor, "subscribed", view, {"rhythm": rhythm})
    return made


@transaction.atomic
def unsubscribe(*, actor: Actor, view: SavedView) -> None:
    """Send it to oneself no more."""
    _require(actor, view)
    gone, _rows = Subscription.objects.filter(view=view, user_id=actor.user_id or 0).delete()
    if gone:
        _record(actor, "unsubscribed", view, {})


def _require(actor: Actor, view: SavedView) -> None:
    """:raises NotFound: when it is no view the actor may find, or nobody is signed in"""
    found = actor.user_id and actor.may_somewhere(policies.VIEW)
    if not found or not visible_views(actor).filter(pk=view.pk).exists():
        raise NotFound


def send_views(*, on: date, at: datetime) -> int:
    """Send what is due, each by itself; return how many letters were written."""
    waiting = Subscription.objects.filter(user__is_active=True).order_by("pk")
    return sum(_send(pk, on, at) for pk in list(waiting.values_list("pk", flat=True)))


@transaction.atomic
def _send(pk: int, on: date, at: datetime) -> bool:
    rows = Subscription.objects.select_for_update(of=("self",), skip_locked=True)
    one = rows.select_related("user", "view__form", "view__branch").filter(pk=pk).first()
    if one is None:
        return False
    actor = actor_for(one.user, today=on)
    # Who may no longer find the view, or see anything of it, gets no letter about it.
    if not visible_views(actor).filter(pk=one.view_id).exists():
        return False
    with translation.override(one.user.language):
        answer = answer_of(actor, one.view)
        text = _text(answer)
    key = key_of(one.rhythm, on, mark_of(answer))
    if answer.silent or key == one.sent:
        return False
    one.sent = key
    one.save(update_fields=["sent"])
    return bool(
        notify(
            actor=system_actor(today=on),
            kind="analysis.view",
            key=f"analysis.{one.pk}.{key}.{on.isoformat()}",
            at=at,
            users=[one.user_id],
            context={"title": one.view.title, "text": text},
            url=reverse("analysis:view", args=[one.view_id]),
        )
    )


def _tiles(answer: Answer) -> list[Tile]:
    """Return the tiles somebody speaks for."""
    found = answer.map.provinces + answer.map.tiles if answer.map else []
    return [one for one in found if one.url or one.tone]


def mark_of(answer: Answer) -> str:
    """Return what an answer says, in one word, in whatever language."""
    tiles = [(one.title, one.text) for one in _tiles(answer)]
    figures = answer.figure and answer.figure[1:]
    counts = [(done, owed) for _label, done, owed in answer.progress]
    said = [answer.round and answer.round.pk, tiles, figures, counts, answer.rows]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


def _text(answer: Answer) -> str:
    lines = [f"{answer.name} · {answer.round}"]
    if answer.figure is not None:
        words = _("{label}: {now} (đợt trước: {before})")
        label, now, before = answer.figure
        lines.append(words.format(label=label, now=now, before=before))
    lines += [f"{label}: {done} / {owed}" for label, done, owed in answer.progress]
    rows = [f"{name}: {'; '.join(text for text, _head in cells)}" for name, cells in answer.rows]
    rows += [one.title for one in _tiles(answer)]
    lines += rows[:_LINES]
    more = max(0, len(rows) - _LINES) + answer.more
    if more:
        lines.append(_("và {n} đơn vị nữa").format(n=more))
    return "\n".join(lines)


def _record(actor: Actor, verb: str, view: SavedView, changes: dict[str, object]) -> None:
    audit.record(
        actor=actor,
        verb=f"analysis.{verb}",
        target=view,
        organisation_id=view.organisation_id,
        label=view.title,
        changes=changes,
    )
