"""Places in the feed: none is skipped, none given twice, whoever commits when."""

import threading

import pytest
from django.db import connection, transaction

from ground.accounts.events import OrganisationAdded
from ground.accounts.models import Organisation, User
from ground.events.models import RecordedEvent
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.restoring import restored
from ground.subscriptions import entering, feed
from ground.subscriptions.models import FeedEntry


def _publish(organisation: Organisation) -> int:
    with transaction.atomic():
        return publish(OrganisationAdded(organisation_id=organisation.pk, kind="office"))[0].pk


def _elsewhere(work):
    """Run in a thread with a connection of its own."""

    def run():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def _events(entries: list[FeedEntry]) -> list[int]:
    return [one.event_id for one in entries]


@pytest.mark.django_db(transaction=True)
def test_an_event_that_commits_late_is_neither_skipped_nor_repeated(root, office, drain):
    """Its number is lower than that of what the reader has already passed."""
    drain()
    begun = feed.end()
    published, may_commit = threading.Event(), threading.Event()
    numbers: dict[str, int] = {}

    def late() -> None:
        with transaction.atomic():
            told = OrganisationAdded(organisation_id=root.pk, kind="late")
            numbers["late"] = publish(told)[0].pk
            published.set()
            may_commit.wait(20)

    thread = _elsewhere(late)
    assert published.wait(20)
    numbers["early"] = _publish(root)
    assert numbers["late"] < numbers["early"]
    drain()

    first = feed.read(office, after=begun)
    assert _events(first.entries) == [numbers["early"]]
    assert first.is_end

    may_commit.set()
    thread.join()
    drain()
    second = feed.read(office, after=first.position)
    assert _events(second.entries) == [numbers["late"]]
    third = feed.read(office, after=second.position)
    assert (third.entries, third.position) == ([], second.position)


@pytest.mark.django_db(transaction=True)
def test_a_place_is_never_seen_before_the_one_below_it(root, office, drain):
    """Two takers at one moment: the second waits until the first has committed, or has given up."""
    drain()
    begun = feed.end()
    one, two = _publish(root), _publish(root)
    entered, may_end = threading.Event(), threading.Event()

    def first() -> None:
        with transaction.atomic():
            entering.enter([one])
            entered.set()
            may_end.wait(20)

    def second() -> None:
        with transaction.atomic():
            entering.enter([two])

    first_thread = _elsewhere(first)
    assert entered.wait(20)
    second_thread = _elsewhere(second)
    second_thread.join(0.5)
    assert second_thread.is_alive()
    assert feed.read(office, after=begun).entries == []
    may_end.set()
    first_thread.join()
    second_thread.join()
    assert _events(feed.read(office, after=begun).entries) == [one, two]


@pytest.mark.django_db(transaction=True)
def test_readers_at_every_moment_see_each_event_once_and_in_one_order(root, office, drain):
    """Writers of different patience, takers of small batches, a reader that never stops."""
    drain()
    begun = feed.end()
    stop = threading.Event()
    seen: list[int] = []
    position = begun

    def write(pause: float) -> None:
        for _ in range(15):
            with transaction.atomic():
                publish(OrganisationAdded(organisation_id=root.pk, kind="many"))
                threading.Event().wait(pause)

    def take() -> None:
        while not stop.is_set():
            drain()

    def read() -> None:
        nonlocal position
        reader = User.objects.get(pk=office.pk)
        while not stop.is_set():
            page = feed.read(reader, after=position, limit=7)
            seen.extend(_events(page.entries))
            position = page.position

    writers = [_elsewhere(lambda pause=pause: write(pause)) for pause in (0.0, 0.01, 0.05)]
    others = [_elsewhere(take), _elsewhere(take), _elsewhere(read)]
    for thread in writers:
        thread.join()
    stop.set()
    for thread in others:
        thread.join()
    drain()
    while not (page := feed.read(office, after=position)).is_end or page.entries:
        seen.extend(_events(page.entries))
        position = page.position
    recorded = RecordedEvent.objects.filter(
        name="accounts.organisation_added", payload__kind="many"
    )
    assert len(seen) == 45
    assert sorted(seen) == sorted(recorded.values_list("pk", flat=True))
    assert seen == list(
        FeedEntry.objects.filter(pk__gt=begun).order_by("pk").values_list("event_id", flat=True)
    )


@pytest.mark.django_db
def test_an_event_keeps_its_place_and_its_name_however_often_it_is_taken(root, drain):
    drain()
    before = list(FeedEntry.objects.order_by("pk").values_list("pk", "key"))
    entering.enter(list(RecordedEvent.objects.values_list("pk", flat=True)))
    assert list(FeedEntry.objects.order_by("pk").values_list("pk", "key"))[: len(before)] == before
    assert len(before) == FeedEntry.objects.filter(name="accounts.organisation_added").count() == 1


@pytest.mark.django_db
def test_after_a_restore_no_place_is_given_out_again(root, office, drain, make_organisation):
    """Whoever read on after the backup stands beyond its end: they go on with what comes."""
    drain()
    beyond = feed.end() + 50
    restored(clock.now())
    make_organisation("恢复之后")
    drain()
    assert len(feed.read(office, after=beyond).entries) == 1


@pytest.mark.django_db
def test_a_page_of_a_reader_who_sees_little_costs_what_any_page_costs(
    root, person, make_organisation, drain, monkeypatch, django_assert_max_num_queries
):
    """What lies between is passed over in windows, and the cursor moves with them."""
    monkeypatch.setattr(feed, "WINDOW", 5)
    for number in range(12):
        make_organisation(f"单位{number}")
    mine = make_organisation("本厂")
    reader = person("office", mine)
    drain()
    position, pages, found = 0, 0, []
    while True:
        fresh = User.objects.get(pk=reader.pk)
        with django_assert_max_num_queries(8):
            page = feed.read(fresh, after=position, types=["accounts.organisation_added"])
        found += page.entries
        position, pages = page.position, pages + 1
        if page.is_end:
            break
    assert [one.event.payload["organisation_id"] for one in found] == [mine.pk]
    assert pages == 3
