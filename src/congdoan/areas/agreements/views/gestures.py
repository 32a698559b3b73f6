"""What the buttons of a clause do; its words have been saved before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.utils.html import format_html
from django.utils.translation import gettext as _

from congdoan.areas.agreements import api
from congdoan.areas.agreements.enums import Level
from congdoan.areas.agreements.models import Clause
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest
from congdoan.foundation.keys import read_key

#: Where a clause is split when no caret is known: a line with nothing but this.
CUT = "//"


@dataclass(frozen=True)
class Typed:
    """What came with a clause's form."""

    revision: int
    heading: str
    text: str
    caret: int

    @classmethod
    def of(cls, request: ActorRequest, clause: Clause) -> "Typed":
        sent = request.POST
        return cls(
            revision=_number(sent.get("over") or sent.get("revision", "")),
            heading=sent.get("heading", clause.heading),
            text=sent.get("text", clause.text).replace("\r\n", "\n"),
            caret=_number(sent.get("caret", "")),
        )


def _number(text: str) -> int:
    return read_key(text[:10])


def _up(request: ActorRequest, clause: Clause, typed: Typed) -> Clause:
    return api.move_clause(actor=request.actor, clause=clause, up=True, at=clock.now())


def _down(request: ActorRequest, clause: Clause, typed: Typed) -> Clause:
    return api.move_clause(actor=request.actor, clause=clause, up=False, at=clock.now())


def _deeper(request: ActorRequest, clause: Clause, typed: Typed) -> Clause:
    return api.shift_clause(actor=request.actor, clause=clause, deeper=True, at=clock.now())


def _higher(request: ActorRequest, clause: Clause, typed: Typed) -> Clause:
    return api.shift_clause(actor=request.actor, clause=clause, deeper=False, at=clock.now())


def _after(request: ActorRequest, clause: Clause, typed: Typed) -> Clause:
    return _added(request, clause, Level(clause.level))


def _inside(request: ActorRequest, clause: Clause, typed: Typed) -> Clause:
    inner = {Level.CHAPTER: Level.ARTICLE, Level.ARTICLE: Level.CLAUSE}
    return _added(request, clause, inner.get(Level(clause.level), Level.POINT))


def _added(request: ActorRequest, clause: Clause, level: Level) -> Clause:
    return api.add_clause(
        actor=request.actor, version=clause.version, level=level, after=clause, at=clock.now()
    )


def _before(request: ActorRequest, clause: Clause, typed: Typed) -> Clause:
    return api.add_clause(
        actor=request.actor,
        version=clause.version,
        level=Level(clause.level),
        before=clause,
        at=clock.now(),
    )


def _split(request: ActorRequest, clause: Clause, typed: Typed) -> Clause:
    first, second = _halves(typed)
    return api.split_clause(
        actor=request.actor,
        clause=clause,
        revision=clause.revision,
        first=first,
        second=second,
        at=clock.now(),
    )


def _halves(typed: Typed) -> tuple[str, str]:
    """Cut at the caret, else at a line of ``//``, else after the first line."""
    marked = f"\n{typed.text}\n".split(f"\n{CUT}\n", 1)
    if len(marked) == 2:
        return marked[0], marked[1]
    if 0 < typed.caret < len(typed.text):
        return typed.text[: typed.caret], typed.text[typed.caret :]
    first, _newline, rest = typed.text.partition("\n")
    return first, rest


def _merge(request: ActorRequest, clause: Clause, typed: Typed) -> Clause:
    return api.merge_clause(
        actor=request.actor, clause=clause, revision=clause.revision, at=clock.now()
    )


def _remove(request: ActorRequest, clause: Clause, typed: Typed) -> Clause:
    return _gone(request, clause, whole=False)


def _remove_all(request: ActorRequest, clause: Clause, typed: Typed) -> Clause:
    return _gone(request, clause, whole=True)


def _gone(request: ActorRequest, clause: Clause, *, whole: bool) -> Clause:
    gone = api.remove_clause(actor=request.actor, clause=clause, whole=whole, at=clock.now())
    said = _("Đã xóa {count} đoạn.").format(count=len(gone))
    undo = _("Xem mục “Đã xóa” để khôi phục")
    messages.success(request, format_html('{} <a href="#da-xoa">{}</a>', said, undo))
    before = clause.version.clauses.filter(removed_at__isnull=True, order__lt=clause.order)
    return before.order_by("-order").first() or clause


Gesture = Callable[[ActorRequest, Clause, Typed], Clause]

GESTURES: Mapping[str, Gesture] = {
    "up": _up,
    "down": _down,
    "deeper": _deeper,
    "higher": _higher,
    "after": _after,
    "inside": _inside,
    "before": _before,
    "split": _split,
    "merge": _merge,
    "remove": _remove,
    "remove_all": _remove_all,
}
