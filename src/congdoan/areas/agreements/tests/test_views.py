from datetime import timedelta
from io import BytesIO
import re
from zipfile import ZipFile

from django.urls import reverse
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.enums import State
from congdoan.areas.agreements.models import Agreement
from congdoan.areas.agreements.selectors.text import clauses_of, current_version, outline

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"agreements:{name}", args=args)


def article(agreement):
    return next(c for c in clauses_of(current_version(agreement)) if c.level == "ARTICLE")


def test_the_empty_register_teaches_the_first_step(signed_in, lan):
    page = signed_in(lan).get(url("register")).content.decode()
    assert "Chưa có văn bản phối hợp nào" in page
    assert url("begin") in page


def test_the_register_lists_and_finds_without_diacritics(signed_in, lan, draft):
    client = signed_in(lan)
    assert draft.title in client.get(url("register")).content.decode()
    found = client.get(url("register"), {"q": "so giao duc"}).content.decode()
    assert draft.title in found
    assert draft.title not in client.get(url("register"), {"q": "khong co"}).content.decode()
    by_state = client.get(url("register"), {"state": "SIGNED"}).content.decode()
    assert "Không có kết quả nào khớp" in by_state


def test_the_register_shows_the_state_of_the_day_looked_at(signed_in, lan, make_draft, today, now):
    paper = make_draft(
        title="Quy chế giai đoạn trước",
        first_day=today - timedelta(days=2000),
        last_day=today - timedelta(days=200),
    )
    signed = today - timedelta(days=1990)
    api.record_paper(
        actor=lan, agreement=paper, signed_on=signed, place="Di Linh", on=today, at=now
    )
    client = signed_in(lan)

    def states(day):
        page = client.get(url("register"), {"as_of": day.isoformat()}).content.decode()
        return re.findall(r'class="tag[^>]*>([^<]+)<', page)

    assert "Đang có hiệu lực" in states(today - timedelta(days=1000))
    assert "Hết hiệu lực" in states(today)
    assert states(today - timedelta(days=1995)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_costs_the_same_for_one_and_for_three(
    count, signed_in, lan, make_draft, django_assert_max_num_queries
):
    for number in range(count):
        make_draft(title=f"Quy chế {number}")
    client = signed_in(lan)
    client.get(url("register"))
    with django_assert_max_num_queries(30) as asked:
        client.get(url("register"))
    COSTS[count] = len(asked)
    assert len(set(COSTS.values())) == 1


COSTS: dict[int, int] = {}

PAGES = ["detail", "text", "parties", "history", "editor", "describe", "bases", "parties_many"]
ACTS = ["send_out", "record_paper", "discard", "paste"]


@pytest.mark.parametrize("name", [*PAGES, *ACTS])
def test_pages_of_a_draft_open_for_its_drafter(name, signed_in, lan, draft):
    assert signed_in(lan).get(url(name, draft.pk)).status_code == 200


@pytest.mark.parametrize("name", [*PAGES, *ACTS])
def test_another_branch_finds_nothing(name, signed_in, far, draft):
    assert signed_in(far).get(url(name, draft.pk)).status_code == 404


@pytest.mark.parametrize("name", ["detail", "text", "parties"])
def test_who_holds_no_office_sees_nothing(name, signed_in, hoa, draft):
    assert signed_in(hoa).get(url(name, draft.pk)).status_code in {403, 404}


def test_begin_makes_a_draft_from_a_template(signed_in, lan, tree):
    answer = signed_in(lan).post(
        url("begin"),
        {
            "drafting": tree.middle.pk,
            "kind": "PROGRAMME",
            "title": "Chương trình phối hợp 2026 – 2029",
            "first_day": "01/09/2026",
            "length": "3",
            "source": "standard",
            "year_basis": "SCHOOL_YEAR",
        },
    )
    made = Agreement.objects.get()
    assert answer.url == url("parties", made.pk)
    assert made.last_day.isoformat() == "2029-08-31"
    articles = [line for line in outline(current_version(made)) if line.item.level == "ARTICLE"]
    assert len(articles) == 22


def test_begin_keeps_what_was_typed_when_something_is_missing(signed_in, lan, tree):
    answer = signed_in(lan).post(
        url("begin"),
        {"drafting": tree.middle.pk, "kind": "PLAN", "title": "Kế hoạch", "length": "1"},
    )
    assert answer.status_code == 422
    assert 'value="Kế hoạch"' in answer.content.decode()


def test_many_parties_come_from_a_branch_at_once(signed_in, lan, draft, tree):
    client = signed_in(lan)
    found = client.get(url("parties_many", draft.pk), {"superior": tree.middle.code})
    page = found.content.decode()
    assert "Trường Tiểu học Hoa Sen" in page
    client.post(
        url("parties_many", draft.pk),
        {"side": "B", "organisation": [tree.leaf.pk, tree.other_leaf.pk]},
    )
    labels = list(draft.parties.order_by("order").values_list("label", flat=True))
    assert labels == ["Bên A", "Bên B1", "Bên B2", "Bên B3"]


def test_a_party_twice_is_refused_beside_the_field(signed_in, lan, draft, tree):
    answer = signed_in(lan).post(
        url("parties", draft.pk), {"organisation": tree.department.code, "side": "B"}
    )
    assert answer.status_code == 422
    assert "đã là một bên" in answer.content.decode()


def test_a_clause_saves_and_the_button_is_done(signed_in, lan, draft):
    row = article(draft)
    answer = signed_in(lan).post(
        url("clause", draft.pk, row.stable_id),
        {"revision": row.revision, "heading": "Tên mới", "text": "", "do": "inside"},
    )
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.heading == "Tên mới"
    after = clauses_of(current_version(draft))
    place = next(i for i, c in enumerate(after) if c.pk == row.pk)
    assert (after[place + 1].level, after[place + 1].text) == ("CLAUSE", "")


def test_autosave_answers_with_the_new_revision_only(signed_in, lan, draft):
    row = article(draft)
    answer = signed_in(lan).post(
        url("clause", draft.pk, row.stable_id),
        {"revision": row.revision, "heading": "Tự lưu", "text": "x"},
        headers={"HX-Request": "true"},
    )
    page = answer.content.decode()
    assert 'value="2"' in page
    assert "<html" not in page


def test_a_conflict_shows_both_texts_and_overwrites_nothing(signed_in, lan, clerk, draft, now):
    row = article(draft)
    api.write_clause(
        actor=clerk, clause=row, revision=row.revision, heading="Của Thư", text="", at=now
    )
    client = signed_in(lan)
    sent = {"revision": row.revision, "heading": "Của Lan", "text": ""}
    for headers, status in (({}, 409), ({"HX-Request": "true"}, 200)):
        answer = client.post(url("clause", draft.pk, row.stable_id), sent, headers=headers)
        assert answer.status_code == status
        page = answer.content.decode()
        assert "Của Thư" in page
        assert "Đỗ Thị Thư" in page
    assert "Của Lan" in client.post(url("clause", draft.pk, row.stable_id), sent).content.decode()
    row.refresh_from_db()
    assert row.heading == "Của Thư"

    client.post(url("clause", draft.pk, row.stable_id), {**sent, "over": row.revision})
    row.refresh_from_db()
    assert row.heading == "Của Lan"


def an_answer_refused_keeps_what_was_typed(client, answer):
    missing = client.post(answer, {"verdict": "REJECTED"})
    assert missing.status_code == 422
    assert "Hãy giải trình lý do" in missing.content.decode()
    stale = client.post(answer, {"verdict": "NOTED", "reason": "Đã bàn.", "seen": "trước đó"})
    assert stale.status_code == 422
    assert "Đã bàn." in stale.content.decode()
    assert f'href="{answer}" target="_blank"' in stale.content.decode()


def test_the_parties_comment_and_the_drafter_answers(
    signed_in, consulted, department, tuan, lan, client
):
    row = article(consulted)
    signed_in(tuan)
    client.get(url("comment", consulted.pk))
    client.post(
        url("say_at", consulted.pk, row.stable_id),
        {"party": department.pk, "kind": "OPINION", "text": "Viết lại."},
    )
    page = client.get(url("comment", consulted.pk)).content.decode()
    assert "Viết lại." in page
    client.post(url("comment_done", consulted.pk), {"party": department.pk})
    assert "đã gửi" in client.get(url("reception", consulted.pk)).content.decode()

    signed_in(lan)
    refused = client.post(url("freeze", consulted.pk))
    assert refused.status_code == 409
    assert url("reception", consulted.pk) in refused.content.decode()
    page = client.get(url("reception", consulted.pk)).content.decode()
    said = re.search(r"tiep-thu/(\d+)/", page)
    answer = url("answer", consulted.pk, said.group(1))
    assert "Viết lại." in client.get(answer).content.decode()
    an_answer_refused_keeps_what_was_typed(client, answer)
    kept = {"new_heading": row.heading, "new_text": "Viết lại."}
    client.post(answer, {"verdict": "ACCEPTED", **kept})
    row.refresh_from_db()
    assert row.text == "Viết lại."
    assert client.get(url("reception_pdf", consulted.pk)).status_code == 200
    client.post(url("freeze", consulted.pk))
    consulted.refresh_from_db()
    assert consulted.state == State.NEGOTIATED


@pytest.mark.parametrize("name", ["detail", "text", "signing", "reopen", "open_signing"])
def test_pages_of_a_frozen_text_open(name, signed_in, lan, frozen):
    assert signed_in(lan).get(url(name, frozen.pk)).status_code == 200


def test_the_printed_copies_carry_the_text(signed_in, lan, frozen):
    client = signed_in(lan)
    assert client.get(url("print_pdf", frozen.pk)).content.startswith(b"%PDF")
    assert client.get(url("print_docx", frozen.pk)).content.startswith(b"PK")


def test_a_copy_signed_on_paper_says_so(signed_in, lan, draft, today, now):
    api.record_paper(actor=lan, agreement=draft, signed_on=today, place="An", on=today, at=now)
    copy = signed_in(lan).get(url("print_docx", draft.pk)).content
    with ZipFile(BytesIO(copy)) as parts:
        page = b"".join(parts.read(name) for name in parts.namelist() if name.endswith(".xml"))
    assert f"bản giấy ký ngày {today:%d/%m/%Y}" in page.decode()
    assert "chưa trình ký" not in page.decode()


def test_a_draft_has_no_paper(signed_in, lan, draft):
    assert signed_in(lan).get(url("print_pdf", draft.pk)).status_code == 404


def test_the_editor_of_a_frozen_text_leads_to_its_reading(signed_in, lan, frozen):
    assert signed_in(lan).get(url("editor", frozen.pk)).url == url("text", frozen.pk)


def test_the_desk_shows_what_the_own_organisation_is_busy_with(frozen, lan, far, signed_in):
    shown = signed_in(lan).get(reverse("agreements:desk"), headers={"HX-Request": "true"})

    assert frozen.title in shown.content.decode()
    assert "<html" not in shown.content.decode()
    other = signed_in(far).get(reverse("agreements:desk")).content.decode()
    assert frozen.title not in other
    assert "chưa có văn bản phối hợp" in other


def test_one_act_stands_out_and_seldom_ones_wait_in_a_menu(signed_in, lan, draft):
    page = signed_in(lan).get(url("detail", draft.pk)).content.decode()
    assert len(re.findall(r'class="btn btn-primary"', page.split("</main>")[0])) == 1
    menu = page.split("Việc khác")[1].split("</details>")[0]
    assert url("discard", draft.pk) in menu
    assert url("editor", draft.pk) not in menu


def test_the_parts_of_a_page_stay_on_the_day_looked_at(signed_in, lan, draft, today):
    client = signed_in(lan)
    page = client.get(url("detail", draft.pk), {"as_of": today.isoformat()}).content.decode()
    assert f'{url("text", draft.pk)}?as_of={today.isoformat()}"' in page
    assert f'{url("text", draft.pk)}"' in client.get(url("detail", draft.pk)).content.decode()
