"""
What officers hold beside their first post: terms, a second office, a block, a delegation.

Facts of the seeds: a partner's people sit in a union's committee, leaders are in charge of blocks
(S2). Who does is invented.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from congdoan.config.demo import lamdong
from congdoan.config.demo.accounts import Part, organisation_of
from congdoan.config.demo.stage import TWO_LEVELS, demo_actor, known
from congdoan.kernel.access.api import actor_for, delegate
from congdoan.kernel.access.models import Delegation
from congdoan.kernel.organisations.api import add_to_grouping, create_grouping
from congdoan.kernel.organisations.enums import GroupingKind, HierarchyId
from congdoan.kernel.organisations.models import (
    Grouping,
    Lineage,
    Organisation,
    OrganisationProfile,
)
from congdoan.kernel.people.api import OfficeData, appoint
from congdoan.kernel.people.models import Office, Person
from congdoan.kernel.periods.api import end_term, start_term
from congdoan.kernel.periods.models import Period

#: First days of the terms, and the first day after the last (S4: "nhiệm kỳ 2023-2028").
TERMS = ((date(2017, 9, 1), date(2023, 3, 1)), (date(2023, 3, 1), date(2028, 3, 1)))
_MEMBER = "EXEC_MEMBER"
_TERM_END = date(2028, 3, 1)
_BLOCK = "Khối mầm non ngoài công lập"


def build_terms() -> None:
    """Write down the terms of the unions the stories are about."""
    codes = ("CDGDVN", lamdong.FEDERATION, lamdong.EDUCATION_UNION, "LDLD-68-679", "LDLD-01-282")
    for union in map(known, codes):
        if not Period.objects.terms().filter(organisation=union).exists():
            _terms(union)


def build_terms_since() -> None:
    """End the terms of the unions that ended; begin those of the unions founded since."""
    running = Period.objects.terms().filter(valid__upper_inf=True).select_related("organisation")
    for term in running:
        gone = term.organisation and term.organisation.valid.upper
        if gone:
            end_term(
                actor=demo_actor(gone),
                term=term,
                last_day=gone - timedelta(days=1),
                reason="Đơn vị kết thúc hoạt động",
            )
    for union in (organisation_of(_part("CDX*")), known("CS-68-TT-01")):
        if not Period.objects.terms().filter(organisation=union).exists():
            _terms(union)


def build() -> None:
    """Give some officers what they hold beside their first post."""
    _in_two_places()
    block = Grouping.objects.filter(name=_BLOCK).first() or _block()
    federation = known(lamdong.FEDERATION)
    leader = _holder(federation, "VICE_PRESIDENT")
    _seat(leader, federation, "16/QĐ-LĐLĐ", in_charge_of_id=block.pk)
    department = known(lamdong.DEPARTMENT)
    deputy = _holder(department, "DEPUTY_DIRECTOR")
    _seat(deputy, federation, "17/QĐ-LĐLĐ", represents_id=department.pk)
    _lend(federation, leader)


def _part(organisation: str) -> Part:
    return Part("", "", organisation, "")


def _terms(union: Organisation) -> None:
    life = union.valid
    for begin, after in TERMS:
        start = max(begin, life.lower)
        if start >= after:
            continue
        start_term(
            actor=demo_actor(start),
            organisation=union,
            ordinal="",
            start=start,
            planned_end=after - timedelta(days=1),
            decision=f"05/QĐ-{start.year}",
        )


def _holder(organisation: Organisation, position: str) -> Person:
    office = Office.objects.on(date(2026, 3, 1)).filter(
        organisation=organisation, position=position
    )
    return office.select_related("person").order_by("pk")[0].person


def _seat(
    person: Person,
    organisation: Organisation,
    decision: str,
    *,
    in_charge_of_id: int | None = None,
    represents_id: int | None = None,
) -> None:
    if Office.objects.filter(person=person, organisation=organisation, position=_MEMBER).exists():
        return
    since = date(2025, 10, 15)
    term = Period.objects.terms().on(since).filter(organisation=organisation).first()
    appoint(
        actor=demo_actor(since),
        person=person,
        organisation=organisation,
        data=OfficeData(
            position=_MEMBER,
            start=since,
            until=_TERM_END,
            decision_no=decision,
            decision_on=since,
            term_id=term.pk if term else None,
            in_charge_of_id=in_charge_of_id,
            represents_id=represents_id,
        ),
    )


def _in_two_places() -> None:
    """The president of the first private school's union sits in the committee above it."""
    president = _holder(known("CS-68-TT-01"), "PRESIDENT")
    _seat(president, organisation_of(_part("CDX*")), "21/QĐ-CĐX")


def _block() -> Grouping:
    since = TWO_LEVELS
    federation = known(lamdong.FEDERATION)
    block = create_grouping(
        actor=demo_actor(since),
        superior=federation,
        kind=GroupingKind.BLOCK,
        name=_BLOCK,
        on=since,
    )
    for organisation in _private_unions(federation):
        add_to_grouping(
            actor=demo_actor(since),
            grouping=block,
            organisation=organisation,
            on=max(since, organisation.valid.lower),
        )
    return block


def _private_unions(federation: Organisation) -> Sequence[Organisation]:
    day = date(2026, 9, 1)
    below = Lineage.objects.on(day).filter(hierarchy_id=HierarchyId.COMMAND, ancestor=federation)
    private = OrganisationProfile.objects.on(day).filter(
        kind="PRESCHOOL_PRIVATE", organisation__in=below.values("descendant_id")
    )
    return [row.organisation for row in private.select_related("organisation").order_by("pk")]


def _lend(federation: Organisation, deputy: Person) -> None:
    """Before the year's end the president lets the deputy judge the partners' reports."""
    if Delegation.objects.exists():
        return
    since = date(2026, 11, 2)
    office = Office.objects.on(since).get(organisation=federation, position="PRESIDENT")
    user = office.person.user
    if user is not None:
        delegate(
            actor=actor_for(user, today=since),
            office=office,
            to=deputy,
            capabilities=["agreements.accept_duty", "agreements.review"],
            start=since,
            until=date(2027, 1, 1),
            decision_no="45/UQ-LĐLĐ",
            reason="Theo dõi, xác nhận kết quả phối hợp cuối năm.",
        )
