from congdoan.foundation.capabilities import capability

_ALL = {
    "LEADER": "HERE",
    "COMMITTEE": "HERE",
    "SPECIALIST": "HERE",
    "CLERK": "HERE",
    "ACCOUNTANT": "HERE",
    "INSPECTOR": "HERE",
    "PARTNER_LEADER": "HERE",
    "PARTNER_FOCAL": "HERE",
}
_OFFICE = {
    "LEADER": "HERE",
    "SPECIALIST": "HERE",
    "CLERK": "HERE",
    "PARTNER_LEADER": "HERE",
    "PARTNER_FOCAL": "HERE",
}
_LEADERS = {"LEADER": "HERE", "PARTNER_LEADER": "HERE"}

#: Documents and registers of one's own unit, and of those it succeeded; never of those below.
VIEW = capability(
    "documents.view",
    "Xem văn bản, sổ đăng ký văn bản của đơn vị",
    needs=("organisations.view",),
    held_by=_ALL,
    inherited=True,
)
DRAFT = capability(
    "documents.draft", "Soạn văn bản của đơn vị", needs=("documents.view",), held_by=_ALL
)
APPROVE = capability(
    "documents.approve",
    "Duyệt văn bản trước khi ký",
    needs=("documents.view",),
    held_by=_LEADERS,
)
SIGN = capability(
    "documents.sign",
    "Ký văn bản của đơn vị",
    sensitive=True,
    needs=("documents.view",),
    held_by={**_LEADERS, "SPECIALIST": "HERE"},
)
#: Number, issue, send, recall; reserved numbers; closing the books.
ISSUE = capability(
    "documents.issue",
    "Cấp số, ban hành, gửi, thu hồi văn bản; giữ số, khóa sổ",
    needs=("documents.view",),
    held_by=_OFFICE,
)
#: Enter what comes on paper, accept or send back what comes on the system, say that it is done.
REGISTER = capability(
    "documents.register",
    "Vào sổ, tiếp nhận văn bản đến",
    needs=("documents.view",),
    held_by=_OFFICE,
)
ROUTE = capability(
    "documents.route",
    "Cho ý kiến, phân công xử lý văn bản đến (bút phê)",
    needs=("documents.view",),
    held_by=_LEADERS,
)
#: How long units take, as figures only: no document, no subject, no name of a sender.
COUNT = capability(
    "documents.count",
    "Xem thống kê thời gian xử lý văn bản của đơn vị và cấp dưới (chỉ số liệu)",
    needs=("organisations.view",),
    held_by={
        "LEADER": "BELOW",
        "SPECIALIST": "BELOW",
        "CLERK": "HERE",
        "INSPECTOR": "BELOW",
        "PARTNER_LEADER": "HERE",
    },
)
