"""
Everything about one agreement as plain data, for the package of open formats.

Unscoped: the caller has checked that the person may take the agreement's whole record. People are
named only where they signed or chaired; who typed what stands in the audit trail, not here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from congdoan.areas.agreements.models import (
    Agreement,
    Amendment,
    AmendmentConsent,
    Approval,
    Dispatch,
    Duty,
    DutyEvidence,
    DutyStep,
    Ending,
    Obligation,
    ReviewScore,
    UnitReport,
    Version,
)
from congdoan.areas.agreements.selectors.agreements import naming_day, parties_of, party_names
from congdoan.areas.agreements.selectors.amendments import SUBJECT as AMENDMENT
from congdoan.areas.agreements.selectors.consultations import SUBJECT, subject_of
from congdoan.areas.agreements.selectors.endings import endings_of
from congdoan.areas.agreements.selectors.reviews import proposals_of, reviews_of, title_of
from congdoan.areas.agreements.selectors.text import outline
from congdoan.support.discussion.api import unscoped_reception
from congdoan.support.files.api import StoredFile, unscoped_files
from congdoan.support.signing.api import (
    Packet,
    slots_of,
    unscoped_kept_files,
    unscoped_packets_about,
)


@dataclass(frozen=True)
class Sheet:
    """One table: file name (without ending), heads, rows."""

    name: str
    heads: list[str]
    rows: list[list[Any]]


def unscoped_facts(agreement: Agreement, today: Any) -> dict[str, Any]:
    """Return the agreement, its parties, states and every version of its text."""
    parties = parties_of(agreement)
    called = party_names(parties, on=naming_day(agreement, today))
    return {
        "id": agreement.pk,
        "kind": agreement.kind,
        "number": agreement.number,
        "title": agreement.title,
        "objective": agreement.objective,
        "motto": agreement.motto,
        "first_day": agreement.first_day,
        "last_day": agreement.last_day,
        "state": agreement.state,
        "signed_on": agreement.signed_on,
        "signed_place": agreement.signed_place,
        "effective_on": agreement.effective_on,
        "ended_on": agreement.ended_on,
        "end_reason": agreement.end_reason,
        "predecessor": agreement.predecessor_id,
        "endings": [_ending(one) for one in endings_of(agreement)],
        "parties": [
            {
                "label": one.label,
                "side": one.side,
                "organisation": one.organisation.code,
                "name": called.get(one.organisation_id, ""),
                "signatory_position": one.signatory_position,
            }
            for one in parties
        ],
        "bases": list(
            agreement.bases.order_by("order", "pk").values("title", "number", "dated", "issuer")
        ),
        "states": list(
            agreement.changes.order_by("on", "pk").values("state", "on", "until", "reason")
        ),
        "versions": [_version(one) for one in agreement.versions.order_by("number")],
        "amendments": [
            _amendment(one)
            for one in agreement.amendments.prefetch_related("changes").order_by("pk")
        ],
        "reviews": [_review(one) for one in reviews_of(agreement)],
    }


def _ending(one: Ending) -> dict[str, Any]:
    return {
        "proposer": one.proposer.code,
        "ground": one.ground,
        "reason": one.reason,
        "wanted_on": one.wanted_on,
        "asked_on": one.asked_on,
        "state": one.state,
        "closed_on": one.closed_on,
        "answers": [
            {"organisation": said.organisation.code, "answer": said.answer, "reason": said.reason}
            for said in one.consents.all()
        ],
    }


def _version(version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "reason": version.reason,
        "frozen_on": version.frozen_on,
        "sha256": version.sha256,
        "canonical_text": version.canonical_text,
        "clauses": [
            {
                "id": str(line.item.stable_id),
                "level": line.item.level,
                "place": line.path,
                "heading": line.item.heading,
                "text": line.item.text,
                "content": line.item.content_code,
                "bearer": line.item.bearer,
                "cadence": line.item.cadence,
                "indicator": line.item.indicator,
                "target": line.item.target,
            }
            for line in outline(version)
        ],
    }


def _amendment(one: Amendment) -> dict[str, Any]:
    names = (
        *("number", "title", "reason", "state", "wanted_on", "effective_on", "frozen_on"),
        *("sha256", "canonical_text", "signed_on", "signed_place", "closed_reason"),
    )
    told = ("kind", "heading", "text", "bearer", "cadence", "indicator", "target")
    return {name: getattr(one, name) for name in names} | {
        "changes": [
            {"id": str(change.clause)} | {name: getattr(change, name) for name in told}
            for change in sorted(one.changes.all(), key=lambda change: (change.order, change.pk))
        ]
    }


def _review(one: Any) -> dict[str, Any]:
    names = (
        *("kind", "year", "state", "window_from", "window_through", "host_reason"),
        *("session_on", "session_place", "agenda", "held_on", "place", "chair", "secretary"),
        *("results", "strengths", "weaknesses", "difficulties", "shortcomings", "causes"),
        *("lessons", "recommendations", "next_plan"),
    )
    return {"title": title_of(one), "host": one.host.code} | {
        name: getattr(one, name) for name in names
    }


def unscoped_sheets(agreement: Agreement) -> Iterator[Sheet]:
    """Return the tables of the agreement; a constant number of queries."""
    yield _obligations(agreement)
    yield _duties(agreement)
    steps = DutyStep.objects.filter(duty__obligation__agreement=agreement).order_by("pk")
    yield Sheet(
        "buoc-thuc-hien",
        ["nhiem_vu", "viec", "trang_thai", "ben", "ngay", "noi_dung"],
        _rows(steps, "duty_id", "action", "state", "organisation__code", "on", "text"),
    )
    evidence = DutyEvidence.objects.filter(duty__obligation__agreement=agreement).order_by("pk")
    yield Sheet(
        "minh-chung",
        ["nhiem_vu", "ten", "tep", "lien_ket", "loai_ho_so", "ho_so"],
        _rows(evidence, "duty_id", "label", "file_id", "link", "record_kind", "record_id"),
    )
    units = UnitReport.objects.filter(duty__obligation__agreement=agreement).order_by("pk")
    yield Sheet(
        "don-vi-cap-duoi",
        ["nhiem_vu", "don_vi", "ngay", "ket_qua", "so_dat_duoc"],
        _rows(units, "duty_id", "organisation__code", "done_on", "result", "measured"),
    )
    scores = ReviewScore.objects.filter(review__agreement=agreement).order_by("review_id", "pk")
    yield Sheet(
        "diem",
        ["nam", "loai", "noi_dung", "ben", "diem", "nhan_xet"],
        _rows(
            scores,
            *("review__year", "review__kind", "content_code", "party__label", "score", "remark"),
        ),
    )
    yield Sheet(
        "kien-nghi",
        ["nam", "ben", "vi_tri", "noi_dung", "ly_do", "ket_luan", "y_kien"],
        _rows(
            proposals_of(agreement),
            *("review__year", "party__label", "place", "wording", "reason", "state", "conclusion"),
        ),
    )
    yield from _agreed(agreement)
    yield from _talk(agreement)


def _obligations(agreement: Agreement) -> Sheet:
    rows = Obligation.objects.filter(agreement=agreement).order_by("order", "pk")
    names = ("pk", "place", "content_code", "words", "party__label", "cadence")
    more = ("indicator", "target", "measure", "goal", "evidence")
    heads = ["ma", "vi_tri", "noi_dung", "viec", "ben", "dinh_ky"]
    return Sheet(
        "trach-nhiem",
        [*heads, "chi_tieu", "muc", "don_vi_tinh", "muc_moi_ky", "minh_chung"],
        _rows(rows, *names, *more),
    )


def _duties(agreement: Agreement) -> Sheet:
    rows = Duty.objects.of(agreement.pk).order_by("due", "pk")
    heads = ["ma", "trach_nhiem", "tu_ngay", "han", "trang_thai", "lam_ngay", "ben_bao_cao"]
    names = ("pk", "obligation_id", "starts", "due", "state", "done_on", "done_by__code")
    more = ("result", "measured", "judged_by__code", "judged_on", "reason")
    return Sheet(
        "nhiem-vu",
        [*heads, "ket_qua", "so_dat_duoc", "ben_xac_nhan", "xac_nhan_ngay", "y_kien"],
        _rows(rows, *names, *more),
    )


def _agreed(agreement: Agreement) -> Iterator[Sheet]:
    """What each party decided within itself, and said to addenda."""
    consents = AmendmentConsent.objects.filter(amendment__agreement=agreement).order_by("pk")
    yield Sheet(
        "y-kien-phu-luc",
        ["phu_luc", "trich_yeu", "lan", "ben", "tra_loi", "ly_do", "luc"],
        _rows(
            consents,
            *("amendment__number", "amendment__title", "round", "party__label"),
            *("answer", "reason", "at"),
        ),
    )
    approvals = Approval.objects.filter(version__agreement=agreement).order_by("pk")
    yield Sheet(
        "nghi-quyet",
        ["ban", "ben", "co_quan", "so", "ngay", "tep", "rut_luc", "ly_do_rut"],
        _rows(
            approvals,
            *("version__number", "party__label", "body", "number", "dated", "file_id"),
            *("withdrawn_at", "withdraw_reason"),
        ),
    )


def _talk(agreement: Agreement) -> Iterator[Sheet]:
    """What was said and signed, by party; and the exchange."""
    yield Sheet(
        "gop-y",
        ["vi_tri", "ben", "loai", "noi_dung", "de_nghi", "ket_qua", "giai_trinh"],
        _rows(
            unscoped_reception(subject_of(agreement)),
            *("anchor", "party__code", "kind", "text", "suggested_text", "verdict", "reason"),
        ),
    )
    sent = Dispatch.objects.of(agreement).order_by("sent_on", "pk")
    names = ("sender__code", "kind", "title", "number", "text", "file_id", "link", "sent_on")
    yield Sheet(
        "trao-doi",
        ["ma", "ben_gui", "loai", "ten", "so", "noi_dung", "tep", "lien_ket", "gui_ngay"],
        _rows(sent, "pk", *names),
    )
    yield Sheet(
        "luot-doc",
        ["trao_doi", "ben_nhan", "doc_ngay"],
        _rows(sent.order_by("pk"), "pk", "receipts__organisation__code", "receipts__read_on"),
    )
    yield Sheet(
        "chu-ky",
        ["ho_so", "trang_thai", "ben", "chuc_vu", "nguoi_ky", "ngay", "noi", "cach_ky"],
        [row for packet in _packets(agreement) for row in _signatures(packet)],
    )


def _packets(agreement: Agreement) -> list[Packet]:
    """Return every round of signing of the text and of its addenda."""
    addenda = agreement.amendments.order_by("pk").values_list("pk", flat=True)
    return [
        *unscoped_packets_about(SUBJECT, agreement.pk),
        *(packet for pk in addenda for packet in unscoped_packets_about(AMENDMENT, pk)),
    ]


def _signatures(packet: Any) -> Iterator[list[Any]]:
    for slot in slots_of(packet):
        signed = slot.signed
        given = (
            [signed.title, signed.person_name, signed.signed_on, signed.place, signed.method]
            if signed
            else ["", "", None, "", ""]
        )
        yield [packet.pk, slot.state, slot.party_name, *given]


def _rows(rows: Any, *names: str) -> list[list[Any]]:
    return [list(row) for row in rows.values_list(*names)]


def unscoped_file_ids(agreement: Agreement) -> list[int]:
    """Return the files of the record: scans, signed PDFs, resolutions, evidence, exchange."""
    approvals = Approval.objects.filter(version__agreement=agreement)
    evidence = DutyEvidence.objects.filter(
        duty__obligation__agreement=agreement, file__isnull=False
    )
    sent = Dispatch.objects.of(agreement).filter(file__isnull=False)
    ids: Iterable[int | None] = [
        agreement.scan_id,
        *(pk for packet in _packets(agreement) for pk in unscoped_kept_files(packet)),
        *approvals.order_by("pk").values_list("file_id", flat=True),
        *evidence.order_by("pk").values_list("file_id", flat=True),
        *sent.order_by("pk").values_list("file_id", flat=True),
    ]
    return list(dict.fromkeys(pk for pk in ids if pk))


def unscoped_attachments(agreement: Agreement) -> list[StoredFile]:
    found = unscoped_files(unscoped_file_ids(agreement))
    return [found[pk] for pk in sorted(found)]


def weight(agreement: Agreement) -> tuple[int, int]:
    """Return the bytes of the attachments and the number of duties, to choose how to pack."""
    ids = unscoped_file_ids(agreement)
    size = StoredFile.objects.filter(pk__in=ids).aggregate(all=Sum("size"))["all"] or 0
    return size, Duty.objects.of(agreement.pk).count()
