from congdoan.foundation.capabilities import capability

#: Whoever finds the work in the unit's list may open what it is about.
FOLLOW = capability(
    "restructuring.follow",
    "Xem thủ tục thành lập, các bước bàn giao",
    needs=("organisations.view",),
    inherited=True,
    held_by={
        "LEADER": "BELOW",
        "SPECIALIST": "BELOW",
        "INSPECTOR": "BELOW",
        "ACCOUNTANT": "HERE",
        "COMMITTEE": "HERE",
        "CLERK": "HERE",
    },
)
FOUND = capability(
    "restructuring.found",
    "Làm thủ tục thành lập công đoàn cơ sở",
    needs=("organisations.view",),
    held_by={"LEADER": "BELOW", "SPECIALIST": "BELOW"},
)
# The ending unit's own officers prepare; their offices end with it, and the superior goes on.
HAND_OVER = capability(
    "restructuring.hand_over",
    "Làm các bước kết thúc, bàn giao tổ chức",
    needs=("organisations.view",),
    held_by={"LEADER": "BELOW", "SPECIALIST": "BELOW", "ACCOUNTANT": "HERE"},
)
PRINT = capability(
    "restructuring.print",
    "In quyết định, biên bản, phụ lục về tổ chức",
    needs=("organisations.view",),
    inherited=True,
    held_by={"LEADER": "BELOW", "SPECIALIST": "BELOW", "CLERK": "BELOW", "OPERATOR": "ALL"},
)
