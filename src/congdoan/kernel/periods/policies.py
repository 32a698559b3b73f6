from congdoan.foundation.capabilities import capability

VIEW = capability(
    "periods.view",
    "Xem kỳ công tác và nhiệm kỳ",
    inherited=True,
    held_by={
        "LEADER": "BELOW",
        "COMMITTEE": "HERE",
        "INSPECTOR": "BELOW",
        "ACCOUNTANT": "HERE",
        "CLERK": "HERE",
        "SPECIALIST": "BELOW",
        "MEMBER": "HERE",
        "PARTNER_LEADER": "HERE",
        "PARTNER_FOCAL": "HERE",
        "OPERATOR": "ALL",
    },
)
# The superior recognises congresses, so it may record the terms of its whole branch.
MANAGE_TERMS = capability(
    "periods.manage_terms",
    "Ghi nhiệm kỳ",
    needs=("periods.view",),
    held_by={"LEADER": "BELOW", "CLERK": "HERE", "OPERATOR": "ALL"},
)
