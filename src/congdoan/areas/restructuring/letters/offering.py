"""Which papers a change offers, and the document behind each address."""

from dataclasses import dataclass
from datetime import date, timedelta

from congdoan.areas.restructuring.letters import committees, decisions, handovers
from congdoan.areas.restructuring.letters.committees import staffed, staffed_by
from congdoan.areas.restructuring.letters.decisions import (
    RECEIVE,
    has_wording,
    received_by,
    template_of,
)
from congdoan.areas.restructuring.letters.handovers import Handover, Minutes
from congdoan.areas.restructuring.letters.report import REPORT
from congdoan.areas.restructuring.rules import wording
from congdoan.areas.restructuring.rules.acts import PaperKind
from congdoan.areas.restructuring.selectors.facts import Dossier
from congdoan.areas.restructuring.selectors.issuing import Issuer, issuer_of
from congdoan.foundation import vietnamese
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.rulebook.api import Rule, find_rule
from congdoan.support.rendering.api import OfficialDocument

#: Papers of single units shown one by one; of more, the decision's annex says who they are.
SHOWN = 6


@dataclass(frozen=True)
class Offer:
    """One paper: its address is ``kind`` and, where there are several of a kind, ``key``."""

    kind: PaperKind
    label: str
    key: str = ""
    rule: Rule | None = None


def offers(dossier: Dossier, wanted: str = "") -> list[Offer]:
    """
    Return the papers of a change, the decision first.

    Of papers of single units the first few, or those whose label has the words ``wanted``.
    """
    found = [_decision(dossier)] if has_wording(dossier) else []
    if not dossier.is_draft:
        found.append(Offer(PaperKind.REPORT, "Phụ lục: kết quả sắp xếp, từng đơn vị"))
    if has_wording(dossier):
        for single in _singles(dossier):
            found += [one for one in single if _fits(one, wanted)][:SHOWN]
    return found


def _singles(dossier: Dossier) -> list[list[Offer]]:
    """Return the papers of single units: one list a kind."""
    on = dossier.signed_on
    transfer = _rule("D_TRANSFER", on)
    committees_of = [(one, committees.template_for(one)) for one in staffed(dossier)]
    return [
        [
            Offer(PaperKind.RECEIVING, f"{_label(RECEIVE)} {name}", str(pk), transfer)
            for pk, name in _receivers(dossier)
        ],
        [
            Offer(
                PaperKind.COMMITTEE,
                f"{_label(template)} {unit.name}",
                unit.code,
                _rule(_code(template), on),
            )
            for (unit, _posts), template in committees_of
        ],
        [
            Offer(
                PaperKind.HANDOVER,
                f"Biên bản bàn giao: {pair.giver.name} → {pair.receiver.name}",
                pair.key,
                transfer,
            )
            for pair in handovers.handovers(dossier)
        ],
    ]


def _fits(offer: Offer, wanted: str) -> bool:
    folded = vietnamese.fold(offer.label)
    return all(word in folded for word in vietnamese.fold(wanted).split())


def left_out(dossier: Dossier) -> bool:
    """Tell whether there are more papers of single units than are shown."""
    return has_wording(dossier) and any(len(found) > SHOWN for found in _singles(dossier))


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
    # Who ends gives while it is still there.
    eve = min(dossier.signed_on, dossier.on - timedelta(days=1))
    sides = [
        issuer_of(side.pk, on=on) if side.pk is not None else Issuer(name=side.name)
        for side, on in ((pair.giver, eve), (pair.receiver, dossier.signed_on))
    ]
    return Minutes(dossier, pair, *sides)


def _decision(dossier: Dossier) -> Offer:
    template = template_of(dossier)
    return Offer(
        PaperKind.DECISION,
        _label(template),
        rule=_rule(_code(template), dossier.signed_on),
    )


def _label(template: str) -> str:
    return str(wording.shipped()["papers"][template]["label"])


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
