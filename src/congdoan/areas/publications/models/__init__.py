from congdoan.areas.publications.models.page import FacebookPage
from congdoan.areas.publications.models.publication import Publication

__all__ = ["FacebookPage", "Publication"]
