"""The pages of a trial: from the set to the sentence about a family, for its own office alone."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.households.models import WhatIf
from ground.jobs.models import Job
from tests.households.whatif import asked, drafted


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
