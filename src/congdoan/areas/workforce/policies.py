from congdoan.foundation.capabilities import capability

#: Who sees the totals of members sees those of employees (``members.count``).
RECORD = capability(
    "workforce.record",
    "Ghi số lao động của đơn vị, cơ sở",
    needs=("members.count",),
    held_by={"LEADER": "BELOW", "SPECIALIST": "BELOW"},
)
