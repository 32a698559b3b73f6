from datetime import date
from itertools import count

from congdoan.support.worklist.api import WorkItem, WorkKind, declare_kind, open_work

DUTY = declare_kind(WorkKind("worklist.test_duty", "Nhiệm vụ thử", reminder_days=(7, 1, 0, -3)))
BY_HAND = declare_kind(
    WorkKind("worklist.test_by_hand", "Việc thử", by_hand=True, escalate_after_days=None)
)
_numbers = count(1)


def make_work(actor, organisation, **changes) -> WorkItem:
    number = next(_numbers)
    return open_work(
        **{
            "actor": actor,
            "kind": DUTY.code,
            "key": f"test.{number}",
            "title": f"Báo cáo sơ kết số {number}",
            "organisation": organisation,
            "on": date(2026, 2, 1),
            "due": date(2026, 3, 10),
            "why": "Khoản 2 Điều 5 quy chế phối hợp",
            "source_label": "Quy chế phối hợp 2026",
            "source_url": "/phoi-hop/1/",
            **changes,
        }
    )
