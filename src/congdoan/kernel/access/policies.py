from congdoan.foundation.capabilities import capability

GRANT = capability(
    "access.grant",
    "Giao và thu hồi quyền",
    sensitive=True,
    held_by={"LEADER": "BELOW", "PARTNER_LEADER": "HERE", "OPERATOR": "ALL"},
)
# Whoever holds an office may lend what it holds; the service checks the office is their own.
DELEGATE = capability(
    "access.delegate",
    "Ủy quyền",
    held_by={"LEADER": "HERE", "PARTNER_LEADER": "HERE"},
)
EXPLAIN = capability(
    "access.explain",
    "Xem ai được xem và vì sao",
    held_by={
        "LEADER": "BELOW",
        "SPECIALIST": "BELOW",
        "INSPECTOR": "BELOW",
        "PARTNER_LEADER": "HERE",
        "OPERATOR": "ALL",
    },
)
SUPPORT = capability(
    "access.support",
    "Hỗ trợ: làm việc thay người khác có ghi nhật ký",
    sensitive=True,
    held_by={"OPERATOR": "ALL"},
)
