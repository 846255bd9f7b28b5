import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from assistance.visits.models import Clue, Visit
from assistance.visits.rules import FoundFamily
from assistance.visits.services import record_visit
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken
from tests.visits.conftest import ID_NO


def counts():
    return (
        Visit.objects.count(),
        Clue.objects.count(),
        Entry.objects.count(),
        RecordedEvent.objects.count(),
    )


def test_a_visit_with_a_family_and_cash(said, world, at):
    family = FoundFamily("田某生", "患慢性病", id_no=ID_NO.lower(), mobile="138 0000 0001")
    with at("2008-05-16"):
        visit = record_visit(**said, condolence_cash=Decimal(500), families=[family])
    assert (visit.group, visit.condolence_cash) == (world.group, Decimal(500))
    clue = Clue.objects.get()
    assert (clue.id_no, clue.mobile) == (ID_NO, "13800000001")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_no FROM visits_clue")
        assert ID_NO not in cursor.fetchone()[0]
    events = RecordedEvent.objects.filter(name__startswith="visits.").order_by("pk")
    assert [(one.name, one.payload) for one in events] == [
        (
            "visits.visit_recorded",
            {
                "visit_id": visit.pk,
                "agency_id": world.agency.pk,
                "link_point_id": world.haili.pk,
                "visited_on": "2008-05-14",
                "condolence_cash": "500.00",
                "goods_value": "0",
            },
        ),
        (
            "visits.family_found",
            {
                "clue_id": clue.pk,
                "visit_id": visit.pk,
                "link_point_id": world.haili.pk,
                "found_on": "2008-05-14",
            },
        ),
    ]
    details = str(Entry.objects.get(action="visits.visit_recorded").details)
    assert "田某生" not in details
    assert ID_NO not in details


def test_the_same_key_again_writes_nothing(said, world, at):
    with at("2008-05-14"):
        visit = record_visit(**said)
        before = counts()
        assert record_visit(**said | {"situation": "另写的"}) == visit
        with pytest.raises(RuleBroken) as refused:
            record_visit(**said | {"by": world.office})
    assert refused.value.code == "key_taken"
    assert counts() == before
    assert Visit.objects.get().situation == "与公司负责人座谈"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"visited_on": date(2008, 5, 15)}, "visit_in_future"),
        ({"visited_on": date(2008, 4, 13)}, "visit_too_old"),
        ({"situation": "  "}, "visit_incomplete"),
        ({"situation": f"他的身份证号{ID_NO}，"}, "id_number_in_text"),
        ({"visitors": "人" * 201}, "text_too_long"),
        ({"condolence_cash": "-1"}, "cash_negative"),
        ({"condolence_cash": "1.234"}, "money_unreadable"),
        ({"kind": "holiday"}, "visit_kind_unknown"),
        ({"families": [FoundFamily("", "患病")]}, "family_incomplete"),
        ({"families": [FoundFamily("甲", "患病", id_no="123")]}, "id_number_shape"),
        (
            {"families": [FoundFamily("甲", "患病", ID_NO), FoundFamily("乙", "失业", ID_NO)]},
            "family_twice",
        ),
        ({"families": [FoundFamily("甲", "患病", family_size=0)]}, "family_size_unlikely"),
    ],
)
def test_visits_that_are_refused(said, at, changed, code):
    before = counts()
    with at("2008-05-14"), pytest.raises(RuleBroken) as refused:
        record_visit(**said | changed)
    assert refused.value.code == code
    assert counts() == before
    if "families" in changed and code != "family_twice":
        assert all(name.startswith("families.0.") for name in refused.value.fields)


def test_an_agency_is_not_an_enterprise(said, world, at):
    with at("2008-05-14"):
        for changed in ({"agency": world.haili}, {"link_point": world.agency}):
            with pytest.raises(RuleBroken):
                record_visit(**said | changed)
    assert Visit.objects.count() == 0


def test_a_visit_without_a_pairing_has_no_group(said, world, at):
    with at("2008-05-14"):
        assert record_visit(**said | {"link_point": world.elsewhere}).group is None


def test_a_found_family_never_shows_itself():
    assert "田" not in repr(FoundFamily("田某生", "患病", ID_NO))


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_the_same_moment(said):
    found, ready = [], threading.Barrier(2)

    def send():
        ready.wait()
        try:
            found.append(record_visit(**said, families=[FoundFamily("甲", "患病")]).pk)
        finally:
            connection.close()

    said["visited_on"] = date.today()  # noqa: DTZ011 -- threads do not inherit a standing clock
    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert len(set(found)) == 1
    assert (Visit.objects.count(), Clue.objects.count()) == (1, 1)
    assert RecordedEvent.objects.filter(name="visits.visit_recorded").count() == 1
