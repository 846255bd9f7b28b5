"""What other systems may hear of ledgers."""

from assistance.ledgers.events import (
    HandedOver,
)
from assistance.ledgers.models import HandOver
from assistance.ledgers.permissions import SEE_LEDGERS
from ground.subscriptions.declaring import share

share(HandedOver, needs=SEE_LEDGERS, about=HandOver, by="hand_over_id", area="organisation")
