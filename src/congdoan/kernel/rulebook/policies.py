from congdoan.foundation.capabilities import capability

# The rules everybody works under; what one organisation laid down for itself is shown to its reach.
VIEW = capability(
    "rulebook.view",
    "Xem quy định",
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
# A superior binds those below by laying a rule down for itself: it holds for the branch.
OVERRIDE = capability(
    "rulebook.override", "Đặt quy định riêng của tổ chức", held_by={"LEADER": "HERE"}
)
