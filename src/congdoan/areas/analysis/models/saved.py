"""What people keep to look at again: a question, never an answer."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from congdoan.areas.analysis.enums import Look, Shared


class SavedView(models.Model):
    """
    A question about the newest round of a form, kept under a name.

    It holds no figure: whoever opens it is answered with what they may see on that day. Figures are
    kept by series, so that the next version of the form answers too.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    title = models.CharField("tên", max_length=120)
    form = models.ForeignKey("reporting.Form", models.PROTECT, related_name="+")
    look = models.CharField("cách trình bày", max_length=10, choices=Look.choices)
    #: Whose branch; None: that of whoever looks.
    branch = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    series = ArrayField(models.CharField(max_length=80), default=list, verbose_name="các dòng")
    over_rounds = models.BooleanField("qua các đợt", default=False)
    #: A map coloured by progress: which share.
    progress = models.CharField("tỷ lệ", max_length=4, blank=True)
    shared = models.CharField("chia sẻ", max_length=5, choices=Shared.choices, default=Shared.OWN)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_by_name = models.CharField("người lưu", max_length=160)
    made_at = models.DateTimeField("lưu lúc")

    class Meta:
        verbose_name = "bảng xem đã lưu"
        indexes = [models.Index(fields=["organisation", "-made_at", "-id"], name="view_newest")]

    def __str__(self) -> str:
        return self.title


class Board(models.Model):
    """A unit's dashboard; ``below``: the units under it may open it too."""

    organisation = models.OneToOneField(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    below = models.BooleanField("cấp dưới cũng mở được", default=False)

    class Meta:
        verbose_name = "bảng theo dõi"

    def __str__(self) -> str:
        return f"#{self.organisation_id}"


class BoardTile(models.Model):
    """A saved view on a dashboard: where, and whether it takes the whole width."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="tiles")
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="tiles")
    position = models.SmallIntegerField("thứ tự")
    wide = models.BooleanField("rộng", default=False)

    class Meta:
        verbose_name = "ô của bảng theo dõi"
        constraints = [
            models.UniqueConstraint(fields=["board", "view"], name="board_tile_once_a_view")
        ]

    def __str__(self) -> str:
        return f"#{self.board_id}/{self.position}"
