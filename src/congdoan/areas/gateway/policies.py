from congdoan.foundation.capabilities import capability

OPERATE = capability(
    "gateway.operate",
    "Nối, tạm dừng các nơi liên thông; mã định danh, khóa của hệ thống; xem gói lỗi",
    held_by={"OPERATOR": "ALL"},
)
#: Packages of one's own unit: see, fetch, hand in, send again.
EXCHANGE = capability(
    "gateway.exchange",
    "Xem, lấy, nạp, gửi lại gói liên thông của đơn vị",
    needs=("organisations.view",),
    held_by={
        "LEADER": "HERE",
        "SPECIALIST": "HERE",
        "CLERK": "HERE",
        "PARTNER_LEADER": "HERE",
        "PARTNER_FOCAL": "HERE",
    },
)
