from congdoan.foundation.capabilities import capability

VIEW = capability(
    "organisations.view",
    "Xem tổ chức",
    inherited=True,
    held_by={
        "LEADER": "BELOW",
        "SPECIALIST": "BELOW",
        "CLERK": "BELOW",
        "COMMITTEE": "BELOW",
        "INSPECTOR": "BELOW",
        "ACCOUNTANT": "BELOW",
        "PARTNER_LEADER": "HERE",
        "PARTNER_FOCAL": "HERE",
        "MEMBER": "HERE",
        "OPERATOR": "ALL",
    },
)
# Deciding on units is the direct superior's right (charter).
CHANGE = capability(
    "organisations.change",
    "Thành lập, đổi tên, chuyển, kết thúc tổ chức",
    needs=("organisations.view",),
    held_by={"LEADER": "BELOW", "SPECIALIST": "BELOW", "OPERATOR": "ALL"},
)
GROUP = capability(
    "organisations.group",
    "Lập cụm, khối, địa bàn",
    needs=("organisations.view",),
    held_by={"LEADER": "BELOW", "SPECIALIST": "BELOW"},
)
