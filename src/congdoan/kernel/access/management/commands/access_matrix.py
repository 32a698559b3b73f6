from typing import Any

from django.core.management.base import BaseCommand

from congdoan.foundation.capabilities import declared
from congdoan.kernel.access.enums import Role
from congdoan.kernel.access.selectors.explaining import matrix
from congdoan.kernel.access.selectors.holdings import roles_of_positions


class Command(BaseCommand):
    """Print capabilities × roles × reach as Markdown; its output is docs/access-matrix.md."""

    help = "In ma trận quyền: việc × vai trò × phạm vi (bản lưu: docs/access-matrix.md)"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("# Ma trận quyền\n")
        self.stdout.write("Sinh bằng `congdoan access_matrix`; đổi quyền là đổi bản này.\n")
        roles = [role.value for role in Role]
        self.stdout.write("| việc | " + " | ".join(roles) + " |")
        self.stdout.write("|---" * (len(roles) + 1) + "|")
        for name, held in matrix():
            cells = " | ".join(held.get(role, "") for role in roles)
            self.stdout.write(f"| `{name}` | {cells} |")
        self.stdout.write("\n## Việc → quyền giao cùng khi ủy quyền\n")
        for name, one in declared().items():
            if one.needs:
                self.stdout.write(f"- `{name}`: {', '.join(one.needs)}")
        self.stdout.write("\n## Đơn vị kế thừa xem được hồ sơ của đơn vị đã kết thúc\n")
        for name, one in declared().items():
            if one.inherited:
                self.stdout.write(f"- `{name}`")
        self.stdout.write("\n## Chức vụ → vai trò\n")
        for position, role in sorted(roles_of_positions().items()):
            self.stdout.write(f"- `{position}`: {role}")
