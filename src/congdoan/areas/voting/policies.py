from congdoan.foundation.capabilities import capability

VIEW = capability(
    "voting.view",
    "Xem các cuộc bầu cử, biểu quyết và kết quả",
    needs=("organisations.view",),
    inherited=True,
    held_by={
        "LEADER": "BELOW",
        "SPECIALIST": "BELOW",
        "INSPECTOR": "BELOW",
        "COMMITTEE": "HERE",
        "CLERK": "HERE",
    },
)
MANAGE = capability(
    "voting.manage",
    "Mở, điều hành cuộc bầu cử, biểu quyết của đơn vị",
    needs=("voting.view", "members.view"),
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE", "CLERK": "HERE"},
)
RECOGNISE = capability(
    "voting.recognise",
    "Ghi quyết định công nhận kết quả bầu cử",
    needs=("voting.view",),
    held_by={"LEADER": "BELOW", "SPECIALIST": "BELOW"},
)
