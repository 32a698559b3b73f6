"""What looks like personal data in a text: shown to who publishes, never decided by itself."""

import re

#: Name of the sign → what it looks like.
_PATTERNS: dict[str, str] = {
    "citizen": (
        r"(?<!\d)\d{3}[ .]?\d{3}[ .]?\d{3}[ .]?\d{3}(?!\d)"
        r"|(?:CMND|CCCD|căn cước)\D{0,12}\d{9}"
    ),
    "phone": r"(?<!\d)(?:\+84|0)(?:3|5|7|8|9)\d(?:[ .]?\d){7}(?!\d)",
    "email": r"[\w.+-]+@[\w-]+\.[\w.]+",
    "birth": r"(?:sinh ngày|ngày sinh|sinh năm)\D{0,6}\d",
    "account": r"(?:số tài khoản|STK)\D{0,12}\d{6,}",
    "health": r"(?:bệnh án|chẩn đoán|ung thư|hiểm nghèo|nghỉ ốm|thai sản)",
}
_READ = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _PATTERNS.items()}


def signs_in(text: str) -> list[str]:
    """Return the names of what looks like somebody's data in ``text``."""
    return [name for name, pattern in _READ.items() if pattern.search(text)]
