from congdoan.foundation.capabilities import capability

VIEW = capability(
    "watchlist.view",
    "Xem danh sách cần nhắc nhở đóng đoàn phí, sinh hoạt",
    sensitive=True,
    needs=("members.view",),
    held_by={"LEADER": "HERE", "INSPECTOR": "HERE"},
)
KEEP = capability(
    "watchlist.keep",
    "Ghi tháng chưa đóng đoàn phí, buổi sinh hoạt vắng của đoàn viên",
    needs=("members.view",),
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE", "CLERK": "HERE"},
)
