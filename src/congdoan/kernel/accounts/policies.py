from congdoan.foundation.capabilities import capability

# A new code is a way into an account, hence the second factor.
INVITE = capability(
    "accounts.invite",
    "Mời người dùng và cấp lại mã kích hoạt",
    sensitive=True,
    held_by={
        "LEADER": "BELOW",
        "SPECIALIST": "BELOW",
        "PARTNER_LEADER": "HERE",
        "OPERATOR": "ALL",
    },
)
