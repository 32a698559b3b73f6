"""Starting, stopping and what is said when it does not go."""

from datetime import datetime
import json
import logging
import os
from pathlib import Path
import socket
import subprocess
import sys
from zoneinfo import ZoneInfo

from django.core.management import CommandError, call_command, get_commands
from django.db import OperationalError, ProgrammingError
from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicDeferrer
import pytest

from congdoan.config import embedded, environment, preparation, serving
from congdoan.config.cannot_start import CannotStart


def congdoan(*arguments: str, home: Path, **extra: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-m", "congdoan.config.cli", *arguments],
        env={**kept, "CONGDOAN_HOME": str(home), **extra},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_taken_port_is_named_with_the_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotStart, match=f"cổng {port} .* PORT={port + 1}"):
            serving.check_port("127.0.0.1", port)


def test_the_last_port_does_not_point_past_the_end() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 65535))
        other.listen()
        with pytest.raises(CannotStart, match="PORT=8001"):
            serving.check_port("127.0.0.1", 65535)


@pytest.mark.parametrize("given", ["abc", "0", "70000", "-1", "８０００"])
def test_a_port_that_is_none_is_refused(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", given)
    with pytest.raises(CannotStart, match="không phải số cổng"):
        environment.port()


def test_one_home_serves_once(tmp_path: Path) -> None:
    with serving.only_one(tmp_path, "http://localhost:1"):
        second = serving.only_one(tmp_path, "http://localhost:2")
        with pytest.raises(CannotStart, match=f"tiến trình {os.getpid()}, http://localhost:1"):
            second.__enter__()
    with serving.only_one(tmp_path, "http://localhost:2"):
        pass


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    done = congdoan("prepare", home=tmp_path / "taken" / "home")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "không ghi được vào thư mục dữ liệu" in done.stderr


def test_the_socket_path_stays_short_and_own(tmp_path: Path) -> None:
    deep = tmp_path / ("thư mục rất sâu/" * 12)
    assert len(os.fsencode(embedded.socket_folder(deep))) <= embedded.SOCKET_BYTES
    assert embedded.socket_folder(deep) != embedded.socket_folder(deep / "khác")
    assert "%2F" in embedded.database_url(deep)


def test_help_needs_nothing(tmp_path: Path) -> None:
    done = congdoan("help", home=tmp_path / "home")
    assert done.returncode == 0
    assert "congdoan LỆNH" in done.stdout
    assert not (tmp_path / "home").exists()


def test_a_command_there_is_not_is_refused_before_anything_starts(tmp_path: Path) -> None:
    done = congdoan("demo-dataa", home=tmp_path)
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "congdoan: không có lệnh “demo-dataa”; xem congdoan help và congdoan help-django."
    )
    assert not (tmp_path / "pg").exists()


def test_serving_takes_no_arguments(tmp_path: Path) -> None:
    done = congdoan("serve", "--port=1", home=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)


@pytest.mark.slow
def test_the_embedded_server_survives_what_a_crash_leaves(tmp_path: Path) -> None:
    """A half-made folder, a number of nobody, the number of another program, an empty file."""
    tmp_path.chmod(0o711)
    server = embedded.Server(tmp_path, throwaway=True)
    (tmp_path / "pg.new").mkdir()
    for left in (None, "999999999\n", f"{os.getpid()}\n", ""):
        if left is not None:
            (server.data / "postmaster.pid").write_text(left)
        with server.running():
            assert server.answers()
        assert not server.answers()


@pytest.mark.slow
def test_the_server_stays_up_while_somebody_uses_it(tmp_path: Path) -> None:
    tmp_path.chmod(0o711)
    one, other = embedded.Server(tmp_path, throwaway=True), embedded.Server(tmp_path)
    with one.running():
        with other.running():
            pass
        assert one.answers()
        with pytest.raises(CannotStart, match="đang được dùng"):
            other.stop()
    one.keep()
    assert one.answers()
    one.stop()
    assert not one.answers()


def test_data_of_another_major_version_are_left_alone(tmp_path: Path) -> None:
    server = embedded.Server(tmp_path)
    server.data.mkdir()
    (server.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(CannotStart, match="PostgreSQL 17"):
        server._initialise()


def test_every_step_of_the_preparation_exists() -> None:
    commands = get_commands()
    asked = [step for step in preparation.STEPS if preparation.DEMO.exists() or not step.demo]
    assert not [step.name for step in asked if step.name not in commands]
    for step in asked:
        assert any(list(environment.PROJECT.glob(pattern)) for pattern in step.inputs), step.name


@pytest.mark.django_db
def test_a_step_is_due_again_when_its_files_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparation, "database_identity", lambda: "one")
    every = preparation.due_steps(tmp_path, demo=False)
    stamps = {step.name: preparation._stamp(step, "one") for step in every}
    (tmp_path / "prepared.json").write_text(json.dumps(stamps))
    assert preparation.due_steps(tmp_path, demo=False) == []
    monkeypatch.setattr(preparation, "database_identity", lambda: "another database")
    due = {step.name for step in preparation.due_steps(tmp_path, demo=False)}
    assert due == {step.name for step in every if step.in_database}
    (tmp_path / "prepared.json").write_text("{broken")
    assert preparation.due_steps(tmp_path, demo=False) == every


@pytest.mark.django_db
def test_health(client) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}
    assert client.get("/health/ready").status_code == 200
    assert client.post("/health/live").status_code == 405


@pytest.mark.django_db
def test_not_ready_while_the_database_is_away(client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_connection: object) -> None:
        raise OperationalError

    monkeypatch.setattr("congdoan.config.health.MigrationExecutor", away)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["database"] is False


@pytest.mark.django_db
def test_the_request_log_names_no_person(client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="congdoan.request"):
        client.get("/health/live?q=Nguyễn+Văn+A")
        client.get("/khong-co/Nguyễn Văn A/")
    lines = [record.__dict__ for record in caplog.records if record.name == "congdoan.request"]
    assert [line["path"] for line in lines] == ["/health/live", "(no such address)"]
    assert all("Nguy" not in json.dumps(line, default=str) for line in lines)
    assert {line["status"] for line in lines} == {200, 404}


@pytest.mark.django_db
def test_the_demo_keeps_away_from_real_people() -> None:
    from congdoan.kernel.accounts.models import User

    User.objects.create(username="nguoi-that", display_name="Người Thật")
    with pytest.raises(CannotStart, match="tài khoản thật"):
        call_command("demo_data")


def test_a_server_that_slept_through_the_morning_does_the_days_work_when_it_wakes() -> None:
    deferrer = PeriodicDeferrer(registry=app.periodic_registry, **app.periodic_defaults)
    evening = datetime(2026, 3, 2, 20, 45, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    due = {task.task.name for task, _ in deferrer.get_previous_tasks(at=evening.timestamp())}
    assert due == {task.task.name for task in app.periodic_registry.periodic_tasks.values()}


def test_sign_ins_of_an_empty_database_are_one_sentence(monkeypatch):
    def nothing():
        message = 'relation "accounts_user" does not exist'
        raise ProgrammingError(message)

    monkeypatch.setattr("congdoan.config.management.commands.demo_accounts.accounts", nothing)
    with pytest.raises(CommandError, match="Chưa có dữ liệu trình diễn"):
        call_command("demo_accounts", "--json")
