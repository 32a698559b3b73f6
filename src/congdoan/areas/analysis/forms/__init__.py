from congdoan.areas.analysis.forms.asking import MapForm
from congdoan.areas.analysis.forms.saving import SaveForm

__all__ = ["MapForm", "SaveForm"]
