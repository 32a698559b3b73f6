import csv
from datetime import timedelta
from hashlib import sha256
import io
import json
import zipfile

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
import pytest

from congdoan.areas.agreements import api, tasks
from congdoan.areas.agreements.models import AgreementExport, Duty
from congdoan.areas.agreements.rules import archive as rules
from congdoan.areas.agreements.selectors.consolidated import text_before
from congdoan.foundation.refusal import NotAllowed
from congdoan.support.notifications.api import inbox

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"agreements:{name}", args=args)


@pytest.fixture
def lived(running, lan, tree, today, now):
    """A duty reported with a file whose name and words try to be something else."""
    duty = Duty.objects.of(running.pk).filter(obligation__words__contains="Rà soát").earliest("due")
    api.report_duty(
        actor=lan,
        duty=duty,
        organisation=tree.middle,
        done_on=today,
        result='=HYPERLINK("http://x")',
        uploads=[SimpleUploadedFile("biên bản ..&rà soát.pdf", b"%PDF-1.4 noi dung")],
        on=today,
        at=now,
    )
    return running


def content(answer):
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_package_is_complete_and_every_hash_fits(lived, lan, signed_in):
    answer = signed_in(lan).post(url("export", lived.pk))
    assert answer["Content-Type"] == "application/zip"
    package = content(answer)
    assert package.testzip() is None
    manifest = json.loads(package.read("manifest.json"))
    listed = {one["path"]: one for one in manifest["files"]}
    assert set(package.namelist()) == {*listed, "manifest.json"}
    for path, one in listed.items():
        inside = package.read(path)
        assert (sha256(inside).hexdigest(), len(inside)) == (one["sha256"], one["bytes"])
    assert {"HUONG-DAN.txt", "van-ban.json", "bang/nhiem-vu.csv", "bang/chu-ky.csv"} <= set(listed)
    assert "giay-to/van-ban-ban-1.pdf" in listed
    assert "giay-to/van-ban-ban-1.docx" in listed
    for name in ("bang-tiep-thu", "ma-tran-trach-nhiem", "so-trao-doi"):
        assert (f"giay-to/{name}.pdf" in listed) is (name != "bang-tiep-thu")
    attached = [path for path in listed if path.startswith("tep/")]
    assert [package.read(path) for path in attached] == [b"%PDF-1.4 noi dung"]
    facts = json.loads(package.read("van-ban.json"))
    assert [one["label"] for one in facts["parties"]] == ["Bên A", "Bên B"]
    assert facts["versions"][0]["clauses"]
    duties = list(
        csv.DictReader(io.StringIO(package.read("bang/nhiem-vu.csv").decode("utf-8-sig")))
    )
    assert any(row["ket_qua"].startswith("'=HYPERLINK") for row in duties)
    assert lan.name not in package.read("bang/buoc-thuc-hien.csv").decode()


def test_only_parties_take_the_record(lived, lan, far, minh, signed_in, tree, today, now):
    assert signed_in(far).get(url("export", lived.pk)).status_code == 404
    assert signed_in(minh).get(url("export", lived.pk)).status_code == 404
    with pytest.raises(NotAllowed):
        api.export_agreement(
            actor=far, agreement=lived, organisation=tree.middle, papers=(), on=today, at=now
        )
    assert url("export", lived.pk) in signed_in(lan).get(url("detail", lived.pk)).content.decode()


def test_a_big_one_is_packed_in_the_background(lived, lan, tuan, signed_in, monkeypatch):
    monkeypatch.setattr(rules, "SMALL_DUTIES", 0)
    client = signed_in(lan)
    assert client.post(url("export", lived.pk)).status_code == 302
    assert client.post(url("export", lived.pk)).status_code == 409
    one = AgreementExport.objects.get()
    tasks.pack(export=one.pk)
    tasks.pack(export=one.pk)
    one.refresh_from_db()
    assert one.state == "READY"
    assert sum("Gói hồ sơ" in row.title for row in inbox(lan)) == 1
    address = url("export_download", lived.pk, one.pk)
    assert address in signed_in(lan).get(url("export", lived.pk)).content.decode()
    assert "manifest.json" in content(signed_in(lan).get(address)).namelist()
    assert signed_in(tuan).get(address).status_code == 404
    default_storage.delete(one.path)
    assert signed_in(lan).get(address).status_code == 409


def test_old_packages_are_cleared(lived, lan, tree, now):
    one = api.ask_for_export(actor=lan, agreement=lived, organisation=tree.middle, at=now)
    tasks.pack(export=one.pk)
    one.refresh_from_db()
    assert api.clear_exports(at=now + timedelta(days=6)) == 0
    assert api.clear_exports(at=now + timedelta(days=8)) == 1
    assert not default_storage.exists(one.path)
    tasks.pack(export=one.pk)


def test_names_that_every_system_unpacks():
    assert "/" not in rules.safe_name("../a/b.pdf")
    assert rules.safe_name("...") == "tep"


def test_addenda_resolutions_and_signatures_are_in_the_package(
    in_force, amend, lan, tuan, today, now, signed_in
):
    """What was changed and decided later belongs to "everything" too."""

    def write(amendment):
        line = next(one for one in text_before(amendment) if one.item.level == "CLAUSE")
        api.change_clause(
            actor=lan, amendment=amendment, clause=line.item.stable_id, heading="", text="Lời mới."
        )

    amendment = amend(write, wanted_on=today + timedelta(days=10))
    package = content(signed_in(lan).post(url("export", in_force.pk)))
    names = set(package.namelist())
    assert {"giay-to/phu-luc-1.pdf", "giay-to/phu-luc-1.docx"} <= names
    assert "giay-to/bang-tiep-thu.docx" in names
    facts = json.loads(package.read("van-ban.json"))
    (told,) = facts["amendments"]
    assert (told["number"], told["sha256"]) == (1, amendment.sha256)
    assert told["changes"][0]["text"] == "Lời mới."
    consents = package.read("bang/y-kien-phu-luc.csv").decode()
    assert "AGREE" in consents
    signatures = package.read("bang/chu-ky.csv").decode()
    assert signatures.count("SIGNED") == 4
