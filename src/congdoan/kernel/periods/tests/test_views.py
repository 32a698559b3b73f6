"""The pages of periods and terms."""

from datetime import date

from django.urls import reverse
import pytest

from congdoan.kernel.periods.models import Period
from congdoan.kernel.periods.services.load import load_periods
from congdoan.kernel.periods.services.terms import start_term


def record(actor, organisation, start=date(2023, 10, 15)):
    return start_term(
        actor=actor, organisation=organisation, ordinal="XI", start=start, decision="NQ"
    )


def post_term(client, unit, **changes):
    said = {
        "organisation": f"[{unit.code}]",
        "ordinal": "XI",
        "start": "15/10/2023",
        "planned_end": "",
        "decision": "Nghị quyết đại hội ngày 15/10/2023",
    }
    return client.post(reverse("periods:start"), said | changes)


def test_list_opens_with_the_school_years(signed_in, lan):
    load_periods()
    page = signed_in(lan).get(reverse("periods:list"))

    assert page.status_code == 200
    assert "Năm học 2025–2026" in page.content.decode()
    # The filter names what is shown.
    kinds = page.context["table"].filter["kind"]
    assert str(kinds).index("Năm học") < str(kinds).index("Năm dương lịch")


def test_months_are_those_of_the_year_looked_at(signed_in, lan):
    load_periods()
    page = signed_in(lan).get(reverse("periods:list"), {"kind": "MONTH", "as_of": "2021-05-01"})

    text = page.content.decode()
    assert "Tháng 12 năm 2021" in text
    assert "Tháng 12 năm 2022" not in text


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("page", ["list", "terms"])
def test_far_away_days_are_days_like_any_other(signed_in, lan, page, day):
    asked = {"as_of": day, "kind": "MONTH"}

    assert signed_in(lan).get(reverse(f"periods:{page}"), asked).status_code == 200


def test_odd_filters_are_told_beside_the_field(signed_in, lan):
    page = signed_in(lan).get(reverse("periods:list"), {"kind": "XXL", "year": "tám"})

    assert page.status_code == 200
    assert set(page.context["table"].filter.errors) == {"kind", "year"}


def test_empty_installation_says_what_to_do(signed_in, lan):
    Period.objects.update(parent=None)
    Period.objects.all().delete()
    page = signed_in(lan).get(reverse("periods:list"))

    assert "load_periods" in page.content.decode()


def test_officer_records_a_term_and_sees_it(signed_in, lan, tree):
    client = signed_in(lan)
    done = post_term(client, tree.leaf)

    assert done.status_code == 302
    page = client.get(done.url)
    text = page.content.decode()
    assert "Nhiệm kỳ 2023–2028, khóa XI" in text
    assert "14/10/2028" in text
    assert "Kết thúc nhiệm kỳ" in text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"start": "30/02/2023"}, "start"),
        ({"start": "01/01/1999"}, "start"),
        ({"planned_end": "01/01/2020"}, "planned_end"),
        ({"decision": ""}, "decision"),
        ({"organisation": "không có đơn vị này"}, "organisation"),
    ],
)
def test_bad_input_stays_beside_its_field(signed_in, lan, tree, typed, field):
    page = post_term(signed_in(lan), tree.leaf, **typed)

    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert not Period.objects.terms().exists()


def test_start_page_takes_the_organisation_from_the_address(signed_in, lan, tree):
    client = signed_in(lan)

    page = client.get(reverse("periods:start"), {"organisation": tree.leaf.pk})
    assert tree.leaf.code in page.content.decode()
    for odd in ("9" * 40, "999999", "-1", "x"):
        assert client.get(reverse("periods:start"), {"organisation": odd}).status_code == 200


def test_term_is_ended_after_a_page_that_names_consequences(signed_in, lan, tree):
    term = record(lan, tree.leaf)
    client = signed_in(lan)
    address = reverse("periods:end", args=[term.pk])

    assert "Điều gì sẽ xảy ra" in client.get(address).content.decode()
    late = client.post(address, {"last_day": "01/01/2020", "reason": "x"})
    assert late.status_code == 422
    assert "last_day" in late.context["form"].errors
    assert client.post(address, {"last_day": "30/06/2025", "reason": "QĐ"}).status_code == 302
    assert Period.objects.get(pk=term.pk).last_day == date(2025, 6, 30)


def test_overdue_terms_are_found(signed_in, lan, tree):
    record(lan, tree.leaf, start=date(2019, 1, 1))
    record(lan, tree.other_leaf)
    client = signed_in(lan)

    page = client.get(reverse("periods:terms"), {"state": "overdue"})
    rows = [row.source.organisation_id for row in page.context["table"].rows]
    assert rows == [tree.leaf.pk]
    assert "Quá ngày dự kiến" in page.content.decode()


def test_terms_are_found_by_the_name_of_their_organisation(signed_in, lan, tree):
    record(lan, tree.leaf)
    record(lan, tree.other_leaf)
    page = signed_in(lan).get(reverse("periods:terms"), {"q": "anh duong"})

    rows = [row.source.organisation_id for row in page.context["table"].rows]
    assert rows == [tree.other_leaf.pk]


def test_list_costs_the_same_for_one_and_for_three(
    signed_in, lan, tree, django_assert_max_num_queries
):
    client = signed_in(lan)
    spent = []
    for units in ([tree.leaf], [tree.other_leaf, tree.middle]):
        for unit in units:
            record(lan, unit)
        client.get(reverse("periods:terms"))
        with django_assert_max_num_queries(40) as queries:
            page = client.get(reverse("periods:terms"))
        spent.append(len(queries))

    assert len(page.context["table"].rows) == 3
    assert spent[0] == spent[1]


def test_foreign_terms_are_not_found(signed_in, lan, system, tree):
    term = record(system, tree.far_leaf)
    client = signed_in(lan)

    assert client.get(reverse("periods:end", args=[term.pk])).status_code == 404
    far = reverse("periods:of_organisation", args=[tree.far_leaf.pk])
    assert client.get(far).status_code == 404
    page = post_term(client, tree.far_leaf)
    assert page.status_code == 422


def test_panel_of_an_organisation_is_the_part_alone(signed_in, lan, tree):
    record(lan, tree.leaf)
    part = signed_in(lan).get(
        reverse("periods:of_organisation", args=[tree.leaf.pk]), headers={"HX-Request": "true"}
    )

    text = part.content.decode()
    assert "Nhiệm kỳ 2023–2028" in text
    assert "<html" not in text


def test_stranger_without_office_is_refused(signed_in, stranger, law):
    assert signed_in(stranger).get(reverse("periods:list")).status_code == 403
