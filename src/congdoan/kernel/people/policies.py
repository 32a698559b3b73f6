from congdoan.foundation.capabilities import capability

VIEW = capability(
    "people.view",
    "Xem cán bộ và chức vụ",
    inherited=True,
    held_by={
        "LEADER": "BELOW",
        "SPECIALIST": "BELOW",
        "CLERK": "BELOW",
        "COMMITTEE": "HERE",
        "INSPECTOR": "BELOW",
        "PARTNER_LEADER": "HERE",
        "PARTNER_FOCAL": "HERE",
        "OPERATOR": "ALL",
    },
)
CHANGE = capability(
    "people.change",
    "Ghi người, bổ nhiệm và kết thúc chức vụ",
    sensitive=True,
    needs=("people.view",),
    held_by={"LEADER": "BELOW", "SPECIALIST": "BELOW", "PARTNER_LEADER": "HERE", "OPERATOR": "ALL"},
)
