"""Rows that did not go in are work of the union until they are in, given up or forgotten."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
import pytest

from congdoan.areas.members.services.importing import MEMBERS
from congdoan.support.exchange import api as exchange
from congdoan.support.worklist.api import WorkState, own_work, unscoped_work
from tests.test_member_imports import sheet, somebody

pytestmark = pytest.mark.django_db

BAD = {"Giới tính": "X?"}


@pytest.fixture
def committed(tree, lan, now):
    """Return a batch of one good row and two bad ones, committed by lan for her own union."""
    rows = [somebody(0), somebody(1, **BAD), somebody(2, **BAD)]
    batch = exchange.plan_import(
        actor=lan,
        kind=MEMBERS,
        organisation=exchange.home_organisation(lan),
        upload=SimpleUploadedFile("giao-vien.xlsx", sheet(*rows)),
        options={"on": "2026-03-02"},
        at=now,
    )
    return exchange.commit_import(actor=lan, batch_id=batch.pk, at=now)


def work(batch):
    return unscoped_work(f"exchange.{batch.pk}.").get()


def mend(lan, batch, n, now):
    exchange.edit_cell(actor=lan, batch_id=batch.pk, n=n, column="gender", text="Nam", at=now)


def test_parked_rows_are_work_of_whoever_committed(committed, lan, signed_in):
    item = work(committed)
    assert item.title == "2 dòng chưa nhập được của lô “giao-vien.xlsx”"
    assert (item.organisation_id, item.assignee_id) == (committed.organisation_id, lan.person_id)
    assert item.due == (committed.created_at + timedelta(days=90)).date()
    assert own_work(lan).open().filter(pk=item.pk).exists()
    desk = signed_in(lan)
    assert item.title in desk.get(reverse("worklist:list")).content.decode()
    page = desk.get(item.source_url)
    assert page.status_code == 200
    assert "Sẽ làm" in page.content.decode()


def test_it_ends_when_the_last_row_is_in(committed, lan, now):
    mend(lan, committed, 3, now)
    assert work(committed).title.startswith("2 dòng")  # right, but not in yet
    exchange.commit_import(actor=lan, batch_id=committed.pk, at=now)
    assert work(committed).title.startswith("1 dòng")
    assert work(committed).state == WorkState.OPEN
    mend(lan, committed, 4, now)
    exchange.commit_import(actor=lan, batch_id=committed.pk, at=now)
    assert work(committed).state == WorkState.DONE


def test_it_is_no_longer_owed_once_the_batch_is_taken_back(committed, lan, now):
    exchange.undo_import(actor=lan, batch_id=committed.pk, reason="Nhầm tệp", at=now)
    assert work(committed).state == WorkState.CANCELLED
    exchange.plan_again(actor=lan, batch_id=committed.pk)
    exchange.commit_import(actor=lan, batch_id=committed.pk, at=now)
    assert work(committed).state == WorkState.OPEN


def test_it_goes_when_the_rows_are_forgotten(committed, now):
    assert exchange.forget_rows(at=now + timedelta(days=89)) == 0
    assert work(committed).state == WorkState.OPEN
    assert exchange.forget_rows(at=now + timedelta(days=91)) == 3
    assert work(committed).state == WorkState.CANCELLED


def test_a_clean_batch_asks_nothing_of_anybody(lan, now, tree):
    batch = exchange.plan_import(
        actor=lan,
        kind=MEMBERS,
        organisation=exchange.home_organisation(lan),
        upload=SimpleUploadedFile("sach.xlsx", sheet(somebody(0))),
        options={},
        at=now,
    )
    exchange.commit_import(actor=lan, batch_id=batch.pk, at=now)
    assert not unscoped_work(f"exchange.{batch.pk}.").exists()


def test_whoever_holds_no_office_there_leaves_it_to_the_union(tree, system, lan, now):
    batch = exchange.plan_import(
        actor=system,
        kind=MEMBERS,
        organisation=exchange.home_organisation(lan),
        upload=SimpleUploadedFile("he-thong.xlsx", sheet(somebody(0, **BAD), somebody(1))),
        options={},
        at=now,
    )
    exchange.commit_import(actor=system, batch_id=batch.pk, at=now)
    assert work(batch).assignee is None
    assert own_work(lan).open().filter(pk=work(batch).pk).exists()
