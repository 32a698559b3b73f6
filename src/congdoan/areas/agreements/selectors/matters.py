"""What agreements say on the papers of a change of organisation: numbers only, in Vietnamese."""

from collections.abc import Iterator

from django.db.models import Count

from congdoan.areas.agreements.enums import State, SuccessionState
from congdoan.areas.agreements.models import Duty, Party, Succession
from congdoan.areas.agreements.rules.duties import OWED
from congdoan.areas.agreements.selectors.impact import ENDING
from congdoan.areas.restructuring.api import Matter, MattersAsked

_LIVE = (State.NEGOTIATED, State.SIGNED, State.EFFECTIVE)
_OPEN = (State.DRAFT, State.CONSULTATION)
_ASKED = "Văn bản phối hợp đang hiệu lực hoặc chờ ký"
_OUTCOMES = {
    SuccessionState.ASKED: "các bên đang chọn đơn vị thay",
    SuccessionState.AGREED: "đã thống nhất đơn vị thay, chờ đến ngày",
    SuccessionState.DONE: "đã thay bên",
    SuccessionState.LEFT: "đơn vị thôi tham gia",
    SuccessionState.CLOSED: "không còn phải quyết định",
}


def matters_of(asked: MattersAsked) -> list[Matter]:
    """Answer ``restructuring.matters``: what was asked by events, or would be by changes."""
    if asked.events:
        return list(_written(asked.events))
    gone = {
        pk
        for change in asked.changes
        if change.kind in ENDING
        for pk in set(change.originals) - set(change.results)
    }
    return list(_planned(gone)) if gone else []


def _written(events: tuple[int, ...]) -> Iterator[Matter]:
    rows = (
        Succession.objects.filter(event_id__in=events)
        .values_list("leaving_id", "state")
        .annotate(n=Count("pk"))
        .order_by("leaving_id", "state")
    )
    for organisation, state, count in rows:
        yield Matter(organisation, _ASKED, _OUTCOMES[SuccessionState(state)], count)
    open_duties = Succession.objects.filter(
        event_id__in=events, state__in=[SuccessionState.ASKED, SuccessionState.AGREED]
    )
    yield from _duties(set(open_duties.values_list("leaving_id", flat=True)))


def _planned(gone: set[int]) -> Iterator[Matter]:
    parties = Party.objects.staying().filter(organisation__in=gone)
    for states, label, outcome in (
        (_LIVE, _ASKED, "các bên chọn đơn vị thay hoặc chấm dứt"),
        (_OPEN, "Dự thảo văn bản phối hợp", "đơn vị soạn thảo thay bằng đơn vị kế tục"),
    ):
        found = parties.filter(agreement__state__in=states).values_list("organisation_id")
        for organisation, count in found.annotate(n=Count("agreement", distinct=True)).order_by(
            "organisation_id"
        ):
            yield Matter(organisation, label, outcome, count)
    yield from _duties(gone)


def _duties(organisations: set[int]) -> Iterator[Matter]:
    rows = (
        Duty.objects.filter(
            state__in=OWED,
            obligation__party__organisation__in=organisations,
            obligation__agreement__state__in=_LIVE,
        )
        .values_list("obligation__party__organisation_id")
        .annotate(n=Count("pk"))
        .order_by("obligation__party__organisation_id")
    )
    for organisation, count in rows:
        yield Matter(
            organisation, "Nhiệm vụ phối hợp chưa xong", "do đơn vị thay thực hiện tiếp", count
        )
