"""A set of criteria tried on all files: who would enter, leave, change class, and why."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.criteria import services as criteria
from assistance.criteria.models import RuleSet
from assistance.households import queries, services
from assistance.households.models import HardshipFile, WhatIf, WhatIfLine
from assistance.households.rules.whatif import movement_of
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.jobs.models import Job
from ground.kernel.errors import RuleBroken
from ground.places.models import Division
from tests.households.whatif import SEED, asked, drafted, tried


def test_a_first_set_can_be_tried_where_none_holds_yet(stage):
    assert (
        queries.tried(drafted(stage), path=stage.root.path, on=date(1999, 12, 31)).files
        == tried(stage, drafted(stage)).files
    )


@pytest.mark.parametrize(
    ("recorded", "then", "movement"),
    [
        ("deep", "deep", "stays"),
        ("deep", "relative", "changes"),
        ("", "relative", "changes"),
        ("deep", "none", "leaves"),
        ("deep", "excluded", "leaves"),
        ("deep", "borderline", "near"),
        ("deep", "unknown", "unknown"),
        ("outside", "deep", "enters"),
        ("outside", "borderline", "near"),
        ("outside", "unknown", "stays"),
        ("outside", "excluded", "stays"),
        ("outside", "none", "stays"),
    ],
)
def test_how_a_family_moves(recorded, then, movement):
    assert movement_of(recorded, then) == movement


def test_each_family_is_counted_once_and_by_what_moved_it(stage):
    """Relative below 1.2 × 500: 200 is deep, 600 is exactly at the limit and so borderline."""
    result = tried(stage, drafted(stage, upper="1.2"))
    one, two, three, four = (file.pk for file in stage.files)
    assert result.files == 4
    assert result.lines == [
        (one, "changes", "relative", "deep", "deep"),
        (two, "near", "relative", "relative", "borderline"),
        (three, "leaves", "relative", "none", "none"),
        (four, "unknown", "relative", "unknown", "unknown"),
    ]
    assert {(row["movement"], row["files"], row["by_rule"]) for row in result.counts()} == {
        ("changes", 1, 0),
        ("near", 1, 1),
        ("leaves", 1, 0),
        ("unknown", 1, 0),
    }
    assert sum(row["files"] for row in result.counts()) == result.files


def test_a_family_that_ended_may_enter_but_not_twice(stage):
    ended = stage.files[2]
    services.exit_file(by=stage.approver, file=ended, reason="收入提高")
    wide = drafted(stage, upper="3")
    found = [line for line in tried(stage, wide).lines if line[0] == ended.pk]
    assert found == [(ended.pk, "enters", "outside", "none", "relative")]
    HardshipFile.objects.filter(pk=ended.pk).update(stored_only_on=date(2008, 6, 26))
    assert tried(stage, wide).files == 3


def test_a_set_is_tried_where_it_would_count(stage):
    other = Division.objects.create(
        code="430724", name="临澧县", level="county", valid_from=date(2000, 1, 1)
    )
    assert tried(stage, drafted(stage, other)).files == 0
    county = drafted(stage, stage.county, "3")
    assert tried(stage, county).files == 4
    criteria.publish_ruleset(by=stage.county_editor, ruleset=county)
    general = drafted(stage)  # the county has its own: a general set would not count there
    assert tried(stage, general, on=date(2008, 7, 1)).files == 0
    assert tried(stage, general).files == 4  # before the county's begins


def test_blocks_change_nothing_and_cost_the_same_queries(stage, monkeypatch):
    ruleset = drafted(stage, upper="1.2")
    whole = tried(stage, ruleset)
    said = []
    monkeypatch.setattr("assistance.households.queries.whatif.BLOCK", 3)
    pieces = tried(stage, ruleset, say=lambda *told: said.append(told))
    assert (pieces.lines, pieces.counts()) == (whole.lines, whole.counts())
    assert said == [(3, 4), (4, 4)]

    def asked(block):
        monkeypatch.setattr("assistance.households.queries.whatif.BLOCK", block)
        with CaptureQueriesContext(connection) as seen:
            tried(stage, RuleSet.objects.get(pk=ruleset.pk), path=stage.unit.path)
        return len(seen)

    many = asked(10)
    HardshipFile.objects.filter(pk__in=[one.pk for one in stage.files[1:]]).update(
        stored_only_on=None, state="cancelled", gate=None
    )
    assert asked(10) == many


def test_asked_as_a_job_counted_and_kept(stage, drain):
    ruleset = drafted(stage, upper="1.2")
    job = asked(stage, ruleset)
    assert asked(stage, ruleset).key == job.key  # a double click
    drain()
    job.refresh_from_db()
    assert (job.state, job.outcome["files"], job.done, job.total) == ("done", 4, 4, 4)
    whatif = WhatIf.objects.get()
    assert (whatif.files, whatif.job_key) == (4, job.key)
    assert whatif.lines.count() == 4
    assert Entry.objects.filter(action="households.whatif_done").count() == 1
    asked(stage, ruleset)
    drain()
    assert WhatIf.objects.get().pk != whatif.pk  # the later one took its place
    assert WhatIfLine.objects.count() == 4
    files = HardshipFile.objects.filter(state="active")
    assert {file.category for file in files} == {"relative"}  # nothing was decided
    names = set(RecordedEvent.objects.values_list("name", flat=True))
    assert "households.file_reclassified" not in names


def test_a_worker_that_dies_leaves_nothing_and_the_next_one_finishes(stage, drain, monkeypatch):
    ruleset = drafted(stage)
    asked(stage, ruleset)
    real = queries.tried

    def dies(*args, **kwargs):
        real(*args, **kwargs)
        raise ConnectionError("the worker is gone")

    monkeypatch.setattr("assistance.households.queries.tried", dies)
    drain()
    assert WhatIf.objects.count() == 0
    assert WhatIfLine.objects.count() == 0
    monkeypatch.undo()
    job = Job.objects.get()
    from ground.jobs import services as jobs

    if not job.is_open:
        jobs.run_again(by=stage.editor, job=job)
    from ground.events.models import Delivery

    Delivery.objects.update(due_at="2008-01-01T00:00:00+08:00")
    drain()
    job.refresh_from_db()
    assert job.state == "done"
    assert WhatIf.objects.get().files == 4


def test_what_cannot_be_tried_is_said_at_once(stage):
    empty = criteria.draft_ruleset(by=stage.editor, division=None, **SEED)
    with pytest.raises(RuleBroken) as refused:
        asked(stage, empty)
    assert refused.value.code == "ruleset_empty"
    county = drafted(stage, stage.county)
    criteria.publish_ruleset(by=stage.county_editor, ruleset=county)
    criteria.withdraw_ruleset(
        by=stage.county_editor, ruleset=county, on=date(2008, 7, 2), reason="统一"
    )
    with pytest.raises(RuleBroken) as refused:
        asked(stage, county)
    assert refused.value.code == "ruleset_withdrawn"
    assert Job.objects.count() == 0
