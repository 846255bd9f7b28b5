import json

from django.core.files.uploadedfile import SimpleUploadedFile

from ground.accounts.models import Organisation
from ground.intake.models import Intake
from tests.intake.conftest import workbook

LIST = workbook(["单位名称", "干部人数"], ["市财政局", 120], ["市总工会", "若干"])
URL = "/api/v1/intake"


def posted(client, url, **body):
    return client.post(url, json.dumps(body), content_type="application/json")


def test_the_whole_way_through_the_api(area, client_of, drain):
    client = client_of(area.office)
    known = {one["code"]: one for one in client.get(f"{URL}/kinds").json()}
    assert known["planning.agencies"]["fields"][0]["label"] == "单位名称"
    given = {"kind": "planning.agencies", "organisation_id": area.city.pk}
    sent = client.post(URL, given | {"file": SimpleUploadedFile("名单.xlsx", LIST)})
    assert sent.status_code == 201, sent.content
    one = f"{URL}/{sent.json()['id']}"
    assert sent.json()["mapping"] == {"name": 0, "headcount": 1}
    assert posted(client, f"{one}/commit").json()["code"] == "not_rehearsed"
    assert posted(client, f"{one}/rehearse").json()["state"] == "rehearsing"
    drain()
    page = client.get(one).json()
    assert (page["state"], page["counts"]["new"], page["counts"]["refused"]) == ("rehearsed", 1, 1)
    assert page["problems"] == [
        {
            "row": 3,
            "cell": "B3",
            "heading": "干部人数",
            "message": "应为数字，不要写文字说明",
            "is_warning": False,
        }
    ]
    posted(client, f"{one}/commit", only_good=True)
    drain()
    assert client.get(URL).json()["results"][0]["state"] == "committed"
    assert Organisation.objects.filter(name="市财政局").exists()
    posted(client, f"{one}/undo", reason="错了")
    drain()
    assert client.get(one).json()["state"] == "undone"


def test_a_file_that_is_none_and_another_area(area, client_of):
    client = client_of(area.county_office)
    given = {"kind": "planning.agencies", "organisation_id": area.county.pk}
    refused = client.post(URL, given | {"file": SimpleUploadedFile("a.xlsx", b"%PDF-1.4")})
    assert (refused.status_code, refused.json()["code"]) == (422, "sheet_pdf")
    other = given | {"organisation_id": area.city.pk, "file": SimpleUploadedFile("a.xlsx", LIST)}
    assert client.post(URL, other).json()["code"] == "organisation_unknown"
    assert Intake.objects.count() == 0
