"""Templates, drafts for a branch and differences from the template, as pages."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.enums import RunState
from congdoan.areas.agreements.models import Agreement, CascadeRun, CascadeUnit, TextTemplate
from congdoan.areas.agreements.rules import sheet as sheets
from congdoan.areas.agreements.tests.manuscripts import regulation
from congdoan.areas.agreements.tests.test_generating import cascade, linked, run, template

__all__ = ["cascade", "linked", "template"]
pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"agreements:{name}", args=args)


def test_a_template_is_begun_from_a_word_file_and_written_with_places(signed_in, lan, tree):
    client = signed_in(lan)
    assert "Chưa có mẫu nào" in client.get(url("templates")).content.decode()
    file = SimpleUploadedFile("mau.docx", regulation())
    values = {"organisation": tree.middle.pk, "title": "Mẫu 2026", "shipped": "", "upload": file}
    client.post(url("template_begin"), values)
    made = TextTemplate.objects.get()
    page = client.get(url("template", made.pk)).content.decode()
    assert "{{ tên trường }}" in page
    line = sheets.clauses(sheets.from_json(made.lines))[2]
    client.post(
        url("template", made.pk),
        {
            "revision": 1,
            f"text-{line.key}": "Họp với {{ tên trường }} {{ mấy lần }}.",
            "do": "save",
        },
    )
    page = client.get(url("template", made.pk)).content.decode()
    assert "mấy lần" in page
    stale = client.post(url("template", made.pk), {"revision": 1, "do": "save"})
    assert stale.status_code == 409
    client.post(url("template_retire", made.pk))
    assert client.get(url("template", made.pk)).status_code == 404


def test_a_bad_file_is_no_template(signed_in, lan, tree):
    file = SimpleUploadedFile("mau.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    values = {"organisation": tree.middle.pk, "title": "Mẫu", "shipped": "", "upload": file}
    answer = signed_in(lan).post(url("template_begin"), values)
    assert answer.status_code == 422
    assert "bản Word cũ" in answer.content.decode()
    assert not TextTemplate.objects.exists()


def test_from_what_is_missing_to_the_verdicts(signed_in, lan, cascade, tree, today, now):
    client = signed_in(lan)
    page = client.get(url("cascade_generate", cascade.pk)).content.decode()
    assert "2 đơn vị chưa có dự thảo" in page
    assert "chưa ghi chuyên môn đồng cấp" in page
    assert "Số buổi" in page
    assert client.post(url("cascade_generate", cascade.pk), {"place_0": "3"}).status_code == 302
    running = client.get(url("cascade_generate", cascade.pk)).content.decode()
    assert "0 trong 2 đơn vị" in running
    assert 'hx-trigger="every 2s"' in running
    part = client.get(
        url("cascade_generate", cascade.pk), headers={"hx-request": "true", "hx-target": "progress"}
    ).content.decode()
    assert part.lstrip().startswith("<section")
    (started,) = CascadeRun.objects.all()
    while api.draft_next(run_id=started.pk, today=today, at=now):
        pass
    done = client.get(url("cascade_generate", cascade.pk)).content.decode()
    assert "Đã xong" in done
    assert "Đã lập dự thảo" in done
    refused = client.get(url("cascade_generate", cascade.pk), {"verdict": "REFUSED"})
    assert "Trường THCS Ánh Dương" in refused.content.decode()


def test_one_unit_is_previewed_and_given_its_own_values(signed_in, lan, cascade, tree):
    client = signed_in(lan)
    address = url("cascade_preview", cascade.pk, tree.leaf.pk)
    assert "Thiếu giá trị: số buổi" in client.get(address).content.decode().replace("\n", " ")
    values = {f"place_{n}": "" for n in range(4)} | {"place_2": "7"}
    answer = client.post(url("cascade_values", cascade.pk, tree.leaf.pk), values)
    assert answer.url == address
    assert "Họp 7 buổi" in client.get(address).content.decode()
    assert not Agreement.objects.exists()


def test_a_run_is_stopped_or_let_go_on(signed_in, lan, cascade):
    client = signed_in(lan)
    client.post(url("cascade_generate", cascade.pk), {"place_0": "3"})
    client.post(url("cascade_stop", cascade.pk), {"do": "resume"})
    assert CascadeRun.objects.get().state == RunState.RUNNING
    client.post(url("cascade_stop", cascade.pk), {"do": "stop"})
    assert CascadeRun.objects.get().state == RunState.STOPPED


def test_differences_are_filtered_by_clause_unit_and_kind(
    signed_in, lan, minh, cascade, tree, today, now
):
    run(cascade, lan, today, now, values={"số buổi": "3"})
    client = signed_in(lan)
    address = url("cascade_differences", cascade.pk)
    assert "Chưa có chỗ nào khác mẫu" in client.get(address).content.decode()
    unit = CascadeUnit.objects.get(cascade=cascade, unit=tree.leaf)
    clause = api.outline_of(unit.agreement)[2].item
    api.write_clause(actor=minh, clause=clause, revision=1, heading="", text="Họp 2 buổi.", at=now)
    page = client.get(address).content.decode()
    assert "1 chỗ khác mẫu trong dự thảo của 1 đơn vị" in page
    assert "<ins" in page
    for wanted, seen in [
        ({"line": "2"}, True),
        ({"line": "1"}, False),
        ({"q": "hoa sen"}, True),
        ({"q": "ánh dương"}, False),
        ({"kind": "ADDED"}, False),
    ]:
        found = client.get(address, wanted).content.decode()
        assert ("Không có chỗ nào khớp" not in found) is seen


@pytest.mark.parametrize(
    "name", ["cascade_generate", "cascade_stop", "cascade_preview", "cascade_values"]
)
def test_units_and_strangers_steer_nothing(signed_in, minh, far, cascade, tree, name):
    args = [cascade.pk] + ([tree.leaf.pk] if name in {"cascade_preview", "cascade_values"} else [])
    for actor in (minh, far):
        assert signed_in(actor).get(url(name, *args)).status_code in {403, 404}
    assert signed_in(far).get(url("cascade_differences", cascade.pk)).status_code in {403, 404}
