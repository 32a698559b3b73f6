from congdoan.foundation.capabilities import capability

#: Numbers of a union's cards; whose they are follows the register of members.
VIEW = capability(
    "cards.view",
    "Xem thẻ đoàn viên của đơn vị",
    needs=("members.count",),
    held_by={
        "LEADER": "BELOW",
        "SPECIALIST": "BELOW",
        "CLERK": "HERE",
        "COMMITTEE": "HERE",
        "INSPECTOR": "HERE",
    },
)
#: The superior issues for those below too (it names a purpose first, as to read the names).
ISSUE = capability(
    "cards.issue",
    "Cấp, in, thay, thu hồi thẻ đoàn viên",
    sensitive=True,
    needs=("cards.view",),
    held_by={"LEADER": "BELOW", "SPECIALIST": "BELOW", "CLERK": "HERE"},
)
