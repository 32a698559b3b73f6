from congdoan.foundation.capabilities import capability

VIEW = capability(
    "campaigns.view",
    "Xem việc vận động thành lập công đoàn, phát triển đoàn viên",
    needs=("members.count", "organisations.view"),
    held_by={
        "LEADER": "BELOW",
        "SPECIALIST": "BELOW",
        "INSPECTOR": "BELOW",
        "COMMITTEE": "HERE",
        "CLERK": "HERE",
    },
)
MANAGE = capability(
    "campaigns.manage",
    "Mở, theo dõi, đóng việc vận động ở cơ sở",
    needs=("campaigns.view",),
    held_by={"LEADER": "BELOW", "SPECIALIST": "BELOW"},
)
