from congdoan.kernel.places.views.lookup import old_address
from congdoan.kernel.places.views.units import index, unit

__all__ = ["index", "old_address", "unit"]
