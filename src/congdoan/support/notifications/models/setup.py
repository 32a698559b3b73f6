from django.db import models

from congdoan.support.notifications.enums import Channel


class ChannelSettings(models.Model):
    """What the operator entered to connect a channel, sealed."""

    channel = models.CharField("kênh", max_length=10, choices=Channel.choices, primary_key=True)
    #: JSON of the adapter's fields.
    sealed = models.TextField("thiết lập (mã hóa)")
    changed_at = models.DateTimeField("đổi lúc")

    class Meta:
        verbose_name = "thiết lập kênh"

    def __str__(self) -> str:
        return self.channel


class ChannelToken(models.Model):
    """
    A pair of tokens the other side renews: the refresh token is used once, then it is another.

    Whoever renews holds this row's lock; both tokens are written in one transaction.
    """

    name = models.CharField("tên", max_length=20, primary_key=True)
    access = models.TextField("mã truy cập (mã hóa)")
    refresh = models.TextField("mã làm mới (mã hóa)")
    expires_at = models.DateTimeField("hết hạn lúc")
    #: The other side no longer takes the refresh token: a person must connect anew.
    lost_at = models.DateTimeField("mất lúc", null=True)

    class Meta:
        verbose_name = "mã truy cập kênh"

    def __str__(self) -> str:
        return self.name


class LinkCode(models.Model):
    """A code a person sends from their phone to say whose chat it is; used once, soon stale."""

    user = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="+", verbose_name="người dùng"
    )
    channel = models.CharField("kênh", max_length=10, choices=Channel.choices)
    token = models.CharField("dấu của mã", max_length=32, db_collation="C", unique=True)
    #: The person's consent, given when they asked for the code.
    agreed_at = models.DateTimeField("đồng ý lúc")
    expires_at = models.DateTimeField("hết hạn lúc")

    class Meta:
        verbose_name = "mã nối kênh"
        constraints = [
            models.UniqueConstraint(fields=["user", "channel"], name="link_code_one_per_channel")
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.channel}"


class BouncedAddress(models.Model):
    """A mail address whose server said for good that it takes nothing; it alone is silenced."""

    user = models.OneToOneField(
        "accounts.User", models.CASCADE, related_name="+", verbose_name="người dùng"
    )
    #: Of the address that bounced: with another address the person is written to again.
    token = models.CharField("dấu của địa chỉ", max_length=32, db_collation="C")
    at = models.DateTimeField("lúc")
    status = models.CharField("mã trạng thái", max_length=20)

    class Meta:
        verbose_name = "địa chỉ thư bị trả lại"

    def __str__(self) -> str:
        return f"#{self.pk} {self.status}"
