"""Documents for every test: one that is sent by Lan's unit to its branch, step by step."""

from django.core.files.base import ContentFile
import pytest

from congdoan.areas.documents.models import Document, Merge

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def a_pdf(name="toan-van.pdf", content=PDF):
    return ContentFile(content, name=name)


@pytest.fixture
def chair(tree, make_person, seat, actor_of):
    """A second leader of Lan's unit: four eyes."""
    person = make_person("Phạm Quốc Việt", username="viet")
    seat(person, tree.middle, "VICE_PRESIDENT")
    return actor_of(person)


@pytest.fixture
def clerk(tree, make_person, seat, actor_of):
    person = make_person("Đỗ Thị Văn", username="van")
    seat(person, tree.middle, "CLERK")
    return actor_of(person)


@pytest.fixture
def make_document(tree, lan, clerk, today, now):
    """Return a document of Lan's unit at a step: DRAFT … ISSUED."""
    from congdoan.areas.documents import api

    def make(step="DRAFT", *, subject="hướng dẫn tổ chức hội nghị viên chức", **more):
        data = api.DocumentData(type="UNION.HD", subject=subject, **more)
        made = api.draft_document(
            actor=clerk, organisation=tree.middle, data=data, body=a_pdf(), at=now
        )
        steps = ["DRAFT", "REVIEW", "APPROVED", "SIGNED", "ISSUED"]
        for name in steps[1 : steps.index(step) + 1]:
            made = _go(api, made, name, lan=lan, clerk=clerk, today=today, now=now)
        return made

    return make


def _go(api, document, name, *, lan, clerk, today, now):
    ask = {"document": document, "on": today, "at": now}
    if name == "REVIEW":
        return api.submit_document(actor=clerk, **ask)
    if name == "APPROVED":
        return api.approve_document(actor=lan, **ask)
    if name == "SIGNED":
        way = next(
            one
            for one in api.signings(document.organisation_id, on=today)
            if one.person_id == lan.person_id
        )
        return api.sign_document(actor=lan, code=way.code, **ask)
    return api.issue_document(actor=clerk, **ask)


@pytest.fixture
def sent(make_document, clerk, today, now, system):
    """A document sent to Lan's whole branch, arrived in the books."""
    from datetime import timedelta

    from congdoan.areas.documents import api

    document = make_document("ISSUED", answer_by=today + timedelta(days=20), must_read=True)
    rule = api.Rule(reach=api.Reach.BRANCH)
    api.send_document(actor=clerk, document=document, rule=rule, on=today, at=now)
    api.deliver(actor=system, document=document.pk, at=now)
    document.refresh_from_db()
    return document


@pytest.fixture
def documents(tree, lan, minh, today, now, system, reading):
    """One thing of each kind at Lan's unit, for the tests that walk addresses."""
    from congdoan.areas.documents import api
    from congdoan.support.numbering.api import Register
    from tests.addresses import SECRET

    document = _own(api, tree.middle, lan, today, now, SECRET)
    task = api.give_task(
        actor=lan, document=document, data=api.TaskData(SECRET, today), on=today, at=now
    )
    rule = api.Rule(reach=api.Reach.BRANCH, outside="Báo Lao động; 51 Hàng Bồ")
    api.send_document(actor=lan, document=document, rule=rule, on=today, at=now)
    api.deliver(actor=system, document=document.pk, at=now)
    report = api.report_task(
        actor=minh, incoming=document.arrivals.get(organisation=tree.leaf), task=task,
        note=SECRET, at=now,
    )  # fmt: skip
    came = _own(api, tree.leaf, minh, today, now, SECRET, letter_for=tree.middle)
    asked = api.give_task(
        actor=minh, document=came, data=api.TaskData(SECRET, today), on=today, at=now
    )
    rule = api.Rule(reach=api.Reach.SUPERIOR)
    api.send_document(actor=minh, document=came, rule=rule, on=today, at=now)
    api.deliver(actor=system, document=came.pk, at=now)
    arrival = came.arrivals.get()
    routing = _routed(api, arrival, lan, today, now)
    api.name_readers(actor=lan, incoming=arrival, people=[lan.person_id], on=today, at=now)
    (kept,) = api.reserve(
        actor=lan, unit=tree.middle, register=Register.OUTGOING, type_code="", count=1,
        reason=SECRET, on=today, at=now,
    )  # fmt: skip
    outside = document.receivers.get(organisation=None).pk
    merged = {"pk": _merged(api, tree.middle, lan, today, now, SECRET), "place": 1}
    unit = {"unit": tree.middle.pk}
    kept_list = api.save_list(
        actor=lan, unit=tree.middle, data=api.ListData(SECRET, (tree.leaf.pk,)), at=now
    )
    return {
        **_joint(api, tree.middle, lan, today, now, SECRET),
        "documents:list": {**unit, "pk": kept_list.pk},
        "documents:lists": unit,
        "documents:force": unit,
        "documents:statistics": unit,
        **reading,
        "documents": {
            **unit,
            "pk": document.pk,
            "receiver": outside,
            "number": kept.pk,
            "task": task.pk,
            "report": report.pk,
        },
        "documents:drop_scan": {**unit, "file": reading["texts"]["file"]},
        "documents:print_book": {**unit, "register": "outgoing", "year": today.year},
        "documents:sheet": {**unit, "register": "incoming", "year": today.year},
        "documents:arrived_here": {"pk": came.pk},
        "documents:incoming": {
            "pk": arrival.pk,
            "routing": routing.pk,
            "task": asked.pk,
            "reader": arrival.readers.get().pk,
        },
        "documents:reading": {"pk": came.pk},
        **dict.fromkeys(
            ("documents:merge", "documents:letters", "documents:letter", "documents:ask_opinions"),
            merged,
        ),
        "documents:incoming_copy": {"pk": arrival.pk},
    }


def _own(api, unit, actor, today, now, subject, *, letter_for=None):
    """A document of the unit with its number: a file, or a text with a letter for one receiver."""
    data = api.DocumentData(type="UNION.HD", subject=subject, readers=api.Readers.NAMED)
    given = {"actor": actor, "organisation": unit, "data": data, "at": now}
    if letter_for is None:
        made = api.draft_document(**given, body=a_pdf())
    else:
        made = Document.objects.get(pk=api.write_document(**given).owner_id)
        merge = Merge.objects.create(
            document=made, source="units.SUPERIOR", name=subject, count=1, chosen_at=now
        )
        facts = {"receiver.name": subject}
        merge.letters.create(place=1, name=subject, organisation=letter_for, facts=facts)
    ask = {"actor": actor, "document": made, "on": today, "at": now}
    api.submit_document(**ask)
    api.approve_document(**ask)
    way = next(one for one in api.signings(unit.pk, on=today) if one.person_id == actor.person_id)
    api.sign_document(code=way.code, **ask)
    return api.issue_document(**ask)


def _joint(api, unit, actor, today, now, subject):
    """A text another office is to sign after the actor; it is being written still."""
    data = api.DocumentData(type="UNION.CV", subject=subject)
    text = api.write_document(actor=actor, organisation=unit, data=data, at=now)
    document = Document.objects.get(pk=text.owner_id)
    way = api.signings(unit.pk, on=today)[0]
    made = api.add_cosigner(
        actor=actor, document=document, organisation=unit, code=way.code, on=today
    )
    keys = {"pk": document.pk, "cosigner": made.pk}
    signed = _own(api, unit, actor, today, now, subject, letter_for=unit)
    row = signed.cosigners.create(place=1, organisation=unit, to_sign=way.code)
    Document.objects.filter(pk=signed.pk).update(state="APPROVED", number=None)
    return {
        "documents:signers": keys,
        "documents:signer_drop": keys,
        "documents:cosign": {"cosigner": row.pk},
    }


def _merged(api, unit, actor, today, now, subject):
    """A text being written, with a letter for each unit below."""
    data = api.DocumentData(type="UNION.CV", subject=subject)
    text = api.write_document(actor=actor, organisation=unit, data=data, at=now)
    document = Document.objects.get(pk=text.owner_id)
    api.choose_merge(actor=actor, document=document, source="units.CHILDREN", on=today, at=now)
    return document.pk


def _routed(api, incoming, lan, today, now):
    from congdoan.kernel.people.models import Person

    person = Person.objects.get(pk=lan.person_id)
    return api.route(
        actor=lan, incoming=incoming, person=person, kind="ASSIGN", opinion="", due=None,
        on=today, at=now,
    )  # fmt: skip
