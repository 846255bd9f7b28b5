"""A replay goes on from where it was, never far ahead of its queue, and repeats nothing."""

import pytest
from django.core.management import CommandError, call_command

from ground.events import replaying
from ground.events.models import Delivery, RecordedEvent, Replay
from ground.kernel.errors import RuleBroken
from tests.events.lamps import shine

pytestmark = pytest.mark.django_db(transaction=True)
NOTE = "tests.events.lamps.note_lamp"


def test_replay_gives_a_handler_what_it_missed(drain, effects):
    shine(1, 2)
    Delivery.objects.filter(handler=NOTE).delete()
    assert replaying.replay(NOTE) == 2
    drain()
    assert effects("lamp.noted") == {"lamp:1": 1, "lamp:2": 1}


@pytest.mark.parametrize(
    ("name", "why"), [("tests.events.lamps.send_letter", "不能重放"), ("of.tomorrow", "没有名为")]
)
def test_what_cannot_be_replayed_is_refused(name, why):
    with pytest.raises(RuleBroken, match=why):
        replaying.replay(name)
    assert not Replay.objects.exists()


def test_it_goes_on_from_where_it_was_and_tells_nothing_twice(drain, effects):
    shine(*range(10))
    drain()
    asked = replaying.begin(NOTE)
    assert replaying.advance(asked, most=4)
    again = replaying.begin(NOTE)  # after a power cut, by another process
    assert (again.pk, again.looked_at, again.total) == (asked.pk, 4, 10)
    while replaying.advance(again, most=4):
        pass
    again.refresh_from_db()
    assert (again.looked_at, again.made_due, again.ended_at is None) == (10, 10, False)
    drain()
    assert set(effects("lamp.noted").values()) == {2}  # of the lamps: once, and once again
    assert not Delivery.objects.filter(handler=NOTE).exclude(state="done").exists()


def test_what_waits_or_is_being_done_is_left_alone():
    shine(1, 2)
    Delivery.objects.filter(handler=NOTE, event=RecordedEvent.objects.first()).update(
        state="acting", starts=1
    )
    assert replaying.replay(NOTE) == 0
    assert {*Delivery.objects.filter(handler=NOTE).values_list("state", "starts")} == {
        ("acting", 1),
        ("pending", 0),
    }


def test_what_is_recorded_after_its_begin_is_not_part_of_it(drain):
    shine(1)
    asked = replaying.begin(NOTE)
    shine(2)
    drain()
    while replaying.advance(asked):
        pass
    assert asked.made_due == 1


def test_it_keeps_to_its_speed(drain):
    shine(*range(20))
    drain()
    rested = []
    replaying.run(
        replaying.begin(NOTE),
        per_second=5,
        rest=lambda seconds: bool(rested.append(seconds)),
        say=lambda _: drain(),
    )
    assert len(rested) == 4  # five events at a time
    assert all(0.5 < seconds <= 1 for seconds in rested)


def test_it_waits_while_its_queue_has_enough_to_do(drain, monkeypatch):
    monkeypatch.setattr(replaying, "MOST_WAITING", 6)
    shine(*range(20))
    drain()
    most = []

    def rest(_seconds):
        waiting = Delivery.objects.filter(queue="handlers", state="pending").count()
        most.append(waiting)
        if waiting >= 6:
            drain()
        return False

    asked = replaying.begin(NOTE)
    replaying.run(asked, per_second=4, rest=rest, say=lambda _: None)
    assert asked.looked_at == 20
    assert 6 <= max(most) < 6 + 4


def test_somebody_else_pauses_it(drain):
    shine(*range(6))
    drain()
    said = []

    def say(asked):
        said.append(asked.looked_at)
        call_command("replay", NOTE, "--pause")

    asked = replaying.begin(NOTE)
    replaying.run(asked, per_second=2, rest=lambda _: False, say=say)
    assert said == [2, 2]
    assert asked.is_paused
    call_command("replay", NOTE, "--per-second", "100")
    assert Replay.objects.get().looked_at == 6


def test_the_command_says_what_cannot_be(drain):
    with pytest.raises(CommandError, match="没有名为"):
        call_command("replay", "of.tomorrow")
    with pytest.raises(CommandError, match="no replay"):
        call_command("replay", NOTE, "--pause")
    with pytest.raises(CommandError, match="at least 1"):
        call_command("replay", NOTE, "--per-second", "0")
