"""A founding and an ending of Lan's branch, for the tests that walk every address."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
import pytest

from tests.addresses import SECRET


@pytest.fixture
def restructuring(tree, lan, system, today, now):
    """A founding under Lan's unit with a dossier and a committee; the end of one of its leaves."""
    from congdoan.areas.restructuring import api
    from congdoan.areas.restructuring.models import HandOver
    from congdoan.kernel.organisations import api as organisations

    founding = api.start_founding(
        actor=lan,
        superior=tree.middle,
        data=api.FoundingData(name=SECRET, code="CS-MOI", level="L4_GRASSROOTS", started_on=today),
        on=today,
        at=now,
    )
    scan = SimpleUploadedFile("ho-so.pdf", b"%PDF-1.7 ho so")
    paper = api.add_paper(actor=lan, founding=founding, kind="REQUEST", upload=scan, at=now)
    seat = api.add_seat(
        actor=lan, founding=founding, position="PRESIDENT", full_name=SECRET, on=today
    )
    unit = organisations.establish_organisation(
        actor=system,
        new=organisations.NewOrganisation(
            code="CS-HET",
            family="UNION",
            profile=organisations.ProfileData(name=SECRET, level="L4_GRASSROOTS"),
            on=today - timedelta(days=900),
            parents={1: tree.middle.code},
        ),
        decision=organisations.Decision(number="10/QĐ"),
        at=now,
    )
    event = organisations.end_organisation(
        actor=lan,
        organisation=unit,
        reason="DISSOLVED",
        on=today - timedelta(days=9),
        decision=organisations.Decision(number="11/QĐ"),
        at=now,
    )
    row = HandOver.objects.get(event=event)
    shared = {"actor": lan, "hand_over": row, "on": today, "at": now}
    item = api.add_item(data=api.ItemData("BALANCE", SECRET), **shared)
    receipt = api.note_receipt(data=api.ReceiptData("DUES", SECRET, today, 1), **shared)
    return {
        "restructuring:panel": {"pk": tree.middle.pk},
        "restructuring:founding": {
            "pk": founding.pk,
            "paper_pk": paper.pk,
            "seat_pk": seat.pk,
        },
        "restructuring:hand_over_event": {"pk": event.pk},
        "restructuring:hand_over": {
            "pk": row.pk,
            "item_pk": item.pk,
            "receipt_pk": receipt.pk,
            "form": "pdf",
        },
    }


@pytest.fixture
def employer(tree, system, now):
    """A school of the leaf union that the State pays for since a while: its union must end."""
    from congdoan.kernel.organisations import api as organisations
    from congdoan.support.worklist.models import WorkItem

    def facts(funding):
        return organisations.ProfileData(
            name="Trường tuyệt mật", kind="PRIMARY", funding_class=funding
        )

    begin = now.date() - timedelta(days=100)
    made = organisations.establish_organisation(
        actor=system,
        new=organisations.NewOrganisation("TR-MAT", "PARTNER", facts("G3C"), begin),
        decision=organisations.Decision(),
        at=now,
    )
    organisations.link_counterpart(actor=system, union=tree.leaf, partner=made, on=begin)
    organisations.change_profile(
        actor=system,
        organisation=made,
        profile=facts("G4"),
        on=begin + timedelta(days=10),
        decision=organisations.Decision(),
        at=now,
    )
    item = WorkItem.objects.get(key__startswith=f"restructuring.employer.{made.pk}.")
    return {"pk": made.pk, "item": item.pk}
