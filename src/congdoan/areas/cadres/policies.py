from congdoan.foundation.capabilities import capability

#: How many were introduced, went to class, were admitted: never who.
COUNT = capability(
    "cadres.count",
    "Xem số liệu giới thiệu đoàn viên ưu tú cho Đảng",
    held_by={"LEADER": "BELOW", "SPECIALIST": "BELOW", "COMMITTEE": "HERE", "INSPECTOR": "BELOW"},
)
#: Who: sensitive facts of people; at one's own union only, every look is written down.
PARTY = capability(
    "cadres.party",
    "Xem và ghi hồ sơ giới thiệu đoàn viên ưu tú cho Đảng",
    sensitive=True,
    needs=("cadres.count",),
    held_by={"LEADER": "HERE"},
)
PLAN = capability(
    "cadres.plan",
    "Xem và lập quy hoạch cán bộ của đơn vị",
    sensitive=True,
    held_by={"LEADER": "HERE"},
)
#: Asked on the superior of the organisation whose plan it is.
APPROVE = capability(
    "cadres.approve",
    "Xem và phê duyệt quy hoạch cán bộ của cấp dưới trực tiếp",
    sensitive=True,
    held_by={"LEADER": "HERE"},
)
