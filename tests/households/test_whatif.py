"""A set of criteria tried on all files: who would enter, leave, change class, and why."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.criteria import services as criteria
from assistance.criteria.models import RuleSet
from assistance.households import queries, services
from assistance.households.models import Circumstances, HardshipFile, WhatIf, WhatIfLine
from assistance.households.rules.whatif import movement_of
from ground.accounts.models import Organisation
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.jobs.models import Job
from ground.kernel.errors import RuleBroken
from ground.places.models import Division
from ground.places.services import set_local_rule

DAY = "2008-06-26"
SEED = {"name": "推演用", "valid_from": date(2008, 7, 1), "source": "测试"}


@pytest.fixture
def stage(office, person, root, opened, walk, at):
    """Four families on file as relative, with 200, 600, 1,200 and unknown a month; 低保 is 500."""
    county = Division.objects.create(
        code="430725", name="桃源县", level="county", valid_from=date(2000, 1, 1)
    )
    Organisation.objects.filter(pk__in=[office.union.pk, office.unit.pk]).update(division=county)
    set_local_rule(
        code="households.dibao_monthly",
        value=Decimal(500),
        valid_from=date(2008, 1, 1),
        source="测试",
    )
    office.root, office.county = root, county
    office.editor = person("office")
    office.county_editor = person("office", office.union)
    office.files = []
    with at(DAY):
        for income in ("2400", "7200", "14400", "7200"):
            file = walk(opened())
            HardshipFile.objects.filter(pk=file.pk).update(
                annual_income=Decimal(income), rigid_expenses=0
            )
            Circumstances.objects.create(file=file, event="none")
            office.files.append(HardshipFile.objects.get(pk=file.pk))
        HardshipFile.objects.filter(pk=office.files[3].pk).update(annual_income=None)
        yield office


def drafted(stage, division=None, upper="1", **changed):
    """A draft whose relative class ends at `upper` times the standard, seed otherwise."""
    ruleset = criteria.draft_ruleset(
        by=stage.editor,
        division=division,
        copied_from=RuleSet.objects.get(is_seed=True),
        **{**SEED, **changed},
    )
    row = ruleset.criteria.get(code="relative_income")
    criteria.set_criterion(
        by=stage.editor,
        ruleset=ruleset,
        criterion=row,
        kind="income_test",
        code=row.code,
        label=row.label,
        source=row.source,
        parameters={"category": "relative", "measure": "net", "divisor": "all", "upper": upper},
    )
    return ruleset


def tried(stage, ruleset, **changed):
    return queries.tried(ruleset, **{"path": stage.root.path, "on": date(2008, 6, 26), **changed})


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


def asked(stage, ruleset, by=None):
    by = by or stage.editor
    organisation = stage.root if by == stage.editor else stage.union
    return services.ask_whatif(by=by, ruleset=ruleset, organisation=organisation)


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


def test_from_the_set_to_the_sentence_by_pages(stage, client_of, drain):
    ruleset = drafted(stage, upper="1.2")
    client = client_of(stage.editor)
    assert f"/households/what-if/ask/?ruleset={ruleset.pk}" in (
        client.get(f"/criteria/{ruleset.pk}/").content.decode()
    )
    assert client.get(f"/households/what-if/ask/?ruleset={ruleset.pk}").status_code == 200
    client.post("/households/what-if/ask/", {"ruleset": ruleset.pk})
    assert "推演：推演用" in client.get("/households/what-if/").content.decode()
    drain()
    whatif = WhatIf.objects.get()
    page = client.get(f"/households/what-if/{whatif.pk}/").content.decode()
    assert "测算4户" in page
    near = "?movement=near&amp;recorded=relative&amp;tried=borderline"
    assert f'/households/what-if/{whatif.pk}/files/{near}">1</a>' in page
    listed = client.get(f"/households/what-if/{whatif.pk}/files/?movement=near")
    line = whatif.lines.get(movement="near")
    assert stage.files[1].file_no in listed.content.decode()
    assert stage.files[0].file_no not in listed.content.decode()
    why = client.get(f"/households/what-if/{whatif.pk}/files/{line.pk}/").content.decode()
    assert "＝ 600.00 元 ＜ 低保标准 500.00 元 × 2 ＝ 1,000.00 元，符合“相对困难收入标准”" in why
    assert "＝ 600.00 元 ＝ 低保标准 500.00 元 × 1.2 ＝ 600.00 元，不符合“相对困难收入标准”" in why
    assert "列入边缘困难观察名单" in why
    assert "张建国" not in why


def test_a_trial_of_another_office_is_not_there(stage, client_of, drain, person, make_organisation):
    asked(stage, drafted(stage))
    drain()
    whatif = WhatIf.objects.get()
    line = whatif.lines.first()
    county = client_of(stage.county_editor)
    for path in ("", "files/", f"files/{line.pk}/"):
        assert county.get(f"/households/what-if/{whatif.pk}/{path}").status_code == 404
    assert client_of(stage.keeper).get("/households/what-if/").status_code == 403
    own = asked(stage, drafted(stage, stage.county), by=stage.county_editor)
    drain()
    assert WhatIf.objects.get(job_key=own.key).files == 4
    assert (
        county.get(f"/households/what-if/{WhatIf.objects.get(job_key=own.key).pk}/").status_code
        == 200
    )
    foreign = drafted(stage)  # a draft of everywhere is not the county's to see
    answer = county.post("/households/what-if/ask/", {"ruleset": foreign.pk})
    assert answer.status_code == 200
    assert Job.objects.count() == 2


def test_the_lists_ask_the_same_with_more_rows(stage, client_of, drain):
    asked(stage, drafted(stage, upper="1.2"))
    drain()
    whatif = WhatIf.objects.get()
    client = client_of(stage.editor)

    def queries_of(path):
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    many = queries_of(f"/households/what-if/{whatif.pk}/files/")
    listed = queries_of("/households/what-if/")
    whatif.lines.exclude(pk=whatif.lines.first().pk).delete()
    assert queries_of(f"/households/what-if/{whatif.pk}/files/") == many
    asked(stage, drafted(stage, stage.county))
    drain()
    assert queries_of("/households/what-if/") == listed
