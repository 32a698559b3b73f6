"""Which texts of an agreement can be compared, and who changed what between two of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements.models import Agreement, ClauseChange, Version
from congdoan.areas.agreements.rules import numbering
from congdoan.areas.agreements.selectors.document import terms_of
from congdoan.areas.agreements.selectors.text import current_version, outline
from congdoan.support.comparison.api import Comparison, Line, compare

PREDECESSOR = "truoc"


@dataclass(frozen=True)
class Comparable:
    """One text that can be laid beside another; ``at`` is when it stood (None: as it is now)."""

    code: str
    label: str
    at: datetime | None
    lines: Callable[[], list[Line]]


def lines_of(version: Version) -> list[Line]:
    """Return a version as lines to be compared, in Vietnamese whoever looks at it."""
    return as_lines(outline(version))


def as_lines(lines: Iterable[numbering.Line[Any]]) -> list[Line]:
    """Return numbered lines, of a version or of a consolidated text, to be compared."""
    with override("vi"):
        return [
            Line(
                id=line.item.stable_id.hex,
                level=line.item.level,
                number=line.label,
                heading=line.item.heading,
                text=line.item.text,
                note=terms_of(line),
                depth=line.depth,
                path=line.path,
            )
            for line in lines
        ]


def snapshot(version: Version, *, at: datetime) -> dict[str, Any]:
    """Return the text as it is sent out, to be kept with the round."""
    return {"at": at.isoformat(), "lines": [asdict(line) for line in lines_of(version)]}


def comparables(agreement: Agreement, predecessor: Agreement | None) -> list[Comparable]:
    """
    Return every text of an agreement in the order of time, the present one last.

    ``predecessor`` is the text it replaces, when the actor may see it.
    """
    versions = [_of_version(version) for version in agreement.versions.order_by("number")]
    rounds = agreement.consultations.order_by("number").values("number", "opened_on", "sent")
    sent = [_of_round(row) for row in rounds if row["sent"]]
    frozen = [one for one in (*versions, *sent) if one.at is not None]
    found = sorted(frozen, key=_moment) + [one for one in versions if one.at is None]
    if predecessor is not None:
        before = predecessor
        label = _("Văn bản trước: {title} ({years})").format(title=before.title, years=before.years)
        found.insert(
            0, Comparable(PREDECESSOR, label, None, lambda: lines_of(current_version(before)))
        )
    return found


def _moment(text: Comparable) -> float:
    return text.at.timestamp() if text.at else 0


def _of_version(version: Version) -> Comparable:
    if version.frozen_on:
        label = _("Bản số {number}, chốt ngày {day}").format(
            number=version.number, day=f"{version.frozen_on:%d/%m/%Y}"
        )
    else:
        label = _("Bản số {number}, đang soạn").format(number=version.number)
    return Comparable(f"b{version.number}", label, version.frozen_at, lambda: lines_of(version))


def _of_round(sent: Mapping[str, Any]) -> Comparable:
    label = _("Bản gửi lấy ý kiến lần {number}, ngày {day}").format(
        number=sent["number"], day=f"{sent['opened_on']:%d/%m/%Y}"
    )
    lines = [Line(**line) for line in sent["sent"]["lines"]]
    return Comparable(
        f"l{sent['number']}", label, parse_datetime(sent["sent"]["at"]), lambda: lines
    )


def compared(old: Comparable, new: Comparable) -> Comparison:
    return compare(old.lines(), new.lines())


def authors_between(
    agreement: Agreement, since: datetime | None, until: datetime | None, called: dict[int, str]
) -> dict[str, str]:
    """
    Return by clause id who changed it between two moments, in words; one query.

    ``called`` names the parties: a suggestion taken over is told with whose it was.
    """
    changes = ClauseChange.objects.filter(agreement=agreement).select_related("suggestion")
    if since is not None:
        changes = changes.filter(at__gt=since)
    if until is not None:
        changes = changes.filter(at__lte=until)
    said: dict[str, dict[str, str]] = {}
    for change in changes.order_by("at", "pk"):
        said.setdefault(change.clause.hex, {})[_who(change, called)] = when(change.at)
    return {
        clause: "; ".join(f"{who}, {moment}" for who, moment in people.items())
        for clause, people in said.items()
    }


def _who(change: ClauseChange, called: dict[int, str]) -> str:
    if change.suggestion is None:
        return change.by_name
    return _("{name} (theo đề nghị của {party})").format(
        name=change.by_name, party=called.get(change.suggestion.party_id, "")
    )


def when(at: datetime) -> str:
    return date_format(timezone.localtime(at), "d/m/Y H:i")


@dataclass(frozen=True)
class VersionFacts:
    """A version with how often and by whom it was changed."""

    version: Version
    changes: int
    people: list[str]


def versions_of(agreement: Agreement) -> list[VersionFacts]:
    """Return the versions, newest first; two queries."""
    rows = (
        ClauseChange.objects.filter(agreement=agreement)
        .values("version_id", "by_name")
        .annotate(count=Count("pk"))
        .order_by("version_id", "-count", "by_name")
    )
    by_version: dict[int, list[tuple[str, int]]] = {}
    for row in rows:
        by_version.setdefault(row["version_id"], []).append((row["by_name"], row["count"]))
    return [
        VersionFacts(
            version,
            sum(count for _name, count in by_version.get(version.pk, [])),
            [name for name, _count in by_version.get(version.pk, [])],
        )
        for version in agreement.versions.order_by("-number")
    ]


def changes_of(agreement: Agreement, clauses: Iterable[str]) -> list[ClauseChange]:
    """Return everything that happened to clauses, newest first."""
    return list(
        ClauseChange.objects.filter(agreement=agreement, clause__in=clauses)
        .select_related("suggestion")
        .order_by("-at", "-pk")
    )
