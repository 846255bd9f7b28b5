import threading
from datetime import date

import pytest
from django.db import connection

from assistance.checks import queries, services
from assistance.checks.models import CheckAnswer, CheckBatch, CheckRequest
from assistance.households import services as households
from assistance.households.models import Consent, HardshipFile, Member, Step
from assistance.households.rules import FormIn
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.kernel.errors import NotAllowed, RuleBroken

from .conftest import CENTRE, asked, gate_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(at):
    with at("2008-06-02"):
        yield


def take_back(file, relation="spouse"):
    consent = Consent.objects.get(
        member__file=file, member__relation=relation, text__purpose="check"
    )
    Consent.objects.filter(pk=consent.pk).update(
        withdrawn_on=date(2008, 6, 2), withdrawn_why="不同意核对"
    )


def test_a_batch_goes_out_and_clear_answers_let_the_family_go_on(family, made, answer):
    file = family()
    batch = made(file)
    assert (batch.state, batch.sent_on, batch.due_on) == (
        "sent",
        date(2008, 6, 2),
        date(2008, 7, 1),
    )
    assert gate_of(file) == "check open"
    answer(file, 0)
    assert gate_of(file) == "check open"
    answer(file, 1)
    assert gate_of(file) == "notice waiting"
    assert (asked(file).state, CheckBatch.objects.get().state) == ("clear", "closed")
    step = Step.objects.get(kind="passed", gate__kind="check")
    assert step.opinion == f"{CENTRE}核对无异常（{batch.number}）"


def test_any_finding_is_to_be_explained_before_the_family_goes_on(family, made, answer, office):
    file = family()
    made(file)
    answer(file, 1, {"vehicle": 1, "dwelling": 2})
    assert gate_of(file) == "check troubled"
    troubled = Step.objects.get(kind="troubled")
    assert troubled.opinion == "李*英：机动车1、不动产2"
    with pytest.raises(RuleBroken) as broken:
        services.explain_hit(by=office.keeper, request=asked(file), opinion="代步车")
    assert broken.value.code == "answers_missing"
    answer(file, 0)
    services.explain_hit(by=office.keeper, request=asked(file), opinion="车为残疾人代步车")
    assert gate_of(file) == "notice waiting"
    assert (asked(file).state, CheckBatch.objects.get().state) == ("cleared", "closed")


def test_the_finding_changes_nothing_on_the_form_and_stands_beside_it(family, made, answer, office):
    file = family()
    households.return_file(by=office.keeper, file=file, reason="补填财产")
    content = FormIn(circumstances={"dwellings": 1, "vehicle": "none"})
    households.write_form(by=office.keeper, file=file, content=content)
    households.submit_file(by=office.keeper, file=file)
    households.review_file(by=office.keeper, file=file)
    households.investigate_file(by=office.keeper, file=file, investigators=["周明", "吴芳"])
    made(file)
    answer(file, 0, {"dwelling": 2, "vehicle": 1, "insurance": 0})
    lines = queries.compared(file, asked(file).people.all())
    assert [(one.label, one.declared, one.found, one.differs) for one in lines if one.is_known] == [
        ("不动产", "1套", "有2", True),
        ("机动车", "没有机动车", "有1", True),
        ("社会保险缴费", "表上没有这一项", "有", True),
    ]
    assert HardshipFile.objects.get(pk=file.pk).circumstances.dwellings == 1


def test_who_lacks_what_is_said_by_name_and_nothing_is_made(family, made):
    good, bad = family(), family()
    take_back(bad)
    Member.objects.filter(file=bad, relation="spouse").update(id_hash="")
    with pytest.raises(RuleBroken) as broken:
        made(good, bad)
    assert broken.value.code == "consent_missing"
    assert f"{bad.file_no} 李*英（配偶）缺核对授权和身份证号" in broken.value.message
    assert good.file_no not in broken.value.message
    assert (CheckBatch.objects.count(), CheckRequest.objects.count()) == (0, 0)


def test_children_are_not_asked_about(family, made, opened, walk, office):
    from tests.households.conftest import filled, id_number, person_in

    file = opened()
    members = [person_in("child", "张小花", id_number(900, "20000101"))]
    households.write_form(by=office.keeper, file=file, content=filled(members=members))
    households.record_family_consents(by=office.keeper, file=file, signed_on=date(2008, 6, 2))
    households.submit_file(by=office.keeper, file=file)
    households.review_file(by=office.keeper, file=file)
    households.investigate_file(by=office.keeper, file=file, investigators=["周明", "吴芳"])
    made(file)
    assert [one.relation for one in asked(file).people.all()] == ["holder"]


def test_a_family_stands_on_one_list_only(family, made):
    file = family()
    made(file, sent=False)
    with pytest.raises(RuleBroken) as broken:
        made(file, sent=False)
    assert broken.value.code == "check_open_already"
    assert CheckBatch.objects.count() == 1


def test_sent_twice_asks_only_about_those_without_an_answer(family, made, answer, office, at):
    one, two = family(), family()
    batch = made(one, two)
    answer(one, 0)
    answer(one, 1)
    answer(two, 0)
    with at("2008-07-02"):
        sending = services.send_batch(by=office.keeper, batch=batch)
    assert (sending.number, sending.people) == (2, 1)
    assert CheckBatch.objects.get().due_on > date(2008, 7, 2)
    assert Step.objects.filter(kind="begun").count() == 2
    answer(two, 1)
    with pytest.raises(RuleBroken) as broken:
        services.send_batch(by=office.keeper, batch=batch)
    assert broken.value.code == "batch_answered"


def test_who_took_the_consent_back_is_not_sent_and_not_answered(family, made, answer, office):
    gone, stays = family(), family()
    batch = made(gone, stays, sent=False)
    take_back(gone)
    services.send_batch(by=office.keeper, batch=batch)
    assert (asked(gone).state, gate_of(gone)) == ("withdrawn", "check waiting")
    assert {one.request.file_id for one in queries.people_to_send(batch)} == {stays.pk}
    take_back(stays)
    with pytest.raises(RuleBroken) as broken:
        answer(stays, 1)
    assert broken.value.code == "consent_withdrawn"
    assert CheckAnswer.objects.count() == 0


def test_a_returned_file_leaves_its_list_and_may_be_asked_about_again(family, made, office, drain):
    file = family()
    made(file)
    households.return_file(by=office.keeper, file=file, reason="补充材料")
    drain()
    assert (asked(file).state, asked(file).withdrawn_why) == ("withdrawn", "档案已退回补充")
    assert CheckBatch.objects.get().state == "closed"
    households.submit_file(by=office.keeper, file=file)
    households.review_file(by=office.keeper, file=file)
    households.investigate_file(by=office.keeper, file=file, investigators=["周明", "吴芳"])
    made(file)
    assert CheckRequest.objects.filter(file=file).count() == 2


def test_a_late_batch_is_said_once(family, made, at, drain):
    made(family())
    assert services.remind_overdue(date(2008, 7, 1)) == 0
    assert services.remind_overdue(date(2008, 7, 2)) == 1
    assert services.remind_overdue(date(2008, 7, 3)) == 0
    assert RecordedEvent.objects.filter(name="checks.batch_overdue").count() == 1


def test_the_wrong_person_asks_nothing_and_answers_nothing(family, made, office):
    file = family()
    batch = made(file, sent=False)
    with pytest.raises(NotAllowed):
        services.send_batch(by=office.elsewhere, batch=batch)
    assert (CheckBatch.objects.get().state, gate_of(file)) == ("building", "check waiting")


def test_words_of_civil_affairs_are_sealed_and_shown_for_a_reason(family, made, answer, office):
    file = family()
    made(file)
    said = answer(file, 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM checks_checkanswer")
        assert "核对原文" not in cursor.fetchone()[0]
    shown = services.reveal_answer(by=office.keeper, answer=said, reason="核实")
    assert shown == "核对原文"
    assert Entry.objects.get(action="file.revealed").details["reason"] == "核实"


def test_no_event_and_no_line_of_the_trail_names_anybody(family, made, answer):
    file = family()
    made(file)
    answer(file, 1, {"vehicle": 1})
    told = [str(one.payload) for one in RecordedEvent.objects.all()]
    told += [str(one.details) for one in Entry.objects.all()]
    assert not any(name in text for text in told for name in ("张建国", "李秀英", "核对原文"))


@pytest.mark.django_db(transaction=True)
def test_two_tabs_put_a_family_on_one_list(at, office, family, made):
    file = family()
    barrier, ended = threading.Barrier(2), []

    def run():
        with at("2008-06-02"):
            barrier.wait()
            try:
                made(file, sent=False)
                ended.append("made")
            except RuleBroken as broken:
                ended.append(broken.code)
            finally:
                connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["check_open_already", "made"]
    assert CheckBatch.objects.count() == 1
