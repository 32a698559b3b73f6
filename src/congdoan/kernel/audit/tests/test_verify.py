from io import StringIO

from django.core.management import call_command
from django.db import connection
import pytest

from congdoan.kernel.audit.api import declare_verb, record
from congdoan.kernel.audit.tests.factories import Writer, make_user

declare_verb("audit.checked", "{actor} đã thử {target}")


@pytest.fixture
def chain(db):
    user = make_user()
    for number in range(1, 6):
        record(
            actor=Writer(),
            verb="audit.checked",
            target=user,
            organisation_id=7,
            reason=f"lý do {number}",
        )


def tamper(*statements: str) -> None:
    """Do what only somebody with the database's own rights can do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("audit_auditentry", "audit_audithead"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)


def verify(**options) -> tuple[int, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_audit", stdout=out, stderr=err, **options)
    except SystemExit as left:
        return int(left.code), out.getvalue() + err.getvalue()
    return 0, out.getvalue() + err.getvalue()


def test_a_whole_log_passes_and_shows_its_seal(chain):
    code, told = verify()
    assert code == 0
    assert "đơn vị 7: 5 dòng, niêm " in told
    assert "nguyên vẹn" in told


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        (["UPDATE audit_auditentry SET reason = 'khác' WHERE sequence = 3"], "dòng 3 đã bị sửa"),
        (["UPDATE audit_auditentry SET actor_name = 'X' WHERE sequence = 1"], "dòng 1 đã bị sửa"),
        (
            ["UPDATE audit_auditentry SET at = at + interval '1 second' WHERE sequence = 5"],
            "dòng 5 đã bị sửa",
        ),
        (["DELETE FROM audit_auditentry WHERE sequence IN (2, 3)"], "thiếu dòng 2 đến 3"),
        (["DELETE FROM audit_auditentry WHERE sequence > 3"], "dòng cuối 4 đến 5 đã bị xóa"),
        (["DELETE FROM audit_auditentry"], "dòng cuối 1 đến 5 đã bị xóa"),
        (["DELETE FROM audit_audithead"], "đầu chuỗi không khớp"),
        (
            [
                "DELETE FROM audit_auditentry WHERE sequence = 5",
                "UPDATE audit_audithead SET sequence = 4",
            ],
            "đầu chuỗi không khớp",
        ),
        (
            [
                "UPDATE audit_auditentry SET sequence = 99 WHERE sequence = 2",
                "UPDATE audit_auditentry SET sequence = 2 WHERE sequence = 3",
                "UPDATE audit_auditentry SET sequence = 3 WHERE sequence = 99",
            ],
            "dòng 2 đã bị sửa",
        ),
    ],
)
def test_the_command_names_the_row_that_was_touched(chain, statements, sentence):
    tamper(*statements)

    code, told = verify()

    assert code == 1
    assert sentence in told


def test_one_organisation_can_be_checked_alone(chain):
    record(actor=Writer(), verb="audit.checked", target=make_user("minh"), organisation_id=8)
    tamper("UPDATE audit_auditentry SET reason = 'khác' WHERE organisation_id = 8")

    assert verify(organisation=7)[0] == 0
    assert verify(organisation=8)[0] == 1
