"""Many files at a time: what was previewed is done, each file once, whatever happens in between."""

import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.households import services as households
from assistance.households.models import HardshipFile
from assistance.reviews import queries, services
from assistance.reviews.models import BulkItem, Proposal
from assistance.reviews.registries import bulk_action_named
from assistance.reviews.services import bulk
from ground.accounts.models import User
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.jobs.models import Job
from ground.kernel.errors import NotAllowed, RuleBroken
from tests.reviews.many import outcomes, preview, seen_by

pytestmark = pytest.mark.django_db


def test_a_preview_counts_and_does_nothing(on_file, opened, office, proposed, at):
    with at("2008-06-02"):
        active, waits, draft = on_file(), on_file(), opened()
        proposed(waits)
        run = preview(office.keeper)
    assert outcomes(run) == [
        (active.pk, "ready", ""),
        (waits.pk, "refused", "已有待审批的退出或调整"),
        (draft.pk, "refused", "不是在档家庭"),
    ]
    assert queries.refusals_of(run) == [("不是在档家庭", 1), ("已有待审批的退出或调整", 1)]
    assert queries.units_of(run, 5) == [(office.unit.name, 3)]
    assert queries.states_of(run) == [("在档", 2), ("待完善", 1)]
    assert (Proposal.objects.count(), Job.objects.count()) == (1, 0)


def test_what_was_confirmed_is_done_once_however_often_the_job_runs(on_file, office, at, drain):
    files = [on_file() for _ in range(3)]
    with at("2008-06-02"):
        run, difference = services.confirm_bulk(
            by=office.keeper, run=preview(office.keeper), files=seen_by(office.keeper)
        )
        assert not difference
        with pytest.raises(RuleBroken) as twice:
            services.confirm_bulk(by=office.keeper, run=run, files=seen_by(office.keeper))
        assert twice.value.code == "bulk_confirmed"
        drain()
    run.refresh_from_db()
    job = Job.objects.get(key=run.job_key)
    assert (run.state, job.state, job.outcome) == ("done", "done", {"done": 3, "refused": 0})
    assert [one.file_id for one in Proposal.objects.order_by("file_id")] == [f.pk for f in files]
    assert RecordedEvent.objects.filter(name="reviews.bulk_done").count() == 1
    assert services.carry_out_batch(run, office.keeper) == 0
    assert services.finish_bulk(run) == {"done": 3, "refused": 0}
    assert Entry.objects.filter(action="reviews.bulk_done").count() == 1


def test_a_set_that_changed_is_shown_again(on_file, office, proposed, at):
    with at("2008-06-02"):
        first, second = on_file(), on_file()
        run = preview(office.keeper)
        proposed(first)
        households.cancel_file(by=office.approver, file=second, reason="重复")
        third = on_file()
        among = seen_by(office.keeper).exclude(state="cancelled")
        anew, difference = services.confirm_bulk(by=office.keeper, run=run, files=among)
    assert str(difference) == "新增1户，减少1户，1户能否办理有变化"
    run.refresh_from_db()
    assert (run.state, anew.state) == ("replaced", "previewed")
    assert outcomes(anew) == [
        (first.pk, "refused", "已有待审批的退出或调整"),
        (third.pk, "ready", ""),
    ]
    assert (Job.objects.count(), Proposal.objects.count()) == (0, 1)


def test_a_worker_that_dies_leaves_the_rest_and_nothing_is_done_twice(
    copies, office, at, drain, monkeypatch
):
    copies(9)
    monkeypatch.setattr(bulk, "BATCH", 4)
    with at("2008-06-02"):
        run, _ = services.confirm_bulk(
            by=office.keeper, run=preview(office.keeper), files=seen_by(office.keeper)
        )
        assert services.carry_out_batch(run, office.keeper) == 4

        class Killed(BaseException):
            pass

        def dies(*_, **__):
            raise Killed

        with monkeypatch.context() as patched:  # in the middle of a batch, its effects written
            patched.setattr(BulkItem.objects, "bulk_update", dies)
            with pytest.raises(Killed):
                services.carry_out_batch(run, office.keeper)
        assert (Proposal.objects.count(), queries.counted(run)) == (4, {"done": 4, "ready": 6})
        drain()  # the job begins where it stopped
    assert queries.counted(run) == {"done": 10}
    assert Proposal.objects.count() == Proposal.objects.values("file").distinct().count() == 10


def test_the_world_goes_on_between_confirmation_and_work(on_file, office, proposed, at, drain):
    with at("2008-06-02"):
        first, second = on_file(), on_file()
        run, _ = services.confirm_bulk(
            by=office.keeper, run=preview(office.keeper), files=seen_by(office.keeper)
        )
        proposed(first, reason="另一位同志先提出")
        drain()
    assert outcomes(run) == [
        (first.pk, "refused", "已有待审批的退出或调整"),
        (second.pk, "done", ""),
    ]


def test_files_outside_ones_scope_are_neither_counted_nor_done(on_file, office, at):
    file = on_file()
    with at("2008-06-02"):
        with pytest.raises(RuleBroken) as empty:
            preview(office.elsewhere)
        assert empty.value.code == "bulk_empty"
        run = preview(office.elsewhere, files=HardshipFile.objects.all())
        assert outcomes(run) == [(file.pk, "refused", "不在您的办理范围内")]
        with pytest.raises(NotAllowed):
            preview(office.auditor)
        with pytest.raises(RuleBroken) as nothing:
            services.confirm_bulk(by=office.elsewhere, run=run, files=HardshipFile.objects.all())
        assert nothing.value.code == "bulk_nothing"
    assert Job.objects.count() == 0


def test_somebody_who_was_dismissed_meanwhile_does_nothing(on_file, office, at, drain):
    on_file()
    with at("2008-06-02"):
        run, _ = services.confirm_bulk(
            by=office.keeper, run=preview(office.keeper), files=seen_by(office.keeper)
        )
        User.objects.filter(pk=office.keeper.pk).update(is_active=False)
        drain()
    assert [why for _, _, why in outcomes(run)] == ["不在您的办理范围内"]
    assert Proposal.objects.count() == 0


def test_a_batch_that_is_refused_as_a_whole_is_done_file_by_file(on_file, office, at, monkeypatch):
    first, second = on_file(), on_file()
    action = bulk_action_named("propose")
    real = action.act

    def act(by, files, inputs):
        real(by, files, inputs)
        if any(file.pk == first.pk for file in files):
            raise RuleBroken("x", "这一户正在核对")

    with at("2008-06-02"):
        run = preview(office.keeper)
        run.state = "running"
        monkeypatch.setitem(action.__dict__, "act", act)
        assert services.carry_out_batch(run, office.keeper) == 2
    assert outcomes(run) == [(first.pk, "refused", "这一户正在核对"), (second.pk, "done", "")]
    assert [one.file_id for one in Proposal.objects.all()] == [second.pk]


def test_fifty_files_take_as_many_statements_as_five(copies, office, at, monkeypatch):
    """However many files: each batch is the same number of statements."""
    monkeypatch.setattr(bulk, "BATCH", 50)
    copies(4)
    with at("2008-06-02"):
        few = preview(office.keeper)
        with CaptureQueriesContext(connection) as of_five:
            assert services.carry_out_batch(few, office.keeper) == 5
        Proposal.objects.all().delete()
        copies(500 - 6)
        many = preview(office.keeper)
        assert queries.counted(many) == {"ready": 500}
        batches = []
        for _ in range(10):
            with CaptureQueriesContext(connection) as of_many:
                assert services.carry_out_batch(many, office.keeper) == 50
            batches.append(len(of_many))
        assert services.carry_out_batch(many, office.keeper) == 0
    assert set(batches) == {len(of_five)}
    assert (Proposal.objects.count(), queries.counted(many)) == (500, {"done": 500})


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_files_of_a_run(copies, office, at, monkeypatch):
    copies(19)
    monkeypatch.setattr(bulk, "BATCH", 3)
    with at("2008-06-02"):
        run = preview(office.keeper)
        done, lock = [], threading.Lock()

        def work():
            try:
                while number := services.carry_out_batch(run, office.keeper):
                    with lock:
                        done.append(number)
            finally:
                connection.close()

        threads = [threading.Thread(target=work) for _ in range(2)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    assert sum(done) == 20
    assert queries.counted(run) == {"done": 20}
    assert Proposal.objects.count() == 20
