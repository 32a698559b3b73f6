from django.db import models
from django.utils.translation import gettext_lazy as _


class FieldKind(models.TextChoices):
    """A person's signature and an organisation's seal are two signatures (Decree 30/2020)."""

    PERSON = "PERSON", _("chữ ký số của người có thẩm quyền")
    SEAL = "SEAL", _("chữ ký số của cơ quan, tổ chức (con dấu)")


class RevisionKind(models.TextChoices):
    CERTIFIED = "CERTIFIED", _("hệ thống chứng thực bản gốc")
    SIGNED = "SIGNED", _("ký số")
    ARCHIVED = "ARCHIVED", _("dấu thời gian lưu trữ")


class Verdict(models.TextChoices):
    """Fail closed: what cannot be known is never called valid."""

    VALID = "VALID", _("hợp lệ")
    INVALID = "INVALID", _("không hợp lệ")
    UNKNOWN = "UNKNOWN", _("chưa xác định")


class Holder(models.TextChoices):
    """Whose certificate it is, as far as the certificate itself says."""

    PERSON = "PERSON", _("cá nhân")
    ORGANISATION = "ORGANISATION", _("cơ quan, tổ chức")
    SERVER = "SERVER", _("máy chủ")
    UNSAID = "UNSAID", _("không ghi rõ")


class Reason(models.TextChoices):
    """Why a signature is judged as it is: the sentence people read."""

    SOUND = "SOUND", _("Chữ ký nguyên vẹn, chứng thư số còn hiệu lực khi ký.")
    CHANGED = "CHANGED", _("Nội dung đã ký bị thay đổi.")
    MISMATCH = "MISMATCH", _("Giá trị chữ ký không khớp với chứng thư số.")
    ADDED = "ADDED", _("Tệp bị thêm hoặc sửa nội dung sau khi ký.")
    PARTIAL = "PARTIAL", _("Chữ ký không bao trùm toàn bộ văn bản.")
    REVOKED = "REVOKED", _("Chứng thư số đã bị thu hồi trước khi ký.")
    EXPIRED = "EXPIRED", _("Chứng thư số hết hạn hoặc chưa có hiệu lực khi ký.")
    WEAK = "WEAK", _("Thuật toán hoặc độ dài khóa không còn được chấp nhận.")
    STRANGE_CA = "STRANGE_CA", _("Không dẫn được đến tổ chức cấp chứng thư gốc được tin cậy.")
    NO_REVOCATION = "NO_REVOCATION", _("Không có dữ liệu thu hồi để biết chứng thư còn hiệu lực.")
    NO_TIME = "NO_TIME", _("Không có dấu thời gian tin cậy nên không biết ký lúc nào.")
    OLD_STAMP = "OLD_STAMP", _("Chứng thư của dấu thời gian đã hết hạn mà chưa gia hạn lưu trữ.")
    UNREADABLE = "UNREADABLE", _("Không đọc được chữ ký này.")
