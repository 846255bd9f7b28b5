from collections.abc import Sequence

from ground.events import Event, Told, handles, handles_many
from ground.events.events import DayBegan
from ground.subscriptions import entering, forgetting


@handles_many(queue="feed")
def enter(told: Sequence[Told[Event]]) -> None:
    """Give shared events (`declaring.share`) their places in the feed."""
    entering.enter([one.id for one in told])


@handles(DayBegan)
def forget_old_messages(event: DayBegan) -> None:
    """What was brought, or given up, long ago needs no row any more: the events are kept."""
    forgetting.forget_old()
