import threading
import uuid
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from assistance.households import services as households
from assistance.households.models import HardshipFile, Step
from assistance.investigations import queries, services
from assistance.investigations.models import HomeInvestigation, SeenItem
from assistance.investigations.rules import Line, Person
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.kernel.errors import NotAllowed, RuleBroken

from .conftest import SEEN

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(at):
    with at("2008-06-02"):
        yield


def gate_of(file):
    file = HardshipFile.objects.select_related("gate").get(pk=file.pk)
    return file.gate.kind if file.gate else file.state


def test_two_people_saw_it_and_the_file_goes_on(waiting, record, office):
    made = record(waiting)
    assert gate_of(waiting) == "check"
    assert (made.passed, made.round, made.recorded_by) == (True, 1, office.keeper)
    assert [one.name for one in made.investigators.all()] == ["周明", "吴芳"]
    assert all(one.signature for one in made.investigators.all())
    step = Step.objects.get(kind="passed", gate__kind="investigation")
    assert (step.people, step.opinion) == ("周明、吴芳", "2008-06-02入户，基本属实")
    differing = made.items.get(agrees=False)
    assert (differing.declared, differing.seen) == (Decimal("4800.00"), Decimal("5200.00"))
    assert made.items.get(agrees=True).seen is None
    event = RecordedEvent.objects.get(name="investigations.recorded")
    assert "张建国" not in str(event.payload)
    assert "药费" not in str(Entry.objects.get(action="investigations.recorded").details)


def test_sealed_words_do_not_lie_open_in_the_database(waiting, record):
    made = record(waiting)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_to_json(i)::text FROM investigations_homeinvestigation i WHERE id = %s",
            [made.pk],
        )
        lying = cursor.fetchone()[0]
    for word in ("张建国", "两间旧房", "药费比申报多400元"):
        assert word not in lying
    assert HomeInvestigation.objects.get(pk=made.pk).remark == "药费比申报多400元"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"people": [Person("周明")]}, "investigators_too_few"),
        ({"people": [Person("周明"), Person(" 周明 ")]}, "investigator_twice"),
        ({"people": [Person("周明"), Person("  ")]}, "investigators_too_few"),
        ({"conclusion": "true"}, "conclusion_contradicts"),
        ({"conclusion": "perhaps"}, "choice_unknown"),
        ({"conclusion": "mostly", "remark": " "}, "text_missing"),
        ({"visited_on": date(2008, 6, 3)}, "visited_outside"),
        ({"visited_on": date(2008, 6, 1)}, "visited_outside"),
        ({"floor_area": "四十"}, "area_unreadable"),
        ({"floor_area": "NaN"}, "area_unreadable"),
        ({"living": ""}, "choice_unknown"),
        ({"housing": "palace"}, "choice_unknown"),
        ({"present": ""}, "text_missing"),
        (
            {"lines": [Line("income", "wage", Decimal("1.00"), agrees=False)]},
            "seen_missing",
        ),
        (
            {"lines": [Line("income", "wage", Decimal(1), agrees=False, seen=Decimal("1.00"))]},
            "seen_missing",
        ),
        ({"people": [Person("周明", 999), Person("吴芳")]}, "investigator_unknown"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(waiting, record, changes, code):
    with pytest.raises(RuleBroken) as broken:
        record(waiting, **changes)
    assert broken.value.code == code
    assert HomeInvestigation.objects.count() == 0
    assert gate_of(waiting) == "investigation"


def test_an_account_stands_under_its_own_name_only_and_once(waiting, record, office):
    me = Person(office.keeper.full_name, office.keeper.pk)
    with pytest.raises(RuleBroken) as broken:
        record(waiting, people=[me, Person("别人", office.keeper.pk)])
    assert broken.value.code == "investigator_twice"
    with pytest.raises(RuleBroken) as broken:
        record(waiting, people=[Person("别人", office.keeper.pk), Person("吴芳")])
    assert broken.value.code == "investigator_unknown"
    made = record(waiting, people=[me, Person("吴芳")])
    assert made.investigators.first().user == office.keeper


def test_everybody_signs_on_the_screen_or_the_paper_is_photographed(waiting, office, papers):
    def send(seen, **given):
        return services.record_investigation(
            by=office.keeper, key=uuid.uuid4(), file=waiting, seen=seen, **given
        )

    paper = papers()
    with pytest.raises(RuleBroken) as broken:
        send(SEEN, signatures=paper.signatures[:1])
    assert "吴芳、家属" in broken.value.message
    with pytest.raises(RuleBroken) as broken:
        send(replace(SEEN, on_paper=True))
    assert broken.value.code == "paper_missing"
    assert HomeInvestigation.objects.count() == 0
    assert send(replace(SEEN, on_paper=True), photos=[paper.photo]).passed


def test_what_is_not_as_declared_stays_at_the_gate_for_the_keeper(waiting, record, office):
    made = record(waiting, conclusion="false", remark="家中有出租房两套")
    assert (made.passed, gate_of(waiting)) == (False, "investigation")
    households.return_file(by=office.second, file=waiting, reason="收入不实，请重新申报")
    assert gate_of(waiting) == "draft"


def test_sent_again_it_is_the_same_and_with_other_words_it_is_refused(waiting, record, papers):
    key, paper = uuid.uuid4(), papers()
    first = record(waiting, key=key, paper=paper)
    assert record(waiting, key=key, paper=paper).pk == first.pk
    with pytest.raises(RuleBroken) as broken:
        record(waiting, key=key, paper=paper, remark="后来改的")
    assert broken.value.code == "recorded_already"
    assert HomeInvestigation.objects.count() == 1
    assert RecordedEvent.objects.filter(name="investigations.recorded").count() == 1


def test_a_file_that_has_moved_on_says_so_and_keeps_a_supplement(waiting, record, office):
    record(waiting)
    with pytest.raises(RuleBroken) as broken:
        record(waiting, by=office.second, remark="另一位写的")
    assert broken.value.code == "file_moved_on"
    assert str(office.keeper) in broken.value.message
    assert "补充记录" in broken.value.message
    extra = record(waiting, by=office.second, purpose="supplement", remark="另一位写的")
    assert (extra.passed, gate_of(waiting)) == (False, "check")


def test_a_review_is_for_families_on_file(waiting, record, walk, opened):
    with pytest.raises(RuleBroken) as broken:
        record(waiting, purpose="review")
    assert broken.value.code == "file_not_active"
    active = walk(opened(), "active")
    made = record(active, purpose="spot_check")
    assert (made.passed, queries.latest_of(active)) == (False, made)


def test_withdrawn_only_when_no_file_stands_upon_it(waiting, record, office):
    made = record(waiting)
    with pytest.raises(RuleBroken) as broken:
        services.withdraw_investigation(by=office.keeper, investigation=made, reason="写错了户")
    assert broken.value.code == "investigation_used"
    households.return_file(by=office.second, file=waiting, reason="调查写错了户，退回重来")
    gone = services.withdraw_investigation(by=office.keeper, investigation=made, reason="写错了户")
    assert (gone.state, gone.withdrawn_by) == ("withdrawn", office.keeper)
    assert queries.latest_of(waiting) is None
    with pytest.raises(RuleBroken):
        services.withdraw_investigation(by=office.keeper, investigation=made, reason="再一次")


def test_what_is_on_record_does_not_change(waiting, record):
    made = record(waiting)
    for change in (
        lambda: HomeInvestigation.objects.filter(pk=made.pk).update(conclusion="true"),
        lambda: SeenItem.objects.filter(investigation=made).update(declared=1),
        lambda: made.investigators.update(name="别人"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_wrong_person_moves_no_gate(waiting, record, office, papers):
    for who in (office.liaison, office.elsewhere, office.auditor):
        with pytest.raises(NotAllowed):
            record(waiting, by=who, paper=papers(who))
    assert HomeInvestigation.objects.count() == 0


def test_a_sealed_text_is_shown_for_a_reason_and_the_familys_reveals_say_so(
    waiting, record, office
):
    made = record(waiting)
    with pytest.raises(RuleBroken):
        services.reveal(by=office.keeper, investigation=made, field="remark", reason=" ")
    shown = services.reveal(by=office.keeper, investigation=made, field="remark", reason="复核")
    assert shown == "药费比申报多400元"
    entry = Entry.objects.get(action="file.revealed")
    assert entry.subject == f"households.hardshipfile:{waiting.pk}"
    assert entry.details == {"field": "remark", "reason": "复核", "investigation": made.pk}


@pytest.mark.django_db(transaction=True)
def test_two_phones_at_the_same_moment_make_one_passage(at, office, opened, walk, record, papers):
    file = walk(opened(), "investigation")
    barrier, ended = threading.Barrier(2), []
    both = [(office.keeper, papers(office.keeper)), (office.second, papers(office.second))]

    def run(by, paper):
        with at("2008-06-02"):
            barrier.wait()
            try:
                ended.append(record(file, by=by, paper=paper).passed)
            except RuleBroken as broken:
                ended.append(broken.code)
            finally:
                connection.close()

    threads = [threading.Thread(target=run, args=one) for one in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended, key=str) == sorted([True, "file_moved_on"], key=str)
    assert HomeInvestigation.objects.count() == 1
