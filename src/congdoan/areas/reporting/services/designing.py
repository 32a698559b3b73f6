"""Drawing up a form: one act at a time on its draft; published, the next edit is a new version."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from congdoan.areas.reporting import policies
from congdoan.areas.reporting.models import Form, FormVersion, Line, Section
from congdoan.areas.reporting.rules import designing as drawn
from congdoan.areas.reporting.rules.packs import CheckSpec, LineSpec, Pack, SectionSpec
from congdoan.areas.reporting.selectors.designing import before, mark_of, spec_of
from congdoan.areas.reporting.services.loading import write_content
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound, Refusal
from congdoan.kernel.audit.api import record


class NotADraft(Refusal):
    """Phiên bản này đã công bố nên không sửa được; hãy soạn phiên bản sau."""


class ChangedMeanwhile(Refusal):
    """{by} vừa sửa chỗ này lúc bạn đang viết; hãy mở trang soạn biểu để xem, rồi bấm lưu lần nữa nếu vẫn muốn ghi theo ý bạn."""  # noqa: E501


class SeriesWouldBreak(Refusal):
    """Dòng này đã có số liệu ở phiên bản trước; đổi loại số, đơn vị tính hay cách tính thì chuỗi số liệu bị đứt. Hãy giữ như cũ, hoặc bỏ dòng này và thêm dòng mới."""  # noqa: E501


class AskedAlready(Refusal):
    """Biểu đã có dòng “{title}” của chỉ tiêu này; hãy sửa dòng đó."""


class TooLong(Refusal):
    """Biểu đã quá dài (tối đa {sections} phần, {cells} ô số, {checks} quy tắc); hãy bỏ bớt, hoặc lập biểu thứ hai."""  # noqa: E501


@transaction.atomic
def put_section(
    *,
    actor: Actor,
    version: FormVersion,
    made: SectionSpec,
    seen: str = "",
    at: datetime,
) -> None:
    """
    Add a section (``made.code`` blank) or say one anew; its lines stay.

    :raises ChangedMeanwhile: when it is not what its designer saw
    """

    def change(held: FormVersion, pack: Pack) -> Pack:
        if not made.code:
            return drawn.with_section(pack, _named(made, drawn.section_code(_codes(held))))
        now = drawn.section_of(pack, made.code)
        if now is None:
            raise NotFound
        _as_seen(held, seen, (now.title, now.hint, now.required))
        return drawn.with_section(
            pack, SectionSpec(now.code, made.title, now.kind, made.hint, made.required, now.lines)
        )

    _change(actor, version, change, at)


def _named(made: SectionSpec, code: str) -> SectionSpec:
    return SectionSpec(code, made.title, made.kind, made.hint, made.required)


@transaction.atomic
def put_line(
    *,
    actor: Actor,
    version: FormVersion,
    section: str,
    made: LineSpec,
    seen: str = "",
    at: datetime,
) -> None:
    """
    Add a line to a table, or say one anew (``seen``: as its designer saw it).

    A line of the form's own (``made.code`` blank) gets a code nothing else ever had.

    :raises AskedAlready, SeriesWouldBreak, ChangedMeanwhile: each with its way out
    """

    def change(held: FormVersion, pack: Pack) -> Pack:
        part = drawn.section_of(pack, section)
        if part is None or part.kind != "TABLE":
            raise NotFound
        line = made if made.code else _own(made, held, pack)
        now = drawn.line_of(pack, line.code)
        if seen and now is None:
            raise NotFound
        if not seen and now is not None:
            raise AskedAlready(title=now.title)
        if seen:
            _as_seen(held, seen, now)
        if drawn.breaks_series(_before(held, line.code), line):
            raise SeriesWouldBreak
        return drawn.with_line(pack, section, line)

    _change(actor, version, change, at)


def _own(made: LineSpec, held: FormVersion, pack: Pack) -> LineSpec:
    used = Line.objects.filter(section__version__form=held.form_id).values_list("code", flat=True)
    code = drawn.own_code(held.form_id, [*used, *(one.code for one in drawn.all_lines(pack))])
    return LineSpec(
        made.number, code, made.title, made.unit, made.measure, made.roll_up, made.parts,
        made.breakdowns, made.depth, made.required, made.negative,
    )  # fmt: skip


def _before(held: FormVersion, code: str) -> LineSpec | None:
    older = before(held)
    return drawn.line_of(spec_of(older), code) if older else None


@transaction.atomic
def put_check(
    *,
    actor: Actor,
    version: FormVersion,
    made: CheckSpec,
    place: int | None = None,
    seen: str = "",
    at: datetime,
) -> None:
    """
    Add a check, or say the one at ``place`` anew.

    :raises ChangedMeanwhile: when it is not what its designer saw
    """

    def change(held: FormVersion, pack: Pack) -> Pack:
        if place is not None:
            _as_seen(held, seen, pack.checks[place] if place < len(pack.checks) else None)
        return drawn.with_check(pack, place, made)

    _change(actor, version, change, at)


@transaction.atomic
def move(
    *, actor: Actor, version: FormVersion, what: str, code: str, step: int, at: datetime
) -> None:
    """Move a section or a line one place up (-1) or down (1)."""

    def change(_held: FormVersion, pack: Pack) -> Pack:
        _there(pack, what, code)
        moved = drawn.moved_section if what == "section" else drawn.moved_line
        return moved(pack, code, step)

    _change(actor, version, change, at)


@transaction.atomic
def remove(
    *, actor: Actor, version: FormVersion, what: str, code: str, seen: str, at: datetime
) -> None:
    """
    Take a section, a line or a check out of a draft.

    :raises ChangedMeanwhile: when it is not what its designer saw
    """

    def change(held: FormVersion, pack: Pack) -> Pack:
        _as_seen(held, seen, _there(pack, what, code))
        if what == "section":
            return drawn.without_section(pack, code)
        if what == "line":
            return drawn.without_line(pack, code)
        return drawn.without_check(pack, int(code))

    _change(actor, version, change, at)


def _there(pack: Pack, what: str, code: str) -> object:
    """:raises NotFound: when the draft has no such thing (any more)"""
    found: object = None
    if what == "section":
        found = drawn.section_of(pack, code)
    elif what == "line":
        found = drawn.line_of(pack, code)
    elif code.isdecimal() and len(code) < 4 and int(code) < len(pack.checks):
        found = pack.checks[int(code)]
    if found is None:
        raise NotFound
    return found


def _change(
    actor: Actor,
    version: FormVersion,
    change: Callable[[FormVersion, Pack], Pack],
    at: datetime,
) -> None:
    """Read the draft, locked, change what it asks and write it anew: nothing hangs on its rows."""
    held = held_form(actor, version)
    if not held.is_draft:
        raise NotADraft
    now = spec_of(held)
    made = change(held, now)
    if made == now:
        return
    sizes = (len(made.sections), len(drawn.all_series(made)), len(made.checks))
    most = (drawn.MOST_SECTIONS, drawn.MOST_CELLS, drawn.MOST_CHECKS)
    if any(size > limit for size, limit in zip(sizes, most, strict=True)):
        raise TooLong(sections=most[0], cells=most[1], checks=most[2])
    held.checks.all().delete()
    held.cells.all().delete()
    held.sections.all().delete()
    write_content(held, made)
    held.edited_at, held.edited_by_name = at, actor.name[:160]
    held.save(update_fields=["edited_at", "edited_by_name"])
    note_form(actor, held, "form_changed")


def held_form(actor: Actor, version: FormVersion) -> FormVersion:
    """:raises NotFound: when it was thrown away meanwhile"""
    rows = FormVersion.objects.select_for_update(of=("self",)).select_related("form__owner")
    held = rows.filter(pk=version.pk).first()
    if held is None:
        raise NotFound
    require_design(actor, held.form)
    return held


def require_design(actor: Actor, form: Form) -> None:
    """:raises NotFound: for a form that ships with the program"""
    if form.owner is None:
        raise NotFound
    actor.require(policies.DESIGN, on=form.owner)


def _as_seen(held: FormVersion, seen: str, now: object) -> None:
    if seen != mark_of(now):
        raise ChangedMeanwhile(by=held.edited_by_name or "—")


def _codes(held: FormVersion) -> list[str]:
    rows = Section.objects.filter(version__form=held.form_id)
    return list(rows.values_list("code", flat=True))


def note_form(actor: Actor, version: FormVersion, verb: str) -> None:
    record(
        actor=actor,
        verb=f"reporting.{verb}",
        target=version,
        organisation_id=version.form.owner_id,
        label=f"{version.form.title} ({version.number})",
    )
