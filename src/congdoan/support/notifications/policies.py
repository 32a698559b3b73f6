from congdoan.foundation.capabilities import capability

SET_QUIET = capability(
    "notifications.set_quiet_hours",
    "Đặt giờ yên tĩnh cho điện thoại của cán bộ đơn vị",
    held_by={"LEADER": "HERE", "PARTNER_LEADER": "HERE"},
)
OPERATE = capability(
    "notifications.operate",
    "Nối, tạm dừng và theo dõi các kênh gửi tin của hệ thống",
    held_by={"OPERATOR": "ALL"},
)
