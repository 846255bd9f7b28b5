"""What the supermarket does when a day begins, and when a family's file closes."""

from assistance.households.events import FileMoved
from assistance.households.models import HardshipFile
from assistance.supermarket import services
from assistance.supermarket.models import LoveCard
from ground.events import handles
from ground.events.events import DayBegan

CLOSED = {
    HardshipFile.State.EXITED.value: "已脱困退档",
    HardshipFile.State.CANCELLED.value: "档案已注销",
}


@handles(DayBegan)
def grant_spans(event: DayBegan) -> None:
    services.grant_spans(event.on)


@handles(FileMoved)
def block_cards_of_closed_file(event: FileMoved) -> None:
    """A family that has left the files keeps no card."""
    if event.state not in CLOSED:
        return
    for card in LoveCard.objects.filter(file=event.file_id, state=LoveCard.State.ACTIVE):
        services.block_card(by=None, card=card, reason=CLOSED[event.state])
