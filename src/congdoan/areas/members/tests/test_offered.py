"""Lists of members as tables of texts."""

from django.urls import reverse
import pytest

from congdoan.areas.members import policies
from congdoan.areas.members.letters import lists
from congdoan.areas.members.models import Segment
from congdoan.areas.members.services import exporting
from congdoan.foundation.actor import Actor
from congdoan.kernel.audit.models import AuditEntry
from congdoan.support.discussion.api import Subject
from congdoan.support.drafting import api as drafting

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(tree, lan, today, now):
    template = drafting.make_template(
        actor=lan, organisation=tree.middle, type_code="UNION.KH", name="khen thưởng đoàn viên",
        like=None, on=today, at=now,
    )  # fmt: skip
    return drafting.draft_for(Subject("drafting.template", template.pk))


def send(client, text, **more):
    """Post the editor's form as it stands, with one button pressed."""
    text.refresh_from_db()
    data = {"revision": text.revision, "subject": text.subject, "addressees": text.addressees}
    data["block"] = [one.id for one in text.content]
    for one in text.content:
        data |= {f"kind-{one.id}": one.kind, f"text-{one.id}": one.text}
        data |= {f"name-{one.id}": one.name, f"source-{one.id}": one.source}
    return client.post(reverse("drafting:editor", args=[text.pk]), data | more)


def tables(text):
    text.refresh_from_db()
    return [one for one in text.content if one.kind == "table"]


def test_a_list_becomes_a_table_and_is_filled_anew(signed_in, lan, text, tree, enrol, today):
    enrol(tree.middle, "Bùi Thị Xuân", gender="F")
    client = signed_in(lan)
    page = client.get(reverse("drafting:editor", args=[text.pk])).content.decode()
    assert "Đoàn viên của đơn vị" in page
    assert send(client, text, act="list:", list="members.all").status_code == 302
    (table,) = tables(text)
    assert table.source == "members.all"
    assert "Bùi Thị Xuân" in table.text
    assert f"số liệu ngày {today:%d/%m/%Y}" in table.name
    entry = AuditEntry.objects.get(verb="members.exported")
    assert (entry.reason, entry.changes["rows"]) == ("khen thưởng đoàn viên", 1)
    enrol(tree.middle, "Cao Văn Lâm", gender="M")
    assert send(client, text, act=f"refresh:{table.id}").status_code == 302
    assert [one.id for one in tables(text)] == [table.id]
    assert "Cao Văn Lâm" in tables(text)[0].text
    assert [one.kind for one in text.content][-3:] == ["recipient", "recipient", "signature"]
    pdf = client.get(reverse("drafting:pdf", args=[text.pk]))
    assert pdf.content.startswith(b"%PDF-")


def test_a_saved_segment_narrows_it(signed_in, lan, text, tree, enrol):
    enrol(tree.middle, "Bùi Thị Xuân", gender="F")
    enrol(tree.middle, "Cao Văn Lâm", gender="M")
    segment = Segment.objects.create(
        organisation=tree.middle, name="Nữ đoàn viên", query="gender=F"
    )
    send(signed_in(lan), text, act="list:", list=f"members.{segment.pk}")
    (table,) = tables(text)
    assert "Bùi Thị Xuân" in table.text
    assert "Cao Văn Lâm" not in table.text


def test_who_may_not_export_members_puts_none_into_a_text(
    signed_in, clerk, text, tree, enrol, monkeypatch
):
    enrol(tree.middle, "Bùi Thị Xuân", gender="F")
    real = type(clerk).may

    def may(self: Actor, capability, *, on):
        return capability is not policies.EXPORT and real(self, capability, on=on)

    monkeypatch.setattr(type(clerk), "may", may)
    client = signed_in(clerk)
    page = client.get(reverse("drafting:editor", args=[text.pk])).content.decode()
    assert "Đoàn viên của đơn vị" not in page
    refused = send(client, text, act="list:", list="members.all")
    assert refused.status_code == 422
    assert "hãy chọn danh sách khác" in refused.content.decode()
    assert tables(text) == []
    assert not AuditEntry.objects.filter(verb="members.exported").exists()


def test_a_list_too_long_for_paper_is_refused_before_anybody_is_read(
    signed_in, lan, text, tree, enrol, monkeypatch
):
    enrol(tree.middle, "Bùi Thị Xuân")
    enrol(tree.middle, "Cao Văn Lâm")
    monkeypatch.setattr(exporting, "MOST_PRINTED", 1)
    monkeypatch.setattr(lists, "members_listed", None)
    assert send(signed_in(lan), text, act="list:", list="members.all").status_code == 422
    assert tables(text) == []
