from congdoan.foundation.capabilities import capability

OPERATE = capability(
    "texts.operate",
    "Theo dõi việc đọc chữ từ bản quét của hệ thống",
    held_by={"OPERATOR": "ALL"},
)
