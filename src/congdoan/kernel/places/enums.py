from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """Levels of administrative units; the district level ended on 30 June 2025."""

    PROVINCE = "PROVINCE", _("Cấp tỉnh")
    DISTRICT = "DISTRICT", _("Cấp huyện")
    COMMUNE = "COMMUNE", _("Cấp xã")


class Kind(TextChoices):
    """
    What a unit is called; the label stands before its name in addresses.

    Labels are part of proper names ("Phường Phúc Xá"), so they are not translated.
    """

    PROVINCE = "PROVINCE", "Tỉnh"
    CITY = "CITY", "Thành phố"  # centrally run
    URBAN_DISTRICT = "URBAN_DISTRICT", "Quận"
    RURAL_DISTRICT = "RURAL_DISTRICT", "Huyện"
    TOWN = "TOWN", "Thị xã"
    PROVINCIAL_CITY = "PROVINCIAL_CITY", "Thành phố"  # of a province, level DISTRICT
    COMMUNE = "COMMUNE", "Xã"
    WARD = "WARD", "Phường"
    TOWNSHIP = "TOWNSHIP", "Thị trấn"
    SPECIAL_ZONE = "SPECIAL_ZONE", "Đặc khu"


class Relation(TextChoices):
    """How much of an old unit went into a new one."""

    WHOLE = "WHOLE", _("toàn bộ")
    PART = "PART", _("một phần")
