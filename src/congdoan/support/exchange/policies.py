from congdoan.foundation.capabilities import capability

# Each kind of import asks for its own right as well (ImportKind.needs).
IMPORT = capability(
    "exchange.import",
    "Nhập dữ liệu từ bảng tính",
    held_by={"LEADER": "BELOW", "SPECIALIST": "BELOW", "OPERATOR": "ALL"},
)
