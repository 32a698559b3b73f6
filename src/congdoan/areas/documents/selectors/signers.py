"""Who may sign for an organisation on a day, and what stands above the signature."""

from dataclasses import dataclass
from datetime import date

from congdoan.areas.documents import policies
from congdoan.kernel.access.api import capabilities_of_position, unscoped_delegations
from congdoan.kernel.people.models import Office
from congdoan.kernel.rulebook.api import Entry, catalogue, find_entry


@dataclass(frozen=True)
class Signing:
    """One way of signing: ``code`` names the office (or delegation) and the prefix."""

    code: str
    person_id: int
    name: str
    #: As printed: "TM. BAN CHẤP HÀNH", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH".
    lines: tuple[str, ...]

    @property
    def label(self) -> str:
        return f"{' / '.join(self.lines)}: {self.name}"


def signings(organisation: int, *, on: date) -> list[Signing]:
    """Return every way somebody signs for ``organisation`` on ``on``: offices, then TUQ."""
    offices = list(
        Office.objects.on(on)
        .filter(organisation=organisation)
        .select_related("person")
        .order_by("pk")
    )
    positions = {one.code: one for one in catalogue("position", on=on)}
    found: list[Signing] = []
    for office in sorted(offices, key=lambda one: _rank(one.position, positions)):
        entry = positions.get(office.position)
        for place, sign in enumerate(entry.attributes.get("signs", []) if entry else []):
            title = (office.title or _printed(entry)).upper()
            lines = _lines(sign, title, positions, head=_is_head(entry), on=on)
            if lines:
                code = f"{office.pk}.{place}"
                found.append(Signing(code, office.person_id, office.person.full_name, lines))
    return found + _by_authority(organisation, positions, on=on)


def _rank(position: str, positions: dict[str, Entry]) -> int:
    return list(positions).index(position) if position in positions else len(positions)


def _is_head(entry: Entry | None) -> bool:
    return bool(entry and entry.attributes.get("head"))


def _printed(entry: Entry | None) -> str:
    return str(entry.attributes.get("printed") or entry.rule.label("vi")) if entry else ""


def _lines(
    sign: dict[str, str],
    title: str,
    positions: dict[str, Entry],
    *,
    head: bool,
    on: date,
) -> tuple[str, ...]:
    prefix = _prefix(sign.get("prefix", ""), on)
    if body := sign.get("body"):
        entry = find_entry("body", body, on=on)
        name = str(entry.attributes.get("sign_as", "")) if entry else ""
        leader = _printed(positions.get("PRESIDENT")).upper()
        over = () if head or not leader else (f"{_prefix('KT', on)} {leader}",)
        return (f"{prefix} {name}".strip(), *over, title) if name else ()
    if above := sign.get("position"):
        return (f"{prefix} {_printed(positions.get(above)).upper()}", title)
    return (title,)


def _prefix(code: str, on: date) -> str:
    if not code:
        return ""
    entry = find_entry("signing.prefix", code, on=on)
    return str(entry.attributes["print"]) if entry else f"{code}."


def _by_authority(organisation: int, positions: dict[str, Entry], *, on: date) -> list[Signing]:
    """Return who signs by written authority (TUQ.) of a head whose office is still held."""
    rows = unscoped_delegations(on=on).filter(
        office__organisation=organisation, capabilities__contains=[policies.SIGN.name]
    )
    return [
        Signing(
            f"TUQ.{row.pk}",
            row.delegate_id,
            row.delegate.full_name,
            (f"{_prefix('TUQ', on)} {_printed(positions.get(row.office.position)).upper()}",),
        )
        for row in rows.select_related("delegate")
    ]


def find_signing(organisation: int, code: str, *, on: date) -> Signing | None:
    return next((one for one in signings(organisation, on=on) if one.code == code), None)


def approvers(organisation: int, *, on: date) -> set[int]:
    """Return the persons whose office approves documents of ``organisation`` on ``on``."""
    rows = Office.objects.on(on).filter(organisation=organisation, person__user__isnull=False)
    return {
        person
        for person, position in rows.values_list("person_id", "position")
        if policies.APPROVE.name in capabilities_of_position(position)
    }
