from congdoan.surfaces.openapi.services.acting import NotYours, working_for
from congdoan.surfaces.openapi.services.repeating import (
    KeyMissing,
    KeyUsedOtherwise,
    do_once,
    forget_taken,
)

__all__ = ["KeyMissing", "KeyUsedOtherwise", "NotYours", "do_once", "forget_taken", "working_for"]
