"""For which of their organisations a person works in one call."""

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.access.api import actor_for
from congdoan.kernel.accounts.models import User
from congdoan.kernel.organisations.models import Organisation


class NotYours(Refusal):
    """Bạn không làm việc cho đơn vị mã {code}; hãy ghi mã đơn vị bạn đang giữ chức vụ, hoặc bỏ trống."""  # noqa: E501

    status = 422


def working_for(actor: Actor, code: str, *, user: User) -> Actor:
    """
    Return the actor working for the organisation of ``code``, the first of theirs when empty.

    :raises NotYours: where they hold nothing; whether there is such a code is not told
    """
    if not code:
        return actor
    organisation = Organisation.objects.filter(code=code).first()
    chosen = actor_for(
        user, today=actor.today, organisation_id=organisation.pk if organisation else None
    )
    if organisation is None or chosen.organisation_id != organisation.pk:
        raise NotYours(code=code[:60])
    return chosen
