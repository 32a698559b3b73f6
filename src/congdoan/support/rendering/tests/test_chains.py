from datetime import date

import pytest

from congdoan.kernel.rulebook import api as rulebook
from congdoan.support.rendering.enums import Prefix
from congdoan.support.rendering.rules import chains
from congdoan.support.rendering.rules.chains import (
    Authority,
    HeldOffice,
    Signer,
    SigningLaw,
    Step,
    validated_chain,
)

BEGAN, DAY, ENDED = date(2023, 1, 1), date(2026, 11, 30), date(2026, 12, 1)
TM, KT, TL, TUQ, Q = (Prefix(code) for code in ("TM", "KT", "TL", "TUQ", "Q"))


@pytest.fixture
def law_of_signing(law):
    """Take positions and bodies from the rulebook as shipped."""
    positions = rulebook.catalogue("position", on=DAY)
    bodies = rulebook.catalogue("body", on=DAY)
    words = {one.code: one.label_vi for one in positions}
    words |= {one.code: one.attributes.get("sign_as", one.label_vi) for one in bodies}
    return SigningLaw({one.code: one.attributes.get("signs", ()) for one in positions}, words)


def a_signer(position, title, *, until=None, acting=False, authorities=()):
    office = HeldOffice(position, title, BEGAN, until, acting)
    return Signer("Nguyễn Văn An", [office], authorities)


CHAIR = a_signer("PRESIDENT", "Chủ tịch")
DEPUTY = a_signer("VICE_PRESIDENT", "Phó Chủ tịch")
OFFICE = a_signer("DEPARTMENT_HEAD", "Chánh Văn phòng")
ACTING = a_signer("PRESIDENT", "Quyền Chủ tịch", acting=True)
WRITTEN = Authority("PRESIDENT", BEGAN, ENDED)
SPECIALIST = a_signer("SPECIALIST", "Chuyên viên", authorities=[WRITTEN])

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("steps", "signer", "lines"),
    [
        ([Step(TM, "EXEC")], CHAIR, ["TM. BAN CHẤP HÀNH", "CHỦ TỊCH"]),
        (
            [Step(TM, "EXEC"), Step(KT, "PRESIDENT")],
            DEPUTY,
            ["TM. BAN CHẤP HÀNH", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        ),
        ([Step(KT, "PRESIDENT")], DEPUTY, ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
        ([Step(TL, "PRESIDENT")], OFFICE, ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"]),
        ([Step(TUQ, "PRESIDENT")], SPECIALIST, ["TUQ. CHỦ TỊCH", "CHUYÊN VIÊN"]),
        ([Step(TM, "EXEC"), Step(Q, "PRESIDENT")], ACTING, ["TM. BAN CHẤP HÀNH", "Q. CHỦ TỊCH"]),
        ([], CHAIR, ["CHỦ TỊCH"]),
    ],
)
def test_a_lawful_chain_is_printed_from_above(steps, signer, lines, law_of_signing):
    block = validated_chain(steps, signer, law_of_signing, on=DAY)
    assert [*block.capacity, block.title] == lines
    assert block.name == "Nguyễn Văn An"


@pytest.mark.parametrize(
    ("steps", "signer", "refusal"),
    [
        ([Step(TM, "INSPECTION")], CHAIR, chains.MayNotSignSo),
        ([Step(KT, "PRESIDENT")], OFFICE, chains.MayNotSignSo),
        ([Step(TL, "PRESIDENT")], DEPUTY, chains.MayNotSignSo),
        ([Step(Q, "PRESIDENT")], CHAIR, chains.NotActing),
        ([Step(TUQ, "VICE_PRESIDENT")], SPECIALIST, chains.NoAuthorityInWriting),
        ([Step(KT, "PRESIDENT"), Step(TM, "EXEC")], DEPUTY, chains.ChainOutOfOrder),
        ([Step(TM, "EXEC"), Step(TL, "PRESIDENT")], OFFICE, chains.ChainOutOfOrder),
        ([Step(TM, "EXEC")], a_signer("PRESIDENT", "x", until=DAY), chains.NoOfficeThatDay),
        (
            [Step(TUQ, "PRESIDENT")],
            a_signer("SPECIALIST", "x", authorities=[Authority("PRESIDENT", BEGAN, DAY)]),
            chains.NoAuthorityInWriting,
        ),
        (
            [Step(TUQ, "PRESIDENT")],
            a_signer("SPECIALIST", "x", authorities=[Authority("PRESIDENT", BEGAN, ENDED, True)]),
            chains.AuthorityHandedOn,
        ),
    ],
)
def test_an_unlawful_chain_is_refused_by_name(steps, signer, refusal, law_of_signing):
    with pytest.raises(refusal) as refused:
        validated_chain(steps, signer, law_of_signing, on=DAY)
    assert refused.value.sentence.endswith(".")


def test_an_office_counts_on_its_own_days_only(law_of_signing):
    until = a_signer("PRESIDENT", "Chủ tịch", until=ENDED)
    assert validated_chain([], until, law_of_signing, on=DAY).title == "CHỦ TỊCH"
    with pytest.raises(chains.NoOfficeThatDay):
        validated_chain([], until, law_of_signing, on=ENDED)
