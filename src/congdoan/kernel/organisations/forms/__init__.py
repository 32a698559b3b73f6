from congdoan.kernel.organisations.forms.changes import (
    CorrectForm,
    CounterpartForm,
    EndForm,
    EstablishForm,
    GroupingForm,
    GroupingMemberForm,
    MoveForm,
    ProfileForm,
    ServedCommuneForm,
    UndoForm,
)
from congdoan.kernel.organisations.forms.reorganising import (
    HomesForm,
    NewUnitForm,
    StartForm,
    UnitForm,
    WorksheetDecisionForm,
)
from congdoan.kernel.organisations.forms.time import CompareForm, SeriesForm

__all__ = [
    "CompareForm",
    "CorrectForm",
    "CounterpartForm",
    "EndForm",
    "EstablishForm",
    "GroupingForm",
    "GroupingMemberForm",
    "HomesForm",
    "MoveForm",
    "NewUnitForm",
    "ProfileForm",
    "SeriesForm",
    "ServedCommuneForm",
    "StartForm",
    "UndoForm",
    "UnitForm",
    "WorksheetDecisionForm",
]
