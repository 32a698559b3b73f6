"""Children are kept for visits and gifts: by their parent's leave, and no longer."""

from django.urls import reverse
import pytest

from congdoan.areas.members.models import Membership, SealedFact
from congdoan.areas.members.rules.refusals import NoCareConsent
from congdoan.areas.privacy import api
from congdoan.areas.privacy.enums import ConsentMethod
from congdoan.areas.privacy.forms.proposing import correction_labels

pytestmark = pytest.mark.django_db

TYPED = {
    "citizen_id": "001180000123",
    "id_issued": "05/04/2022, Cục Cảnh sát QLHC về TTXH",
    "salary_rate": "3,66",
    "children": "Lê An 2015; Lê Bình 2018",
}


def kinds():
    return set(SealedFact.objects.values_list("kind", flat=True))


def test_children_are_kept_while_their_parent_agrees(dang, minh, member, signed_in, now):
    here = Membership.objects.get(person=member).pk
    officer, url = signed_in(minh), reverse("members:sensitive", args=[here])
    refused = officer.post(url, TYPED)
    assert refused.status_code == 422
    assert "chưa đồng ý “Thăm hỏi, chăm lo, tặng quà”" in refused.content.decode()
    assert "CHILDREN" not in kinds()
    assert officer.post(url, TYPED | {"children": ""}).status_code == 302

    agreed = api.give_consent(actor=dang, code="CARE", version="1", at=now)
    assert officer.post(url, TYPED).status_code == 302
    assert kinds() == {"CITIZEN_ID", "ID_ISSUED", "SALARY_RATE", "CHILDREN"}
    assert not any("2015" in one.sealed for one in SealedFact.objects.all())
    facts = officer.post(reverse("members:facts", args=[here]), {"purpose": "Quà 1/6"})
    assert "Lê An 2015; Lê Bình 2018" in facts.content.decode()

    api.withdraw_consent(actor=dang, consent=agreed, method=ConsentMethod.APP, at=now)
    assert kinds() == {"CITIZEN_ID", "ID_ISSUED", "SALARY_RATE"}
    # What stands in the form already is no new wish: the rest is still written.
    assert officer.post(url, TYPED | {"children": "", "salary_rate": "3,99"}).status_code == 302


def test_a_parent_names_them_themselves(dang, minh, member, signed_in, today, now):
    wish = api.Wish("CHILDREN", "Lê An 2015", "Con tôi")
    with pytest.raises(NoCareConsent):
        api.propose_changes(actor=dang, wishes=[wish], on=today, at=now)
    api.give_consent(actor=dang, code="CARE", version="1", at=now)
    made = api.propose_changes(actor=dang, wishes=[wish], on=today, at=now)
    page = signed_in(dang).get(reverse("privacy:own_proposal", args=[made.pk])).content.decode()
    assert "Con (họ tên, năm sinh)" in page
    api.answer_proposal(
        actor=minh, proposal=made, labels=correction_labels(on=today), on=today, at=now,
        verdicts={made.fields.get().pk: api.Verdict(accepted=True)},
    )  # fmt: skip
    assert kinds() == {"CITIZEN_ID", "CHILDREN"}
