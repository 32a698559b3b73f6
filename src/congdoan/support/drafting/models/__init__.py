from congdoan.support.drafting.models.draft import Draft, DraftVersion
from congdoan.support.drafting.models.template import DraftTemplate

__all__ = ["Draft", "DraftTemplate", "DraftVersion"]
