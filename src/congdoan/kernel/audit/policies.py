from congdoan.foundation.capabilities import capability

VIEW = capability(
    "audit.view",
    "Xem nhật ký của đơn vị",
    inherited=True,
    held_by={
        "LEADER": "BELOW",
        "INSPECTOR": "BELOW",
        "PARTNER_LEADER": "HERE",
        "OPERATOR": "ALL",
    },
)
