"""The watched folder: whole files only, each once, broken ones aside with their reason."""

import pytest

from congdoan.areas.documents.models import Incoming
from congdoan.areas.gateway import api, tasks
from congdoan.areas.gateway.models import Package, Peer
from congdoan.foundation import clock
from tests.gateway_world import PEER, a_letter, stream_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def base(tmp_path, settings, monkeypatch, now):
    settings.GATEWAY_FOLDER = str(tmp_path)
    monkeypatch.setattr(clock, "now", lambda: now)
    monkeypatch.setattr(clock, "today", now.date)
    (tmp_path / "vao").mkdir()
    return tmp_path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_files_are_taken_once_and_laid_aside(base, peer):
    content = stream_of(a_letter()).read()
    (base / "vao" / "a.edxml").write_bytes(content)
    (base / "vao" / "b.xml").write_bytes(content)
    (base / "vao" / "c.edxml").write_bytes(b"<edXML")
    (base / "vao" / ".d.edxml").write_bytes(content)
    (base / "vao" / "e.edxml.part").write_bytes(content)
    tasks.look()
    assert names(base / "vao") == [".d.edxml", "e.edxml.part"]
    assert [name.split("-")[-1] for name in names(base / "da-nhan")] == ["a.edxml", "b.xml"]
    broken, why = names(base / "hong")
    assert why == f"{broken}.ly-do.txt"
    assert "không phải XML" in (base / "hong" / why).read_text(encoding="utf-8")
    assert Incoming.objects.count() == 1
    assert Package.objects.filter(direction="IN", state="REFUSED").count() == 1


@pytest.mark.parametrize("encoding", ["foo", "gb2312", "utf-7", "mac_roman"])
def test_an_encoding_nobody_reads_holds_up_nothing(base, peer, encoding):
    content = stream_of(a_letter()).read()
    odd = f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + content.split(b"?>", 1)[-1]
    (base / "vao" / "a.edxml").write_bytes(odd)
    (base / "vao" / "b.edxml").write_bytes(content)
    tasks.look()
    assert names(base / "dang-doc") == []
    assert Incoming.objects.count() == 1
    assert any(name.endswith("-b.edxml") for name in names(base / "da-nhan"))


def test_a_fault_of_ours_holds_up_nothing(base, peer, monkeypatch):
    content = stream_of(a_letter()).read()
    for name in ("a.edxml", "b.edxml"):
        (base / "vao" / name).write_bytes(content)
    taking, seen = tasks.take_package, []

    def faulty(**words):
        seen.append(words)
        if len(seen) == 1:
            raise RuntimeError("x")
        return taking(**words)

    monkeypatch.setattr(tasks, "take_package", faulty)
    tasks.look()
    assert len(names(base / "da-nhan")) == 1
    (why,) = (name for name in names(base / "hong") if name.endswith(".ly-do.txt"))
    assert "báo quản trị" in (base / "hong" / why).read_text(encoding="utf-8")


def test_a_file_waits_while_another_of_its_name_is_read(base, peer):
    for folder in ("vao", "dang-doc"):
        (base / folder).mkdir(exist_ok=True)
    content = stream_of(a_letter()).read()
    (base / "vao" / "a.edxml").write_bytes(b"<edXML")
    (base / "dang-doc" / "a.edxml").write_bytes(content)
    tasks.look()
    assert names(base / "vao") == ["a.edxml"]
    assert Incoming.objects.count() == 1


def test_what_a_killed_look_left_is_taken_up(base, peer, monkeypatch):
    (base / "vao" / "a.edxml").write_bytes(stream_of(a_letter()).read())
    taking = tasks.take_package

    def dies(**words):
        taking(**words)
        raise KeyboardInterrupt

    monkeypatch.setattr(tasks, "take_package", dies)
    with pytest.raises(KeyboardInterrupt):
        tasks.look()
    assert names(base / "dang-doc") == ["a.edxml"]
    monkeypatch.setattr(tasks, "take_package", taking)
    tasks.look()
    assert len(names(base / "da-nhan")) == 1
    assert Incoming.objects.count() == 1


def test_packages_leave_whole(base, gone, now):
    Peer.objects.update(way="FOLDER")
    Package.objects.update(state="WAITING", next_try=now)
    tasks.send()
    (written,) = (base / "ra" / PEER).iterdir()
    assert written.name.endswith("-new.edxml")
    package = gone[1]
    package.refresh_from_db()
    assert package.state == "SENT"
    with api.open_content(package) as content:
        assert content.read() == written.read_bytes()


def test_without_a_folder_nothing_is_looked_at(settings, db):
    settings.GATEWAY_FOLDER = ""
    tasks.look()
    assert not Package.objects.exists()
