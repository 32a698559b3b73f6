from django.db import models
from django.db.models import F, Value

from congdoan.support.exchange.enums import BatchState, Plan, RowState, Severity

#: What a step that begins says of itself.
STEP = ("state", "step_done", "step_total", "step_began_at", "step_seen_at", "step_by")


class ImportBatch(models.Model):
    """
    One file somebody wants to import: a stored plan that is reviewed before it is carried out.

    Nothing outside this slice changes until the batch is committed; the same file sent again while
    its plan waits is the same batch.
    """

    kind = models.CharField("loại dữ liệu", max_length=60)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="đơn vị",
    )
    state = models.CharField("trạng thái", max_length=10, choices=BatchState.choices)
    file_name = models.CharField("tên tệp", max_length=150)
    file_hash = models.CharField("mã băm SHA-256", max_length=64, db_collation="C")
    headings = models.JSONField("tiêu đề cột", default=list)
    mapping = models.JSONField("cột đã nhận ra", default=dict)
    unknown = models.JSONField("cột không dùng", default=list)
    #: How whole columns are read (``rules.repairing.Decisions``): a cell is always read alike.
    reading = models.JSONField("cách đọc các cột", default=dict)
    #: Rows passed over: [number, reason, text].
    skipped = models.JSONField("dòng không đọc", default=list)
    options = models.JSONField("lựa chọn", default=dict)
    created_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="người tải lên"
    )
    creator_name = models.CharField("tên người tải lên", max_length=200)
    created_at = models.DateTimeField("tải lên lúc")
    committed_at = models.DateTimeField("nhập lúc", null=True)
    undone_at = models.DateTimeField("hoàn tác lúc", null=True)
    #: Progress of the step that runs: how many rows of how many, since when.
    step_done = models.PositiveIntegerField(default=0)
    step_total = models.PositiveIntegerField(default=0)
    step_began_at = models.DateTimeField(null=True)
    step_seen_at = models.DateTimeField(null=True)
    #: Why the file could not be read, or why a step stopped.
    stopped_why = models.TextField("lý do dừng", blank=True)
    #: Who set the running step going, and why (of an undo): it is taken up again in their name.
    step_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    reason = models.TextField("lý do", blank=True)

    class Meta:
        verbose_name = "lô nhập"
        indexes = [models.Index(fields=["organisation", "-created_at"], name="import_batch_recent")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def has_file(self) -> bool:
        return self.file_parts.exists()

    @property
    def is_moving(self) -> bool:
        return self.state in (BatchState.PLANNING, BatchState.RUNNING, BatchState.UNDOING)

    @property
    def is_waiting_for_columns(self) -> bool:
        return self.state == BatchState.MAPPING

    @property
    def is_open(self) -> bool:
        return self.state in (BatchState.PLANNED, BatchState.RUNNING)


class ImportPart(models.Model):
    """A part of a batch's file, as it came, until its plan is forgotten; read part by part."""

    batch = models.ForeignKey(
        ImportBatch, models.CASCADE, related_name="file_parts", db_index=False
    )
    place = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        verbose_name = "phần của tệp đã tải lên để nhập"
        constraints = [models.UniqueConstraint(fields=["batch", "place"], name="import_part_once")]

    def __str__(self) -> str:
        return f"#{self.batch_id}:{self.place}"


class ImportRow(models.Model):
    """One row of the file: as written, as understood, what is planned, what became of it."""

    # import_row_once begins with it.
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", db_index=False)
    n = models.PositiveIntegerField("dòng")
    raw = models.JSONField("như trong tệp", default=list)
    parsed = models.JSONField("đã hiểu", default=dict)
    #: What people wrote over the file's cells on the review page, by column.
    edits = models.JSONField("đã sửa", default=dict)
    #: What a person said of the row: who is meant.
    answer = models.JSONField("đã trả lời", default=dict)
    #: What may stand only once in the file, to find its twins.
    keys = models.JSONField(default=list)
    plan = models.CharField("sẽ làm", max_length=10, choices=Plan.choices)
    severity = models.SmallIntegerField("mức", choices=Severity.choices)
    problems = models.JSONField("ghi chú", default=list)
    rank = models.PositiveSmallIntegerField(default=0)
    state = models.CharField("trạng thái", max_length=10, choices=RowState.choices)
    # Which table it points to is the kind's business.
    target_id = models.BigIntegerField(null=True)
    inverse = models.JSONField(default=dict)

    class Meta:
        verbose_name = "dòng nhập"
        constraints = [
            models.UniqueConstraint(fields=["batch", "n"], name="import_row_once"),
        ]
        indexes = [
            # The order of the review page: worst first (``selectors.rows_of``).
            models.Index("batch", Value(9) - F("severity"), "n", "id", name="import_row_queue"),
        ]

    def __str__(self) -> str:
        return f"#{self.batch_id}:{self.n}"
