from assistance.checks import services
from assistance.households.events import ConsentWithdrawn, FileMoved
from assistance.households.models import ConsentText
from ground.events import handles
from ground.events.events import DayBegan

LEFT = {"returned": "档案已退回补充", "rejected": "档案不予建档", "cancelled": "档案已注销"}


@handles(FileMoved)
def withdraw_checks_of_file(happened: FileMoved) -> None:
    if happened.step in LEFT:
        services.withdraw_for(file_id=happened.file_id, reason=LEFT[happened.step])


@handles(ConsentWithdrawn)
def withdraw_people_of_consent(happened: ConsentWithdrawn) -> None:
    if happened.purpose == ConsentText.Purpose.CHECK:
        services.withdraw_people(consent_id=happened.consent_id, on=happened.on)


@handles(DayBegan)
def settle_answers(happened: DayBegan) -> None:
    """An import may be undone on its day; what was entered before is acted upon."""
    services.settle_answers_before(happened.on)


@handles(DayBegan)
def remind_of_overdue(happened: DayBegan) -> None:
    services.remind_overdue(happened.on)
