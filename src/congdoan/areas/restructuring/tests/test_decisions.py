"""The wording of each decision, from what was written: units, people, names of that day."""

from dataclasses import replace
from datetime import timedelta

from django.utils.translation import override
import pytest

from congdoan.areas.restructuring.api import PaperKind, document_of, event_dossier, offers
from congdoan.areas.restructuring.tests.scenes import (
    DAY,
    EVE,
    PAPER,
    SIGNED,
    join,
    new,
    office_key,
    regroup,
)
from congdoan.kernel.organisations.api import (
    Decision,
    ProfileData,
    change_profile,
    end_organisations,
    establish_organisations,
    move_organisations,
)
from congdoan.kernel.organisations.enums import EndReason, EventKind
from congdoan.kernel.organisations.models import OrganisationEvent
from congdoan.support.rendering.api import canonical_text, to_docx, to_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(tree, make_person, seat, actor_of):
    person = make_person("Lương Thị Tỉnh", username="tinh")
    seat(person, tree.province, "PRESIDENT")
    return actor_of(person)


@pytest.fixture
def text_of(chief, system):
    """Return a paper of an event as its canonical text."""

    def read(event, kind=PaperKind.DECISION, key="", actor=system):
        found = event_dossier(actor, event.pk)
        with override("vi"):
            return canonical_text(document_of(found, kind, key))

    return read


@pytest.fixture
def merged(tree, system, now, chief, seat, make_person):
    """Two schools of one ward merged; the president of the first goes on at the second."""
    seat(make_person("Vũ Thị Mai"), tree.other_leaf, "PRESIDENT")
    seat(make_person("Đỗ Văn Nam"), tree.other_leaf, "EXEC_MEMBER")
    join(tree.other_leaf, 12)
    join(tree.leaf, 7)
    return regroup(
        system,
        now,
        EventKind.MERGE_INTO,
        [tree.other_leaf],
        into=tree.leaf,
        passing={office_key(tree.other_leaf): tree.leaf.code},
    )


def test_a_merger_names_who_ends_who_receives_and_what_becomes_of_people(merged, text_of):
    text = text_of(merged)

    assert "Sáp nhập Công đoàn cơ sở Trường THCS Ánh Dương vào Công đoàn cơ sở" in text
    assert "kể từ ngày 01 tháng 7 năm 2025" in text
    assert "12 đoàn viên của Công đoàn cơ sở Trường THCS Ánh Dương tiếp tục sinh hoạt tại" in text
    assert (
        "Đồng chí Vũ Thị Mai, Chủ tịch Công đoàn cơ sở Trường THCS Ánh Dương, giữ chức vụ Chủ tịch "
        "Công đoàn cơ sở Trường Tiểu học Hoa Sen." in text
    )
    assert "Đỗ Văn Nam" not in text


def test_the_head_and_the_signer_are_of_the_day_of_signing(
    merged, chief, tree, system, now, seat, make_person
):
    from congdoan.kernel.people.api import end_office
    from congdoan.kernel.people.models import Office

    held = Office.objects.get(organisation=tree.province, position="PRESIDENT")
    end_office(actor=system, office=held, on=DAY, reason="RETIRED")
    seat(make_person("Hồ Văn Mới"), tree.province, "PRESIDENT", start=DAY)
    change_profile(
        actor=system,
        organisation=tree.province,
        profile=ProfileData("Liên đoàn Lao động tỉnh An Mới", level="L2_PROVINCE"),
        on=DAY,
        decision=Decision(),
        at=now,
    )
    with override("vi"):
        paper = document_of(event_dossier(system, merged.pk), PaperKind.DECISION, "")

    assert paper.bodies[0].name == "Liên đoàn Lao động tỉnh An"
    assert paper.bodies[0].superior == "Tổng Liên đoàn thử nghiệm"
    assert paper.bodies[0].number == "15/QĐ-LĐLĐ"
    assert paper.dated == SIGNED
    (signer,) = paper.signatures
    assert signer.name == "Lương Thị Tỉnh"
    assert signer.capacity == ("TM. BAN THƯỜNG VỤ",)
    assert signer.title == "CHỦ TỊCH"
    assert paper.authority == "Ban thường vụ Liên đoàn Lao động tỉnh An"


def test_without_a_chair_the_deputy_signs_in_the_chairs_place(tree, system, now, seat, make_person):
    seat(make_person("Phan Thị Phó"), tree.middle, "VICE_PRESIDENT")
    event = regroup(
        system, now, EventKind.MERGE_INTO, [tree.other_leaf], into=tree.leaf, decision=Decision()
    )
    with override("vi"):
        paper = document_of(event_dossier(system, event.pk), PaperKind.DECISION, "")
    (signer,) = paper.signatures
    assert paper.bodies[0].name == "Công đoàn phường Đông"
    assert signer.capacity == ("TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH")
    assert (signer.title, signer.name) == ("PHÓ CHỦ TỊCH", "Phan Thị Phó")


def test_the_bases_are_those_in_force_on_the_day_of_signing(tree, system, now, text_of):
    old = text_of(regroup(system, now, EventKind.MERGE_INTO, [tree.other_leaf], into=tree.leaf))
    assert "Căn cứ Luật Công đoàn số 12/2012/QH13" in old
    assert "50/2024/QH15" not in old
    later = Decision(number="16/QĐ", signed_on=DAY + timedelta(days=9))
    event = end_organisations(
        actor=system,
        organisations=[tree.leaf],
        reason=EndReason.ENDED_2025,
        on=DAY + timedelta(days=10),
        decision=later,
        at=now,
    )
    text = text_of(event)
    assert "Căn cứ Luật Công đoàn số 50/2024/QH15" in text
    assert "Nghị quyết số 60-NQ/TW" in text


def test_a_consolidation_founds_one_and_appoints_its_committee(
    tree, system, now, text_of, seat, make_person
):
    seat(make_person("Vũ Thị Mai"), tree.other_leaf, "PRESIDENT")
    join(tree.leaf, 3)
    event = regroup(
        system,
        now,
        EventKind.CONSOLIDATE,
        [tree.leaf, tree.other_leaf],
        founded=[new("CS-MOI", "Công đoàn cơ sở Trường TH và THCS Đông")],
        passing={office_key(tree.other_leaf): "CS-MOI"},
    )
    text = text_of(event)
    assert "thành Công đoàn cơ sở Trường TH và THCS Đông, trực thuộc Công đoàn phường Đông" in text
    committee = text_of(event, PaperKind.COMMITTEE, "CS-MOI")
    assert "Chỉ định Ban Chấp hành lâm thời Công đoàn cơ sở Trường TH và THCS Đông" in committee
    assert "gồm 01 đồng chí" in committee
    assert "Đồng chí Vũ Thị Mai – Chủ tịch" in committee
    assert "trong thời hạn 12 tháng" in committee


def test_a_division_says_where_members_and_subordinates_go(tree, system, now, text_of):
    join(tree.middle, 5)
    event = regroup(
        system,
        now,
        EventKind.DIVIDE,
        [tree.middle],
        founded=[
            new("CD-A2", "Công đoàn phường Đông Một", level="L3_OTHER"),
            new("CD-A3", "Công đoàn phường Đông Hai", level="L3_OTHER"),
        ],
        homes={tree.leaf.pk: "CD-A2", tree.other_leaf.pk: "CD-A3"},
        passing={f"members.of:{tree.middle.pk}": "CD-A3"},
    )
    text = text_of(event)
    assert "Công đoàn phường Đông Một (mã CD-A2)" in text
    assert "5 đoàn viên tiếp tục sinh hoạt tại Công đoàn phường Đông Hai" in text
    assert (
        "Công đoàn cơ sở Trường THCS Ánh Dương chuyển về trực thuộc Công đoàn phường Đông Hai"
        in text
    )


def test_a_separation_keeps_the_old_one(tree, system, now, text_of):
    event = regroup(
        system,
        now,
        EventKind.SEPARATE,
        [tree.middle],
        founded=[new("CD-A2", "Công đoàn phường Đông Một", level="L3_OTHER")],
        homes={tree.other_leaf.pk: "CD-A2"},
    )
    text = text_of(event)
    assert "trên cơ sở tách từ Công đoàn phường Đông" in text
    assert "Công đoàn phường Đông tiếp tục hoạt động" in text
    assert "Trường Tiểu học Hoa Sen chuyển" not in text


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (
            EndReason.ENDED_2025,
            "Kết thúc nhiệm vụ của Ban Chấp hành, Ban Thường vụ, Ủy ban",
        ),
        (EndReason.DISSOLVED, "Giải thể Công đoàn cơ sở Trường Tiểu học Hoa Sen"),
    ],
)
def test_an_ending_ends_the_bodies_and_hands_over(reason, words, tree, system, now, text_of):
    event = end_organisations(
        actor=system, organisations=[tree.leaf], reason=reason, on=DAY, decision=PAPER, at=now
    )
    assert words in text_of(event)
    assert "Công đoàn phường Đông" in text_of(event)
    key = f"{tree.leaf.pk}~{tree.middle.pk}"
    assert "Bên nhận: Công đoàn phường Đông" in text_of(event, PaperKind.HANDOVER, key)


def test_a_transfer_has_the_papers_of_both_superiors_and_the_minutes(tree, system, now, text_of):
    join(tree.leaf, 9)
    event = move_organisations(
        actor=system,
        moves=[(tree.leaf, tree.far_middle)],
        on=DAY,
        decision=Decision(number="20/QĐ", signed_on=SIGNED),
        at=now,
    )
    kinds = [one.kind for one in offers(event_dossier(system, event.pk))]
    assert kinds == [
        PaperKind.DECISION,
        PaperKind.REPORT,
        PaperKind.RECEIVING,
        PaperKind.HANDOVER,
    ]
    giving = text_of(event)
    assert giving.startswith("Công đoàn phường Đông\n")
    assert "từ trực thuộc Công đoàn phường Đông về trực thuộc Công đoàn phường Tây" in giving
    taking = text_of(event, PaperKind.RECEIVING, str(tree.far_middle.pk))
    assert taking.startswith("Công đoàn phường Tây\n")
    assert "Tiếp nhận Công đoàn cơ sở Trường Tiểu học Hoa Sen" in taking
    minutes = text_of(event, PaperKind.HANDOVER, f"{tree.middle.pk}~{tree.far_middle.pk}")
    assert "Bên giao: Công đoàn phường Đông" in minutes
    assert "số đoàn viên tại ngày 30/06/2025: 9" in minutes


def test_a_founding_recognises_a_grassroots_union_and_its_elected_committee(
    tree, system, now, text_of, make_person
):
    from congdoan.kernel.people.models import Office

    made = establish_organisations(
        actor=system,
        news=[_founded()],
        decision=PAPER,
        at=now,
    )
    Office.objects.create(
        person=make_person("Lê Thị Bầu"),
        organisation=made[0],
        position="PRESIDENT",
        valid=(DAY, None),
        appointment="ELECTED",
    )
    event = OrganisationEvent.objects.latest("pk")
    text = text_of(event)
    assert (
        "Công nhận Công đoàn cơ sở Trường Mầm non Họa Mi, trực thuộc Công đoàn phường Đông" in text
    )
    committee = text_of(event, PaperKind.COMMITTEE, "CS-X")
    assert (
        "Công nhận Ban Chấp hành và các chức danh Công đoàn cơ sở Trường Mầm non Họa Mi"
        in committee
    )
    assert "lâm thời" not in committee


def _founded():
    return new("CS-X", "Công đoàn cơ sở Trường Mầm non Họa Mi", parents={1: "CD-A1"})


@pytest.mark.parametrize(
    ("profile", "words"),
    [
        (
            ProfileData("Công đoàn cơ sở Trường Tiểu học Sen Hồng", level="L4_GRASSROOTS"),
            (
                "Đổi tên Công đoàn cơ sở Trường Tiểu học Hoa Sen thành "
                "Công đoàn cơ sở Trường Tiểu học Sen Hồng"
            ),
        ),
        (
            ProfileData("Công đoàn Đại học Hoa Sen", level="L3_UNIVERSITY"),
            (
                "từ Công đoàn cơ sở thành Công đoàn đại học quốc gia, đại học vùng, với tên gọi "
                "Công đoàn Đại học Hoa Sen"
            ),
        ),
    ],
)
def test_a_new_name_and_a_new_level(profile, words, tree, system, now, text_of):
    change_profile(
        actor=system,
        organisation=tree.leaf,
        profile=profile,
        on=DAY,
        decision=replace(PAPER, exception="thí điểm"),
        at=now,
    )
    assert words in text_of(OrganisationEvent.objects.latest("pk"))


def test_typed_braces_and_markup_stay_what_they_are(tree, system, now, text_of):
    evil = "Công đoàn {results} #set page() </w:t> {0}"
    change_profile(
        actor=system,
        organisation=tree.leaf,
        profile=ProfileData(evil, level="L4_GRASSROOTS"),
        on=EVE,
        decision=Decision(),
        at=now,
    )
    event = end_organisations(
        actor=system,
        organisations=[tree.leaf],
        reason=EndReason.DISSOLVED,
        on=DAY,
        decision=Decision(number="{day}"),
        at=now,
    )
    assert evil in text_of(event)
    with override("vi"):
        paper = document_of(event_dossier(system, event.pk), PaperKind.DECISION, "")
    assert to_pdf(paper, created_at=now)[:5] == b"%PDF-"
    assert to_docx(paper, created_at=now)[:2] == b"PK"


def test_many_units_stand_in_the_annex(tree, system, now, text_of):
    many = establish_organisations(
        actor=system,
        news=[_many(n) for n in range(6)],
        decision=Decision(),
        at=now,
    )
    event = end_organisations(
        actor=system,
        organisations=many,
        reason=EndReason.ENDED_2025,
        on=DAY,
        decision=PAPER,
        at=now,
    )
    text = text_of(event)
    assert "Kết thúc hoạt động 6 công đoàn cơ sở kể từ ngày" in text
    assert "Danh sách các đơn vị theo Phụ lục kèm theo Quyết định này." in text
    assert "PHỤ LỤC" in text
    assert (
        "(Kèm theo Quyết định số 15/QĐ-LĐLĐ ngày 20/06/2025 của Liên đoàn Lao động tỉnh An)" in text
    )
    assert all(f"Công đoàn cơ sở số {n}" in text for n in range(6))


def _many(n):
    return new(f"CS-M{n}", f"Công đoàn cơ sở số {n}", EVE - timedelta(days=99), {1: "CD-A1"})


def test_every_event_kind_but_plain_facts_has_its_wording():
    from congdoan.areas.restructuring.rules.wording import shipped

    papers = shipped()["papers"]
    assert set(EventKind) - {EventKind.CHANGE_PROFILE} <= set(papers)
