from congdoan.kernel.people.models.limit import Limit
from congdoan.kernel.people.models.name import Name
from congdoan.kernel.people.models.office import Office
from congdoan.kernel.people.models.person import Person

__all__ = ["Limit", "Name", "Office", "Person"]
