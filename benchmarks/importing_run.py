"""One import in a process of its own, so that its memory can be told: prints one JSON object."""

import json
import os
from pathlib import Path
import re
import sys
import time
from typing import Any


def measured(name: str, organisation: str, *steps: str) -> dict[str, Any]:
    """Plan (and with more steps commit, undo) one file for one organisation."""
    from django.core.files.uploadedfile import UploadedFile

    from benchmarks.stage import TODAY, now
    from congdoan.kernel.access.api import system_actor
    from congdoan.kernel.organisations.models import Organisation
    from congdoan.support.exchange import api as exchange
    from congdoan.support.exchange.rules.kinds import find_kind

    actor, told, at = system_actor(today=TODAY), {}, now()
    told["before_mb"] = peak_mb()
    begun, used = time.perf_counter(), worked()
    kind = find_kind("doan-vien")
    assert kind is not None
    with Path(name).open("rb") as source:
        taken = exchange.take_in(
            actor=actor,
            kind=kind,
            organisation=Organisation.objects.get(code=organisation),
            upload=UploadedFile(source, Path(name).name),
            options={"on": TODAY.isoformat()},
            at=at,
        )
    batch = exchange.make_plan(actor=actor, batch_id=taken.pk, at=at)
    told["plan"] = time.perf_counter() - begun
    told["plan_work"] = [round(now - was, 2) for now, was in zip(worked(), used, strict=True)]
    told["batch"], told["plan_peak_mb"] = batch.pk, peak_mb()
    acts: dict[str, Any] = {
        "commit": lambda: exchange.commit_import(actor=actor, batch_id=batch.pk, at=at),
        "undo": lambda: exchange.undo_import(actor=actor, batch_id=batch.pk, reason="Đo", at=at),
    }
    for step in steps:
        begun, used = time.perf_counter(), worked()
        acts[step]()
        told[step] = time.perf_counter() - begun
        told[f"{step}_work"] = [
            round(now - was, 2) for now, was in zip(worked(), used, strict=True)
        ]
    told["peak_mb"] = peak_mb()
    summary = exchange.summary_of(batch)
    told |= {"done": summary.done, "errors": summary.errors, "total": summary.total}
    return told


def worked() -> tuple[float, float]:
    """Return the processor seconds this process and its database session have used."""
    from django.db import connection

    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    return time.process_time(), ticks / os.sysconf("SC_CLK_TCK")


def peak_mb() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    import django

    django.setup()
    print(json.dumps(measured(*sys.argv[1:])))
