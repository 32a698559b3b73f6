"""Forms an actor may read, those they draw up, and what a version asks as it was written."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from congdoan.areas.indicators.api import Breakdown, Indicator, indicators
from congdoan.areas.reporting import policies
from congdoan.areas.reporting.models import Cell, Form, FormVersion, Line, Section
from congdoan.areas.reporting.rules.designing import Problem, Series, compared
from congdoan.areas.reporting.rules.packs import CheckSpec, LineSpec, Pack, SectionSpec
from congdoan.areas.reporting.rules.seen import seen_of
from congdoan.areas.reporting.selectors.cells import breakdown_label, layout_of
from congdoan.areas.reporting.selectors.rounds import visible_rounds
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.vietnamese import fold
from congdoan.kernel.organisations.models import Lineage, Organisation

#: People a figure is broken down into, each a box of its own.
BREAKDOWNS = (Breakdown.FEMALE, Breakdown.TEACHER, Breakdown.ETHNIC)
MOST_HITS = 30


def _forms(actor: Actor) -> QuerySet[Form]:
    above = Lineage.objects.on(actor.today).filter(descendant=actor.organisation_id)
    return Form.objects.filter(
        Q(owner=None)
        | Q(owner__in=above.values("ancestor_id"))
        | Q(versions__rounds__in=visible_rounds(actor).values("pk"))
    ).distinct()


def _readable(actor: Actor) -> Q:
    """Return the condition on versions: published, or being drawn up by the actor's own unit."""
    own = designing_unit(actor)
    published = Q(published_at__isnull=False)
    return published | Q(form__owner=own) if own is not None else published


def designing_unit(actor: Actor) -> Organisation | None:
    """Return the unit one works for, when one may draw up forms there."""
    found = Organisation.objects.filter(pk=actor.organisation_id or 0).first()
    may = found is not None and actor.may(policies.DESIGN, on=found)
    return found if may else None


def may_design(actor: Actor, form: Form) -> bool:
    return form.owner is not None and actor.may(policies.DESIGN, on=form.owner)


def visible_forms(actor: Actor) -> list[Form]:
    """Return the forms with their versions, newest first."""
    readable = _readable(actor)
    versions = FormVersion.objects.filter(readable).order_by("-number")
    return list(
        _forms(actor)
        .filter(pk__in=FormVersion.objects.filter(readable).values("form_id"))
        .order_by("code")
        .prefetch_related(Prefetch("versions", queryset=versions))
    )


def visible_version(actor: Actor, pk: int) -> FormVersion:
    """:raises NotFound: when there is none, or of a form the actor has nothing to do with"""
    found = (
        FormVersion.objects.select_related("form__owner", "copied_from")
        .filter(_readable(actor), pk=pk)
        .first()
    )
    if found is None or not _forms(actor).filter(pk=found.form_id).exists():
        raise NotFound
    return found


def own_version(actor: Actor, pk: int) -> FormVersion:
    """:raises NotFound: when it is no version of a form the actor may change"""
    found = visible_version(actor, pk)
    if not may_design(actor, found.form):
        raise NotFound
    return found


def own_draft(actor: Actor, pk: int) -> FormVersion:
    """:raises NotFound: when it is not being drawn up"""
    found = own_version(actor, pk)
    if not found.is_draft:
        raise NotFound
    return found


def spec_of(version: FormVersion) -> Pack:
    """Return what a version asks, as it can be written again; three queries."""
    layout = layout_of(version)
    return Pack(
        form=version.form.code,
        title=version.form.title,
        kind=version.form.kind,
        number=version.number,
        digest="",
        legal_basis=version.legal_basis,
        source=version.source,
        verified=version.verified,
        sections=tuple(_section(part.section, part.rows) for part in layout.parts),
        checks=tuple(
            CheckSpec(
                one.kind, one.severity, one.series, one.operator, tuple(one.terms),
                one.low, one.high, one.message,
            )
            for one in layout.checks
        ),
    )  # fmt: skip


def _section(section: Section, rows: list[tuple[Line, list[Cell]]]) -> SectionSpec:
    return SectionSpec(
        section.code,
        section.title,
        section.kind,
        section.hint,
        section.required,
        tuple(_line(line, cells) for line, cells in rows),
    )


def _line(line: Line, cells: list[Cell]) -> LineSpec:
    return LineSpec(
        line.number,
        line.code,
        line.title,
        line.unit,
        line.measure,
        line.roll_up,
        tuple(line.parts),
        tuple(one.breakdown for one in cells if one.breakdown),
        line.depth,
        line.required,
        line.negative,
    )


def mark_of(what: object) -> str:
    """Return what a designer saw of a section, a line or a check, short enough to send along."""
    return seen_of(repr(what))


def before(version: FormVersion) -> FormVersion | None:
    """Return the version figures go on from: the one before, else the one it was copied from."""
    held = version.form.versions.filter(number__lt=version.number).select_related("form")
    return held.order_by("-number").first() or version.copied_from


def titles_of(version: FormVersion) -> dict[str, str]:
    """Return what each series of a version is called."""
    cells = version.cells.select_related("line")
    return {one.series: name_in(one.line.title, one.breakdown) for one in cells}


def name_in(title: str, breakdown: str) -> str:
    return f"{title}, {breakdown_label(breakdown)}" if breakdown else title


@dataclass(frozen=True)
class Fate:
    """What becomes of the figures of the version before, by name."""

    series: Series
    titles: dict[str, str]

    @property
    def begins(self) -> list[str]:
        return [self.titles.get(one, one) for one in self.series.begins]

    @property
    def ends(self) -> list[str]:
        return [self.titles.get(one, one) for one in self.series.ends]

    @property
    def goes_on(self) -> int:
        return len(self.series.goes_on)


def fate_of(version: FormVersion) -> Fate | None:
    """Return which figures go on, begin and end; None: there is nothing before."""
    older = before(version)
    if older is None:
        return None
    old, new = titles_of(older), titles_of(version)
    return Fate(compared(old, new), {**old, **new})


def sentence_of(problem: Problem) -> str:
    """Return what keeps a form from being published, with the way out."""
    words = {"place": problem.place, "other": problem.other}
    said = {
        "empty": _("Biểu chưa có phần nào; hãy thêm ít nhất một phần."),
        "no_lines": _("Phần “{place}” chưa có dòng nào; hãy thêm dòng hoặc bỏ phần này."),
        "part": _("Dòng “{place}” tính từ {other} mà biểu chưa có; hãy thêm dòng {other}."),
        "term": _("Quy tắc kiểm tra {place} so với {other} mà biểu không còn; hãy sửa quy tắc này."),  # noqa: E501
    }  # fmt: skip
    return said[problem.kind].format(**words)


def found_indicators(text: str, actor: Actor, taken: set[str]) -> list[Indicator]:
    """Return the indicators in force whose name or code holds the words, not asked yet."""
    words = fold(text).split()
    found = [
        one
        for one in indicators(actor.today)
        if one.code not in taken
        and all(word in fold(f"{one.code} {one.label_vi} {one.label_en}") for word in words)
    ]
    return found[:MOST_HITS]


def line_from(found: Indicator, number: str) -> LineSpec:
    """Return the line that asks an indicator, as the catalogue defines it."""
    parts: tuple[str, ...] = ()
    if found.formula.is_ratio:
        parts = (found.numerator, found.denominator)
    elif found.weight:
        parts = (found.weight,)
    return LineSpec(
        number,
        found.code,
        found.label_vi,
        found.unit_vi,
        found.kind.value,
        found.rollup.value,
        parts,
        negative=bool(found.formula.minus),
    )
