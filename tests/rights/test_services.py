"""What people ask about their data, and how it ends: resting, listed, destroyed."""

import hashlib
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from assistance.households import services as households
from assistance.households.models import Assessment, HardshipFile, Member
from assistance.reviews import services as reviews
from assistance.reviews.models import Proposal
from assistance.rights import queries, services
from assistance.rights.models import Disposal, PersonRequest
from ground.accounts.roles import Role
from ground.audit.models import Entry
from ground.briefs.typesetting import text_of
from ground.kernel.clock import now
from ground.kernel.errors import NotAllowed, RuleBroken
from ground.privacy.models import Release
from tests.households.conftest import id_number

MOBILE = "13912345678"
ADDRESS = "漳江镇莲花湖路18号3栋201室"


def received(office, file, kind="delete", **other):
    values = {
        "by": office.keeper,
        "file": file,
        "kind": kind,
        "asked_by": "self",
        "content": "请删除我家的资料",
        "received_on": date(2008, 6, 2),
        "identity_seen": True,
    }
    return services.receive_request(**(values | other))


def refused(service, **arguments):
    with pytest.raises(RuleBroken) as told, transaction.atomic():
        service(**arguments)
    return told.value.code


@pytest.fixture
def ended(office, opened, walk, at):
    """A family that was helped and is out of hardship."""

    def end(on="2008-06-10", **values):
        with at("2008-05-20"):
            file = walk(opened(mobile=MOBILE, address=ADDRESS, **values))
        with at(on):
            return households.exit_file(by=office.approver, file=file, reason="已脱困")

    return end


def test_a_request_is_taken_from_whoever_shows_a_document(office, opened, at):
    file = opened()
    with at("2008-06-02"):
        assert refused(received, office=office, file=file, identity_seen=False) == "identity_unseen"
        assert (
            refused(received, office=office, file=file, received_on=date(2008, 6, 3))
            == "received_later"
        )
        assert refused(received, office=office, file=file, content=" ") == "text_missing"
        assert PersonRequest.objects.count() == 0
        request = received(office, file, kind="access")
        assert request.due_on == date(2008, 6, 24)  # fifteen working days; 9 June was a holiday
        assert refused(received, office=office, file=file, kind="access") == "request_open"
        received(office, file, kind="correct")
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM rights_personrequest")
        assert not any("删除" in text for (text,) in cursor.fetchall())


def test_a_family_that_is_helped_is_not_deleted(office, opened, at):
    file = opened()
    with at("2008-06-02"):
        request = received(office, file)
        answer = {"request": request, "granted": True, "answer": "已办理"}
        assert refused(services.answer_request, by=office.approver, **answer) == "file_in_use"
        done = services.answer_request(
            by=office.keeper, request=request, granted=False, answer="在档期间不能删除"
        )
        assert done.state == "refused"
        again = refused(services.answer_request, by=office.approver, **answer)
        assert again == "request_answered"
    assert HardshipFile.objects.get().stored_only_on is None


def test_a_deletion_lets_the_file_rest(office, ended, at, person):
    file = ended()
    both = person(Role.UNION_STAFF, office.union)
    with at("2008-06-12"):
        request = received(office, file)
        answer = {"request": request, "granted": True, "answer": "已转为仅存储"}
        with pytest.raises(NotAllowed):
            services.answer_request(by=both, **answer)
        assert HardshipFile.objects.get().stored_only_on is None
        services.answer_request(by=office.approver, **answer)
    file.refresh_from_db()
    assert file.stored_only_on == date(2008, 6, 12)
    assert not HardshipFile.objects.visible_to(office.keeper, "households.see_files").exists()
    assert HardshipFile.objects.kept_for(office.keeper, "rights.see_requests").get() == file
    assert file.mobile  # kept, for the years that the rules ask for


def test_an_access_is_answered_by_the_copy_that_left(office, opened, at):
    file = opened(mobile=MOBILE)
    with at("2008-06-02"):
        request = received(office, file, kind="access")
        in_words = {"by": office.keeper, "request": request, "granted": True, "answer": "已给"}
        assert refused(services.answer_request, **in_words) == "copy_missing"
        with pytest.raises(NotAllowed):
            services.give_copy(by=office.approver, request=request, to="本人")
        assert (Release.objects.count(), PersonRequest.objects.get().state) == (0, "open")
        copy = services.give_copy(by=office.keeper, request=request, to="本人")
        again = refused(services.give_copy, by=office.keeper, request=request, to="本人")
        assert again == "request_answered"
    request.refresh_from_db()
    release = Release.objects.get()
    assert (request.state, request.release, request.answered_by) == (
        "granted",
        release,
        office.keeper,
    )
    assert release.sha256 == hashlib.sha256(copy.content).hexdigest()
    assert release.shown_code in request.answer
    assert MOBILE in "".join(text_of(copy.content))
    assert Entry.objects.filter(action="ledgers.own_copy_given").count() == 1


def test_what_is_about_another_member_alone_is_shown_not_copied(office, opened, at):
    file = opened()
    daughter = Member.objects.create(file=file, relation="child", name="小花")
    with at("2008-06-02"):
        request = received(office, file, kind="access", member=daughter)
        copy = {"by": office.keeper, "request": request, "to": "本人"}
        assert refused(services.give_copy, **copy) == "copy_not_asked"
        services.answer_request(
            by=office.keeper, request=request, granted=True, answer="已当面展示其本人的内容"
        )
        correct = received(office, file, kind="correct")
        assert refused(services.give_copy, **(copy | {"request": correct})) == "copy_not_asked"
    assert Release.objects.count() == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonRequest.objects.filter(pk=correct.pk).update(
            release=Release.objects.create(
                code="ABCDEFGH", by=office.keeper, organisation=office.union, title="别的", at=now()
            )
        )


def test_storage_is_over_after_the_years_of_the_rule(office, ended, at):
    file = ended("2008-06-10")
    files = HardshipFile.objects.all()
    assert queries.over_due(files, date(2018, 6, 10)) == []
    assert queries.over_due(files, date(2018, 6, 11)) == [
        (file.pk, date(2008, 6, 10), date(2018, 6, 10))
    ]
    with at("2008-06-12"):
        received(office, file)  # an open request keeps it
    assert queries.over_due(files, date(2018, 6, 11)) == []


def everything():
    """All that the database holds, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        found = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found += [row for (row,) in cursor.fetchall()]
    return "\n".join(found)


def test_nothing_of_a_destroyed_family_is_left(office, ended, found_family, drain, at, person):
    with at("2008-05-14"):
        found_family("欧阳春晓", id_number(7), mobile=MOBILE, hardship="丈夫患尿毒症")
        drain()
    file = HardshipFile.objects.get()
    with at("2008-05-16"):
        households.cancel_file(by=office.keeper, file=file, reason="欧阳春晓一家迁往外省")
        asked = received(
            office, file, "correct", content="春晓的名字", received_on=date(2008, 5, 16)
        )
        services.answer_request(by=office.keeper, request=asked, granted=True, answer="春晓已改")
    hidden = Member.objects.get().id_hash
    keeps = person(Role.UNION_STAFF, office.union)
    with at("2018-06-01"):
        disposal = services.propose_disposal(by=keeps, organisation=office.union)
        assert refused(services.propose_disposal, by=keeps, organisation=office.union) == (
            "nothing_over"
        )
        assert refused(services.destroy, by=keeps, disposal=disposal) == "decider_proposed"
        assert hidden in everything()
        waits = received(office, file, "access", received_on=date(2018, 6, 1))
        assert refused(services.destroy, by=office.approver, disposal=disposal) == "request_waits"
        services.answer_request(by=office.keeper, request=waits, granted=False, answer="期满销毁")
        services.destroy(by=office.approver, disposal=disposal)
        assert refused(services.destroy, by=office.approver, disposal=disposal) == (
            "disposal_decided"
        )
    left = everything()
    for secret in ("欧阳", "春晓", "尿毒症", "外省", MOBILE, hidden):
        assert secret not in left
    file.refresh_from_db()
    assert (file.file_no in left, file.mobile, file.state) == (True, "", "cancelled")
    assert file.steps.count() == 0
    assert disposal.lines.get().kept_until == date(2018, 5, 16)


def test_what_was_proposed_about_a_destroyed_family_goes_with_it(office, opened, walk, at):
    with at("2008-05-16"):
        file = walk(opened())
        asked = {"kind": "cancel", "cause": "moved", "reason": "迁往外省"}
        proposal = reviews.propose(by=office.keeper, file=file, **asked)
        reviews.decide_proposal(by=office.approver, proposal=proposal, accept=True)
    with at("2018-06-01"):
        disposal = services.propose_disposal(by=office.keeper, organisation=office.union)
        services.destroy(by=office.approver, disposal=disposal)
    assert (Proposal.objects.count(), Assessment.objects.count()) == (0, 0)


def test_the_database_wants_two_people_for_an_end(office, ended, at):
    with at("2008-06-12"):
        request = received(office, ended())
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonRequest.objects.filter(pk=request.pk).update(
            state="granted", answered_by=office.keeper, answered_on=date(2008, 6, 12)
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Disposal.objects.create(
            organisation=office.union,
            proposed_by=office.keeper,
            proposed_on=date(2018, 6, 1),
            state="done",
            decided_by=office.keeper,
            decided_on=date(2018, 6, 1),
        )


def test_an_impact_assessment_is_filled_from_the_system(office, opened, ended, at):
    ended(id_no=id_number(8))
    file = opened(id_no=id_number(9))
    Member.objects.create(file=file, relation="child", name="小花", born_on=date(1996, 1, 1))
    with at("2008-06-12"):
        households.reveal(by=office.keeper, file=file, field="id_no", reason="核对证件")
        received(office, file, kind="access")
        made = services.write_impact(
            by=office.keeper,
            organisation=office.union,
            purpose="认定困难、发放帮扶",
            necessity="依帮扶办法",
            risks="误认定",
            measures="加密、遮蔽、登记",
        )
    counts = made.figures["counts"]
    assert counts == {
        "区域内档案": 2,
        "其中在办和在档": 1,
        "其中仅存储": 0,
        "在办和在档家庭成员": 2,
        "其中不满十四周岁": 1,
        "已签敏感信息单独同意": 0,
        "一年内查看完整信息次数": 1,
        "一年内含个人信息的导出": 0,
        "一年内权利申请": 1,
        "其中逾期答复": 0,
    }
    assert {"身份证号", "健康状况", "银行卡号", "联系电话"} <= set(made.figures["kinds"])
    other = queries.figures_of(office.elsewhere.organisation, date(2008, 6, 12))
    assert set(other.values()) == {0}
