"""An addendum to the agreement of the province in force today; wording invented."""

from datetime import date
from uuid import UUID

from congdoan.areas.agreements import api
from congdoan.areas.agreements.api import Terms
from congdoan.areas.agreements.enums import Bearer, Cadence, Level
from congdoan.areas.agreements.models import Agreement, Amendment
from congdoan.config.demo.stage import demo_actor, moment
from congdoan.support.signing import api as signing

PROPOSED, SENT, AGREED, FROZEN, SIGNED, BEGINS = (
    date(2026, 8, 24),
    date(2026, 8, 28),
    date(2026, 9, 8),
    date(2026, 9, 14),
    date(2026, 9, 25),
    date(2026, 10, 1),
)
_MEETING, _EXCHANGE = "Điều 15", "Điều 16"


def amend(agreement: Agreement, *, place: str) -> None:
    """Change one clause and add another: proposed, agreed, signed on paper, in force."""
    amendment = api.propose_amendment(
        actor=demo_actor(PROPOSED),
        agreement=agreement,
        proposer=agreement.drafting,
        data=api.AmendmentData(
            "Sửa đổi, bổ sung chế độ họp, trao đổi thông tin",
            "Theo kết quả sơ kết năm học 2025–2026, các bên thống nhất trao đổi qua nền tảng số.",
            BEGINS,
        ),
        on=PROPOSED,
        at=moment(PROPOSED),
    )
    _write(agreement, amendment)
    _agree(agreement, amendment)
    _sign(amendment, place)
    amendment.refresh_from_db()
    api.follow_amendment(
        actor=demo_actor(BEGINS), amendment=amendment, on=BEGINS, at=moment(BEGINS)
    )


def _write(agreement: Agreement, amendment: Amendment) -> None:
    api.change_clause(
        actor=demo_actor(PROPOSED),
        amendment=amendment,
        clause=_clause(agreement, _MEETING),
        heading="Họp định kỳ",
        text="Các bên họp mỗi quý một lần, trực tiếp hoặc trực tuyến, và họp đột xuất khi một bên "
        "đề nghị.",
        terms=Terms(bearer=Bearer.JOINT, cadence=Cadence.QUARTERLY),
    )
    api.add_amended_clause(
        actor=demo_actor(PROPOSED),
        amendment=amendment,
        after=_clause(agreement, _EXCHANGE),
        level=Level.ARTICLE,
        heading="Trao đổi qua nền tảng số",
        text="Văn bản, số liệu được trao đổi qua nền tảng số trong năm ngày làm việc kể từ ngày "
        "ban hành; việc gấp trao đổi trực tiếp qua đầu mối.",
    )


def _agree(agreement: Agreement, amendment: Amendment) -> None:
    api.ask_consent(
        actor=demo_actor(SENT),
        amendment=amendment,
        due=date(2026, 9, 11),
        on=SENT,
        at=moment(SENT),
    )
    amendment.refresh_from_db()
    for party in api.parties_of(agreement):
        if party.organisation_id != amendment.proposer_id:
            api.answer_amendment(
                actor=demo_actor(AGREED),
                amendment=amendment,
                party=party,
                answer="AGREE",
                on=AGREED,
                at=moment(AGREED),
            )
    api.freeze_amendment(
        actor=demo_actor(FROZEN), amendment=amendment, on=FROZEN, at=moment(FROZEN)
    )


def _sign(amendment: Amendment, place: str) -> None:
    api.review_impact(
        actor=demo_actor(FROZEN), amendment=amendment, effects={}, on=FROZEN, at=moment(FROZEN)
    )
    packet = api.open_amendment_signing(
        actor=demo_actor(FROZEN), amendment=amendment, on=FROZEN, at=moment(FROZEN), place=place
    )
    for slot in signing.slots_of(packet):
        holder = next(iter(signing.unscoped_signatories(slot, since=SIGNED, until=SIGNED)))
        signing.record_paper_signature(
            actor=demo_actor(SIGNED),
            slot=slot,
            person=holder,
            signed_on=SIGNED,
            place=place,
            typed_hash=packet.short_hash,
            key=f"demo-addendum-{slot.pk}",
            on=SIGNED,
            at=moment(SIGNED, 15),
        )


def _clause(agreement: Agreement, path: str) -> UUID:
    lines = api.consolidated(agreement, on=PROPOSED)
    return next(line.item.stable_id for line in lines if line.path == path)
