"""The story of the Changde brief told again, delivered again, cut off and gone on with."""

import pytest

from ground.audit.models import Entry
from ground.events.models import Delivery, RecordedEvent
from runtime.story.changde import ordered_steps
from runtime.story.telling import tell
from tests.stories.what_it_says import FIGURES, figures, state_of_everything

pytestmark = pytest.mark.django_db(transaction=True)


def told() -> None:
    tell(ordered_steps(), lambda _: None)


def test_told_and_delivered_again_it_changes_nothing(drain):
    told()
    before = (state_of_everything(), RecordedEvent.objects.count(), Entry.objects.count())
    told()
    assert (state_of_everything(), RecordedEvent.objects.count(), Entry.objects.count()) == before
    Delivery.objects.update(state="pending", starts=0, due_at="2000-01-01T00:00Z")
    drain()
    assert (state_of_everything(), RecordedEvent.objects.count()) == before[:2]


def test_cut_off_in_the_middle_it_goes_on_to_the_same_end(monkeypatch):
    steps = ordered_steps()

    class Cut(Exception):  # noqa: N818
        pass

    def cut() -> None:
        raise Cut

    for at in (5, 18, 33, 44, 54):
        broken = [
            *steps[:at],
            type(steps[at])(**{**vars(steps[at]), "does": cut}),
            *steps[at + 1 :],
        ]
        with pytest.raises(Cut):
            tell(broken, lambda _: None)
    told()
    found = figures()
    assert {fact: found[fact] for fact in FIGURES} == FIGURES
