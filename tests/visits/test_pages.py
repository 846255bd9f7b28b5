import re
from datetime import date
from decimal import Decimal
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.pairing import services as pairing
from assistance.visits.models import Visit, VisitPhoto
from assistance.visits.rules import FoundFamily
from assistance.visits.services import record_visit
from ground.accounts.services import issue_api_key
from ground.audit.models import Entry
from ground.briefs.facts import compute, fact_of
from ground.briefs.offers import offered_to, photos_of
from ground.files import services as files
from ground.files.models import StoredFile
from ground.kernel.periods import Period
from tests.files.samples import picture
from tests.visits.conftest import ID_NO, KEY

RECORD, API = "/visits/record/", "/api/v1/visits"
NAMES = "/visits/names/?link_point_name="
JSON = {"content_type": "application/json"}


def typed(world):
    """A visit as the page sends it."""
    return {
        "key": str(KEY),
        "base": 0,
        "besides": [],
        "kind": "routine",
        "agency_id": world.agency.pk,
        "link_point_id": world.haili.pk,
        "visited_on": "2008-05-14",
        "visitors": "林红等4人",
        "situation": "与公司负责人座谈",
    }


def test_the_page_knows_what_it_can(world, client_of, at):
    with at("2008-05-14"):
        page = client_of(world.liaison).get(RECORD).content.decode()
    assert 'value="2008-05-14"' in page
    assert world.liaison.full_name in page
    assert f'value="{world.haili.pk}" id="id_link_point_0" checked' in page
    assert "<span data-agency-name>市政协办</span>" in page
    assert "鑫玉花" not in page


def test_the_shell_knows_nobody(world, client, client_of):
    """What a phone keeps is the same for everybody: no name, no place, no token."""
    for url in ("/visits/record/shell/", "/visits/outbox/shell/", "/offline/", "/worker.js"):
        plain, own = client.get(url), client_of(world.liaison).get(url)
        assert (plain.status_code, own.status_code) == (200, 200), url
        assert plain.content == own.content
        assert not plain.cookies
        for secret in (world.liaison.full_name, "市政协办", "海利", "csrf"):
            assert secret not in own.content.decode(), (url, secret)


def test_names_are_looked_up_within_what_one_sees(world, client_of):
    assert "鑫玉花纺织厂" in client_of(world.office).get(f"{NAMES}鑫").content.decode()
    assert "鑫玉花" not in client_of(world.liaison).get(f"{NAMES}鑫").content.decode()


def test_a_link_point_by_its_alias(world, client_of, at):
    client = client_of(world.office)
    mine = typed(world) | {"agency_id": world.office.organisation_id, "link_point_id": None}
    with at("2008-05-14"):
        unknown = client.post(API, mine | {"link_point_name": "无此厂"}, **JSON)
        assert unknown.status_code == 422
        assert "没有找到“无此厂”" in unknown.json()["fields"]["link_point_name"]
        missing = client.post(API, mine, **JSON)
        assert missing.json()["fields"] == {"link_point_id": "请选择或填写"}
        known = client.post(API, mine | {"link_point_name": "海利化工有限公司"}, **JSON)
    assert known.status_code == 201
    assert Visit.objects.get().link_point == world.haili


def test_the_five_see_it_and_others_do_not(world, said, client_of, at, make_organisation, person):
    with at("2008-05-14"):
        visit = record_visit(**said, families=[FoundFamily("田某生", "患病")])
    url = f"/visits/{visit.pk}/"
    assert client_of(world.liaison).get(url).status_code == 200
    assert client_of(world.outsider).get(url).status_code == 404
    assert client_of(world.outsider).get(f"/api/v1{url[:-1]}").status_code == 404
    card = f"/visits/of-group/{world.group.pk}/"
    assert "2008-05-14" in client_of(world.liaison).get(card).content.decode()
    assert "2008-05-14" not in client_of(world.outsider).get(card).content.decode()
    with at("2008-06-30"):
        pairing.end_group(by=world.leader, group=world.group, ends_on=date(2008, 6, 30))
    after = client_of(world.liaison).get(url).content.decode()
    assert "田*生" not in after  # its own visit stays; the families are the link point's


def test_what_followed_stands_beside_the_family(world, said, client_of, at, drain):
    with at("2008-05-14"):
        visit = record_visit(
            **said, condolence_cash=Decimal(500), families=[FoundFamily("田某生", "患病")]
        )
        drain()
        page = client_of(world.office).get(f"/visits/{visit.pk}/").content.decode()
    assert "申请建档" in page
    assert "安排帮扶款项" in page


def test_lists_ask_the_same_number_of_queries(world, said, client_of, at):
    client, counted = client_of(world.office), []
    with at("2008-05-14"):
        for rows in (1, 3):
            for _ in range(Visit.objects.count(), rows):
                families = [FoundFamily("甲", "患病"), FoundFamily("乙", "失业")]
                last = record_visit(
                    **said | {"key": uuid4()}, families=families[: len(counted) + 1]
                )
            urls = [
                "/visits/",
                "/api/v1/visits",
                f"/visits/{last.pk}/",
                f"/api/v1/visits/{last.pk}",
            ]
            urls.append(f"/visits/of-group/{world.group.pk}/")
            counted.append([queries_of(client, url) for url in urls])
    assert counted[0] == counted[1]


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_filters_and_export(world, said, client_of, at):
    client = client_of(world.office)
    with at("2008-05-14"):
        record_visit(**said)
    for query, found in (
        ("q=海利化工", True),
        ("kind=condolence", False),
        (f"link_point={world.haili.pk}&on_from=2008-05-14&on_to=2008-05-14", True),
        ("on_from=2008-05-15", False),
        (f"group={world.group.pk}", True),
        ("group=99999", False),
    ):
        page = client.get(f"/visits/?{query}").content.decode()
        assert ("林红等4人" in page) is found, query
    sheet = client.get("/visits/?export=xlsx")
    assert b"".join(sheet.streaming_content)[:2] == b"PK"
    assert Entry.objects.filter(action="privacy.released").count() == 1


def test_the_api_records_with_the_same_rules(world, client_of, at):
    body = {
        "key": str(KEY),
        "kind": "condolence",
        "agency_id": world.agency.pk,
        "link_point_id": world.haili.pk,
        "visited_on": "2008-05-14",
        "visitors": "林红",
        "situation": "慰问",
        "condolence_cash": "2000.00",
        "families": [{"worker_name": "田某生", "hardship": "患病", "id_no": ID_NO}],
    }

    def send(user, **changed):
        return client_of(user).post(
            "/api/v1/visits", body | changed, content_type="application/json"
        )

    with at("2008-05-14"):
        assert send(world.leader).status_code == 403
        outside = send(world.liaison, link_point_id=world.elsewhere.pk)
        assert (outside.status_code, outside.json()["code"]) == (422, "organisation_unknown")
        bad = send(world.liaison, families=[{"worker_name": "田某生", "hardship": ""}])
        assert bad.json()["fields"] == {"families.0.hardship": "不能为空"}
        made, again = send(world.liaison), send(world.liaison)
    assert (made.status_code, again.status_code) == (201, 201)
    assert made.json() == again.json()
    answer = made.json()
    assert (answer["condolence_cash"], answer["family_count"]) == ("2000.00", 1)
    assert answer["clues"][0]["worker_name"] == "田*生"
    assert answer["clues"][0]["id_no"] == "110***********002X"
    listed = client_of(world.liaison).get("/api/v1/visits").json()["results"]
    assert [row["id"] for row in listed] == [answer["id"]]


def test_a_key_for_recording_alone_is_answered_with_what_it_recorded(world, client, at):
    body = {
        "key": str(KEY),
        "kind": "routine",
        "agency_id": world.agency.pk,
        "link_point_id": world.haili.pk,
        "visited_on": "2008-05-14",
        "visitors": "林红",
        "situation": "调研",
    }
    with at("2008-05-14"):
        _, secret = issue_api_key(
            by=world.liaison,
            owner=world.liaison,
            label="登记",
            permissions=["visits.record_visit"],
            expires_on=date(2008, 6, 1),
        )
        bearer = {"Authorization": f"Bearer {secret}"}
        sent = {"content_type": "application/json", "headers": bearer}
        made = client.post("/api/v1/visits", body, **sent)
        assert (made.status_code, made.json()["situation"]) == (201, "调研")
        assert client.get(f"/api/v1/visits/{made.json()['id']}", headers=bearer).status_code == 403


def test_facts_count_within_the_area_and_the_period(world, said, root, at):
    with at("2008-05-14"):
        record_visit(**said, families=[FoundFamily("甲", "患病"), FoundFamily("乙", "失业")])
    period = Period(starts_on=date(2008, 1, 1), ends_on=date(2008, 6, 25))
    visits, families = fact_of("visits.visits_made"), fact_of("visits.families_found")
    assert compute(visits, root, period).value == 1
    assert compute(families, root, period).value == 2
    assert compute(visits, world.elsewhere, period).value == 0
    later = Period(starts_on=date(2008, 5, 15), ends_on=date(2008, 6, 25))
    assert compute(families, root, later).value == 0
    assert compute(families, root, period).records[0].label == (
        "2008-05-14 市政协办 → 海利农药化工有限公司"
    )


def test_paragraphs_for_articles_count_homes_and_name_nobody(world, said, at):
    with at("2008-05-14"):
        record_visit(**said | {"situation": "田某生家三口人"}, families=[FoundFamily("甲", "患病")])
        homes = {"key": uuid4(), "kind": Visit.Kind.CONDOLENCE, "condolence_cash": Decimal(500)}
        record_visit(**said | homes)
        period = Period(starts_on=date(2008, 5, 1), ends_on=date(2008, 5, 31))
        told = [
            (kind.label, [one.text for one in kind.paragraphs])
            for kind in offered_to(world.agency, period)
        ]
        assert told == [
            ("走访企业", ["5月14日，市政协办到海利农药化工有限公司日常走访。"]),
            ("走访慰问", ["5月1日至5月31日，到1个双联点走访慰问1次，送去慰问金500元。"]),
        ]
        assert (
            offered_to(world.haili, period)[0].paragraphs
            == offered_to(world.agency, period)[0].paragraphs
        )
        assert offered_to(world.elsewhere, period) == []
        later = Period(starts_on=date(2008, 5, 15), ends_on=date(2008, 5, 31))
        assert offered_to(world.agency, later) == []


def test_the_photos_of_a_visit_are_taken_over_into_an_article(world, said, at, client_of):
    with at("2008-05-14"):
        visit = record_visit(**said)
        for index in range(2):
            one = files.keep(by=world.liaison, content=picture(), name=f"厂区{index}.jpg")
            VisitPhoto.objects.create(visit=visit, file=one, index=index)
        kinds = offered_to(world.agency)
        of = f"visits.visits:{visit.pk}"
        assert [len(one) for one in photos_of(world.liaison, kinds).values()] == [2]
        assert photos_of(world.outsider, kinds) == {}
        page = client_of(world.liaison)
        assert "照片2张" in page.get("/briefs/contributions/new/").content.decode()
        asked = {"organisation": world.agency.pk, "of": of}
        panel = page.post("/briefs/contributions/photos/", asked).content.decode()
        assert re.findall(r'name="photos" value="(\d):', panel) == ["1", "2"]
        taken = StoredFile.objects.exclude(pk__in=VisitPhoto.objects.values("file"))
        assert [one.kept_by for one in taken] == [world.liaison, world.liaison]
        stranger = client_of(world.outsider)
        assert (
            'name="photos"'
            not in stranger.post("/briefs/contributions/photos/", asked).content.decode()
        )
