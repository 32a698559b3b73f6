from django.utils.translation import gettext_lazy as _

from congdoan.kernel.accounts.api import declare_scope
from congdoan.surfaces.openapi import policies

declare_scope(policies.READ, _("Xem các lần nhập: trạng thái, dòng có vấn đề, tệp kết quả"))
declare_scope(policies.PACKAGES, _("Gói tin liên thông: nộp gói đến, lấy gói đi"))
declare_scope(policies.WRITE, _("Nhập dữ liệu: tải tệp lên, nhập, hoàn tác"))
