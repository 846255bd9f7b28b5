from campaigns.forms.deciding import ExecuteForm, NoticeForm, NoticeSheetForm, SummaryForm
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
    ChangePlanForm,
    ChooseForm,
    MoveForm,
    PlanForm,
    QuotaForm,
    StandardsForm,
    first_year,
)

__all__ = [
    "ChangePlanForm",
    "ChooseForm",
    "EnrolForm",
    "ExecuteForm",
    "FindForm",
    "MemberForm",
    "MoveForm",
    "NoticeForm",
    "NoticeSheetForm",
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
