from dataclasses import dataclass
from datetime import date
import io
from typing import Any

from pypdf import PdfReader, PdfWriter
import pytest

from congdoan.kernel.accounts.models import User
from congdoan.support.rendering.api import (
    IssuingBody,
    OfficialDocument,
    PageBreak,
    Paragraph,
    ProfileCode,
    to_pdf,
)
from congdoan.support.signing.selectors.printing import stamp_of
from congdoan.support.signing.services.confirming import ConfirmedIdentity
from congdoan.support.signing.services.opening import SlotPlan, open_packet
from congdoan.support.signing.services.signing import sign_slot

TEXT = "QUY CHẾ\nPhối hợp công tác giai đoạn 2026 - 2031\nĐiều 1. Phạm vi\n"


def printed(packet, *, pages=1):
    """Return the printed text of a packet, as its slice would print it."""
    body = [Paragraph("Điều 1. Các bên phối hợp chăm lo đời sống nhà giáo.")]
    for number in range(2, pages + 1):
        body += [PageBreak(), Paragraph(f"Điều {number}. Các bên trao đổi văn bản.")]
    document = OfficialDocument(
        profile=ProfileCode.UNION,
        bodies=[IssuingBody("Công đoàn")],
        type_name="Quy chế",
        subject="Phối hợp",
        body=body,
    )
    return to_pdf(document, created_at=packet.opened_at, stamp=stamp_of(packet))


def scanned(packet, *, pages=1, order=(), turned=(), extra=()):
    """
    Return the print as a scanner would send it: some pages left out, doubled, turned, added.

    ``order`` lists page numbers as they lie in the scanner (0: a white sheet), ``turned`` the
    sheets that lie upside down, ``extra`` are other prints at the end.
    """
    reader, writer = PdfReader(io.BytesIO(printed(packet, pages=pages))), PdfWriter()
    for number in order or range(1, pages + 1):
        if number:
            writer.add_page(reader.pages[number - 1])
        else:
            writer.add_blank_page(595, 842)
    for sheet in turned:
        writer.pages[sheet - 1].rotate(180)
    for other in extra:
        for page in PdfReader(io.BytesIO(other)).pages:
            writer.add_page(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@dataclass
class Round:
    """A packet on its way: the province's text for Lan's and Minh's unions and the Sở."""

    packet: Any
    clerk: Any
    lan: Any
    minh: Any
    director: Any
    slots: list


def identity_of(actor, now):
    return ConfirmedIdentity(actor.user_id, now)


@pytest.fixture
def clerk(tree, make_person, seat, actor_of):
    """The clerk of the province, who sends texts round."""
    person = make_person("Phạm Thị Thư", username="thu")
    seat(person, tree.province, "CLERK")
    return actor_of(person)


@pytest.fixture
def director(tree, make_person, seat, actor_of):
    person = make_person("Đỗ Văn Giám", username="giam")
    seat(person, tree.department, "DIRECTOR")
    return actor_of(person)


@pytest.fixture
def send_round(tree, clerk, lan, minh, director, today, now):
    def send(*, subject_id=1, text=TEXT, ordered=False, deadline=None, plans=None, **more):
        plans = plans or [
            SlotPlan(tree.middle, turn=1),
            SlotPlan(tree.leaf, turn=2),
            SlotPlan(tree.department, turn=3),
        ]
        packet = open_packet(
            actor=clerk,
            organisation=tree.province,
            subject_type="tests.paper",
            subject_id=subject_id,
            title="Quy chế phối hợp 2026 - 2031",
            text=text,
            slots=plans,
            on=today,
            at=now,
            deadline=deadline,
            ordered=ordered,
            **more,
        )
        slots = list(packet.slots.order_by("number"))
        return Round(packet, clerk, lan, minh, director, slots)

    return send


@pytest.fixture
def sign(today, now):
    def act(actor, slot, *, key="", on: date | None = None, text_hash="", place=""):
        return sign_slot(
            actor=actor,
            slot=slot,
            identity=identity_of(actor, now),
            text_hash=text_hash or slot.packet.text_hash,
            key=key or f"khoa-{actor.user_id}-{slot.pk}",
            on=on or today,
            at=now,
            place=place,
        )

    return act


@pytest.fixture
def user_of():
    return lambda actor: User.objects.get(pk=actor.user_id)
