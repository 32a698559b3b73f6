from congdoan.foundation.capabilities import capability

#: Totals and movement, without names.
COUNT = capability(
    "members.count",
    "Xem số liệu đoàn viên",
    inherited=True,
    held_by={
        "LEADER": "BELOW",
        "SPECIALIST": "BELOW",
        "CLERK": "BELOW",
        "COMMITTEE": "BELOW",
        "INSPECTOR": "BELOW",
        "ACCOUNTANT": "BELOW",
    },
)
#: The register of one's own union. Superiors name a purpose first (``LOOK_BELOW``).
VIEW = capability(
    "members.view",
    "Xem sổ đoàn viên của đơn vị",
    needs=("members.count",),
    held_by={
        "LEADER": "HERE",
        "SPECIALIST": "HERE",
        "CLERK": "HERE",
        "COMMITTEE": "HERE",
        "INSPECTOR": "HERE",
    },
)
LOOK_BELOW = capability(
    "members.look_below",
    "Xem danh sách đoàn viên cấp dưới khi nêu mục đích",
    sensitive=True,
    needs=("members.count",),
    inherited=True,
    held_by={"LEADER": "BELOW", "SPECIALIST": "BELOW", "INSPECTOR": "BELOW"},
)
RECEIVE = capability(
    "members.receive",
    "Nhận đơn gia nhập công đoàn",
    needs=("members.view",),
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE", "CLERK": "HERE", "COMMITTEE": "HERE"},
)
MANAGE = capability(
    "members.manage",
    "Ghi hồ sơ, kết nạp, chuyển, tạm dừng, cho thôi đoàn viên",
    sensitive=True,
    needs=("members.view", "members.receive"),
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE"},
)
RESTRICTED = capability(
    "members.restricted",
    "Xem và ghi dữ liệu nhạy cảm của đoàn viên",
    sensitive=True,
    needs=("members.view",),
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE"},
)
EXPORT = capability(
    "members.export",
    "Xuất, in sổ đoàn viên",
    sensitive=True,
    needs=("members.view",),
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE", "CLERK": "HERE"},
)
#: The direct superior recognises the members of a union that is founded.
RECOGNISE = capability(
    "members.recognise",
    "Công nhận đoàn viên khi thành lập công đoàn cơ sở",
    sensitive=True,
    needs=("members.count",),
    held_by={"LEADER": "CHILDREN", "SPECIALIST": "CHILDREN"},
)
DISCIPLINE = capability(
    "members.discipline",
    "Ghi và xem kỷ luật đoàn viên",
    sensitive=True,
    needs=("members.view",),
    held_by={"LEADER": "HERE", "INSPECTOR": "HERE"},
)
#: Whole lists from a spreadsheet, of one's own union and of those below.
IMPORT = capability(
    "members.import",
    "Nhập danh sách đoàn viên từ bảng tính",
    sensitive=True,
    needs=("members.count",),
    held_by={"LEADER": "BELOW", "SPECIALIST": "BELOW"},
)
