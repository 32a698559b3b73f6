from congdoan.foundation.capabilities import capability

#: Plans say what a unit does, never anything about a member: those above read them.
VIEW = capability(
    "planning.view",
    "Xem chương trình, kế hoạch công tác của đơn vị và cấp dưới",
    needs=("organisations.view",),
    held_by={
        "LEADER": "BELOW",
        "SPECIALIST": "BELOW",
        "INSPECTOR": "BELOW",
        "COMMITTEE": "HERE",
        "CLERK": "HERE",
        "ACCOUNTANT": "HERE",
    },
    inherited=True,
)
MANAGE = capability(
    "planning.manage",
    "Soạn chương trình, kế hoạch, nhận và báo việc của đơn vị",
    needs=("planning.view",),
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE", "CLERK": "HERE"},
)
#: Tells what a committee has decided; the decision itself is a document.
ADOPT = capability(
    "planning.adopt",
    "Ghi việc ban hành, kết thúc chương trình, kế hoạch",
    needs=("planning.view",),
    held_by={"LEADER": "HERE"},
)
HAND_DOWN = capability(
    "planning.hand_down",
    "Giao việc trong chương trình xuống cấp dưới",
    needs=("planning.view",),
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE"},
)
