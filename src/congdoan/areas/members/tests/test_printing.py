"""The register on paper: made in the background like every file, short enough for paper."""

from django.urls import reverse
import pytest

from congdoan.areas.members.models import MemberExport
from congdoan.areas.members.services import exporting
from congdoan.areas.members.tasks import export

pytestmark = pytest.mark.django_db


def test_a_list_is_printed_with_the_columns_chosen(
    minh, signed_in, tree, teachers, settings, tmp_path, monkeypatch
):
    settings.MEDIA_ROOT = tmp_path
    client, url = signed_in(minh), reverse("members:exports", args=[tree.leaf.pk])
    typed = {"purpose": "Niêm yết", "kind": "pdf", "columns": ["gender", "birth_date"]}
    monkeypatch.setattr(exporting, "MOST_PRINTED", 4)
    refused = client.post(url, typed)
    assert refused.status_code == 422
    assert "in tối đa 4 người" in refused.content.decode()
    monkeypatch.undo()
    settings.MEDIA_ROOT = tmp_path
    assert client.post(url, typed).status_code == 302
    one = MemberExport.objects.get()
    export(one.pk)
    file = client.get(reverse("members:download", args=[one.pk]))
    assert file.content.startswith(b"%PDF")
    one.refresh_from_db()
    assert (one.rows, one.until is not None) == (5, True)
