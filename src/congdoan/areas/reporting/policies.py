from congdoan.foundation.capabilities import capability

VIEW = capability(
    "reporting.view",
    "Xem báo cáo của đơn vị và cấp dưới",
    inherited=True,
    held_by={
        "LEADER": "BELOW",
        "SPECIALIST": "BELOW",
        "INSPECTOR": "BELOW",
        "COMMITTEE": "HERE",
        "CLERK": "HERE",
    },
)
WRITE = capability(
    "reporting.write",
    "Nhập và nộp báo cáo của đơn vị",
    needs=("reporting.view",),
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE", "CLERK": "HERE"},
)
JUDGE = capability(
    "reporting.judge",
    "Nhận hoặc trả lại báo cáo của cấp dưới",
    needs=("reporting.view", "discussion.speak"),
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE"},
)
DESIGN = capability(
    "reporting.design",
    "Lập, sửa biểu mẫu báo cáo của đơn vị",
    needs=("reporting.view",),
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE"},
)
OPEN = capability(
    "reporting.open",
    "Mở, gia hạn và khóa đợt báo cáo",
    needs=("reporting.view",),
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE"},
)
