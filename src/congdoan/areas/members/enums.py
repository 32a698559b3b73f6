from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """What a member does where they work (S0: the columns of the yearly count)."""

    TEACHER = "TEACHER", _("nhà giáo")
    MANAGER = "MANAGER", _("cán bộ quản lý")
    STAFF = "STAFF", _("nhân viên")
    OFFICIAL = "OFFICIAL", _("cán bộ, công chức")
    WORKER = "WORKER", _("người lao động")


class BeginOfMembership(models.TextChoices):
    """How a membership began; rows that came without it tell it by what was before them."""

    ADMITTED = "ADMITTED", _("kết nạp")
    RECOGNISED = "RECOGNISED", _("công nhận khi thành lập")
    READMITTED = "READMITTED", _("kết nạp lại")
    TRANSFERRED = "TRANSFERRED", _("chuyển đến")
    REORGANISED = "REORGANISED", _("đơn vị sắp xếp lại")
    CONTINUED = "CONTINUED", _("tiếp tục, đổi nhóm")
    KNOWN = "KNOWN", _("đã là đoàn viên khi lập sổ")


class EndOfMembership(models.TextChoices):
    """Why a membership ended (domain-rules 2.2)."""

    RETIRED = "RETIRED", _("nghỉ hưu")
    LEFT_WORK = "LEFT_WORK", _("thôi việc")
    WITHDREW = "WITHDREW", _("xin ra khỏi tổ chức")
    TRANSFERRED = "TRANSFERRED", _("chuyển sinh hoạt")
    UNIT_MERGED = "UNIT_MERGED", _("đơn vị sắp xếp lại")
    UNIT_ENDED = "UNIT_ENDED", _("đơn vị kết thúc")
    EXPELLED = "EXPELLED", _("khai trừ")
    LAPSED = "LAPSED", _("không còn tham gia")
    DIED = "DIED", _("từ trần")
    CONTINUED = "CONTINUED", _("tiếp tục, đổi nhóm")


#: Reasons an officer may give; the others follow from another act.
LEAVING = (
    EndOfMembership.RETIRED,
    EndOfMembership.LEFT_WORK,
    EndOfMembership.WITHDREW,
    EndOfMembership.LAPSED,
    EndOfMembership.DIED,
)


class MemberState(models.TextChoices):
    """Where a person stands with a union on a day; always worked out, never stored."""

    ACTIVE = "ACTIVE", _("đang sinh hoạt")
    PAUSED = "PAUSED", _("tạm dừng sinh hoạt")
    CEASED = "CEASED", _("đã thôi")


class CardType(models.TextChoices):
    PLAIN = "PLAIN", _("thẻ thường")
    BANK_LINKED = "BANK_LINKED", _("thẻ liên kết ngân hàng")


class MaritalStatus(models.TextChoices):
    SINGLE = "SINGLE", _("chưa kết hôn")
    MARRIED = "MARRIED", _("đã kết hôn")
    DIVORCED = "DIVORCED", _("đã ly hôn")
    WIDOWED = "WIDOWED", _("góa")


class SealedKind(models.TextChoices):
    """Facts that lie encrypted (domain-rules 2.1, 12)."""

    CITIZEN_ID = "CITIZEN_ID", _("số căn cước")
    ID_ISSUED = "ID_ISSUED", _("ngày cấp, nơi cấp căn cước")
    ETHNICITY = "ETHNICITY", _("dân tộc")
    RELIGION = "RELIGION", _("tôn giáo")
    PARTY = "PARTY", _("đảng viên")
    YOUTH_UNION = "YOUTH_UNION", _("đoàn viên Đoàn TNCS")
    INSURANCE_NO = "INSURANCE_NO", _("mã số bảo hiểm xã hội")
    SALARY = "SALARY", _("tiền lương đóng bảo hiểm")
    SALARY_RATE = "SALARY_RATE", _("hệ số lương")
    BANK_ACCOUNT = "BANK_ACCOUNT", _("tài khoản ngân hàng")
    #: Kept while the member agrees to care and gifts: a parent speaks for them (domain-rules 12).
    CHILDREN = "CHILDREN", _("con (họ tên, năm sinh)")


class ApplicationState(models.TextChoices):
    WAITING = "WAITING", _("chờ xét")
    ADMITTED = "ADMITTED", _("đã kết nạp")
    REJECTED = "REJECTED", _("không kết nạp")
    WITHDRAWN = "WITHDRAWN", _("đã rút đơn")


class ApplicationSource(models.TextChoices):
    PAPER = "PAPER", _("đơn giấy")
    SELF = "SELF", _("tự đăng ký qua mã QR")
    FOUNDING = "FOUNDING", _("danh sách khi thành lập")


class DecisionKind(models.TextChoices):
    ADMIT = "ADMIT", _("kết nạp đoàn viên")
    RECOGNISE = "RECOGNISE", _("công nhận đoàn viên")


class Side(models.TextChoices):
    """Who began a transfer."""

    SENDER = "SENDER", _("nơi đi giới thiệu")
    RECEIVER = "RECEIVER", _("nơi đến đề nghị")


class TransferState(models.TextChoices):
    PROPOSED = "PROPOSED", _("chờ bên kia xác nhận")
    DONE = "DONE", _("đã chuyển")
    REFUSED = "REFUSED", _("bên kia không đồng ý")
    WITHDRAWN = "WITHDRAWN", _("đã rút")


class PauseReason(models.TextChoices):
    MATERNITY = "MATERNITY", _("nghỉ thai sản")
    SICK = "SICK", _("ốm đau dài ngày")
    UNPAID = "UNPAID", _("nghỉ không hưởng lương")
    STUDY = "STUDY", _("đi học, biệt phái")
    JOB_LOSS = "JOB_LOSS", _("mất việc làm")
    OTHER = "OTHER", _("lý do khác")


class Penalty(models.TextChoices):
    """Forms of discipline of a member (domain-rules 2.3)."""

    REPRIMAND = "REPRIMAND", _("khiển trách")
    WARNING = "WARNING", _("cảnh cáo")
    EXPULSION = "EXPULSION", _("khai trừ")
