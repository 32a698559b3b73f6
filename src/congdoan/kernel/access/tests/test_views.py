"""Pages of rights: why, grants, delegations, support."""

from datetime import date

from django.urls import reverse
import pytest

from congdoan.kernel.access.api import delegate
from congdoan.kernel.access.models import Delegation, Grant, SupportSession
from congdoan.kernel.accounts.models import User
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.organisations.api import Decision, NewOrganisation, ProfileData
from congdoan.kernel.people.models import Office, Person

pytestmark = pytest.mark.django_db


def test_why_names_the_office_and_its_paper(lan, minh, signed_in, tree):
    page = signed_in(lan).get(reverse("access:explain", args=[tree.leaf.pk])).content.decode()

    assert "Nguyễn Văn Minh" in page
    assert "Trần Thị Lan" in page
    assert "02/QĐ" in page
    assert "⟦undefined" not in page


def test_the_reasons_of_another_branch_are_not_found(lan, signed_in, tree):
    assert signed_in(lan).get(reverse("access:explain", args=[tree.far_leaf.pk])).status_code == 404


def test_grant_and_take_back(lan, minh, signed_in, tree):
    client = signed_in(lan)
    client.post(
        reverse("access:grant", args=[tree.middle.pk]),
        {
            "person": "Nguyễn Văn Minh",
            "role": "SPECIALIST",
            "reach": "HERE",
            "start": "01/01/2026",
            "decision_no": "05/TB",
        },
    )
    grant = Grant.objects.get()
    assert grant.person_id == minh.person_id

    client.post(reverse("access:end", args=[grant.pk]))
    assert Grant.objects.get().valid.upper is not None


def test_delegating_by_form(lan, minh, signed_in):
    office = Office.objects.get(person_id=lan.person_id)
    client = signed_in(lan)
    url = reverse("access:delegate", args=[office.pk])
    assert client.get(url).status_code == 200
    bad = client.post(
        url,
        {
            "to": "Nguyễn Văn Minh",
            "start": "02/03/2026",
            "last_day": "01/01/2026",
            "capabilities": "organisations.change",
            "decision_no": "1/GUQ",
        },
    )
    assert bad.status_code == 422
    client.post(
        url,
        {
            "to": "Nguyễn Văn Minh",
            "start": "02/03/2026",
            "last_day": "08/03/2026",
            "capabilities": "organisations.change",
            "decision_no": "1/GUQ",
        },
    )

    given = Delegation.objects.get()
    page = client.get(reverse("access:delegations")).content.decode()
    assert "Nguyễn Văn Minh" in page
    assert "⟦undefined" not in page
    client.post(reverse("access:revoke", args=[given.pk]))
    assert Delegation.objects.get().revoked_on is not None


def test_delegations_cost_the_same_for_one_and_for_three(
    lan, minh, signed_in, django_assert_max_num_queries
):
    client = signed_in(lan)
    costs = []
    for numbers in ((1,), (2, 3)):
        for number in numbers:
            delegate(
                actor=lan,
                office=Office.objects.get(person_id=lan.person_id),
                to=Person.objects.get(pk=minh.person_id),
                capabilities=["organisations.change"],
                start=date(2026, 3, 2),
                until=date(2026, 3, 9),
                decision_no=f"{number}/GUQ",
            )
        with django_assert_max_num_queries(20) as asked:
            page = client.get(reverse("access:delegations"))
        assert f"{numbers[-1]}/GUQ" in page.content.decode()
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_nobody_delegates_or_revokes_for_another(lan, minh, signed_in):
    office = Office.objects.get(person_id=lan.person_id)

    assert signed_in(minh).get(reverse("access:delegate", args=[office.pk])).status_code == 404


def test_support_is_marked_in_the_trail_and_ends(lan, tree, client, settings):
    settings.CLOCK = "2026-03-02"
    operator = User.objects.create(username="quan-tri", display_name="Quản trị", is_operator=True)
    client.force_login(operator)
    short = client.post(reverse("access:support"), {"username": "lan", "reason": "vội"})
    assert short.status_code == 422

    client.post(
        reverse("access:support"), {"username": "lan", "reason": "Chị Lan nhờ xem lỗi ghi chức vụ"}
    )
    page = client.get(reverse("organisations:register")).content.decode()
    assert "Tiểu học Hoa Sen" in page
    assert "Sao Mai" not in page
    assert " data-helping" in page, "the outbox keeps and sends nothing of another person"
    client.post(
        reverse("organisations:profile", args=[tree.leaf.pk]),
        {"name": "Tên mới", "level": "L4_GRASSROOTS", "on": "01/03/2026"},
    )
    entry = AuditEntry.objects.filter(verb="organisations.rename").get()
    assert (entry.actor_name, entry.acting_for) == ("Trần Thị Lan", "Quản trị")

    client.post(reverse("access:support_end"))
    assert SupportSession.objects.get().ended_at is not None
    after = client.get(reverse("organisations:register")).content.decode()
    assert ("Sao Mai" in after, " data-helping" in after) == (True, False)


def test_only_the_operator_supports(lan, signed_in):
    assert signed_in(lan).get(reverse("access:support")).status_code == 403


def test_a_signing_officer_owes_a_second_factor(lan, settings):
    assert User.objects.get(pk=lan.user_id).second_factor_since is not None


def test_a_school_president_cannot_reopen_an_account_of_the_province(
    minh, signed_in, tree, make_person, seat
):
    chief = make_person("Hoàng Cấp Trên", username="cap-tren")
    seat(chief, tree.province, "PRESIDENT")
    seat(chief, tree.leaf, "EXEC_MEMBER")

    page = signed_in(minh).post(
        reverse("people:invite", args=[chief.pk, tree.leaf.pk]), {"username": "cap-tren"}
    )

    assert page.status_code == 422
    assert "giữ chức vụ ở đơn vị khác" in page.content.decode()
    assert Person.objects.get(pk=chief.pk).user.has_usable_password()


def test_the_matrix_is_the_committed_one(capsys):
    """A change in rights shows in the diff: ``congdoan access_matrix > docs/access-matrix.md``."""
    from pathlib import Path

    from django.core.management import call_command

    call_command("access_matrix")
    written = Path(__file__).parents[5] / "docs" / "access-matrix.md"
    assert written.read_text("utf-8") == capsys.readouterr().out


def test_a_founding_of_a_root_needs_the_operator(lan, now):
    from congdoan.foundation.refusal import NotAllowed
    from congdoan.kernel.organisations.api import establish_organisation

    with pytest.raises(NotAllowed):
        establish_organisation(
            actor=lan,
            decision=Decision(),
            at=now,
            new=NewOrganisation("GOC", "UNION", ProfileData("Gốc"), now.date(), {}),
        )
