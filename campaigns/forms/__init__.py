from campaigns.forms.deciding import ExecuteForm, NoticeForm, SummaryForm
from campaigns.forms.people import (
    EnrolForm,
    FindForm,
    MemberForm,
    PersonForm,
    ProposeForm,
    TickForm,
)
from campaigns.forms.planning import (
    ChooseForm,
    MoveForm,
    PlanForm,
    QuotaForm,
    StandardsForm,
    first_year,
)

__all__ = [
    "ChooseForm",
    "EnrolForm",
    "ExecuteForm",
    "FindForm",
    "MemberForm",
    "MoveForm",
    "NoticeForm",
    "PersonForm",
    "PlanForm",
    "ProposeForm",
    "QuotaForm",
    "StandardsForm",
    "SummaryForm",
    "TickForm",
    "first_year",
]
