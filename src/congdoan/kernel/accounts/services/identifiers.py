"""User names, e-mail addresses and phone numbers: one spelling each, one account each."""

from django.db import models

from congdoan.foundation import vietnamese
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.accounts.models import User
from congdoan.kernel.accounts.rules import names, phones


class UnfitUserName(Refusal):
    """Tên đăng nhập gồm 3–60 chữ thường không dấu, số, dấu chấm, gạch; bắt đầu bằng chữ cái."""


class UserNameTaken(Refusal):
    """Tên đăng nhập {name} đã có người dùng; hãy thêm tên trường hoặc số phía sau."""


class EmailTaken(Refusal):
    """Thư điện tử này đã thuộc về một tài khoản khác; hãy kiểm tra lại hoặc để trống."""


class PhoneTaken(Refusal):
    """Số điện thoại này đã thuộc về một tài khoản khác; hãy kiểm tra lại hoặc để trống."""


class UnfitPhone(Refusal):
    """Số điện thoại không đúng; hãy nhập đủ 10 số, ví dụ 0912 345 678."""


def find_user(login: str) -> User | None:
    """
    Return the user of what was typed: a user name, an e-mail address or a phone number.

    A user name starts with a letter and holds no "@", so no two of the three can be confused.
    """
    if "@" in login:
        return User.objects.mailed_at(vietnamese.tidy(login)).first()
    phone = phones.normal_phone(login)
    if phone:
        return User.objects.filter(phone=phone).first()
    return User.objects.called(names.normal_user_name(login)).first()


def fit_user_name(text: str) -> str:
    """:raises UnfitUserName: or UserNameTaken."""
    name = names.normal_user_name(text)
    if not names.is_user_name(name):
        raise UnfitUserName
    if User.objects.called(name).exists():
        raise UserNameTaken(name=name)
    return name


def fit_email(text: str, *, of: User | None = None) -> str:
    """:raises EmailTaken: when another account has it."""
    email = vietnamese.tidy(text).lower()
    if email and _anothers(User.objects.mailed_at(email), of):
        raise EmailTaken
    return email


def fit_phone(text: str, *, of: User | None = None) -> str:
    """:raises UnfitPhone: or PhoneTaken."""
    if not text.strip():
        return ""
    phone = phones.normal_phone(text)
    if not phone:
        raise UnfitPhone
    if _anothers(User.objects.filter(phone=phone), of):
        raise PhoneTaken
    return phone


def _anothers(users: models.QuerySet[User], of: User | None) -> bool:
    return (users.exclude(pk=of.pk) if of else users).exists()
