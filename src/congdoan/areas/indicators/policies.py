from congdoan.foundation.capabilities import capability

VIEW = capability(
    "indicators.view",
    "Xem chỉ tiêu thống kê, tính số liệu của tổ chức",
    inherited=True,
    needs=("members.count", "organisations.view"),
    held_by={
        "LEADER": "BELOW",
        "SPECIALIST": "BELOW",
        "CLERK": "BELOW",
        "COMMITTEE": "BELOW",
        "INSPECTOR": "BELOW",
        "ACCOUNTANT": "BELOW",
    },
)
