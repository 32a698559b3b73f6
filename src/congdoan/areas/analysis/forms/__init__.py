from congdoan.areas.analysis.forms.asking import ClusterForm, MapForm
from congdoan.areas.analysis.forms.saving import SaveForm

__all__ = ["ClusterForm", "MapForm", "SaveForm"]
