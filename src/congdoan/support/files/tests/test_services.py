from datetime import UTC, datetime

from django.core.files.storage import default_storage
import pytest

from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.organisations import api as organisations
from congdoan.support.files import rules
from congdoan.support.files.api import (
    FileQuestion,
    declare_purpose,
    get_readable_file,
    may_read_file,
    store_file,
    unscoped_content,
    unscoped_files,
)
from congdoan.support.files.models import StoredFile
from congdoan.support.files.selectors import ContentIsMissing
from congdoan.support.files.tests.factories import PDF, upload

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
PURPOSE = "files.test"
declare_purpose(PURPOSE, "Thử", needs=organisations.VIEW)


@pytest.fixture
def unit(tree):
    return tree.middle


@pytest.fixture
def colleague(tree, make_person, seat, actor_of):
    """Lan's vice-president."""
    person = make_person("Phạm Văn Cường", username="cuong")
    seat(person, tree.middle, "VICE_PRESIDENT")
    return actor_of(person)


@pytest.fixture
def answered(monkeypatch):
    """Let one slice answer the question who may read, and nobody else."""
    monkeypatch.setattr(may_read_file, "_handlers", {})
    asked: list[FileQuestion] = []

    def answer(question: FileQuestion) -> bool | None:
        asked.append(question)
        return True if question.actor.name == "Nguyễn Văn Minh" else None

    may_read_file.on(answer)
    return asked


def store(actor, unit, **changes):
    return store_file(
        actor=actor,
        organisation=unit,
        **{"upload": upload(), "purpose": PURPOSE, "at": NOW, **changes},
    )


def test_a_stored_file_comes_back_byte_for_byte(lan, unit):
    stored = store(lan, unit)

    assert unscoped_content(stored).read() == PDF
    assert (stored.name, stored.size, stored.media_type) == ("ban-quet.pdf", len(PDF), rules.PDF)
    assert (stored.uploaded_by_id, stored.uploader_name) == (lan.user_id, "Trần Thị Lan")
    assert unscoped_files([stored.pk, 0]) == {stored.pk: stored}
    entry = AuditEntry.objects.get(verb="files.stored")
    assert entry.organisation_id == unit.pk


def test_a_double_click_is_one_upload(lan, unit):
    assert store(lan, unit) == store(lan, unit)
    assert AuditEntry.objects.filter(verb="files.stored").count() == 1


def test_two_people_share_the_content_but_not_the_row(lan, colleague, unit):
    one, other = store(lan, unit), store(colleague, unit, upload=upload("khác tên.pdf"))

    assert one != other
    assert one.path == other.path
    assert default_storage.size(one.path) == len(PDF)


def test_another_organisation_keeps_its_own_content(lan, minh, tree):
    assert store(lan, tree.middle).path != store(minh, tree.leaf).path


def test_content_cut_off_by_a_crash_is_written_anew(lan, unit):
    stored = store(lan, unit)
    default_storage.delete(stored.path)
    default_storage.save(stored.path, upload(content=b"%PDF"))

    store(lan, unit)

    assert unscoped_content(stored).read() == PDF


def test_nobody_stores_for_an_organisation_without_the_right(lan, tree):
    with pytest.raises(NotAllowed):
        store(lan, tree.far_middle)
    assert not StoredFile.objects.exists()


def test_the_system_keeps_what_it_makes(system, unit, answered, lan):
    stored = store(system, unit)
    assert store(system, unit) == stored
    assert stored.uploaded_by is None
    with pytest.raises(NotFound):
        get_readable_file(lan, stored.pk)


def test_a_purpose_nobody_declared_is_a_fault_of_the_caller(lan, unit):
    with pytest.raises(ValueError, match="Nobody declared"):
        store(lan, unit, purpose="files.nothing")


def test_a_file_over_the_limit_is_refused_with_both_figures(lan, unit, settings):
    settings.UPLOAD_LIMIT_BYTES = 25 * 1024 * 1024
    large = upload()
    large.size = 40 * 1024 * 1024

    with pytest.raises(rules.FileTooLarge) as refused:
        store(lan, unit, upload=large)

    assert refused.value.sentence.startswith("Tệp 40 MB vượt giới hạn 25 MB")
    assert refused.value.status == 413


def test_an_empty_file_is_refused(lan, unit):
    with pytest.raises(rules.FileIsEmpty):
        store(lan, unit, upload=upload(content=b""))


def test_the_uploader_reads_and_others_do_not_find_it(lan, colleague, unit, answered):
    stored = store(lan, unit)

    assert get_readable_file(lan, stored.pk) == stored
    with pytest.raises(NotFound):
        get_readable_file(colleague, stored.pk)
    with pytest.raises(NotFound):
        get_readable_file(lan, stored.pk + 1)


def test_the_slice_a_file_hangs_on_opens_it(lan, minh, unit, answered):
    stored = store(lan, unit)

    assert get_readable_file(minh, stored.pk) == stored
    assert answered[0].purpose == PURPOSE
    assert answered[0].file_id == stored.pk


def test_content_the_storage_lost_says_so(lan, unit):
    stored = store(lan, unit)
    default_storage.delete(stored.path)
    with pytest.raises(ContentIsMissing):
        unscoped_content(stored)
