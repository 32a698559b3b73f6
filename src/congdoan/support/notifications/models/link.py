from django.db import models

from congdoan.support.notifications.enums import Channel


class ChannelLink(models.Model):
    """
    A person's address on a channel (a chat, a phone number, a browser), given by themselves.

    ``agreed_at`` is the moment of their consent. A link that ended is kept as evidence of the
    consent, without the address.
    """

    user = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="+", verbose_name="người dùng"
    )
    channel = models.CharField("kênh", max_length=10, choices=Channel.choices)
    #: Sealed; empty once the link has ended.
    address = models.TextField("địa chỉ (mã hóa)", blank=True)
    token = models.CharField("dấu của địa chỉ", max_length=32, db_collation="C")
    label = models.CharField("tên gọi", max_length=80, blank=True)
    agreed_at = models.DateTimeField("đồng ý lúc")
    ended_at = models.DateTimeField("kết thúc lúc", null=True)
    #: True when the other side said the address is gone, not the person.
    lost = models.BooleanField("mất liên lạc", default=False)

    class Meta:
        verbose_name = "kênh đã nối"
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "token"],
                name="link_one_person_per_address",
                condition=models.Q(ended_at__isnull=True),
            )
        ]
        indexes = [
            models.Index(
                fields=["user", "channel"],
                name="link_of_person",
                condition=models.Q(ended_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.channel}"
