"""Found by any name, typed anyhow; only what the person may open."""

from datetime import date
import unicodedata

from django.db import connection
from django.urls import reverse
import pytest

from congdoan.foundation.forms import pickers
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.valid_time import span
from congdoan.kernel.organisations.api import (
    Decision,
    ProfileData,
    Regrouping,
    change_profile,
    end_organisation,
    regroup_organisations,
)
from congdoan.kernel.organisations.enums import EndReason, EventKind
from congdoan.kernel.organisations.models import OrganisationIdentifier
from congdoan.support.search.api import Provider, register
from congdoan.support.search.selectors.desk import search_desk
from congdoan.support.search.selectors.organisations import OrganisationSource

LEAF = "Công đoàn cơ sở Trường Tiểu học Hoa Sen"


def titles(actor, text, only="organisations"):
    return [hit.title for found in search_desk(actor, text, only=only) for hit in found.hits]


@pytest.mark.parametrize(
    "typed",
    [
        "Hoa Sen",
        "hoa sen",
        "sen hoa",
        "TIỂU HỌC HOA SEN",
        unicodedata.normalize("NFD", "Tiểu học Hoa Sen"),
        "tieu hoc hoa",
        "CS-A11",
        "cs-a11",
    ],
)
def test_a_name_is_found_however_it_is_typed(lan, typed):
    assert titles(lan, typed) == [LEAF]


@pytest.mark.parametrize("typed", ["", " ", "h", "%", "_", "hoa%sen", "' OR 1=1", "\\"])
def test_odd_texts_find_nothing(lan, typed):
    assert titles(lan, typed) == []


def test_only_what_the_person_may_open_is_found(lan, minh, hoa):
    assert titles(lan, "cong doan") == [
        "Công đoàn cơ sở Trường THCS Ánh Dương",
        LEAF,
        "Công đoàn phường Đông",
    ]
    assert titles(minh, "cong doan") == [LEAF]
    assert titles(hoa, "cong doan") == []
    assert titles(lan, "sao mai") == []


def test_schools_of_one_name_are_told_apart_by_their_superior(lan, tree):
    [found] = search_desk(lan, "hoa sen")
    assert found.hits[0].text == f"{tree.leaf.code} · Công đoàn phường Đông"
    [offer] = OrganisationSource().search(lan, "hoa sen", 1)
    assert offer.hint == "Công đoàn phường Đông"


def rename(system, organisation, name, on, now):
    return change_profile(
        actor=system,
        organisation=organisation,
        profile=ProfileData(name=name, level="L4_GRASSROOTS"),
        on=on,
        decision=Decision(number="05/QĐ"),
        at=now,
    )


def test_a_former_name_leads_to_the_present_one(lan, system, tree, now):
    rename(system, tree.leaf, "Công đoàn cơ sở Trường Tiểu học Ban Mai", date(2026, 1, 1), now)
    [found] = search_desk(lan, "hoa sen")
    [hit] = found.hits
    assert hit.title == "Công đoàn cơ sở Trường Tiểu học Ban Mai"
    assert hit.text == f"Tên khác thời kỳ: {LEAF}"
    assert titles(lan, "ban mai") == ["Công đoàn cơ sở Trường Tiểu học Ban Mai"]


def end(system, organisation, now):
    return end_organisation(
        actor=system,
        organisation=organisation,
        on=date(2025, 7, 1),
        reason=EndReason.ENDED_2025,
        decision=Decision(number="06/QĐ"),
        at=now,
    )


def test_an_ended_organisation_is_found_as_of_its_last_day(lan, minh, system, tree, now):
    end(system, tree.other_leaf, now)
    [found] = search_desk(lan, "anh duong")
    [hit] = found.hits
    assert hit.mark == "Đã kết thúc"
    assert "30/06/2025" in hit.text
    assert not hit.url or hit.url.endswith("?as_of=2025-06-30")
    assert titles(minh, "anh duong") == []


def merge(system, original, into, on, now):
    return regroup_organisations(
        actor=system,
        regrouping=Regrouping(EventKind.MERGE_INTO, on, [original], into=into),
        decision=Decision(number="07/QĐ"),
        at=now,
    )


def test_a_merged_organisation_leads_to_what_stands_in_its_place(
    lan, minh, system, tree, now, signed_in
):
    """Through two mergers, and under a name it had before the first."""
    rename(system, tree.other_leaf, "Công đoàn cơ sở Ban Mai", date(2020, 1, 1), now)
    merge(system, tree.other_leaf, tree.leaf, date(2025, 7, 1), now)
    [hit] = search_desk(lan, "anh duong")[0].hits
    assert hit.title == "Công đoàn cơ sở Trường THCS Ánh Dương"
    assert hit.now == ((LEAF, reverse("organisations:detail", args=[tree.leaf.pk])),)
    assert hit.url.endswith("?as_of=2025-06-30")

    # Minh leads what it went into, and never held what ended: the way on alone is his.
    [hit] = search_desk(minh, "ban mai")[0].hits
    assert hit.url == ""
    assert hit.now[0][1] == reverse("organisations:detail", args=[tree.leaf.pk])
    shown = page(signed_in(minh), "ban mai")
    assert "Nay là:" in shown
    assert f'href="{hit.now[0][1]}"' in shown

    merge(system, tree.leaf, tree.far_leaf, date(2025, 9, 1), now)
    [hit] = search_desk(lan, "ban mai")[0].hits
    assert hit.now == (("Công đoàn cơ sở Trường Mầm non Sao Mai", ""),)


def test_an_old_code_of_another_system_leads_to_the_organisation(lan, minh, system, tree, now):
    for scheme, code, pk in (
        ("moet", "79123456", tree.leaf.pk),
        ("moet", "79777", tree.far_leaf.pk),
    ):
        OrganisationIdentifier.objects.create(
            organisation_id=pk, scheme=scheme, value=code,
            valid=span(date(2015, 1, 1), date(2018, 1, 1)),
        )  # fmt: skip
    [hit] = search_desk(lan, "79123456")[0].hits
    assert (hit.title, hit.text) == (LEAF, "Mã khác: 79123456")
    assert titles(lan, "79777") == []

    merge(system, tree.leaf, tree.other_leaf, date(2025, 7, 1), now)
    [hit] = search_desk(lan, "79123456")[0].hits
    assert hit.text == "Mã khác: 79123456 · Hoạt động đến 30/06/2025"
    assert [name for name, _url in hit.now] == ["Công đoàn cơ sở Trường THCS Ánh Dương"]
    assert [h.now for h in search_desk(lan, tree.leaf.code)[0].hits] == [hit.now]


def test_people_are_found_where_the_person_may_see_them(lan, minh, hoa):
    assert titles(lan, "van minh", only="people") == ["Nguyễn Văn Minh"]
    assert titles(minh, "lan", only="people") == []
    assert titles(hoa, "minh", only="people") == []
    [found] = search_desk(lan, "Minh", only="people")
    assert found.hits[0].text == f"Chủ tịch – {LEAF}"


def test_more_than_shown_is_said(lan, monkeypatch):
    monkeypatch.setattr("congdoan.support.search.selectors.desk.SHOWN", 2)
    found = next(f for f in search_desk(lan, "cong doan") if f.provider.code == "organisations")
    assert len(found.hits) == 2
    assert found.more


def test_search_costs_the_same_for_one_and_for_three(lan, minh, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as one:
        search_desk(lan, "hoa sen")
    with django_assert_max_num_queries(len(one) + 1):
        search_desk(lan, "cong doan")


@pytest.mark.parametrize("table", ["organisations_organisationprofile", "people_person"])
def test_names_have_one_trigram_index(db, table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = %s", [table])
        found = [line for (line,) in cursor.fetchall() if "(folded gin_trgm_ops)" in line]
    assert len(found) == 1


def test_two_providers_cannot_share_a_code():
    with pytest.raises(ValueError, match="organisations"):
        register(Provider("organisations", "Khác", "x", lambda actor, text, limit: []))


# --- pages -----------------------------------------------------------------------------------


def page(client, text, **more):
    return client.get(reverse("search:results"), {"q": text, **more}).content.decode()


def test_results_stand_in_groups(lan, minh, signed_in):
    text = page(signed_in(lan), "minh")
    assert "Cán bộ" in text
    assert "Nguyễn Văn Minh" in text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Gõ có dấu hay không dấu"),
        ("x", "ít nhất hai chữ"),
        ("hoa khong co", "Không tìm thấy kết quả nào"),
        ("không có gì như vậy", "Không tìm thấy kết quả nào"),
        ("<script>alert(1)</script>", "Không tìm thấy kết quả nào"),
    ],
)
def test_nothing_found_says_what_to_try(lan, signed_in, typed, said):
    text = page(signed_in(lan), typed)
    assert said in text
    assert "<script>alert" not in text


def test_search_looks_at_the_day_that_is_shown(lan, system, tree, now, signed_in):
    rename(system, tree.leaf, "Công đoàn cơ sở Trường Tiểu học Ban Mai", date(2026, 1, 1), now)
    text = page(signed_in(lan), "ban mai", as_of="2020-01-01")
    assert LEAF in text


def test_search_needs_a_sign_in(db, client):
    assert client.get("/tim/?q=hoa").headers["Location"].startswith(reverse("account_login"))


# --- picking ---------------------------------------------------------------------------------


def offered(client, source, text):
    return client.get(reverse("search:pick", args=[source]), {"q": text}).content.decode()


def test_every_organisation_of_the_day_is_offered_by_name(lan, tree, signed_in):
    """Names are no secret within the unions: a party to an agreement may stand anywhere."""
    text = offered(signed_in(lan), "organisations", "sao mai")
    assert 'value="Công đoàn cơ sở Trường Mầm non Sao Mai [CS-B11]"' in text


def test_whoever_may_open_no_organisation_is_offered_none(hoa, tree, signed_in):
    assert "option" not in offered(signed_in(hoa), "organisations", "sao mai")


def test_offers_keep_to_the_family(lan, tree):
    unions, partners = OrganisationSource("UNION"), OrganisationSource("PARTNER")
    assert [c.code for c in unions.search(lan, "hoa sen", 5)] == ["CS-A11"]
    assert [c.code for c in partners.search(lan, "hoa sen", 5)] == ["TR-A11"]
    assert partners.by_code(lan, "CS-A11") is None
    assert unions.by_pk(lan, tree.leaf.pk).code == "CS-A11"


def test_people_are_offered_only_where_they_may_be_seen(lan, minh, signed_in):
    source = pickers.source("people")
    assert [c.label for c in source.search(lan, "minh", 5)] == ["Nguyễn Văn Minh"]
    assert source.search(minh, "lan", 5) == []
    assert source.by_code(minh, f"P{lan.person_id}") is None
    assert source.by_code(lan, f"P{minh.person_id}").pk == minh.person_id
    assert source.by_code(lan, "không phải mã") is None


def test_an_unknown_source_is_not_found(lan, signed_in):
    assert signed_in(lan).get(reverse("search:pick", args=["la"])).status_code == NotFound.status
