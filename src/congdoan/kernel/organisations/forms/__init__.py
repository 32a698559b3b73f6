from congdoan.kernel.organisations.forms.changes import (
    CounterpartForm,
    EndForm,
    EstablishForm,
    GroupingForm,
    GroupingMemberForm,
    MoveForm,
    ProfileForm,
    UndoForm,
)

__all__ = [
    "CounterpartForm",
    "EndForm",
    "EstablishForm",
    "GroupingForm",
    "GroupingMemberForm",
    "MoveForm",
    "ProfileForm",
    "UndoForm",
]
