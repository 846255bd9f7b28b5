"""一次走访两部手机离线登记: three agencies' people in a weaving mill without a signal, told through the API.

林红 types the visit on her phone and, the battery low, goes on writing on her tablet: the same draft twice.
Her colleague, who stood beside her, has typed the visit as well. In the evening all three are sent.
"""

from decimal import Decimal
from uuid import UUID

import pytest

from assistance.aid.models import Payment
from assistance.households.models import HardshipFile
from assistance.pairing.models import AssistanceTask
from assistance.visits.models import Visit
from tests.files import samples

API = "/api/v1/visits"
DRAFT, OTHER_DRAFT = UUID(int=101), UUID(int=102)
FIRST_PHOTO, SECOND_PHOTO = UUID(int=201), UUID(int=202)
JSON = {"content_type": "application/json"}


@pytest.fixture
def evening(world, at):
    with at("2008-05-14"):
        yield {
            "key": str(DRAFT),
            "base": 0,
            "besides": [],
            "kind": "condolence",
            "agency_id": world.agency.pk,
            "link_point_id": world.haili.pk,
            "visited_on": "2008-05-14",
            "visitors": "林红、王强",
            "situation": "到气流纺车间走访",
            "steps": ["asking"],
            "condolence_cash": "500",
            "families": [{"worker_name": "田某生", "hardship": "患慢性病"}],
        }


def send_photo(client, key: UUID) -> None:
    sent = client.put(f"/api/v1/files/{key}", samples.picture(), "application/octet-stream")
    assert sent.status_code == 200


def test_one_visit_recorded_without_a_network_on_two_phones(
    world, evening, client_of, person, drain
):
    phone = client_of(world.liaison)
    send_photo(phone, FIRST_PHOTO)
    send_photo(phone, FIRST_PHOTO)  # the line broke: sent again
    first = evening | {"photos": [str(FIRST_PHOTO)]}
    arrived, again = phone.post(API, first, **JSON), phone.post(API, first, **JSON)
    assert arrived.json() == again.json()
    assert (arrived.json()["version"], arrived.json()["photo_count"]) == (1, 1)

    # The tablet, with the same draft: what it adds is added, where it differs it is asked.
    tablet = evening | {
        "situation": "到气流纺车间走访，粉尘大",
        "needs": [{"category": "safety", "description": "车间除尘设备老化"}],
        "promises": [{"content": "请安监局上门指导", "due_on": "2008-06-01"}],
    }
    asked = phone.post(API, tablet, **JSON)
    assert (asked.status_code, asked.json()["code"]) == (409, "version_conflict")
    [other] = asked.json()["others"]
    assert [(one["label"], one["yours"], one["theirs"]) for one in other["differing"]] == [
        ("了解到的情况", "到气流纺车间走访，粉尘大", "到气流纺车间走访")
    ]
    assert "慰问金500.00元" in other["lines"]
    picked = phone.post(API, tablet | {"base": other["version"]}, **JSON)
    assert (picked.status_code, picked.json()["version"]) == (201, 2)

    # The colleague: the same agency, place and day under another key.
    colleague = client_of(person("liaison", world.agency))
    send_photo(colleague, SECOND_PHOTO)
    theirs = evening | {
        "key": str(OTHER_DRAFT),
        "situation": "陪同林红走访",
        "photos": [str(SECOND_PHOTO)],
        "families": [{"worker_name": "田某生", "hardship": "患慢性病"}],
    }
    asked = colleague.post(API, theirs, **JSON)
    assert (asked.status_code, asked.json()["code"]) == (409, "visit_alike")
    [other] = asked.json()["others"]
    assert other["id"] == arrived.json()["id"]
    merged = colleague.post(
        f"{API}/{other['id']}/merge",
        theirs | {"base": other["version"], "situation": other["words"]["situation"]},
        **JSON,
    )
    assert (merged.status_code, merged.json()["photo_count"]) == (201, 2)
    for _ in range(3):
        drain()

    visit = Visit.objects.get()
    assert visit.situation == "到气流纺车间走访，粉尘大"
    assert list(visit.versions.values_list("number", "way", "written_by__full_name")) == [
        (1, "recorded", world.liaison.full_name),
        (2, "corrected", world.liaison.full_name),
        (3, "merged", visit.merged_keys.get().merged_by.full_name),
    ]
    assert [one.amount for one in Payment.objects.all()] == [Decimal(500)]
    assert HardshipFile.objects.count() == 1
    assert AssistanceTask.objects.filter(agency=world.agency).get().content == "请安监局上门指导"
    page = client_of(world.office).get(f"/visits/{visit.pk}/").content.decode()
    for words in ("车间除尘设备老化", "请安监局上门指导", "修改对照", "粉尘大", "田*生"):
        assert words in page, words


def test_the_snapshot_holds_what_a_phone_needs_and_nothing_that_it_must_not(
    world, evening, client_of, make_organisation
):
    phone = client_of(world.liaison)
    phone.post(API, evening, **JSON)
    kept = phone.get(f"{API}/offline")
    said = kept.json()
    assert [one["name"] for one in said["link_points"]] == ["海利农药化工有限公司"]
    assert said["families"] == [{"name": "田*生", "link_point": world.haili.pk}]
    assert [(one["key"], one["version"]) for one in said["visits"]] == [(str(DRAFT), 1)]
    assert "田某生" not in kept.content.decode()
    same = phone.get(f"{API}/offline?stamp={said['stamp']}").json()
    assert same == {"stamp": said["stamp"]}
    phone.post(API, evening | {"base": 1, "situation": "改"}, **JSON)
    assert phone.get(f"{API}/offline?stamp={said['stamp']}").json()["visits"][0]["version"] == 2
    outside = client_of(world.outsider).get(f"{API}/offline").json()
    assert (outside["link_points"], outside["families"], outside["visits"]) == ([], [], [])


def test_the_office_sends_back_and_the_page_says_why(world, evening, client_of):
    liaison, office = client_of(world.liaison), client_of(world.office)
    pk = liaison.post(API, evening, **JSON).json()["id"]
    assert "退回" in office.get(f"/visits/{pk}/").content.decode()
    assert liaison.post(f"/visits/{pk}/return/", {"reason": "太简单"}).status_code == 403
    office.post(f"/visits/{pk}/return/", {"reason": "请写明车间情况"})
    page = liaison.get(f"/visits/{pk}/").content.decode()
    assert "请写明车间情况" in page
    assert f"/visits/record/?visit={DRAFT}" in page
    returned = liaison.get(f"{API}/offline").json()["visits"][0]["returned"]
    assert returned == "请写明车间情况"
    again = office.post(f"{API}/{pk}/return", {"reason": "再退"}, **JSON)
    assert (again.status_code, again.json()["code"]) == (422, "visit_returned")
