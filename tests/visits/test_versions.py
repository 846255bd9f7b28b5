"""One visit, two phones, two colleagues: nothing is overwritten, nothing is counted twice."""

import threading
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection

from assistance.aid.models import Payment
from assistance.visits.models import Clue, Visit, VisitVersion
from assistance.visits.rules import AlikeVisits, FoundFamily, GivenGoods, OtherWording, ToldNeed
from assistance.visits.services import correct_visit, merge_visit, record_visit, return_visit
from assistance.visits.services.lines import Lines
from assistance.visits.services.versions import Wording
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.files import services as files
from ground.kernel.errors import RuleBroken
from tests.files import samples
from tests.visits.conftest import ID_NO

OTHER_KEY = UUID("00000000-0000-4000-8000-000000002009")
WORDING = Wording(kind="routine", visitors="林红等4人", situation="与公司负责人座谈")
NEED = ToldNeed("funding", "流动资金缺口")


@pytest.fixture
def colleague(person, world):
    return person("liaison", world.agency)


def test_a_second_phone_that_says_the_same_changes_nothing(said, at):
    with at("2008-05-14"):
        visit = record_visit(**said, base=0)
        assert record_visit(**said, base=0) == visit
    assert (Visit.objects.get().version, VisitVersion.objects.count()) == (1, 1)


def test_a_late_send_on_an_older_base_asks_and_overwrites_nothing(said, at):
    with at("2008-05-14"):
        visit = record_visit(**said, base=0)
        late = said | {"situation": "在另一部手机上写的", "place": "车间"}
        with pytest.raises(OtherWording) as question:
            record_visit(**late, base=0)
    assert question.value.version == 1
    assert [(one.name, one.yours, one.theirs) for one in question.value.differing] == [
        ("place", "车间", ""),
        ("situation", "在另一部手机上写的", "与公司负责人座谈"),
    ]
    visit.refresh_from_db()
    assert (visit.situation, visit.version) == ("与公司负责人座谈", 1)


def test_what_was_picked_becomes_a_new_version(said, at):
    with at("2008-05-14"):
        visit = record_visit(**said, base=0)
        picked = said | {"situation": "两份合起来写的"}
        assert record_visit(**picked, base=1) == visit
        assert record_visit(**picked, base=1) == visit  # sent again: nothing new
        assert record_visit(**said, base=0) == visit  # the first phone's lost answer: nothing new
    visit.refresh_from_db()
    assert (visit.situation, visit.version) == ("两份合起来写的", 2)
    kept = VisitVersion.objects.values_list("number", "way", "fields__situation")
    assert list(kept) == [
        (1, "recorded", "与公司负责人座谈"),
        (2, "corrected", "两份合起来写的"),
    ]


def test_what_only_adds_needs_no_question(said, at):
    """The second phone has the same words and one need, one family, one photo more."""
    with at("2008-05-14"):
        visit = record_visit(**said, base=0, families=[FoundFamily("甲", "患病", ID_NO)])
        photo = files.keep(by=said["by"], content=samples.picture(), name="a.jpg")
        more = {
            "needs": [NEED],
            "photos": [photo],
            "families": [FoundFamily("甲", "患病", ID_NO.lower()), FoundFamily("乙", "失业")],
        }
        for _ in range(2):
            record_visit(**said, base=0, **more)
    assert (visit.needs.count(), visit.photos.count()) == (1, 1)
    assert list(visit.clues.values_list("worker_name", flat=True)) == ["甲", "乙"]
    assert VisitVersion.objects.get(number=2).added == {"needs": 1, "photos": 1, "families": 1}


def test_where_and_when_never_change(said, world, at):
    with at("2008-05-14"):
        record_visit(**said, base=0)
        with pytest.raises(RuleBroken) as refused:
            record_visit(**said | {"visited_on": date(2008, 5, 13)}, base=1)
    assert refused.value.code == "visit_fixed"
    assert Visit.objects.get().visited_on == date(2008, 5, 14)


def test_money_that_became_aid_does_not_change_and_late_money_becomes_aid(said, at, drain):
    goods = [GivenGoods("大米", "2", "袋", "160")]
    with at("2008-05-14"):
        visit = record_visit(**said, base=0)
        record_visit(**said, base=1, condolence_cash="500", goods=goods)
        drain()
        drain()
        with pytest.raises(RuleBroken) as refused:
            record_visit(**said, base=2, condolence_cash="600")
        assert refused.value.code == "money_fixed"
        record_visit(**said, base=2, condolence_cash="500", goods=goods)
    visit.refresh_from_db()
    assert (visit.condolence_cash, visit.version) == (Decimal(500), 2)
    paid = Payment.objects.order_by("key").values_list("aid_type", "amount")
    assert list(paid) == [("condolence", Decimal(500)), ("goods", Decimal(160))]


def test_the_recorder_corrects_within_the_days_of_the_rule(said, world, colleague, at):
    better = replace(WORDING, situation="更正后的情况")
    with at("2008-05-14"):
        visit = record_visit(**said)
        with pytest.raises(RuleBroken) as refused:
            correct_visit(by=colleague, visit=visit, base=1, wording=better)
        assert refused.value.code == "not_the_recorder"
    Visit.objects.update(recorded_at="2008-05-14T09:00+08:00")
    with at("2008-05-30"), pytest.raises(RuleBroken) as refused:
        correct_visit(by=world.liaison, visit=visit, base=1, wording=better)
    assert refused.value.code == "correction_too_late"
    with at("2008-05-30"):
        return_visit(by=world.office, visit=visit, reason="情况写得太简单")
        with pytest.raises(RuleBroken) as refused:
            return_visit(by=world.office, visit=visit, reason="再退一次")
        assert refused.value.code == "visit_returned"
    with at("2008-06-14"):
        visit = correct_visit(by=world.liaison, visit=visit, base=1, wording=better)
    visit.refresh_from_db()
    assert (visit.state, visit.returned_reason, visit.version) == ("recorded", "", 2)
    actions = Entry.objects.filter(action__startswith="visits.").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == [
        "visits.visit_recorded",
        "visits.visit_returned",
        "visits.visit_corrected",
    ]
    assert RecordedEvent.objects.filter(name="visits.visit_corrected").get().payload == {
        "visit_id": visit.pk,
        "version": 2,
        "condolence_cash": "0",
        "goods_value": "0",
    }


def test_a_visit_that_came_back_may_be_confirmed_as_it_is(said, world, at):
    with at("2008-05-14"):
        visit = record_visit(**said)
        return_visit(by=world.office, visit=visit, reason="请核实")
        correct_visit(by=world.liaison, visit=visit, base=1, wording=WORDING)
    visit.refresh_from_db()
    assert (visit.state, visit.version) == ("recorded", 2)


def test_a_return_without_a_reason_is_none(said, world, at):
    with at("2008-05-14"):
        visit = record_visit(**said)
        with pytest.raises(RuleBroken) as refused:
            return_visit(by=world.office, visit=visit, reason=" ")
    assert refused.value.code == "reason_missing"
    assert Visit.objects.get().state == "recorded"


def test_a_colleagues_record_of_the_same_day_is_asked_about(said, world, colleague, at):
    theirs = said | {"by": colleague, "key": OTHER_KEY, "situation": "我也去了"}
    with at("2008-05-14"):
        visit = record_visit(**said, base=0, besides=[])
        with pytest.raises(AlikeVisits) as question:
            record_visit(**theirs, base=0, besides=[])
        assert question.value.visit_ids == [visit.pk]
        assert Visit.objects.count() == 1
        another = record_visit(**theirs, base=0, besides=[visit.pk])
        record_visit(
            **theirs | {"key": UUID(int=8), "link_point": world.elsewhere}, base=0, besides=[]
        )
    assert another.pk != visit.pk
    assert Visit.objects.count() == 3


def test_the_same_visit_is_one_and_its_money_counts_once(said, world, colleague, at, drain):
    mine = files.keep(by=said["by"], content=samples.picture(), name="一.jpg")
    theirs = files.keep(by=colleague, content=samples.picture("PNG"), name="二.png")
    with at("2008-05-14"):
        visit = record_visit(
            **said,
            condolence_cash="500",
            photos=[mine],
            families=[FoundFamily("甲", "患病", ID_NO)],
        )
        merge = {
            "by": colleague,
            "visit": visit,
            "key": OTHER_KEY,
            "base": 1,
            "wording": replace(WORDING, situation="两人看到的合在一起"),
            "lines": Lines(
                needs=[NEED],
                photos=[theirs],
                families=[FoundFamily("甲", "患病", ID_NO), FoundFamily("乙", "失业")],
                cash=Decimal(500),
            ),
        }
        merge_visit(**merge)
        assert merge_visit(**merge) == visit  # the answer was lost, and it was sent again
        assert record_visit(**said | {"by": colleague, "key": OTHER_KEY}) == visit
        drain()
        drain()
    visit.refresh_from_db()
    assert (Visit.objects.count(), visit.situation) == (1, "两人看到的合在一起")
    assert (visit.photos.count(), visit.needs.count(), Clue.objects.count()) == (2, 1, 2)
    assert [one.amount for one in Payment.objects.all()] == [Decimal(500)]
    assert RecordedEvent.objects.filter(name="visits.visit_recorded").count() == 1


def test_merging_into_a_version_that_was_not_read_asks(said, world, colleague, at):
    with at("2008-05-14"):
        visit = record_visit(**said, base=0)
        record_visit(**said | {"situation": "已经改过"}, base=1)
        with pytest.raises(OtherWording):
            merge_visit(
                by=colleague,
                visit=visit,
                key=OTHER_KEY,
                base=1,
                wording=replace(WORDING, situation="同事写的"),
                lines=Lines(),
            )
        with pytest.raises(RuleBroken) as refused:
            record_visit(**said | {"by": colleague})
    assert refused.value.code == "key_taken"
    assert Visit.objects.get().version == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("keys", [(OTHER_KEY, OTHER_KEY), (OTHER_KEY, UUID(int=7))])
def test_at_the_same_moment_one_visit_comes_of_it(said, keys):
    """The same key twice; or two colleagues' keys: then the second is asked."""
    came, ready = [], threading.Barrier(2)

    def send(key):
        ready.wait()
        try:
            came.append(record_visit(**said | {"key": key}, base=0, besides=[], needs=[NEED]).pk)
        except AlikeVisits as question:
            came.append(question.visit_ids)
        finally:
            connection.close()

    said["visited_on"] = date.today()  # noqa: DTZ011 -- threads do not inherit a standing clock
    threads = [threading.Thread(target=send, args=[key]) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    visit = Visit.objects.get()
    assert sorted(came, key=str) == sorted(
        [visit.pk, visit.pk] if keys[0] == keys[1] else [visit.pk, [visit.pk]], key=str
    )
    assert (visit.needs.count(), visit.versions.count()) == (1, 1)
