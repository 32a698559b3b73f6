from congdoan.foundation.capabilities import capability

VIEW = capability(
    "signing.view",
    "Xem hồ sơ ký",
    inherited=True,
    held_by={
        "LEADER": "BELOW",
        "COMMITTEE": "HERE",
        "SPECIALIST": "BELOW",
        "CLERK": "BELOW",
        "INSPECTOR": "BELOW",
        "PARTNER_LEADER": "HERE",
        "PARTNER_FOCAL": "HERE",
    },
)
MANAGE = capability(
    "signing.manage",
    "Trình ký, gia hạn, hủy hồ sơ ký",
    needs=("signing.view",),
    held_by={
        "LEADER": "BELOW",
        "SPECIALIST": "BELOW",
        "CLERK": "HERE",
        "PARTNER_LEADER": "HERE",
        "PARTNER_FOCAL": "HERE",
    },
)
# The capability opens the door; whether the office may sign that day is the mandate's question.
# A delegation names this capability to let somebody else sign.
SIGN = capability(
    "signing.sign",
    "Ký hoặc từ chối ký văn bản",
    sensitive=True,
    needs=("signing.view",),
    held_by={"LEADER": "HERE", "INSPECTOR": "HERE", "PARTNER_LEADER": "HERE"},
)
RECORD = capability(
    "signing.record",
    "Ghi nhận chữ ký trên giấy",
    needs=("signing.view",),
    held_by={
        "LEADER": "HERE",
        "SPECIALIST": "BELOW",
        "CLERK": "HERE",
        "PARTNER_LEADER": "HERE",
        "PARTNER_FOCAL": "HERE",
    },
)
