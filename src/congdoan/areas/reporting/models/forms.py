"""Forms of reports: what is asked, in versions that are frozen once used."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from congdoan.areas.reporting.enums import (
    CheckKind,
    Measure,
    ReportKind,
    RollUp,
    SectionKind,
    Severity,
)


class Form(models.Model):
    """A form by its identity: 1-HĐCĐ for ever; what it asks stands in its versions."""

    code = models.CharField("mã biểu mẫu", max_length=40, unique=True, db_collation="C")
    title = models.CharField("tên", max_length=250)
    kind = models.CharField("loại báo cáo", max_length=16, choices=ReportKind.choices)
    #: None: shipped with the program.
    owner = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="đơn vị ban hành",
    )

    class Meta:
        verbose_name = "biểu mẫu"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class FormVersion(models.Model):
    """
    What a form asks: sections, lines, checks. Frozen once a round uses it.

    ``digest`` is of the file it was shipped in, so that loading it again changes nothing.
    """

    form = models.ForeignKey(Form, models.CASCADE, related_name="versions")
    number = models.SmallIntegerField("phiên bản")
    legal_basis = models.CharField("căn cứ", max_length=300, blank=True)
    source = models.CharField("nguồn", max_length=300, blank=True)
    verified = models.BooleanField("đã đối chiếu văn bản gốc", default=False)
    note = models.TextField("ghi chú", blank=True)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    #: None: still being drawn up; no round can ask it.
    published_at = models.DateTimeField("công bố lúc", null=True)
    frozen_at = models.DateTimeField("dùng từ", null=True)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField("lập lúc")
    made_by_name = models.CharField("người lập", max_length=160, blank=True)
    edited_at = models.DateTimeField("sửa lúc", null=True)
    edited_by_name = models.CharField("người sửa", max_length=160, blank=True)

    class Meta:
        verbose_name = "phiên bản biểu mẫu"
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="form_version_once")]
        ordering = ["form", "number"]

    def __str__(self) -> str:
        return f"{self.form.code} ({self.number})"

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None

    @property
    def is_draft(self) -> bool:
        return self.published_at is None


class Section(models.Model):
    """A part of a version: a table of lines, or something to be written."""

    version = models.ForeignKey(FormVersion, models.CASCADE, related_name="sections")
    position = models.SmallIntegerField("thứ tự")
    #: The same through versions; comments and narrative hang on it.
    code = models.CharField("mã", max_length=40, db_collation="C")
    kind = models.CharField("loại", max_length=10, choices=SectionKind.choices)
    title = models.CharField("tên phần", max_length=250)
    hint = models.TextField("hướng dẫn", blank=True)
    required = models.BooleanField("bắt buộc", default=False)

    class Meta:
        verbose_name = "phần của biểu mẫu"
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="form_section_once")
        ]
        ordering = ["version", "position"]

    def __str__(self) -> str:
        return self.title


class Line(models.Model):
    """One line of a table; its boxes are its cells."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="lines")
    position = models.SmallIntegerField("thứ tự")
    number = models.CharField("số dòng", max_length=12, blank=True)
    title = models.CharField("nội dung", max_length=300)
    unit = models.CharField("đơn vị tính", max_length=40, blank=True)
    #: Code of the catalogue, or of the line's own.
    code = models.CharField("mã chỉ tiêu", max_length=40, db_collation="C")
    measure = models.CharField("loại số", max_length=10, choices=Measure.choices)
    roll_up = models.CharField("cách tổng hợp", max_length=10, choices=RollUp.choices)
    #: RATIO: numerator, denominator; WEIGHTED: weight. Codes of other lines of the version.
    parts = ArrayField(models.CharField(max_length=40), default=list, verbose_name="tính từ")
    #: Whole numbers only (people, units, turns, đồng).
    whole = models.BooleanField("số nguyên", default=True)
    negative = models.BooleanField("cho phép số âm", default=False)
    depth = models.SmallIntegerField("thụt dòng", default=0)
    required = models.BooleanField("bắt buộc", default=False)

    #: The line it stands under ("Tổng số lao động" of "Trong đó: nữ"), when read as a layout.
    above: str = ""

    class Meta:
        verbose_name = "dòng của biểu mẫu"
        ordering = ["section", "position"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Cell(models.Model):
    """
    One box: a line by a breakdown. ``position`` is its place in every array of figures.

    ``series`` (``MEM_TOTAL``, ``MEM_TOTAL.FEMALE``) is what a figure is followed by through
    versions of forms and periods. A RATIO cell is never stored: where it is shown it is computed
    from the cells ``parts`` names.
    """

    version = models.ForeignKey(FormVersion, models.CASCADE, related_name="cells")
    line = models.ForeignKey(Line, models.CASCADE, related_name="cells")
    position = models.SmallIntegerField("vị trí")
    breakdown = models.CharField("phân tổ", max_length=16, blank=True, db_collation="C")
    series = models.CharField("chuỗi số liệu", max_length=60, db_collation="C")
    roll_up = models.CharField("cách tổng hợp", max_length=10, choices=RollUp.choices)
    #: Positions: RATIO numerator and denominator; WEIGHTED the weight.
    parts = ArrayField(models.SmallIntegerField(), default=list, verbose_name="tính từ các ô")

    class Meta:
        verbose_name = "ô của biểu mẫu"
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="form_cell_position"),
            models.UniqueConstraint(fields=["version", "series"], name="form_cell_series"),
        ]
        indexes = [models.Index(fields=["series"], name="form_cell_by_series")]
        ordering = ["version", "position"]

    def __str__(self) -> str:
        return self.series


class Check(models.Model):
    """
    A rule of a version that figures must keep (hard) or explain (soft).

    EQUATION: ``series`` ``operator`` Σ ``terms`` ("+MEM_IN", "-MEM_OUT"). CONTINUITY: ``series``
    = last period's + Σ ``terms``. RANGE: between ``low`` and ``high``. OUTLIER: not more than
    ``high`` percent from last period's, when the difference is at least ``low``.
    """

    version = models.ForeignKey(FormVersion, models.CASCADE, related_name="checks")
    position = models.SmallIntegerField("thứ tự")
    kind = models.CharField("loại", max_length=12, choices=CheckKind.choices)
    severity = models.CharField("mức", max_length=6, choices=Severity.choices)
    series = models.CharField("ô", max_length=60, db_collation="C")
    operator = models.CharField("so sánh", max_length=2, default="=")
    terms = ArrayField(models.CharField(max_length=61), default=list, verbose_name="các ô so với")
    low = models.DecimalField("từ", max_digits=20, decimal_places=4, null=True)
    high = models.DecimalField("đến", max_digits=20, decimal_places=4, null=True)
    #: What is said before the sentence with the numbers.
    message = models.CharField("lời nhắc", max_length=300, blank=True)

    class Meta:
        verbose_name = "quy tắc kiểm tra"
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="form_check_position")
        ]
        ordering = ["version", "position"]

    def __str__(self) -> str:
        return f"{self.kind} {self.series}"
