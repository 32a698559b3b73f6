from congdoan.foundation.capabilities import capability

VIEW = capability(
    "agreements.view",
    "Xem văn bản phối hợp",
    inherited=True,
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
    needs=("agreements.view",),
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
    needs=("agreements.view", "discussion.speak"),
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
    needs=("agreements.view", "discussion.answer"),
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
    needs=("agreements.view", "signing.manage"),
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE", "PARTNER_LEADER": "HERE"},
)
FREEZE = capability(
    "agreements.freeze",
    "Chốt nội dung văn bản phối hợp",
    needs=("agreements.view",),
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE", "PARTNER_LEADER": "HERE"},
)
# A party's own resolution: its own officers only, also when another party drafts the text.
APPROVE = capability(
    "agreements.approve",
    "Ghi nghị quyết chấp thuận của đơn vị trước khi ký văn bản phối hợp",
    held_by={
        "LEADER": "HERE",
        "SPECIALIST": "HERE",
        "CLERK": "HERE",
        "PARTNER_LEADER": "HERE",
        "PARTNER_FOCAL": "HERE",
    },
)
# Doing and judging duties: each party's own officers, and never for the other party.
DO_DUTY = capability(
    "agreements.do_duty",
    "Báo cáo kết quả nhiệm vụ phối hợp của đơn vị",
    needs=("agreements.view",),
    held_by={
        "LEADER": "HERE",
        "SPECIALIST": "HERE",
        "CLERK": "HERE",
        "PARTNER_LEADER": "HERE",
        "PARTNER_FOCAL": "HERE",
    },
)
ACCEPT_DUTY = capability(
    "agreements.accept_duty",
    "Yêu cầu, xác nhận hoặc trả lại nhiệm vụ của bên kia",
    needs=("agreements.view",),
    held_by={
        "LEADER": "HERE",
        "SPECIALIST": "HERE",
        "PARTNER_LEADER": "HERE",
        "PARTNER_FOCAL": "HERE",
    },
)
REVIEW = capability(
    "agreements.review",
    "Ghi sơ kết, tổng kết văn bản phối hợp",
    needs=("agreements.view",),
    held_by={
        "LEADER": "HERE",
        "SPECIALIST": "HERE",
        "CLERK": "HERE",
        "PARTNER_LEADER": "HERE",
        "PARTNER_FOCAL": "HERE",
    },
)
# A party's own branch does its part; the other party has no hand in it.
HAND_DOWN = capability(
    "agreements.hand_down",
    "Giao nhiệm vụ phối hợp cho các đơn vị cấp dưới",
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE", "PARTNER_LEADER": "HERE"},
)
EXCHANGE = capability(
    "agreements.exchange",
    "Gửi và nhận văn bản, thông tin trao đổi với các bên",
    held_by={
        "LEADER": "HERE",
        "SPECIALIST": "HERE",
        "CLERK": "HERE",
        "PARTNER_LEADER": "HERE",
        "PARTNER_FOCAL": "HERE",
    },
)
PUBLISH = capability(
    "agreements.publish",
    "Công bố, thu hồi văn bản phối hợp đã ký",
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE", "PARTNER_LEADER": "HERE"},
)
# The whole record leaves the house: parties' officers only, and it is written down.
EXPORT = capability(
    "agreements.export",
    "Xuất toàn bộ hồ sơ văn bản phối hợp",
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE", "CLERK": "HERE", "PARTNER_LEADER": "HERE"},
)
# Who commands a branch asks it to sign; which units, its own tree says.
CASCADE = capability(
    "agreements.cascade",
    "Yêu cầu các đơn vị cấp dưới ký văn bản phối hợp, đôn đốc",
    needs=("agreements.view",),
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE"},
)
