"""The chain: all fields first, one signature a revision, an archive stamp at the end."""

from datetime import timedelta
from io import BytesIO
from itertools import pairwise

import pypdf
import pytest
import requests

from congdoan.foundation.refusal import NotAllowed
from congdoan.support.certificates.models import Lease, Revision
from congdoan.support.certificates.rules import holders, leases
from congdoan.support.certificates.rules.leases import minutes_left
from congdoan.support.certificates.selectors.files import (
    content_of,
    current_lease,
    last_revision,
    revisions_of,
    unscoped_files_to_archive,
)
from congdoan.support.certificates.services.archiving import archive_file, close_file
from congdoan.support.certificates.services.outside import (
    CertificateNotTrusted,
    CertificateRevoked,
    StampServiceSilent,
)
from congdoan.support.certificates.services.providers.interface import Waiting
from congdoan.support.certificates.services.signing import (
    SignatureWrong,
    begin_signing,
    finish_signing,
    note_answer,
    release,
)
from congdoan.support.certificates.tasks import archive_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(tree, lan, minh, make_person, seat, actor_of):
    person = make_person("Đỗ Văn Giám", username="giam")
    seat(person, tree.department, "DIRECTOR")
    return [lan, minh, actor_of(person)]


def begin(field, by, at):
    return begin_signing(
        actor=by.actor,
        field=field,
        signer=by.signer,
        provider="test",
        credential=by.credential,
        at=at,
    )


def fields_in(pdf):
    fields = pypdf.PdfReader(BytesIO(pdf)).get_fields() or {}
    return {name: bool(field.get("/V")) for name, field in fields.items()}


def test_all_fields_stand_in_the_file_before_anybody_signs(start):
    file = start(3)
    first = revisions_of(file).get()
    assert fields_in(content_of(first)) == {
        "PERSON-0": False,
        "PERSON-1": False,
        "PERSON-2": False,
        "CongDoanSo": True,
    }
    assert (first.kind, first.number, file.revision_count) == ("CERTIFIED", 1, 1)
    assert file.is_test


def test_three_parties_sign_one_after_the_other_and_all_stay_valid(start, cast, hand, sign, now):
    file = start(3)
    for field, actor in zip(file.fields.all(), cast, strict=True):
        sign(field, hand(actor))
    file.refresh_from_db()
    last = last_revision(file)
    assert [one["verdict"] for one in last.report] == ["VALID"] * 4
    assert [one["holder"] for one in last.report][1:] == [actor.name for actor in cast]
    assert (file.revision_count, file.last_sha256) == (4, last.sha256)
    # Each revision begins with the one before it, byte by byte: nothing was ever rewritten.
    contents = [content_of(one) for one in revisions_of(file)]
    assert all(later.startswith(earlier) for earlier, later in pairwise(contents))
    assert last.certificate["holder"] == cast[2].name
    assert last.certificate["issuer"] == "CA thử nghiệm"
    assert last.made_by_id == cast[2].user_id


def test_parties_may_sign_in_any_order(start, cast, hand, sign):
    file = start(3)
    fields = list(file.fields.all())
    for number in (2, 0, 1):
        sign(fields[number], hand(cast[number]))
    file.refresh_from_db()
    assert {one["verdict"] for one in last_revision(file).report} == {"VALID"}


def test_person_and_seal_are_two_signatures_in_two_places(start, cast, hand, sign, tree):
    file = start(1, seals=True)
    person, seal = file.fields.all()
    sign(person, hand(cast[0]))
    sign(seal, hand(cast[0], "Công đoàn phường Đông", is_seal=True))
    file.refresh_from_db()
    report = last_revision(file).report
    assert [(one["field"], one["certificate"]["kind"]) for one in report[1:]] == [
        ("PERSON-0", "PERSON"),
        ("SEAL-0", "ORGANISATION"),
    ]


def test_a_filled_place_is_not_signed_again(start, cast, hand, sign):
    file = start(2)
    field = file.fields.first()
    sign(field, hand(cast[0]))
    with pytest.raises(leases.FieldIsFilled):
        sign(field, hand(cast[0]))


# --- the lease ------------------------------------------------------------------------------


def test_while_one_signs_the_other_learns_who_holds_the_file_and_how_long(start, cast, hand, now):
    file = start(2)
    first, second = file.fields.all()
    lease = begin(first, hand(cast[0]), now)
    assert lease.until == now + timedelta(minutes=10)
    with pytest.raises(leases.FileIsHeld) as held:
        begin(second, hand(cast[1]), now + timedelta(minutes=4, seconds=30))
    assert cast[0].name in held.value.sentence
    assert "6 phút" in held.value.sentence
    assert current_lease(file, at=now).pk == lease.pk


def test_a_lapsed_lease_is_thrown_away_and_the_next_signer_goes_on(start, cast, hand, sign, now):
    file = start(2)
    first, second = file.fields.all()
    lan = hand(cast[0])
    lapsed = begin(first, lan, now)
    later = now + timedelta(minutes=10)
    assert current_lease(file, at=later) is None
    signed = sign(second, hand(cast[1]), at=later)
    with pytest.raises(leases.LeaseLapsed):
        finish_signing(actor=lan.actor, lease=lapsed, signature=lan.value(lapsed), at=later)
    assert Revision.objects.filter(file=file).count() == 2
    # Nothing is lost for the slow one either.
    again = sign(first, lan, at=later)
    assert again.number == signed.number + 1


def test_a_signature_that_comes_too_late_is_not_written(start, cast, hand, now):
    file = start(1)
    lan = hand(cast[0])
    lease = begin(file.fields.get(), lan, now)
    with pytest.raises(leases.LeaseLapsed):
        finish_signing(
            actor=lan.actor,
            lease=lease,
            signature=lan.value(lease),
            at=now + timedelta(minutes=10),
        )
    assert file.revisions.count() == 1


def test_the_same_person_begins_anew_and_the_first_attempt_is_void(start, cast, hand, now):
    file = start(1)
    lan = hand(cast[0])
    first = begin(file.fields.get(), lan, now)
    second = begin(file.fields.get(), lan, now)
    with pytest.raises(leases.LeaseLapsed):
        finish_signing(actor=lan.actor, lease=first, signature=lan.value(first), at=now)
    finish_signing(actor=lan.actor, lease=second, signature=lan.value(second), at=now)
    assert file.revisions.count() == 2


def test_who_holds_the_file_may_give_it_back(start, cast, hand, sign, now):
    file = start(2)
    first, second = file.fields.all()
    lease = begin(first, hand(cast[0]), now)
    with pytest.raises(NotAllowed):
        release(actor=cast[1], lease=lease)
    release(actor=cast[0], lease=lease)
    assert sign(second, hand(cast[1])).number == 2


def test_a_signature_may_come_hours_of_process_later(start, cast, hand, now):
    """Two-phase signing: everything needed to go on lies in the database."""
    file = start(1)
    lan = hand(cast[0])
    lease = begin(file.fields.get(), lan, now)
    note_answer(lease=lease, answer=Waiting("giao-dich-1"))
    value = lan.value(lease)
    del lease
    stored = Lease.objects.select_related("field", "file").get(transaction="giao-dich-1")
    made = finish_signing(
        actor=lan.actor, lease=stored, signature=value, at=now + timedelta(minutes=9)
    )
    assert made.report[-1]["verdict"] == "VALID"
    assert not Lease.objects.exists()


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(600, 10), (599, 10), (61, 2), (60, 1), (1, 1), (0, 0), (-5, 0)]
)
def test_minutes_are_rounded_up(now, seconds, minutes):
    assert minutes_left(until=now + timedelta(seconds=seconds), at=now) == minutes


# --- what goes wrong ------------------------------------------------------------------------


def test_a_signature_of_another_key_is_refused(start, cast, hand, now):
    file = start(1)
    lan, minh = hand(cast[0]), hand(cast[1])
    lease = begin(file.fields.get(), lan, now)
    lease.credential = minh.credential.code
    with pytest.raises(SignatureWrong):
        finish_signing(actor=lan.actor, lease=lease, signature=minh.value(lease), at=now)
    assert file.revisions.count() == 1


def test_a_silent_time_stamp_service_loses_nothing(
    start, cast, hand, sign, now, settings, monkeypatch
):
    file = start(2)
    first, second = file.fields.all()
    lan = hand(cast[0])
    lease = begin(first, lan, now)

    def silent(*args, **kwargs):
        raise requests.ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(requests, "post", silent)
        settings.CERTIFICATES = settings.CERTIFICATES | {"stamps": "http://tsa.invalid/"}
        with pytest.raises(StampServiceSilent):
            finish_signing(actor=lan.actor, lease=lease, signature=lan.value(lease), at=now)
    settings.CERTIFICATES = settings.CERTIFICATES | {"stamps": ""}
    assert file.revisions.count() == 1
    # The others go on when the time is up, and the first may sign again.
    later = now + timedelta(minutes=11)
    sign(second, hand(cast[1]), at=later)
    sign(first, lan, at=later)
    file.refresh_from_db()
    assert {one["verdict"] for one in last_revision(file).report} == {"VALID"}


def test_wrong_certificates_are_refused_before_anything_is_prepared(
    start, cast, hand, special, now, tests_ca
):
    file = start(1, seals=True)
    person, seal = file.fields.all()
    lan = cast[0]
    year = timedelta(days=365)
    wrong = {
        holders.CertificateOfAnother: special("Người Khác"),
        holders.CertificateOfServer: special(lan.name, identity="", for_server=True),
        holders.CertificateIsSeal: special(lan.name, identity="MST:1"),
        holders.CertificateOutOfDate: special(lan.name, begins=now - 2 * year, ends=now - year),
    }
    for refusal, credential in wrong.items():
        with pytest.raises(refusal):
            begin(person, hand(lan, credential=credential), now)
    with pytest.raises(holders.CertificateIsPersonal):
        begin(seal, hand(lan, "Công đoàn phường Đông", credential=special("Lan")), now)
    other = special("Công ty khác", identity="MST:2")
    with pytest.raises(holders.CertificateNotOfOrganisation):
        begin(seal, hand(lan, "Công đoàn phường Đông", credential=other), now)
    assert not Lease.objects.exists()


def test_a_revoked_certificate_does_not_sign(start, cast, hand, special, tests_ca, now):
    file = start(1)
    credential = special(cast[0].name, identity="CCCD:BI-THU-HOI")
    tests_ca.revoke(credential.certificate, at=now - timedelta(hours=1))
    with pytest.raises(CertificateRevoked):
        begin(file.fields.get(), hand(cast[0], credential=credential), now)


def test_a_strange_authority_is_not_believed(start, cast, hand, now, tmp_path):
    from congdoan.support.certificates.services.authority import Authority, Subject
    from congdoan.support.certificates.services.providers.interface import Credential

    strange = Authority(tmp_path)
    made = strange.identity("lan", Subject(cast[0].name, "CCCD:1"), at=now)
    file = start(1)
    credential = Credential("lan", made.asn1(), (strange.issuing.asn1(),))
    with pytest.raises(CertificateNotTrusted):
        begin(file.fields.get(), hand(cast[0], credential=credential), now)


# --- the end --------------------------------------------------------------------------------


def test_the_closed_file_gets_an_archive_stamp_and_a_new_one_every_year(
    start, cast, hand, sign, system, now
):
    file = start(1)
    sign(file.fields.get(), hand(cast[0]))
    close_file(file=file, at=now)
    file = archive_file(actor=system, file=file, at=now)
    assert last_revision(file).kind == "ARCHIVED"
    assert last_revision(file).report[-1]["kind"] == "STAMP"
    assert file.renew_on == (now + timedelta(days=365)).date()
    # Twice a day is once.
    assert archive_file(actor=system, file=file, at=now).revision_count == 3
    assert unscoped_files_to_archive(on=now) == []
    next_year = now + timedelta(days=366)
    assert unscoped_files_to_archive(on=next_year) == [file]
    file = archive_file(actor=system, file=file, at=next_year)
    assert file.revision_count == 4
    assert {one["verdict"] for one in last_revision(file).report} == {"VALID"}


def test_nobody_signs_a_closed_file(start, cast, hand, sign, now):
    file = start(2)
    first, second = file.fields.all()
    sign(first, hand(cast[0]))
    close_file(file=file, at=now)
    with pytest.raises(leases.FileIsClosed):
        sign(second, hand(cast[1]))


def test_the_nightly_job_archives_what_is_closed(start, cast, hand, sign, now, time_machine):
    file = start(1)
    sign(file.fields.get(), hand(cast[0]))
    close_file(file=file, at=now)
    time_machine.move_to(now + timedelta(days=1), tick=False)
    archive_files()
    archive_files()
    file.refresh_from_db()
    assert (file.revision_count, last_revision(file).kind) == (3, "ARCHIVED")
