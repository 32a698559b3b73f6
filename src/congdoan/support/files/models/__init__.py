from congdoan.support.files.models.gathering import Gathering
from congdoan.support.files.models.stored_file import StoredFile

__all__ = ["Gathering", "StoredFile"]
