"""
Agreements of the seeds and of today, each brought to its state through the services.

Facts: kinds, parties, periods, days and places of the seeds (S0, S2). Numbers, comments and wording
are invented.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from congdoan.areas.agreements import api
from congdoan.areas.agreements.models import Agreement, Party
from congdoan.config.demo import lamdong
from congdoan.config.demo.accounts import PROVINCES
from congdoan.config.demo.amending import amend
from congdoan.config.demo.duties import exchange, hold_reviews, live_through, sum_up
from congdoan.config.demo.ending import end_by_consent
from congdoan.config.demo.stage import TWO_LEVELS, demo_actor, known, moment
from congdoan.config.demo.talks import answer, reply, suggest
from congdoan.support.signing import api as signing


@dataclass(frozen=True)
class Story:
    """An agreement to draft: side A drafts, side B are the others."""

    number: str
    kind: str
    title: str
    side_a: str
    side_b: Sequence[str]
    first_day: date
    last_day: date
    template: str = "standard"
    objective: str = ""
    motto: str = ""


_DISTRICTS = [lamdong.district_code(code) for code, _name in lamdong.DISTRICTS]
OLD_LAMDONG = Story(
    "02/QCPH-CĐGD-LĐLĐ",
    "REGULATION",
    "Quy chế phối hợp giữa Công đoàn Giáo dục tỉnh Lâm Đồng và Liên đoàn Lao động các huyện, "
    "thành phố giai đoạn 2018–2023",
    lamdong.EDUCATION_UNION,
    _DISTRICTS,
    date(2018, 11, 9),
    date(2023, 11, 8),
    motto="Chủ động, kịp thời",
)
LAMDONG = Story(
    "05/QCPH-CĐGD-LĐLĐ",
    "REGULATION",
    "Quy chế phối hợp giữa Công đoàn Giáo dục tỉnh Lâm Đồng và Liên đoàn Lao động các huyện, "
    "thành phố giai đoạn 2023–2028",
    lamdong.EDUCATION_UNION,
    _DISTRICTS,
    date(2023, 11, 9),
    date(2028, 11, 8),
    objective="Tạo điều kiện để công đoàn các đơn vị trường học thực hiện tốt chức năng, nhiệm vụ "
    "theo đặc trưng ngành nghề.",
    motto="Làm thật, việc thật",
)
DISTRICT = Story(
    "01/CTPH-LĐLĐ-PGDĐT",
    "PROGRAMME",
    "Chương trình phối hợp giữa Liên đoàn Lao động huyện Di Linh và Phòng Giáo dục và Đào tạo "
    "giai đoạn 2018–2020",
    "LDLD-68-679",
    ["PGD-68-679"],
    date(2018, 4, 2),
    date(2020, 12, 31),
)
MYDUC = Story(
    "03/CTPH-LĐLĐ-PGDĐT",
    "PROGRAMME",
    "Chương trình phối hợp giữa Liên đoàn Lao động huyện Mỹ Đức và Phòng Giáo dục và Đào tạo huyện "
    "giai đoạn 2023–2028",
    "LDLD-01-282",
    ["PGD-01-282"],
    date(2023, 9, 5),
    date(2028, 8, 31),
)
PROVINCE = Story(
    "12/QCPH-LĐLĐ-SGDĐT",
    "REGULATION",
    "Quy chế phối hợp giữa Liên đoàn Lao động tỉnh Lâm Đồng và Sở Giáo dục và Đào tạo "
    "giai đoạn 2025–2030",
    lamdong.FEDERATION,
    [lamdong.DEPARTMENT],
    date(2025, 10, 20),
    date(2030, 10, 19),
)
SECTOR = Story(
    "",
    "REGULATION",
    "Quy chế phối hợp giữa Công đoàn Giáo dục Việt Nam và liên đoàn lao động mười hai tỉnh, "
    "thành phố giai đoạn 2027–2031",
    "CDGDVN",
    [f"LDLD-{code}" for code in PROVINCES],
    date(2027, 1, 1),
    date(2031, 12, 31),
)


def build() -> None:
    """Bring each agreement to its state, unless its title is in the register."""
    old = _on_paper(OLD_LAMDONG, signed_on=date(2018, 11, 9), place="Đà Lạt")
    if old is not None:
        _at_the_table(old)
        sum_up(old, on=date(2023, 11, 9), place="Phòng Giáo dục và Đào tạo huyện Di Linh")
    _on_paper(
        DISTRICT,
        signed_on=date(2018, 4, 2),
        place="Di Linh",
        lived=[date(2018, 9, 20), date(2019, 9, 20), date(2020, 12, 20)],
    )
    _on_paper(
        MYDUC,
        signed_on=date(2023, 9, 5),
        place="Mỹ Đức",
        lived=[date(2024, 9, 20)],
        ended=TWO_LEVELS,
    )
    province = _on_paper(
        PROVINCE,
        signed_on=date(2025, 10, 20),
        place="Đà Lạt",
        lived=[date(2026, 9, 15), date(2026, 11, 2)],
    )
    if province is not None:
        amend(province, place="Đà Lạt")
    _under_consultation()
    _before_signing()
    _school_draft()


def _is_there(story: Story) -> bool:
    return Agreement.objects.filter(title=story.title).exists()


def _bases(on: date) -> list[api.BasisData]:
    """Return the laws such a text rested on that day."""
    union, school = (
        (("50/2024/QH15", date(2024, 11, 27)), ("43/2019/QH14", date(2019, 6, 14)))
        if on >= date(2025, 7, 1)
        else (("12/2012/QH13", date(2012, 6, 20)), ("43/2019/QH14", date(2019, 6, 14)))
        if on >= date(2020, 7, 1)
        else (("12/2012/QH13", date(2012, 6, 20)), ("38/2005/QH11", date(2005, 6, 14)))
    )
    return [
        api.BasisData(title, *number, "Quốc hội")
        for title, number in (("Luật Công đoàn", union), ("Luật Giáo dục", school))
    ]


def _draft(story: Story, *, on: date, predecessor: Agreement | None = None) -> Agreement:
    agreement = api.draft_agreement(
        actor=demo_actor(on),
        drafting=known(story.side_a),
        data=api.AgreementData(
            kind=story.kind,
            title=story.title,
            number=story.number,
            objective=story.objective,
            motto=story.motto,
            first_day=story.first_day,
            last_day=story.last_day,
            year_basis="SCHOOL_YEAR",
        ),
        parties=[api.PartyData(known(code).pk, "B") for code in story.side_b],
        on=on,
        at=moment(on),
        template=story.template,
        predecessor=predecessor,
    )
    api.set_bases(actor=demo_actor(on), agreement=agreement, bases=_bases(on))
    return agreement


def _on_paper(
    story: Story,
    *,
    signed_on: date,
    place: str,
    lived: Sequence[date] = (),
    ended: date | None = None,
) -> Agreement | None:
    """Take a paper agreement of the past into the register and follow its calendar to today."""
    if _is_there(story):
        return None
    actor = demo_actor(signed_on)
    agreement = _draft(story, on=signed_on)
    agreement = api.record_paper(
        actor=actor,
        agreement=agreement,
        signed_on=signed_on,
        place=place,
        on=signed_on,
        at=moment(signed_on),
        number=story.number,
    )
    if lived:
        live_through(agreement, list(lived))
        hold_reviews(agreement, through=lived[-1])
        exchange(agreement, until=lived[-1])
    if ended:
        return _end_with_parties(agreement, ended)
    after = date.fromordinal(story.last_day.toordinal() + 1)
    if after < date(2026, 11, 1):
        api.follow_the_calendar(
            actor=demo_actor(after), agreement=agreement, on=after, at=moment(after)
        )
    return agreement


def _end_with_parties(agreement: Agreement, day: date) -> Agreement:
    return end_by_consent(
        agreement,
        day,
        "Các bên kết thúc hoạt động cùng cấp huyện; việc phối hợp chuyển theo tổ chức mới.",
    )


def _parties(agreement: Agreement) -> list[Party]:
    return list(api.parties_of(agreement))


def _at_the_table(predecessor: Agreement) -> None:
    """The seed of 2023: a draft, comments of twelve parties, thirteen signatures at Di Linh."""
    if _is_there(LAMDONG):
        return
    begun, sent, settled, signed = (
        date(2023, 9, 20),
        date(2023, 10, 2),
        date(2023, 10, 30),
        date(2023, 11, 9),
    )
    agreement = _draft(LAMDONG, on=begun, predecessor=predecessor)
    api.send_out(
        actor=demo_actor(sent),
        agreement=agreement,
        due=date(2023, 10, 20),
        on=sent,
        at=moment(sent),
        message="Đề nghị các đơn vị góp ý từng điều, khoản.",
    )
    reply(agreement, _parties(agreement)[1:], on=date(2023, 10, 16), opinions=5)
    answer(agreement, on=settled)
    api.freeze(actor=demo_actor(settled), agreement=agreement, on=settled, at=moment(settled))
    packet = api.open_signing(
        actor=demo_actor(settled),
        agreement=agreement,
        on=settled,
        at=moment(settled),
        number=LAMDONG.number,
        place="Di Linh",
        effective_on=signed,
    )
    for slot in signing.slots_of(packet):
        holder = next(iter(signing.unscoped_signatories(slot, since=signed, until=signed)))
        signing.record_paper_signature(
            actor=demo_actor(signed),
            slot=slot,
            person=holder,
            signed_on=signed,
            place="Phòng Giáo dục và Đào tạo huyện Di Linh",
            typed_hash=packet.short_hash,
            key=f"demo-{slot.pk}",
            on=signed,
            at=moment(signed, 15),
        )
    agreement.refresh_from_db()
    live_through(agreement, [date(2024, 9, 20)])
    hold_reviews(agreement, through=date(2024, 9, 20))
    _end_with_parties(agreement, TWO_LEVELS)


def _under_consultation() -> None:
    """Today: the sector union asks twelve provinces; five have replied, Hà Nội is still to."""
    if _is_there(SECTOR):
        return
    begun, sent, replied = date(2026, 10, 12), date(2026, 11, 2), date(2026, 11, 10)
    agreement = _draft(SECTOR, on=begun)
    api.send_out(
        actor=demo_actor(sent),
        agreement=agreement,
        due=date(2026, 12, 15),
        on=sent,
        at=moment(sent),
        message="Kính đề nghị quý liên đoàn góp ý trước ngày 15/12/2026.",
    )
    reply(agreement, _parties(agreement)[2:7], on=replied, opinions=3)
    suggest(agreement, _parties(agreement)[7], on=replied)


def _commune() -> tuple[str, str]:
    from congdoan.config.demo.accounts import Part, organisation_of

    union = organisation_of(Part("", "", "CDX*", ""))
    return union.code, union.code.replace("CDX-", "UBND-")


def _before_signing() -> None:
    """Today: a commune union and its People's Committee are about to sign."""
    union, committee = _commune()
    story = Story(
        "01/CTPH-CĐX-UBND",
        "PROGRAMME",
        "Chương trình phối hợp giữa công đoàn và Ủy ban nhân dân phường giai đoạn 2026–2030",
        union,
        [committee],
        date(2026, 12, 1),
        date(2030, 12, 31),
    )
    if _is_there(story):
        return
    begun, sent, replied, settled = (
        date(2026, 9, 21),
        date(2026, 10, 5),
        date(2026, 10, 15),
        date(2026, 11, 5),
    )
    agreement = _draft(story, on=begun)
    api.send_out(
        actor=demo_actor(sent),
        agreement=agreement,
        due=date(2026, 10, 30),
        on=sent,
        at=moment(sent),
    )
    reply(agreement, _parties(agreement)[1:], on=replied, opinions=1)
    answer(agreement, on=settled)
    api.freeze(actor=demo_actor(settled), agreement=agreement, on=settled, at=moment(settled))
    api.open_signing(
        actor=demo_actor(settled),
        agreement=agreement,
        on=settled,
        at=moment(settled),
        number=story.number,
        effective_on=date(2026, 12, 1),
    )


def _school_draft() -> None:
    """Today: a new school union has begun its draft."""
    story = Story(
        "",
        "REGULATION",
        "Quy chế phối hợp giữa Ban Chấp hành công đoàn và lãnh đạo Trường Mầm non tư thục Họa Mi",
        "CS-68-TT-01",
        ["TR-68-TT-01"],
        date(2026, 12, 1),
        date(2028, 2, 29),
        template="school",
    )
    if not _is_there(story):
        _draft(story, on=date(2026, 11, 16))
