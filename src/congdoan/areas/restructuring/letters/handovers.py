"""Minutes of a hand-over: who gives which units (or its own goods) to whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from congdoan.areas.restructuring.letters.decisions import decision
from congdoan.areas.restructuring.letters.naming import called, day, number, with_capitals
from congdoan.areas.restructuring.rules import wording
from congdoan.areas.restructuring.rules.acts import Act
from congdoan.areas.restructuring.rules.wording import Words
from congdoan.areas.restructuring.selectors.facts import Change, Dossier, Unit
from congdoan.areas.restructuring.selectors.issuing import Issuer, Signatory
from congdoan.support.rendering.api import (
    Align,
    Block,
    Division,
    IssuingBody,
    Letter,
    Level,
    OfficialDocument,
    Paragraph,
    ProfileCode,
    SignatureBlock,
    Table,
)


@dataclass(frozen=True)
class Side:
    """One side of a hand-over; without ``pk`` it is not there yet."""

    name: str
    pk: int | None = None
    code: str = ""

    @property
    def key(self) -> str:
        return str(self.pk) if self.pk is not None else self.code


@dataclass(frozen=True)
class Handover:
    giver: Side
    receiver: Side
    units: tuple[Unit, ...]

    @property
    def key(self) -> str:
        """Return the pair as the address of its minutes names it."""
        return f"{self.giver.key}~{self.receiver.key}"


@dataclass(frozen=True)
class Minutes:
    """A hand-over of a decision, with both sides as of the day of signing."""

    dossier: Dossier
    handover: Handover
    giver: Issuer
    receiver: Issuer


def handovers(dossier: Dossier) -> list[Handover]:
    """Return each pair that hands something over, in the order of the units."""
    found: dict[tuple[str, str], Handover] = {}
    for change in dossier.changes:
        for giver, receiver, unit in _pairs(change):
            known = found.get((giver.key, receiver.key))
            units = (*known.units, unit) if known else (unit,)
            found[giver.key, receiver.key] = Handover(giver, receiver, units)
    return list(found.values())


def _pairs(change: Change) -> Iterator[tuple[Side, Side, Unit]]:
    for unit in change.originals:
        own = Side(unit.name, unit.pk, unit.code)
        old = Side(unit.old_above, unit.old_above_pk)
        if unit.act is Act.MOVED and unit.old_above_pk:
            yield old, Side(unit.new_above, unit.new_above_pk), unit
        elif unit.act in (Act.DISSOLVED, Act.ENDED) and unit.old_above_pk:
            yield own, old, unit
        elif unit.act in (Act.MERGED, Act.CONSOLIDATED, Act.DIVIDED, Act.SEPARATED):
            for one in change.results:
                yield own, Side(one.name, one.pk, one.code), unit


def minutes(subject: Minutes) -> OfficialDocument:
    """Return the minutes, with room for what only the two sides know."""
    dossier, pair = subject.dossier, subject.handover
    shipped = wording.shipped()["minutes"]
    words = _words(subject)
    return OfficialDocument(
        bodies=[IssuingBody(dossier.issuer.name, dossier.issuer.superior)],
        type_name="BIÊN BẢN",
        subject=wording.chosen(shipped["subject"], words),
        profile=ProfileCode.UNION,
        place=dossier.issuer.place,
        body=list(_body(shipped, words, subject)),
        signatures=[
            _place("ĐẠI DIỆN BÊN GIAO", pair.giver.name, subject.giver.signatory),
            _place("ĐẠI DIỆN BÊN NHẬN", pair.receiver.name, subject.receiver.signatory),
        ],
        recipients=["Hai bên (mỗi bên 02 bản)", "Lưu: VT, hồ sơ bàn giao"],
    )


HANDOVER: Letter[Minutes] = Letter("restructuring.handover", "Biên bản bàn giao", minutes)


def _words(subject: Minutes) -> Words:
    dossier, pair = subject.dossier, subject.handover
    asked = sum(unit.asked for unit in pair.units)
    paper = decision(dossier)
    signed = dossier.decision.signed_on
    own = len(pair.units) == 1 and pair.units[0].name == pair.giver.name
    said = {
        "units": "tổ chức, tài chính, tài sản, hồ sơ" if own else called(pair.units),
        "giver": pair.giver.name,
        "receiver": pair.receiver.name,
        "number": dossier.decision.number or "……/QĐ-……",
        "signed_words": f" ngày {signed:%d/%m/%Y}" if signed else "",
        "subject_words": paper.subject[:1].lower() + paper.subject[1:],
        "unit_count": number(len(pair.units)),
        "members": number(sum(unit.members for unit in pair.units)),
        "officers": number(sum(unit.offices for unit in pair.units)),
        "matters": number(asked) if asked else "không có",
        "eve": f"{dossier.on - timedelta(days=1):%d/%m/%Y}",
        "day": day(dossier.on),
    }
    return Words(with_capitals(said))


def _body(shipped: dict[str, object], words: Words, subject: Minutes) -> Iterator[Block]:
    text = {key: str(shipped[key]) for key in ("opening", "giver", "receiver", "closing")}
    # Dots to be written on are not stretched over the line.
    yield Paragraph(wording.chosen(text["opening"], words), Align.LEFT)
    for side, whose in (("giver", subject.giver), ("receiver", subject.receiver)):
        yield Paragraph(wording.chosen(text[side], words), Align.LEFT)
        yield Paragraph(_present(shipped, whose), Align.LEFT)
    sections: Sequence[dict[str, str]] = shipped["sections"]  # type: ignore[assignment]
    for place, section in enumerate(sections, start=1):
        yield Division(Level.ARTICLE, f"{place}.", section["head"])
        if "text" in section:
            yield Paragraph(wording.chosen(section["text"], words))
        else:
            yield _balances(shipped["balances"])  # type: ignore[arg-type]
        if place == 1 and len(subject.handover.units) > 1:
            yield _units(subject.handover.units)
    yield Paragraph(wording.chosen(text["closing"], words))


def _present(shipped: dict[str, object], side: Issuer) -> str:
    name = side.signatory.name
    if not name:
        return str(shipped["absent"])
    title = side.signatory.title.capitalize()
    return str(shipped["present"]).format(person=name, title=title)


def _balances(names: Sequence[str]) -> Table:
    return Table(
        ["TT", "Nội dung", "Số liệu bàn giao", "Ghi chú"],
        [[str(place), name, "", ""] for place, name in enumerate(names, start=1)],
        (0.6, 4, 3, 2),
        (Align.CENTRE,),
    )


def _units(units: Sequence[Unit]) -> Table:
    rows = [
        [str(place), f"{one.name} ({one.code})", number(one.members)]
        for place, one in enumerate(units, start=1)
    ]
    aligns = (Align.CENTRE, Align.LEFT, Align.RIGHT)
    return Table(["TT", "Đơn vị", "Đoàn viên"], rows, (0.6, 7, 1.4), aligns)


def _place(party: str, organisation: str, signatory: Signatory) -> SignatureBlock:
    return SignatureBlock(
        party=party, capacity=(organisation.upper(),), title=signatory.title, name=signatory.name
    )
