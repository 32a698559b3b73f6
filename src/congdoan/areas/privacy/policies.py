from congdoan.foundation.capabilities import capability

#: Whose requests wait, what was agreed to: names and states, no values.
VIEW = capability(
    "privacy.view",
    "Xem yêu cầu về dữ liệu cá nhân của đơn vị",
    needs=("members.view",),
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE", "CLERK": "HERE", "INSPECTOR": "HERE"},
)
#: Requests and consents that come on paper.
RECEIVE = capability(
    "privacy.receive",
    "Ghi yêu cầu, sự đồng ý bằng giấy về dữ liệu cá nhân",
    needs=("privacy.view",),
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE", "CLERK": "HERE"},
)
ANSWER = capability(
    "privacy.answer",
    "Duyệt đề nghị sửa hồ sơ, trả lời yêu cầu, giữ lại hoặc xóa dữ liệu",
    sensitive=True,
    needs=("privacy.view", "members.manage"),
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE"},
)
