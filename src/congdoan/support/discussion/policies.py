from congdoan.foundation.capabilities import capability

# Parties speak and answer for themselves only; a superior has no voice in a subordinate's name.
SPEAK = capability(
    "discussion.speak",
    "Góp ý thay mặt đơn vị",
    held_by={
        "LEADER": "HERE",
        "SPECIALIST": "HERE",
        "CLERK": "HERE",
        "PARTNER_LEADER": "HERE",
        "PARTNER_FOCAL": "HERE",
    },
)
ANSWER = capability(
    "discussion.answer",
    "Tiếp thu, giải trình góp ý",
    held_by={
        "LEADER": "HERE",
        "SPECIALIST": "HERE",
        "PARTNER_LEADER": "HERE",
        "PARTNER_FOCAL": "HERE",
    },
)
