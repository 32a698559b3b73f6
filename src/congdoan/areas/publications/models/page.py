from django.db import models

from congdoan.support.notifications.api import Fault


class FacebookPage(models.Model):
    """The Facebook page a unit speaks on: its key, sealed, and how the other side is."""

    organisation = models.OneToOneField(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    page_id = models.CharField("mã trang", max_length=40)
    name = models.CharField("tên trang", max_length=120)
    #: ``https://graph.facebook.com`` unless the unit goes through a server of its own.
    address = models.CharField("địa chỉ API", max_length=200)
    version = models.CharField("phiên bản API", max_length=10)
    sealed = models.TextField("mã truy cập trang (mã hóa)")
    connected_at = models.DateTimeField("nối lúc")
    connected_by_name = models.CharField("người nối", max_length=120)
    #: The other side no longer takes the key: a person has to connect anew.
    key_lost_at = models.DateTimeField("mã hết hạn lúc", null=True, blank=True)
    absences = models.PositiveSmallIntegerField("số lần vắng", default=0)
    rests_until = models.DateTimeField("nghỉ đến", null=True, blank=True)
    last_success_at = models.DateTimeField("lần đăng được gần nhất", null=True, blank=True)
    last_fault_at = models.DateTimeField("lần lỗi gần nhất", null=True, blank=True)
    last_fault = models.CharField("lỗi gần nhất", max_length=10, choices=Fault.choices, blank=True)
    detail = models.CharField("chi tiết", max_length=200, blank=True)

    class Meta:
        verbose_name = "trang Facebook"

    def __str__(self) -> str:
        return self.name
