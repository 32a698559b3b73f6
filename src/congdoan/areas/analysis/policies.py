from congdoan.foundation.capabilities import capability

VIEW = capability(
    "analysis.view",
    "Xem biểu đồ, bản đồ và bảng theo dõi số liệu",
    inherited=True,
    needs=("reporting.view",),
    held_by={
        "LEADER": "BELOW",
        "SPECIALIST": "BELOW",
        "INSPECTOR": "BELOW",
        "COMMITTEE": "HERE",
        "CLERK": "HERE",
    },
)
ARRANGE = capability(
    "analysis.arrange",
    "Chia sẻ bảng xem, sắp xếp bảng theo dõi của đơn vị",
    needs=("analysis.view",),
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE"},
)
