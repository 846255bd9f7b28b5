"""Long work: progress, cancel, broken rules, dying workers, a lease that is lost."""

import pytest
from django.db.models.functions import Now
from django.urls import reverse

from ground.events import claiming, delivery, stopping
from ground.events.models import Delivery, RecordedEvent
from ground.jobs import queries, registry, services
from ground.jobs.models import Job
from ground.jobs.registry import Progress, job
from ground.kernel.errors import RuleBroken

ACTS: list[str] = []


@job("tests.count", label="数数", limit_minutes=1)
def count(asked: Job, progress: Progress) -> registry.Settle:
    upto = asked.inputs["upto"]
    for number in range(upto):
        progress.at(done=number, total=upto, saying=f"数到{number}")
        _act(asked, number)
    with progress.breathing():
        ACTS.append("breathed")
    return lambda: {"counted": upto}


def _act(asked: Job, number: int) -> None:
    match asked.inputs.get("then"):
        case "rule":
            raise RuleBroken("tests_rule", "数到这里不能再数")
        case "crash":
            raise ValueError("王小明")
        case "cancel":
            services.cancel(by=asked.asked_by, job=asked)
            raise_if_told(asked)
        case "lost":
            Delivery.objects.update(starts=7)
            raise_if_told(asked)


def raise_if_told(asked: Job) -> None:
    Progress(asked, delivery.hold(), limit_minutes=1).at(done=1, total=2, saying="再看一次")


@pytest.fixture(autouse=True)
def _no_acts():
    ACTS.clear()


@pytest.fixture
def ask(person, root):
    by = person("office")

    def one(**inputs):
        return services.ask(
            by=by,
            kind="tests.count",
            title="数到三",
            organisation=root,
            inputs={"upto": 3, **inputs},
            opens="/",
        )

    return one


pytestmark = pytest.mark.django_db


def test_a_job_runs_says_where_it_is_and_keeps_its_outcome(ask, drain):
    asked = ask()
    assert asked.state == "waiting"
    drain()
    asked.refresh_from_db()
    assert (asked.state, asked.outcome, asked.total) == ("done", {"counted": 3}, 3)
    assert ACTS == ["breathed"]
    assert RecordedEvent.objects.filter(name="jobs.job_ended").count() == 1
    assert drain() == 0


def test_asking_twice_is_one_job(ask):
    assert ask().key == ask().key
    assert Job.objects.count() == 1
    assert RecordedEvent.objects.filter(name="jobs.job_asked").count() == 1


def test_a_broken_rule_ends_it_with_its_words_and_is_not_tried_again(ask, drain):
    asked = ask(then="rule")
    drain()
    asked.refresh_from_db()
    assert (asked.state, asked.message) == ("failed", "数到这里不能再数")
    assert not Delivery.objects.exclude(state="done").exists()


def test_an_error_is_tried_three_times_then_told_without_its_text(ask, drain):
    asked = ask(then="crash")
    for _ in range(3):
        Delivery.objects.filter(state="pending").update(due_at=Now())
        drain()
    asked.refresh_from_db()
    assert (asked.state, asked.tries) == ("failed", 3)
    assert "稍后重试" in asked.message
    assert "王小明" not in asked.message


def test_cancelled_before_it_begins_it_never_runs(ask, drain):
    asked = ask()
    services.cancel(by=asked.asked_by, job=asked)
    drain()
    asked.refresh_from_db()
    assert (asked.state, ACTS) == ("cancelled", [])


def test_cancelled_while_it_runs_it_stops_at_the_next_step(ask, drain):
    asked = ask(then="cancel")
    drain()
    asked.refresh_from_db()
    assert (asked.state, asked.outcome, ACTS) == ("cancelled", {}, [])


def test_a_worker_whose_lease_was_taken_over_brings_nothing(ask, drain):
    asked = ask(then="lost")
    drain()
    asked.refresh_from_db()
    assert (asked.state, ACTS) == ("running", [])
    assert not RecordedEvent.objects.filter(name="jobs.job_ended").exists()


def test_a_dead_worker_leaves_the_job_to_the_next(ask, drain):
    asked = ask()
    services.begin(asked.key)
    begun = Delivery.objects.filter(queue="jobs")
    begun.update(state="acting", starts=1, due_at=Now())  # and then killed
    assert claiming.recover_acting() == 1
    drain()
    asked.refresh_from_db()
    assert (asked.state, asked.tries) == ("done", 2)


def test_a_job_whose_worker_always_dies_says_so_and_runs_again_by_hand(ask, drain):
    asked = ask()
    services.begin(asked.key)
    Delivery.objects.update(state="dead")
    asked.refresh_from_db()
    assert "可以重新执行" in queries.trouble_of(asked)
    services.run_again(by=asked.asked_by, job=asked)
    drain()
    asked.refresh_from_db()
    assert asked.state == "done"
    with pytest.raises(RuleBroken, match="不需要重新执行"):
        services.run_again(by=asked.asked_by, job=asked)


def test_a_failed_job_runs_again_when_asked(ask, drain):
    asked = ask(then="rule")
    drain()
    Job.objects.update(inputs={"upto": 2})
    services.run_again(by=asked.asked_by, job=asked)
    drain()
    asked.refresh_from_db()
    assert (asked.state, asked.outcome, asked.message) == ("done", {"counted": 2}, "")


def test_pages_of_ones_own_jobs_only(ask, drain, client_of, person):
    asked = ask()
    owner, other = client_of(asked.asked_by), client_of(person("leader"))
    address = reverse("web:job", args=[asked.key])
    assert "数到三" in owner.get(reverse("web:jobs")).text
    assert "数到三" not in other.get(reverse("web:jobs")).text
    assert other.get(address).status_code == 404
    assert other.post(reverse("web:job_cancel", args=[asked.key])).status_code == 404
    part = owner.get(address, {"part": ""})
    assert "hx-get" in part.text
    assert "HX-Refresh" not in part
    drain()
    ended = owner.get(address, {"part": ""})
    assert ended["HX-Refresh"] == "true"
    assert "查看结果" in ended.text


def test_a_worker_that_is_asked_to_end_hands_its_job_back(ask, monkeypatch):
    """It is due at once, and neither a try nor a start is counted."""
    asked = ask(upto=3)
    monkeypatch.setattr(stopping, "is_asked", lambda: True)
    assert delivery.deliver(claiming.claim("jobs", limit=1)) == 0
    asked.refresh_from_db()
    assert (asked.state, asked.tries) == ("waiting", 0)
    handed = Delivery.objects.get(queue="jobs")
    assert (handed.state, handed.starts, handed.failures) == ("pending", 0, 0)
    monkeypatch.undo()
    assert delivery.deliver(claiming.claim("jobs", limit=1)) == 1
    asked.refresh_from_db()
    assert (asked.state, asked.outcome) == ("done", {"counted": 3})
