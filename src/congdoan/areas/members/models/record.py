"""What a union keeps about a member beside who they are (people) and where they belong."""

from django.db import models
from django.db.models import Q

from congdoan.areas.members.enums import CardType, MaritalStatus, SealedKind
from congdoan.foundation.valid_time import DatedQuerySet, ValidField, one_at_a_time


class MemberRecord(models.Model):
    """
    The member's record, one a person, wherever they belong.

    Facts of daily use; what is sensitive lies sealed (``SealedFact``), what changes by day in
    ``MemberWork``. Who has no record yet is a member all the same.
    """

    person = models.OneToOneField(
        "people.Person", models.PROTECT, primary_key=True, related_name="+", verbose_name="người"
    )
    #: Given by the Confederation's system; empty until then.
    member_no = models.CharField("mã số đoàn viên", max_length=20, blank=True)
    card_type = models.CharField("loại thẻ", max_length=12, choices=CardType.choices, blank=True)
    joined_on = models.DateField("ngày vào công đoàn", null=True)
    hired_on = models.DateField("ngày vào làm việc", null=True)
    birth_place = models.CharField("nơi sinh", max_length=200, blank=True)
    home_town = models.CharField("quê quán", max_length=200, blank=True)
    nationality = models.CharField("quốc tịch", max_length=60, blank=True)
    address_permanent = models.CharField("nơi thường trú", max_length=300, blank=True)
    address_current = models.CharField("nơi ở hiện nay", max_length=300, blank=True)
    marital_status = models.CharField(
        "tình trạng hôn nhân", max_length=10, choices=MaritalStatus.choices, blank=True
    )
    education_level = models.CharField("trình độ học vấn", max_length=60, blank=True)
    professional_degree = models.CharField("trình độ chuyên môn", max_length=120, blank=True)
    political_theory = models.CharField("lý luận chính trị", max_length=60, blank=True)
    foreign_language = models.CharField("ngoại ngữ", max_length=60, blank=True)
    it_level = models.CharField("tin học", max_length=60, blank=True)
    #: Digits of the phone and the member's number, by which lists are searched.
    digits = models.CharField(max_length=60, blank=True, editable=False, db_collation="C")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "hồ sơ đoàn viên"
        constraints = [
            models.UniqueConstraint(
                fields=["member_no"], condition=~Q(member_no=""), name="member_no_once"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} {self.member_no}"


class MemberWork(models.Model):
    """What a member worked as, from one day until another."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    valid = ValidField()
    job_title = models.CharField("chức danh, vị trí việc làm", max_length=120, blank=True)
    department = models.CharField("tổ, bộ phận", max_length=120, blank=True)
    teacher_grade = models.CharField("hạng chức danh nghề nghiệp", max_length=30, blank=True)
    contract_type = models.CharField("loại hợp đồng", max_length=60, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "công việc của đoàn viên"
        constraints = [
            one_at_a_time(
                "member_work_one_a_day",
                "person",
                message="Người này đã có công việc khác được ghi trong thời gian đó.",
            )
        ]
        indexes = [models.Index(fields=["person"], name="member_work_by_person")]

    def __str__(self) -> str:
        return f"#{self.person_id} {self.valid}"


class SealedFact(models.Model):
    """
    One sensitive fact about a person, encrypted.

    ``token`` finds equals (one citizen's number twice, all of one ethnicity) without opening any.
    """

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField("loại dữ liệu", max_length=15, choices=SealedKind.choices)
    sealed = models.TextField("bản mã hóa")
    token = models.CharField(max_length=32, db_collation="C")

    class Meta:
        verbose_name = "dữ liệu mã hóa của đoàn viên"
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="sealed_once_a_kind"),
            models.UniqueConstraint(
                fields=["token"],
                condition=Q(kind="CITIZEN_ID"),
                name="citizen_id_once",
                violation_error_message="Số căn cước này đã được ghi cho một người khác.",
            ),
        ]
        indexes = [
            # Citizens' numbers have theirs above; they are nearly all there is.
            models.Index(
                fields=["kind", "token"], condition=~Q(kind="CITIZEN_ID"), name="sealed_by_token"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} {self.kind}"
