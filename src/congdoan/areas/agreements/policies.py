from congdoan.foundation.capabilities import capability

VIEW = capability(
    "agreements.view",
    "Xem văn bản phối hợp",
    held_by={
        "LEADER": "BELOW",
        "SPECIALIST": "BELOW",
        "CLERK": "BELOW",
        "INSPECTOR": "BELOW",
        "COMMITTEE": "HERE",
        "PARTNER_LEADER": "HERE",
        "PARTNER_FOCAL": "HERE",
    },
)
# A text is written by the organisation that drafts it; a superior has no hand in it.
DRAFT = capability(
    "agreements.draft",
    "Soạn dự thảo văn bản phối hợp",
    held_by={
        "LEADER": "HERE",
        "SPECIALIST": "HERE",
        "CLERK": "HERE",
        "PARTNER_LEADER": "HERE",
        "PARTNER_FOCAL": "HERE",
    },
)
COMMENT = capability(
    "agreements.comment",
    "Góp ý dự thảo thay mặt một bên",
    held_by={
        "LEADER": "HERE",
        "SPECIALIST": "HERE",
        "CLERK": "HERE",
        "PARTNER_LEADER": "HERE",
        "PARTNER_FOCAL": "HERE",
    },
)
ANSWER = capability(
    "agreements.answer",
    "Tiếp thu, giải trình góp ý của các bên",
    held_by={
        "LEADER": "HERE",
        "SPECIALIST": "HERE",
        "PARTNER_LEADER": "HERE",
        "PARTNER_FOCAL": "HERE",
    },
)
# Sending out, freezing, opening the signing, ending: what binds the organisation before others.
MANAGE = capability(
    "agreements.manage",
    "Gửi lấy ý kiến, trình ký, chấm dứt văn bản phối hợp",
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE", "PARTNER_LEADER": "HERE"},
)
FREEZE = capability(
    "agreements.freeze",
    "Chốt nội dung văn bản phối hợp",
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE", "PARTNER_LEADER": "HERE"},
)
