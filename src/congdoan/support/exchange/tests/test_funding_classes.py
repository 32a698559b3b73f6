"""Another funding class for many employers from one sheet."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
import pytest

from congdoan.kernel.organisations import api
from congdoan.kernel.organisations.models import OrganisationProfile
from congdoan.support.exchange.api import (
    FUNDING_CLASSES,
    ORGANISATION_CHANGES,
    commit_import,
    plan_import,
    problem_texts,
    undo_import,
)
from congdoan.support.exchange.services.funding_classes import class_of
from congdoan.support.exchange.tests.conftest import workbook

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("G3C", "G3C"),
        ("g4", "G4"),
        ("Ngoài công lập", "PRIVATE"),
        ("8%", "G4"),
        ("9,9 %", "G4"),
        ("10", "G3C"),
        ("30%", "G3B"),
        ("100", "G2"),
        ("nhóm lạ", ""),
        ("", ""),
    ],
)
def test_a_code_a_name_or_a_rate(law, text, code):
    assert class_of(text, date(2026, 3, 1)) == code


@pytest.fixture
def school(tree, system, now):
    made = api.establish_organisation(
        actor=system,
        new=api.NewOrganisation(
            "TR-1", "PARTNER", api.ProfileData("Trường Một", kind="PRIMARY", funding_class="G4"),
            date(2020, 1, 1),
        ),
        decision=api.Decision(),
        at=now,
    )  # fmt: skip
    api.link_counterpart(actor=system, union=tree.leaf, partner=made, on=date(2020, 1, 1))
    return made


@pytest.fixture
def send(tree, lan, now):
    """Plan a sheet of classes for the middle unit."""

    def plan(rows):
        heads = ["Mã cơ sở", "Mức tự bảo đảm", "Tên"]
        return plan_import(
            actor=lan,
            kind=FUNDING_CLASSES,
            organisation=tree.middle,
            upload=SimpleUploadedFile("tu-chu.xlsx", workbook(rows, heads=heads)),
            options={"on": "2026-03-01", "decision_no": "12/QĐ"},
            at=now,
        )

    return plan


def said(batch):
    return {row.n: (row.plan, " ".join(problem_texts(row.problems))) for row in batch.rows.all()}


def test_rows_are_judged_written_and_taken_back(school, tree, lan, now, send):
    batch = send(
        [
            ["TR-1", "12%", "Trường Một"],
            ["TR-1", "G2", ""],
            ["KHONG", "G2", ""],
            ["CS-B11", "G2", ""],
            ["CS-A12", "nhóm lạ", ""],
            ["CS-A11", "8%", ""],
        ],
    )
    verdicts = said(batch)
    assert verdicts[2][0] == "UPDATE"
    assert "G4 → G3C" in verdicts[2][1]
    assert "đã có ở dòng 2" in verdicts[3][1]
    assert "Không có đơn vị mã KHONG" in verdicts[4][1]
    assert "Không có đơn vị mã CS-B11" in verdicts[5][1]
    assert "không có trong danh mục" in verdicts[6][1]
    assert "không có công đoàn" in verdicts[7][1]

    def classes():
        rows = OrganisationProfile.objects.on(date(2026, 3, 1))
        return dict(rows.values_list("organisation__code", "funding_class"))

    before = classes()
    done = commit_import(actor=lan, batch_id=batch.pk, at=now)
    assert (classes()["TR-1"], classes()["CS-A11"]) == ("G3C", "G4")
    undo_import(actor=lan, batch_id=done.pk, reason="Nhầm", at=now)
    assert classes() == before


def test_schools_are_merged_from_the_sheet_of_reorganisations(school, tree, system, lan, now):
    other = api.establish_organisation(
        actor=system,
        new=api.NewOrganisation(
            "TR-2", "PARTNER", api.ProfileData("Trường Hai", kind="PRIMARY"), date(2020, 1, 1)
        ),
        decision=api.Decision(),
        at=now,
    )
    api.link_counterpart(actor=system, union=tree.other_leaf, partner=other, on=date(2020, 1, 1))

    def sheet(*rows):
        return plan_import(
            actor=lan,
            kind=ORGANISATION_CHANGES,
            organisation=tree.middle,
            upload=SimpleUploadedFile("s.xlsx", workbook(rows, heads=["Mã", "Việc", "Nơi nhận"])),
            options={"on": "2026-03-01"},
            at=now,
        )

    wrong = said(sheet(["TR-1", "Nhập vào", "CS-A12"], ["TR-2", "Chuyển", "CD-A1"]))
    assert all("không nhập vào nhau" in text for _plan, text in wrong.values())
    commit_import(actor=lan, batch_id=sheet(["TR-1", "Nhập vào", "TR-2"]).pk, at=now)
    school.refresh_from_db()
    assert school.end_reason == "MERGED"
