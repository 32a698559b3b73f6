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
from congdoan.kernel.organisations.forms.reorganising import (
    HomesForm,
    NewUnitForm,
    StartForm,
    UnitForm,
    WorksheetDecisionForm,
)

__all__ = [
    "CounterpartForm",
    "EndForm",
    "EstablishForm",
    "GroupingForm",
    "GroupingMemberForm",
    "HomesForm",
    "MoveForm",
    "NewUnitForm",
    "ProfileForm",
    "StartForm",
    "UndoForm",
    "UnitForm",
    "WorksheetDecisionForm",
]
