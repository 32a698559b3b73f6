from typing import Any

from congdoan.kernel.accounts.models import User

PASSWORD = "hoa-sen-no-muon"


def make_user(username: str = "lan", *, password: str = PASSWORD, **fields: Any) -> User:
    user = User(username=username, **{"display_name": "Trần Thị Lan", **fields})
    user.set_password(password)
    user.save()
    return user
