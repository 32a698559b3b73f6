from congdoan.foundation.capabilities import capability

PRINT = capability(
    "restructuring.print",
    "In quyết định, biên bản, phụ lục về tổ chức",
    needs=("organisations.view",),
    held_by={"LEADER": "BELOW", "SPECIALIST": "BELOW", "CLERK": "BELOW", "OPERATOR": "ALL"},
)
