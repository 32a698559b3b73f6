"""Invented Vietnamese names, the same in every build."""

import random

_FAMILIES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ",
    "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Mai", "Trịnh", "Tạ", "Kon Sơ", "K’", "Cil", "Ya",
)  # fmt: skip
_WEIGHTS = (38, 12, 10, 7, 5, 3, 4, 3, 3, 3, 3, 2, 2, 2, 2, 1, 2, 1, 1, 1, 1, 1, 1, 1)
_WOMEN_MIDDLE = ("Thị", "Thị Thu", "Thị Ngọc", "Thị Thanh", "Thị Minh", "Ngọc", "Thùy", "Thị Kim")
_MEN_MIDDLE = ("Văn", "Đức", "Minh", "Hữu", "Quang", "Công", "Xuân", "Thanh", "Quốc", "Ngọc")
_WOMEN_GIVEN = (
    "Lan", "Hoa", "Hương", "Hạnh", "Nga", "Thảo", "Trang", "Yến", "Oanh", "Phượng", "Thủy", "Ánh",
    "Mai", "Nhung", "Vân", "Ngân", "Hằng", "Tuyết", "Xuân", "Diễm", "Quyên", "Loan", "Ngọc", "Hà",
)  # fmt: skip
_MEN_GIVEN = (
    "Dũng", "Hùng", "Tuấn", "Sơn", "Bình", "Thắng", "Long", "Hải", "Nam", "Phúc", "Đạt", "Khánh",
    "Tâm", "Trung", "Vinh", "Cường", "Lâm", "Thành", "Toàn", "Quý", "Ân", "Hiếu", "Lộc", "Nghĩa",
)  # fmt: skip


class Names:
    """A stream of names; ``key`` starts it always at the same place."""

    def __init__(self, key: str) -> None:
        self._random = random.Random(key)  # noqa: S311 - names, not secrets

    def next(self, *, women: float = 0.6) -> tuple[str, str, str]:
        """Return family and middle names, given name, sex (M or F)."""
        pick = self._random
        family = pick.choices(_FAMILIES, _WEIGHTS)[0]
        if pick.random() < women:
            return f"{family} {pick.choice(_WOMEN_MIDDLE)}", pick.choice(_WOMEN_GIVEN), "F"
        return f"{family} {pick.choice(_MEN_MIDDLE)}", pick.choice(_MEN_GIVEN), "M"

    def chance(self, share: float) -> bool:
        return self._random.random() < share
