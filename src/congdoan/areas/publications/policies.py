from congdoan.foundation.capabilities import capability

_OFFICE = {
    "LEADER": "HERE",
    "COMMITTEE": "HERE",
    "SPECIALIST": "HERE",
    "CLERK": "HERE",
    "PARTNER_LEADER": "HERE",
    "PARTNER_FOCAL": "HERE",
}
_LEADERS = {"LEADER": "HERE", "PARTNER_LEADER": "HERE"}

#: See and prepare what the unit makes public of its own papers.
PREPARE = capability(
    "publications.prepare",
    "Chuẩn bị công bố văn bản của đơn vị",
    needs=("documents.view",),
    held_by=_OFFICE,
)
APPROVE = capability(
    "publications.approve",
    "Duyệt công bố, gỡ văn bản đã công bố",
    needs=("publications.prepare",),
    held_by=_LEADERS,
)
CONNECT = capability(
    "publications.connect",
    "Nối trang Facebook của đơn vị",
    sensitive=True,
    needs=("publications.prepare",),
    held_by=_LEADERS,
)
#: How the pages are, for who runs the installation: no text, no key.
WATCH = capability(
    "publications.watch",
    "Theo dõi sức khỏe các trang Facebook đã nối",
    held_by={"OPERATOR": "ALL"},
)
