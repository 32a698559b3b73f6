from django.utils.translation import gettext_lazy as _

from congdoan.foundation.navigation import Group, NavEntry, put
from congdoan.kernel.accounts.api import AccountEvent, happened
from congdoan.kernel.audit import policies
from congdoan.kernel.audit.api import SEEN, declare_verb, record

declare_verb(SEEN, _("{actor} đã xem {target}"))

# Accounts stand below the audit trail and tell it what happened; their sentences stand here.
declare_verb("accounts.signed_in", _("{actor} đăng nhập"))
declare_verb("accounts.sign_in_failed", _("Nhập sai mật khẩu của tài khoản {target}"))
declare_verb("accounts.locked", _("Tài khoản {target} bị khóa tạm do nhập sai nhiều lần"))
declare_verb("accounts.password_changed", _("{actor} đổi mật khẩu"))
declare_verb("accounts.password_reset", _("{actor} đặt lại mật khẩu qua thư điện tử"))
declare_verb("accounts.second_factor_added", _("{actor} bật thêm một lớp xác thực"))
declare_verb("accounts.second_factor_removed", _("{actor} bỏ một lớp xác thực"))
declare_verb("accounts.session_revoked", _("{actor} kết thúc phiên đăng nhập trên thiết bị khác"))
declare_verb("accounts.token_issued", _("{actor} lập mã truy cập cho phần mềm khác"))
declare_verb("accounts.token_revoked", _("{actor} thu hồi mã truy cập của phần mềm khác"))
declare_verb("accounts.profile_changed", _("{actor} sửa thông tin tài khoản của mình"))
declare_verb("accounts.invited", _("{actor} mời {target} dùng hệ thống"))
declare_verb("accounts.code_reissued", _("{actor} cấp lại mã kích hoạt cho {target}"))
declare_verb("accounts.activated", _("{target} kích hoạt tài khoản"))


def _record_account_event(event: AccountEvent) -> None:
    record(
        actor=event.actor,
        verb=f"accounts.{event.verb}",
        target=event.user,
        organisation_id=event.organisation_id,
        changes=event.changes,
        label=event.user.username,
    )


happened.on(_record_account_event)

put(
    NavEntry(
        "audit.log",
        _("Nhật ký"),
        "audit:mine",
        "journal-text",
        policies.VIEW,
        order=90,
        group=Group.ADMINISTRATION,
    )
)
