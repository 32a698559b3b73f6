"""An import that is killed goes on where it stopped: nobody twice, nobody lost."""

import json
import signal
import subprocess
import sys

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
import pytest

from congdoan.areas.members.models import MemberChange, MemberRecord, Membership, SealedFact
from congdoan.areas.members.services.importing import MEMBERS
from congdoan.config.environment import PROJECT
from congdoan.kernel.people.models import Person
from congdoan.support.exchange import api as exchange
from congdoan.support.exchange.models import ImportBatch
from tests.crashing import CHECKPOINT
from tests.test_member_imports import sheet, somebody

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 4 * CHECKPOINT + 7


def crash(batch, moment):
    known = connection.settings_dict
    database = {key: known[key] for key in ("NAME", "HOST", "PORT", "USER", "PASSWORD")}
    arguments = ["-m", "tests.crashing", json.dumps(database), str(batch.pk), moment]
    return subprocess.run(
        [sys.executable, *arguments], cwd=PROJECT, capture_output=True, timeout=120, check=False
    )


@pytest.fixture
def taken(tree, system, now):
    rows = [somebody(n, **{"Họ và tên": f"Trần Văn {word(n)}"}) for n in range(ROWS)]
    return exchange.take_in(
        actor=system,
        kind=MEMBERS,
        organisation=tree.middle,
        upload=SimpleUploadedFile("dai.xlsx", sheet(*rows)),
        options={},
        at=now,
    )


def word(n):
    return "".join("abcdeghikl"[int(digit)] for digit in str(n)).title()


@pytest.mark.parametrize("moment", ["unmarked", "marked", "between"])
def test_killed_while_writing(taken, system, now, tree, moment):
    batch = exchange.make_plan(actor=system, batch_id=taken.pk, at=now)
    died = crash(batch, moment)
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()
    batch.refresh_from_db()
    done = batch.rows.filter(state="DONE").count()
    assert batch.state == "RUNNING"
    assert done == (3 if moment == "between" else 2) * CHECKPOINT
    assert Membership.objects.count() == done
    finished = exchange.commit_import(actor=system, batch_id=batch.pk, at=now)
    assert finished.state == "DONE"
    for table in (Membership, MemberRecord, SealedFact):
        assert table.objects.count() == ROWS
    assert Person.objects.filter(email__endswith="@vi-du.vn").count() == ROWS
    assert Person.objects.values("email").distinct().count() == ROWS
    assert sum(MemberChange.objects.values_list("delta", flat=True)) == ROWS
    assert batch.rows.filter(state="DONE").values("target_id").distinct().count() == ROWS


def test_the_database_goes_away_while_planning(taken, system, now):
    died = crash(taken, "plan")
    assert died.returncode == 1, died.stderr.decode()
    assert ImportBatch.objects.get(pk=taken.pk).state == "PLANNING"
    assert taken.rows.count() == 2 * CHECKPOINT
    batch = exchange.make_plan(actor=system, batch_id=taken.pk, at=now)
    assert batch.rows.count() == ROWS
    assert set(batch.rows.values_list("plan", flat=True)) == {"CREATE"}
