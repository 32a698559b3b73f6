"""Signatures with certificates."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
import tempfile
import time

from benchmarks.harness import Figure, figure, made, median_ms
from benchmarks.stage import Stage, now

PARTIES = 5


def _signed() -> tuple[bytes, list[float], object]:
    """Sign a paper by five parties as the product does; return it and the milliseconds of each."""
    from pyhanko_certvalidator.policy_decl import DisallowWeakAlgorithmsPolicy

    from congdoan.support.certificates.services import documents
    from congdoan.support.certificates.services.authority import Authority, Subject
    from congdoan.support.certificates.services.providers.software import sign
    from congdoan.support.certificates.services.trust import Trust
    from congdoan.support.rendering.api import (
        IssuingBody,
        OfficialDocument,
        Paragraph,
        SignatureBlock,
        signature_mark,
        to_signable_pdf,
    )

    held = Authority(Path(tempfile.mkdtemp(prefix="bench-ca-")))
    world = Trust(
        (held.root.asn1(),), (held.issuing.asn1(),), DisallowWeakAlgorithmsPolicy(), held, ""
    )
    document = OfficialDocument(
        bodies=[IssuingBody("Liên đoàn Lao động tỉnh")],
        type_name="QUY CHẾ",
        subject="phối hợp công tác",
        body=[Paragraph("Hai bên thống nhất phối hợp.") for _ in range(40)],
        signatures=[SignatureBlock("", party=f"Bên {number}") for number in range(PARTIES)],
    )
    at = now()
    pdf, places = to_signable_pdf(document, created_at=at)
    fields = [
        documents.Place(f"NguoiKy{number}", place.page, place.box)
        for number, place in enumerate(places)
    ]
    pdf = documents.add_fields(pdf, fields)
    people = [
        held.identity(f"p{number}", Subject(f"Nguyễn Văn {number}", "CCCD:1"), at=at)
        for number in range(PARTIES)
    ]
    taken = []
    for number, person in enumerate(people):
        begun = time.perf_counter()
        mark = signature_mark(["CHỦ TỊCH"], name=f"N {number}", foot=[], width=110, height=57)
        certificate = person.asn1()
        prepared = documents.prepare(
            pdf, field=f"NguoiKy{number}", certificate=certificate, drawing=mark, name="N"
        )
        pdf = documents.embed(
            prepared,
            sign(person, prepared.signed_attributes),
            certificate=certificate,
            chain=[held.issuing.asn1()],
            stamper=world.stamper(at=at),
            context=world.live_context([certificate], at=at),
        )
        taken.append((time.perf_counter() - begun) * 1000)
    return pdf, taken, world


@figure
def pades_5_parties_each(stage: Stage) -> Iterator[Figure]:
    """The slowest of five signatures (mark, time-stamp, evidence) in one PDF; wanted: 2,000 ms."""
    _ = stage.database
    _pdf, taken, _world = _signed()
    yield made("pades_5_parties_each", max(taken), "ms", PARTIES)


@figure
def verify_5_signatures(stage: Stage) -> Iterator[Figure]:
    """Judging a PDF with five signatures; wanted: 1,000 ms."""
    _ = stage.database
    from congdoan.support.certificates.services.validating import validate

    pdf, _taken, world = _signed()
    report = validate(pdf, trust=world, at=now() + timedelta(hours=1))
    if [one.verdict for one in report] != ["VALID"] * PARTIES:
        message = f"{[one.reason for one in report]}"
        raise RuntimeError(message)
    at = now() + timedelta(hours=1)
    value = median_ms(lambda: validate(pdf, trust=world, at=at), 5, warm=1)
    yield made("verify_5_signatures", value, "ms", 5)
