from django.db import models


class CardPhoto(models.Model):
    """
    A member's portrait for the card, cropped and drawn anew when it came: small, no place, no time.

    It stands on a card only while its person agrees; it goes with the agreement.
    """

    person = models.OneToOneField(
        "people.Person", models.PROTECT, primary_key=True, related_name="+", verbose_name="người"
    )
    #: JPEG, three by four.
    picture = models.BinaryField("ảnh")
    taken_in_at = models.DateTimeField("nhận lúc")
    taken_in_by_name = models.CharField("người gửi", max_length=120)

    class Meta:
        verbose_name = "ảnh thẻ"

    def __str__(self) -> str:
        return f"#{self.person_id}"
