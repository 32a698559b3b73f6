from congdoan.foundation.capabilities import capability

#: At the lowest superior of both units (or at the unit, where both are of it).
DECIDE = capability(
    "duplicates.decide",
    "Xem xét, gộp và tách hồ sơ nghi trùng",
    sensitive=True,
    needs=("members.count",),
    held_by={"LEADER": "BELOW", "SPECIALIST": "BELOW"},
)
