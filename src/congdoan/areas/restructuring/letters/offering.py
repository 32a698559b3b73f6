"""Which papers a change offers, and the document behind each address."""

from dataclasses import dataclass
from datetime import date

from congdoan.areas.restructuring.letters import committees, decisions, handovers
from congdoan.areas.restructuring.letters.committees import staffed, staffed_by
from congdoan.areas.restructuring.letters.decisions import has_wording, received_by, template_of
from congdoan.areas.restructuring.letters.handovers import Handover, Minutes
from congdoan.areas.restructuring.letters.report import REPORT
from congdoan.areas.restructuring.rules import wording
from congdoan.areas.restructuring.rules.acts import PaperKind
from congdoan.areas.restructuring.selectors.facts import Dossier
from congdoan.areas.restructuring.selectors.issuing import Issuer, issuer_of
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.rulebook.api import Rule, find_rule
from congdoan.support.rendering.api import OfficialDocument

#: Papers of single units shown one by one; of more, the decision's annex says who they are.
SHOWN = 12


@dataclass(frozen=True)
class Offer:
    """One paper: its address is ``kind`` and, where there are several of a kind, ``key``."""

    kind: PaperKind
    label: str
    key: str = ""
    rule: Rule | None = None


def offers(dossier: Dossier) -> list[Offer]:
    """Return the papers of a change, the decision first."""
    found: list[Offer] = []
    on = dossier.signed_on
    if has_wording(dossier):
        found.append(_decision(dossier))
        found += [
            Offer(
                PaperKind.RECEIVING,
                f"Quyết định tiếp nhận của {name}",
                str(pk),
                _rule("D_TRANSFER", on),
            )
            for pk, name in _receivers(dossier)[:SHOWN]
        ]
        found += [
            Offer(
                PaperKind.COMMITTEE,
                f"{_COMMITTEES[committees.template_for(one)]} {one[0].name}",
                one[0].code,
                _rule(_code(committees.template_for(one)), on),
            )
            for one in staffed(dossier)[:SHOWN]
        ]
        found += [
            Offer(
                PaperKind.HANDOVER,
                f"Biên bản bàn giao: {pair.giver.name} → {pair.receiver.name}",
                pair.key,
                _rule("D_TRANSFER", on),
            )
            for pair in handovers.handovers(dossier)[:SHOWN]
        ]
    if not dossier.is_draft:
        found.append(Offer(PaperKind.REPORT, "Phụ lục: kết quả sắp xếp, từng đơn vị"))
    return found


_COMMITTEES = {
    "APPOINT": "Quyết định chỉ định Ban Chấp hành, chức danh",
    "RECOGNISE": "Quyết định công nhận Ban Chấp hành",
}


def left_out(dossier: Dossier) -> bool:
    """Tell whether there are more minutes and decisions than are shown one by one."""
    return any(
        len(found) > SHOWN
        for found in (_receivers(dossier), staffed(dossier), handovers.handovers(dossier))
    )


def document_of(dossier: Dossier, kind: PaperKind, key: str) -> OfficialDocument:
    """
    Return the paper at an address.

    :raises NotFound: when the change has no such paper
    """
    if kind is PaperKind.REPORT:
        return _report(dossier)
    if not has_wording(dossier):
        raise NotFound
    if kind is PaperKind.DECISION:
        return decisions.DECISION.build(dossier)
    builds = {
        PaperKind.RECEIVING: _receiving,
        PaperKind.COMMITTEE: _committee,
        PaperKind.HANDOVER: _handover,
    }
    return builds[kind](dossier, key)


def _report(dossier: Dossier) -> OfficialDocument:
    if dossier.is_draft:
        raise NotFound
    return REPORT.build(dossier)


def _receiving(dossier: Dossier, key: str) -> OfficialDocument:
    if key not in {str(pk) for pk, _name in _receivers(dossier)}:
        raise NotFound
    receiver = issuer_of(int(key), on=dossier.signed_on)
    return decisions.RECEIVING.build(received_by(dossier, receiver))


def _committee(dossier: Dossier, key: str) -> OfficialDocument:
    unit = next((one for one, _posts in staffed(dossier) if one.code == key), None)
    if unit is None:
        raise NotFound
    return committees.COMMITTEE.build(staffed_by(dossier, unit))


def _handover(dossier: Dossier, key: str) -> OfficialDocument:
    pair = next((one for one in handovers.handovers(dossier) if one.key == key), None)
    if pair is None:
        raise NotFound
    return handovers.HANDOVER.build(_minutes(dossier, pair))


def _minutes(dossier: Dossier, pair: Handover) -> Minutes:
    on = dossier.signed_on
    sides = [
        issuer_of(side.pk, on=on) if side.pk is not None else Issuer(name=side.name)
        for side in (pair.giver, pair.receiver)
    ]
    return Minutes(dossier, pair, *sides)


def _decision(dossier: Dossier) -> Offer:
    code = _code(template_of(dossier))
    rule = _rule(code, dossier.signed_on)
    label = rule.label("vi") if rule else "Quyết định"
    return Offer(PaperKind.DECISION, label, rule=rule)


def _receivers(dossier: Dossier) -> list[tuple[int, str]]:
    """Return who takes units over, but for whoever decides itself."""
    found = {
        unit.new_above_pk: unit.new_above
        for unit in dossier.moved
        if unit.new_above_pk and unit.new_above_pk != dossier.issuer.pk
    }
    return [(pk, name) for pk, name in found.items() if pk is not None]


def _code(template: str) -> str:
    return str(wording.shipped()["papers"][template]["code"])


def _rule(code: str, on: date) -> Rule | None:
    return find_rule(f"decision.template.{code}", on=on)
