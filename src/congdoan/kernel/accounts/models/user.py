from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from congdoan.foundation import vietnamese
from congdoan.foundation.prepared import by_key


class UserManager(BaseUserManager["User"]):
    def called(self, username: str) -> models.QuerySet["User"]:
        """Return the user of this name, whatever its case."""
        return self.alias(lower_name=Lower("username")).filter(lower_name=username.lower())

    def mailed_at(self, email: str) -> models.QuerySet["User"]:
        return self.alias(lower_email=Lower("email")).filter(lower_email=email.lower())

    def of_session(self, pk: int) -> "User | None":
        """Return the user of this key, as it now stands in the database."""
        return by_key(User, pk)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.called(username or "").get()


class User(AbstractBaseUser):
    """A sign-in. Who the person is stands in ``people``; what they may do, in ``access``."""

    username = models.CharField("tên đăng nhập", max_length=60, unique=True)
    email = models.EmailField("thư điện tử", blank=True)
    phone = models.CharField("số điện thoại", max_length=20, blank=True)
    display_name = models.CharField("tên hiển thị", max_length=120)
    language = models.CharField("ngôn ngữ", max_length=5, default="vi")
    is_active = models.BooleanField("đang hoạt động", default=True)
    #: Runs the installation (settings, support); holds no union right by it.
    is_operator = models.BooleanField("quản trị hệ thống", default=False)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False)
    #: Kept up to date at sign-in and when a factor is added or removed, so that the check on every
    #: page costs no query; the factors themselves stand in allauth's table.
    has_second_factor = models.BooleanField("có xác thực hai lớp", default=False)
    #: The first day of the duty; the grace period counts from it.
    second_factor_since = models.DateField("phải xác thực hai lớp từ", null=True)
    created_at = models.DateTimeField("lập lúc", auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        verbose_name = "người dùng"
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_one_per_username"),
            models.UniqueConstraint(
                Lower("email"),
                name="user_one_per_email",
                condition=~models.Q(email=""),
            ),
            models.UniqueConstraint(
                "phone", name="user_one_per_phone", condition=~models.Q(phone="")
            ),
        ]

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return vietnamese.split_name(self.display_name)[1]
