from congdoan.foundation.capabilities import capability

#: The clerk keeps the organisation's seal (Decree 30/2020, art. 32).
SEAL = capability(
    "certificates.seal",
    "Đóng dấu số của đơn vị vào tệp ký số",
    sensitive=True,
    held_by={"LEADER": "HERE", "CLERK": "HERE", "PARTNER_LEADER": "HERE"},
)
