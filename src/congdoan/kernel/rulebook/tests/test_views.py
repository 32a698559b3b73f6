"""The pages: what holds, since when, what changed, and an organisation's own rule."""

from datetime import date

from django.urls import reverse
import pytest

from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.rulebook import api as rulebook
from congdoan.kernel.rulebook.models import RuleRow

KEY = "agreement.review.final_months"
TODAY = date(2026, 3, 2)


def lay_down(client, organisation, **changes):
    said = {
        "organisation": organisation.pk,
        "value": "2",
        "start": "01/01/2026",
        "legal_basis": "Nghị quyết 05/NQ-BTV ngày 20/12/2025",
    }
    return client.post(reverse("rulebook:lay_down", args=[KEY]), said | changes)


def test_list_shows_what_holds_on_the_day_with_what_it_rests_on(signed_in, lan):
    page = signed_in(lan).get(reverse("rulebook:list"), {"subject": "organisation.level"})

    assert page.status_code == 200
    text = page.content.decode()
    assert "Công đoàn xã, phường, đặc khu" in text
    assert "Liên đoàn Lao động huyện" not in text
    assert "Luật Công đoàn số 50/2024/QH15" in text
    assert "Chưa đối chiếu văn bản gốc" in text


def test_the_book_opens_by_subject_with_counts(signed_in, lan):
    client = signed_in(lan)
    page = client.get(reverse("rulebook:list"))
    subjects = page.context["subjects"]
    first = subjects[0]

    assert f"?subject={first.code}" in page.content.decode()
    inside = client.get(reverse("rulebook:list"), {"subject": first.code})
    assert len(inside.context["table"].rows_asked) == first.rules


def test_list_of_another_day_shows_the_world_of_that_day(signed_in, lan):
    page = signed_in(lan).get(
        reverse("rulebook:list"), {"subject": "organisation.level", "as_of": "2024-05-01"}
    )

    text = page.content.decode()
    assert "Liên đoàn Lao động huyện" in text
    assert "Công đoàn xã, phường, đặc khu" not in text


@pytest.mark.parametrize("text", ["luan phien", "LUÂN phiên", "luân phiên"])
def test_search_finds_without_diacritics(signed_in, lan, text):
    page = signed_in(lan).get(reverse("rulebook:list"), {"q": text})

    shown = [row.source.rule.key for row in page.context["table"].rows]
    assert "agreement.review.host" in shown


def test_search_that_finds_nothing_says_so(signed_in, lan):
    page = signed_in(lan).get(reverse("rulebook:list"), {"q": "xyzxyz"})

    assert "Không có kết quả nào khớp" in page.content.decode()


def test_only_unverified_rules_on_demand(signed_in, lan):
    page = signed_in(lan).get(reverse("rulebook:list"), {"unverified": "on"})

    rules = [row.source.rule for row in page.context["table"].rows]
    assert rules
    assert not any(rule.verified for rule in rules)


def test_list_costs_the_same_for_one_rule_and_for_all(
    signed_in, lan, django_assert_max_num_queries
):
    client = signed_in(lan)
    client.get(reverse("rulebook:list"))
    with django_assert_max_num_queries(20) as few:
        client.get(reverse("rulebook:list"), {"q": "luân phiên"})
    with django_assert_max_num_queries(20) as all_of_them:
        client.get(reverse("rulebook:list"))

    assert len(few) == len(all_of_them)


def test_history_shows_both_texts_of_a_changed_rule(signed_in, lan):
    page = signed_in(lan).get(reverse("rulebook:history", args=["organisation.funding_class.G4"]))

    text = page.content.decode()
    assert "đến 14/06/2025" in text
    assert "từ 15/06/2025" in text
    assert "không có công đoàn" in text
    assert "Thêm mới" in text


def test_history_of_an_unknown_rule_is_not_found(signed_in, lan):
    page = signed_in(lan).get(reverse("rulebook:history", args=["khong.co"]))

    assert page.status_code == 404


def test_changes_between_two_days_tell_what_began_ended_and_changed(signed_in, lan):
    page = signed_in(lan).get(
        reverse("rulebook:changes"), {"earlier": "01/06/2025", "later": "01/07/2025"}
    )

    turns = {
        row.source.difference.rule.key: row.source.difference.turn.value
        for row in page.context["table"].rows
    }
    assert turns["organisation.level.L3_COMMUNE"] == "began"
    assert turns["organisation.level.L3_DISTRICT"] == "ended"
    assert turns["organisation.funding_class.G4"] == "changed"
    assert "organisation.level.L1_CENTRAL" not in turns


def test_changes_with_the_days_the_wrong_way_round_say_so(signed_in, lan):
    page = signed_in(lan).get(
        reverse("rulebook:changes"), {"earlier": "01/07/2025", "later": "01/06/2025"}
    )

    assert page.status_code == 200
    assert "Ngày sau phải sau ngày trước" in page.content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("page", ["list", "changes"])
def test_far_away_days_are_days_like_any_other(signed_in, lan, page, day):
    assert signed_in(lan).get(reverse(f"rulebook:{page}"), {"as_of": day}).status_code == 200


def test_text_with_odd_signs_finds_nothing_and_breaks_nothing(signed_in, lan):
    for text in ("%' OR 1=1 --", "<script>alert(1)</script>", "đ" * 5000):
        page = signed_in(lan).get(reverse("rulebook:list"), {"q": text, "subject": text})
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()


def test_officer_lays_down_a_rule_and_it_answers_for_the_branch(signed_in, lan, tree):
    done = lay_down(signed_in(lan), tree.middle)

    assert done.status_code == 302
    assert rulebook.value(KEY, on=TODAY, for_=tree.leaf.pk) == 2
    assert rulebook.value(KEY, on=TODAY, for_=tree.far_leaf.pk) == 3
    assert rulebook.value(KEY, on=TODAY) == 3
    entry = AuditEntry.objects.get(verb="rulebook.laid_down")
    assert entry.organisation_id == tree.middle.pk
    page = signed_in(lan).get(reverse("rulebook:history", args=[KEY]))
    assert "Công đoàn phường Đông" in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"value": "hai tháng"}, "value", "Chưa đọc được giá trị này"),
        ({"value": "13"}, "value", "không quá 12"),
        ({"value": "0"}, "value", "ít nhất 1"),
        ({"value": "1e400"}, "value", "Chưa đọc được giá trị này"),
        ({"value": "NaN"}, "value", "Chưa đọc được giá trị này"),
        ({"legal_basis": ""}, "legal_basis", ""),
        ({"start": "31/02/2026"}, "start", "Ngày chưa đúng"),
        ({"start": "05/01/2026", "last_day": "01/01/2026"}, "last_day", "Ngày cuối"),
    ],
)
def test_bad_input_stays_beside_its_field(signed_in, lan, tree, typed, field, sentence):
    page = lay_down(signed_in(lan), tree.middle, **typed)

    assert page.status_code == 422
    assert sentence in " ".join(page.context["form"].errors[field])
    assert not RuleRow.objects.local().exists()


def test_officer_lays_nothing_down_for_another_organisation(signed_in, lan, tree):
    page = lay_down(signed_in(lan), tree.far_middle)

    assert page.status_code == 422
    assert "organisation" in page.context["form"].errors
    assert not RuleRow.objects.local().exists()


def test_rule_that_binds_everybody_offers_no_form(signed_in, lan):
    page = signed_in(lan).get(
        reverse("rulebook:lay_down", args=["organisation.union.grassroots_members"])
    )

    assert page.status_code == 404


def test_own_rule_is_lifted_and_the_superiors_rule_answers_again(signed_in, lan, tree):
    client = signed_in(lan)
    lay_down(client, tree.middle)
    own = RuleRow.objects.local().get()

    assert client.get(reverse("rulebook:lift", args=[own.pk])).status_code == 200
    done = client.post(
        reverse("rulebook:lift", args=[own.pk]),
        {"on": "01/02/2026", "reason": "Nghị quyết 01/NQ-BTV"},
    )

    assert done.status_code == 302
    assert rulebook.value(KEY, on=date(2026, 1, 31), for_=tree.leaf.pk) == 2
    assert rulebook.value(KEY, on=date(2026, 2, 1), for_=tree.leaf.pk) == 3


def test_another_branch_neither_sees_nor_lifts_the_own_rule(
    signed_in, lan, tree, make_person, seat, actor_of
):
    lay_down(signed_in(lan), tree.middle)
    own = RuleRow.objects.local().get()
    far = make_person("Phạm Văn Xa", username="xa")
    seat(far, tree.far_middle)
    client = signed_in(actor_of(far))

    assert client.get(reverse("rulebook:lift", args=[own.pk])).status_code == 404
    page = client.get(reverse("rulebook:history", args=[KEY]))
    assert "Công đoàn phường Đông" not in page.content.decode()


def test_double_click_lays_the_rule_down_once(signed_in, lan, tree):
    client = signed_in(lan)
    lay_down(client, tree.middle, once="abc")
    again = lay_down(client, tree.middle, once="abc")

    assert again.status_code == 422
    assert RuleRow.objects.local().count() == 1


def test_stranger_without_office_sees_no_rules(signed_in, stranger, law):
    page = signed_in(stranger).get(reverse("rulebook:list"))

    assert page.status_code == 403


def test_signed_out_visitor_is_asked_to_sign_in(client, law):
    page = client.get(reverse("rulebook:list"))

    assert page.status_code == 302
