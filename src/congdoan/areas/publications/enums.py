from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """Where a paper is made public."""

    PORTAL = "PORTAL", _("Trang công bố")
    FACEBOOK = "FACEBOOK", _("Trang Facebook")


class PublicationState(models.TextChoices):
    DRAFT = "DRAFT", _("chờ duyệt")
    QUEUED = "QUEUED", _("chờ đăng")
    PUBLISHED = "PUBLISHED", _("đã công bố")
    #: The other side may have taken it; sent again, it might stand there twice.
    UNSURE = "UNSURE", _("không rõ đã đăng chưa")
    FAILED = "FAILED", _("không đăng được")
    LEAVING = "LEAVING", _("đang gỡ")
    WITHDRAWN = "WITHDRAWN", _("đã gỡ")


#: Under way on the other side: the sender picks it up.
WAITING = (PublicationState.QUEUED, PublicationState.LEAVING)
