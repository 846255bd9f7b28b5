from campaigns.forms.deciding import ExecuteForm, NoticeForm, SummaryForm
from campaigns.forms.people import (
    EnrolForm,
    FindForm,
    MemberForm,
    PersonForm,
    PlaceForm,
    ProposeForm,
    TickForm,
    TickManyForm,
    WithdrawManyForm,
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
    "PlaceForm",
    "PlanForm",
    "ProposeForm",
    "QuotaForm",
    "StandardsForm",
    "SummaryForm",
    "TickForm",
    "TickManyForm",
    "WithdrawManyForm",
    "first_year",
]
