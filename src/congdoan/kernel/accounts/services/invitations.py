from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import models, transaction
from django.utils.crypto import salted_hmac

from congdoan.foundation import vietnamese
from congdoan.foundation.actor import Actor, require_oneself
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.kernel.accounts import policies
from congdoan.kernel.accounts.models import Invitation, User
from congdoan.kernel.accounts.rules import activation_codes
from congdoan.kernel.accounts.services.actors import oneself
from congdoan.kernel.accounts.services.events import AccountEvent, Reissue, happened, reissuing
from congdoan.kernel.accounts.services.identifiers import fit_email, fit_phone, fit_user_name


class CodeDoesNotWork(Refusal):
    """Mã kích hoạt không đúng, đã dùng hoặc hết hạn; hãy nhập lại hoặc xin đơn vị cấp mã mới."""


class ReissueRefused(Refusal):
    """{sentence}"""

    status = 403


@dataclass(frozen=True)
class Invited:
    """The account and the code to hand over; the code is shown this once."""

    user: User
    code: str
    expires_at: datetime


@transaction.atomic
def invite(
    *,
    actor: Actor,
    organisation: models.Model,
    username: str,
    display_name: str,
    email: str = "",
    phone: str = "",
    at: datetime,
) -> Invited:
    """
    Make an account without a password and the code that activates it.

    :raises UnfitUserName: see its sentence; likewise UserNameTaken, EmailTaken, PhoneTaken,
        UnfitPhone
    """
    actor.require(policies.INVITE, on=organisation)
    require_oneself(actor)
    user = User(
        username=fit_user_name(username),
        display_name=vietnamese.tidy(display_name),
        email=fit_email(email),
        phone=fit_phone(phone),
        password=make_password(None),
    )
    user.save(force_insert=True)
    invited = _invitation(actor, user, at)
    happened.ask(
        AccountEvent(verb="invited", user=user, actor=actor, organisation_id=organisation.pk)
    )
    return invited


@transaction.atomic
def reissue_code(*, actor: Actor, organisation: models.Model, user: User, at: datetime) -> Invited:
    """
    Give a new code to who lost the first one or the password; earlier codes stop working.

    The old password works until the code is used. The caller has found ``user`` among the people
    of ``organisation``; whoever also serves elsewhere is protected by the ``reissuing`` hook.

    :raises ReissueRefused: when a handler of ``reissuing`` objects
    """
    actor.require(policies.INVITE, on=organisation)
    require_oneself(actor)
    if user.is_operator:
        raise NotAllowed
    for veto in reissuing.ask(Reissue(actor, user, organisation.pk)):
        raise ReissueRefused(sentence=veto.sentence)
    invited = _invitation(actor, user, at)
    happened.ask(
        AccountEvent(verb="code_reissued", user=user, actor=actor, organisation_id=organisation.pk)
    )
    return invited


@transaction.atomic
def activate(*, invitation: Invitation, password: str, at: datetime) -> User:
    """
    Use a code: set the password; sessions under an old password end by that.

    :raises CodeDoesNotWork: when the code was used meanwhile or ran out
    """
    used = Invitation.objects.open(at=at).filter(pk=invitation.pk).update(used_at=at)
    if not used:
        raise CodeDoesNotWork
    user = User.objects.select_for_update().get(pk=invitation.user_id)
    validate_password(password, user)
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    happened.ask(AccountEvent(verb="activated", user=user, actor=oneself(user, on=at.date())))
    return user


def open_invitation(code: str, *, at: datetime) -> Invitation:
    """:raises CodeDoesNotWork: when no open invitation has this code."""
    found = (
        Invitation.objects.open(at=at)
        .select_related("user")
        .filter(code_hash=_hashed(activation_codes.normal_code(code)), user__is_active=True)
        .first()
    )
    if found is None:
        raise CodeDoesNotWork
    return found


def _invitation(actor: Actor, user: User, at: datetime) -> Invited:
    Invitation.objects.filter(user=user, used_at=None, withdrawn_at=None).update(withdrawn_at=at)
    code = activation_codes.new_code()
    made = Invitation.objects.create(
        user=user,
        code_hash=_hashed(code),
        made_by_id=actor.user_id,
        made_at=at,
        expires_at=at + activation_codes.VALID_FOR,
    )
    return Invited(user=user, code=activation_codes.spelled(code), expires_at=made.expires_at)


def _hashed(code: str) -> str:
    return salted_hmac("congdoan.accounts.activation", code, algorithm="sha256").hexdigest()
