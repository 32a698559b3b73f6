from congdoan.foundation.capabilities import capability

# What the whole installation signs with and believes: a matter of who runs it.
CONFIGURE = capability(
    "certificates.configure", "Xem cấu hình ký số của hệ thống", held_by={"OPERATOR": "ALL"}
)
#: The clerk keeps the organisation's seal (Decree 30/2020, art. 32).
SEAL = capability(
    "certificates.seal",
    "Đóng dấu số của đơn vị vào tệp ký số",
    sensitive=True,
    held_by={"LEADER": "HERE", "CLERK": "HERE", "PARTNER_LEADER": "HERE"},
)
