from congdoan.foundation.capabilities import capability

DO = capability(
    "worklist.do",
    "Xem và làm việc của đơn vị",
    held_by={
        "LEADER": "HERE",
        "COMMITTEE": "HERE",
        "SPECIALIST": "HERE",
        "CLERK": "HERE",
        "ACCOUNTANT": "HERE",
        "INSPECTOR": "HERE",
        "PARTNER_LEADER": "HERE",
        "PARTNER_FOCAL": "HERE",
    },
)
# Fewer than those who may do the work: a reminder to everybody is a reminder to nobody.
GET_REMINDED = capability(
    "worklist.get_reminded",
    "Được nhắc việc của đơn vị",
    held_by={
        "LEADER": "HERE",
        "CLERK": "HERE",
        "PARTNER_LEADER": "HERE",
        "PARTNER_FOCAL": "HERE",
    },
)
