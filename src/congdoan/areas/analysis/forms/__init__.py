from congdoan.areas.analysis.forms.asking import MapForm

__all__ = ["MapForm"]
