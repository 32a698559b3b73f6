from congdoan.foundation.capabilities import capability

TEMPLATES = capability(
    "drafting.templates",
    "Soạn mẫu văn bản của đơn vị",
    held_by={"LEADER": "HERE", "SPECIALIST": "HERE", "CLERK": "HERE"},
)
