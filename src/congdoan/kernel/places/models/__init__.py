from congdoan.kernel.places.models.admin_unit import AdminUnit, AdminUnitQuerySet
from congdoan.kernel.places.models.link import AdminUnitLink

__all__ = ["AdminUnit", "AdminUnitLink", "AdminUnitQuerySet"]
