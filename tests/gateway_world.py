"""A body outside that Lan's units exchange documents with, for every test."""

import io

import pytest

from tests.documents_world import PDF

PEER, OWN, LEAF = "000.00.00.H41", "000.01.01.H41", "000.01.02.H41"


@pytest.fixture
def peer(tree, system, today, now):
    """Connected by files carried by hand; Lan's unit and its leaf have codes."""
    from congdoan.areas.gateway import api

    api.give_code(actor=system, organisation=tree.middle, code=OWN, on=today)
    api.give_code(actor=system, organisation=tree.leaf, code=LEAF, on=today)
    data = api.PeerData(code=PEER, name="UBND tỉnh Nghệ An", profile="VXP", way=api.Way.FILE)
    return api.connect_peer(actor=system, data=data, on=today, at=now)


def a_letter(number="45", *, to=OWN, files=(("van-ban.pdf", PDF),), **more):
    """A letter of the peer, as its own program writes it."""
    from congdoan.support.edxml import api

    words = {
        "sender": api.Party(PEER, "UBND tỉnh Nghệ An"),
        "receivers": (api.Party(to, "LĐLĐ"),),
        "document_id": f"{PEER},2026/03/01,{number}/UBND-VX",
        "code_number": number,
        "code_notation": "UBND-VX",
        "subject": "phối hợp tổ chức hội nghị",
        "type_name": "Công văn",
        "attachments": tuple(api.Attachment(name, content) for name, content in files),
    }
    return api.Letter(**(words | more))


def a_status(document_id, code, **more):
    from congdoan.support.edxml import api

    about = api.Reference(document_id=document_id, organ_id=OWN)
    return api.Status(sender=api.Party(PEER, "UBND"), about=about, code=code, **more)


def stream_of(message):
    from congdoan.support.edxml import api

    return io.BytesIO(api.write_package(message, api.Profile()))


@pytest.fixture
def taken(peer, system, now):
    """Take a message in the name of the system: ``taken(a_letter())``."""
    from congdoan.areas.gateway import api

    def take(message, actor=system, at=now):
        return api.take_package(actor=actor, stream=stream_of(message), at=at)

    return take


@pytest.fixture
def gone(peer, make_document, clerk, today, now):
    """Return a document sent to the peer, and the package it left in."""
    from congdoan.areas.documents import api as documents
    from congdoan.areas.gateway import api

    document = make_document("ISSUED")
    rule = documents.Rule(outside=f"UBND tỉnh Nghệ An; {PEER}")
    documents.send_document(actor=clerk, document=document, rule=rule, on=today, at=now)
    api.send_waiting(clock=lambda: now)
    document.refresh_from_db()
    return document, api.Package.objects.get(document=document)


@pytest.fixture
def exchanged(documents, taken, peer):
    """Documents, and a package in the book of Lan's unit, for the tests that walk addresses."""
    from tests.addresses import SECRET

    package = {"pk": taken(a_letter(subject=SECRET, reason=SECRET)).pk}
    own = {"gateway": package, "gateway:peer": {"pk": peer.pk}, "api:package": package}
    return {**documents, **own}
