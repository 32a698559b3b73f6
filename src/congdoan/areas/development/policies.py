from congdoan.foundation.capabilities import capability

VIEW = capability(
    "development.view",
    "Xem chỉ tiêu phát triển đoàn viên",
    inherited=True,
    held_by={
        "LEADER": "BELOW",
        "SPECIALIST": "BELOW",
        "INSPECTOR": "BELOW",
        "COMMITTEE": "HERE",
        "CLERK": "HERE",
    },
)
ASSIGN = capability(
    "development.assign",
    "Giao chỉ tiêu phát triển đoàn viên cho cấp dưới trực tiếp",
    needs=("development.view",),
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE"},
)
ANSWER = capability(
    "development.answer",
    "Nhận chỉ tiêu phát triển đoàn viên hoặc đề nghị mức khác",
    needs=("development.view",),
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE"},
)
