"""What this slice keeps about a person, for the file they take along."""

from typing import Any

from django.utils.translation import gettext as _

from congdoan.areas.members.models import (
    Application,
    Discipline,
    MemberRecord,
    MemberWork,
    Pause,
    Transfer,
)
from congdoan.areas.members.selectors.person import facts_in_words, looks_at, record_of, stays_of
from congdoan.areas.members.services.records import unscoped_facts
from congdoan.kernel.people.api import AboutPerson, Kept


def kept_of_member(asked: AboutPerson) -> list[Kept]:
    """Answer ``kept_about`` (the grounds of penalties are on their paper)."""
    person, on = asked.person, asked.on
    record = record_of(person.pk)
    names = [
        f.name for f in MemberRecord._meta.fields if f.name not in {"person", "digits", "revision"}
    ]
    facts = facts_in_words(unscoped_facts(person.pk), on=on)
    return [
        Kept("record", _("Hồ sơ đoàn viên"), [{name: getattr(record, name) for name in names}]),
        Kept("sensitive", _("Dữ liệu nhạy cảm"), [dict(facts)] if facts else []),
        Kept("memberships", _("Là đoàn viên qua các thời kỳ"), _stays(asked)),
        Kept("work", _("Công việc"), _works(person.pk)),
        Kept("papers", _("Đơn, chuyển sinh hoạt, tạm dừng, kỷ luật"), _papers(person.pk)),
        Kept(
            "looks",
            _("Ai đã xem dữ liệu riêng"),
            [
                {"at": one["moment"], "who": one["title"], "purpose": one["text"]}
                for one in looks_at(person)
            ],
        ),
    ]


def _stays(asked: AboutPerson) -> list[dict[str, Any]]:
    return [
        {
            "union": one.unit,
            "begin": one.begin,
            "end": one.end,
            "from": one.membership.valid.lower,
            "until": one.membership.valid.upper,
        }
        for one in stays_of(asked.person.pk, on=asked.on)
    ]


def _works(person: int) -> list[dict[str, Any]]:
    return [
        {
            "job_title": one.job_title,
            "department": one.department,
            "from": one.valid.lower,
            "until": one.valid.upper,
        }
        for one in MemberWork.objects.filter(person_id=person).order_by("valid")
    ]


def _papers(person: int) -> list[dict[str, Any]]:
    asked = Application.objects.filter(person_id=person)
    moved = Transfer.objects.filter(person_id=person)
    punished = Discipline.objects.filter(person_id=person)
    return [
        *({"kind": "application", **row} for row in asked.values("received_on", "state")),
        *({"kind": "transfer", **row} for row in moved.values("effective_on", "state")),
        *(
            {"kind": "pause", "reason": one.reason, "from": one.valid.lower}
            for one in Pause.objects.filter(person_id=person)
        ),
        *(
            {"kind": "discipline", **row}
            for row in punished.values("penalty", "decision_no", "decided_on")
        ),
    ]
