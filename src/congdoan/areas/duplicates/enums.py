from django.db import models
from django.utils.translation import gettext_lazy as _


class PairState(models.TextChoices):
    OPEN = "OPEN", _("chờ xem xét")
    REJECTED = "REJECTED", _("không phải một người")
    MERGED = "MERGED", _("đã gộp")


class Key(models.TextChoices):
    """What two records share that hardly two people do."""

    CITIZEN_ID = "CITIZEN_ID", _("cùng số căn cước")
    INSURANCE_NO = "INSURANCE_NO", _("cùng mã số bảo hiểm xã hội")
    MEMBER_NO = "MEMBER_NO", _("cùng mã số đoàn viên")
    PHONE_BIRTH = "PHONE_BIRTH", _("cùng điện thoại và ngày sinh")
    EMAIL = "EMAIL", _("cùng thư điện tử")


class Part(models.TextChoices):
    """What a score is the sum of, beside the keys."""

    NAME_SAME = "NAME_SAME", _("họ tên giống nhau")
    NAME_MARKS = "NAME_MARKS", _("họ tên chỉ khác dấu")
    NAME_ORDER = "NAME_ORDER", _("họ tên đảo thứ tự")
    NAME_MIDDLE = "NAME_MIDDLE", _("thiếu chữ đệm")
    NAME_PARTLY = "NAME_PARTLY", _("cùng họ và tên, khác chữ đệm")
    NAME_OTHER = "NAME_OTHER", _("họ tên khác nhau")
    NAME_COMMON = "NAME_COMMON", _("họ tên rất nhiều người mang")
    BIRTH_SAME = "BIRTH_SAME", _("cùng ngày sinh")
    BIRTH_TURNED = "BIRTH_TURNED", _("ngày, tháng sinh đảo nhau")
    BIRTH_YEAR = "BIRTH_YEAR", _("cùng năm sinh, một bên chỉ có năm")
    BIRTH_OTHER = "BIRTH_OTHER", _("ngày sinh khác nhau")
    SEX_SAME = "SEX_SAME", _("cùng giới tính")
    SEX_OTHER = "SEX_OTHER", _("khác giới tính")
    UNIT_SAME = "UNIT_SAME", _("cùng đơn vị")
    UNIT_NEAR = "UNIT_NEAR", _("đơn vị cùng cấp trên trực tiếp")
    PHONE_SAME = "PHONE_SAME", _("cùng điện thoại")
    CITIZEN_OTHER = "CITIZEN_OTHER", _("số căn cước khác nhau")
    INSURANCE_OTHER = "INSURANCE_OTHER", _("mã số bảo hiểm khác nhau")


class Weight(models.TextChoices):
    """How likely two records are one person; a person decides all the same."""

    KEYED = "KEYED", _("trùng khóa")
    LIKELY = "LIKELY", _("rất có thể")
    POSSIBLE = "POSSIBLE", _("có thể")
