from django.db.models import QuerySet

from congdoan.areas.agreements.models import Agreement, AgreementExport
from congdoan.foundation.actor import Actor


def own_exports(actor: Actor, agreement: Agreement) -> QuerySet[AgreementExport]:
    """Return the packages the actor asked for, the newest first."""
    rows = AgreementExport.objects.filter(agreement=agreement, user=actor.user_id)
    return rows.order_by("-asked_at", "-pk")


def unscoped_export(pk: int) -> AgreementExport | None:
    """Return a request for the background; None when it was cleared away."""
    rows = AgreementExport.objects.select_related("agreement__drafting", "organisation", "user")
    return rows.filter(pk=pk).first()
