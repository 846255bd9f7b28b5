"""Contact cards: issued, renewed, void, printed for one group and for a year."""

from datetime import date

from assistance.pairing import queries, services
from assistance.pairing.cardpress import RELATED, cards_pdf
from assistance.pairing.models import AssistanceTask, CardPrint, ContactCard
from assistance.pairing.queries import card_of, token_of
from assistance.pairing.rules import NewHolder
from ground.briefs.typesetting import page_images, text_of
from ground.jobs import services as jobs
from ground.jobs.models import Job
from ground.web.workbench import waiting_for
from tests.pairing.examples import MOBILE, added, issued
from tests.pairing.test_services import refused


def test_a_card_is_issued_renewed_and_void(active, at):
    card = issued(active, at)
    token = token_of(card)
    assert token == token_of(card)
    assert card_of(token) == card
    assert card_of(f"{token}x") is None
    assert card_of("forged") is None
    holder = NewHolder(agency_id=active.member.pk, name="李华", phone="0736-7000000")
    about = {"by": active.office, "holders": [holder]}
    with at("2008-05-01"):
        again = refused(services.issue_card, group=active.group, **about)
        assert again.code == "card_in_force"
        new = services.renew_card(card=card, **about)
        assert refused(services.renew_card, card=card, **about).code == "card_withdrawn"
    assert (new.replaces, card_of(token)) == (card, None)
    services.withdraw_card(by=active.office, card=new, reason="印错")
    assert card_of(token_of(new)) is None
    assert ContactCard.objects.in_force().count() == 0


def test_a_card_names_people_of_the_group(active, at):
    def code(*holders, **other):
        return refused(
            services.issue_card, by=active.office, group=active.group, holders=holders, **other
        ).code

    good = NewHolder(agency_id=active.lead.pk, name="王明", phone=MOBILE)
    assert code() == "card_names_nobody"
    assert code(*[good] * 7) == "card_too_full"
    assert code(NewHolder(agency_id=active.lead.pk, name="王明", phone="")) == "holder_incomplete"
    outside = NewHolder(agency_id=active.stranger.pk, name="王明", phone=MOBILE)
    assert code(outside) == "agency_not_in_group"
    assert code(good, promises="长" * 151) == "promises_too_long"
    assert ContactCard.objects.count() == 0


def test_a_card_goes_with_its_group(active, at):
    card = issued(active, at)
    with at("2008-06-30"):
        services.end_group(by=active.leader, group=active.group, ends_on=date(2008, 6, 30))
    card.refresh_from_db()
    assert (card.withdrawn_on, card_of(token_of(card))) == (date(2008, 6, 30), None)


def test_a_stale_card_asks_to_be_renewed(active, at):
    cadre = added(active, at)
    with at("2008-03-05"):
        services.issue_cards(by=active.office, groups=[active.group])
    card = ContactCard.objects.get()
    assert [one.name for one in card.holders.all()] == ["王明"]
    asked = "换发联系卡：海利农药化工有限公司"
    with at("2008-06-02"):
        assert asked not in [one.title for one in waiting_for(active.liaison)]
        services.leave_cadre(by=active.office, cadre=cadre, on=date(2008, 6, 2))
        assert asked in [one.title for one in waiting_for(active.liaison)]
    assert queries.cards_in_lists(ContactCard.objects.all()).get().is_stale is True


def test_cards_for_a_whole_year_and_their_files(active, at, drain, client_of, person):
    added(active, at, "李华", active.member, "13800000002")
    added(active, at)
    with at("2008-03-05"):
        [card] = services.issue_cards(by=active.office, groups=[active.group], hotline="12351")
        assert services.issue_cards(by=active.office, groups=[active.group]) == []
        assert [one.name for one in card.holders.all()] == ["王明", "李华"]  # the lead first
        client = client_of(active.office)
        answer = client.post("/pairing/cards/prints/", {"year": "2008"})
        drain()
    job = Job.objects.get()
    assert answer.headers["Location"] == f"/jobs/{job.key}/"
    assert (job.state, job.outcome) == ("done", {"cards": 1, "files": 1})
    printed = CardPrint.objects.get()
    url = f"/pairing/cards/prints/{printed.pk}/"
    assert client.get(url).content[:5] == b"%PDF-"
    assert client_of(person("office")).get(url).status_code == 404
    assert (
        "没有在用的联系卡"
        in client.post("/pairing/cards/prints/", {"year": "1999"}, follow=True).content.decode()
    )
    failed = jobs.ask(
        by=active.office,
        kind="pairing.print_cards",
        title="1999",
        organisation=active.office.organisation,
        inputs={"year": 1999},
    )
    drain()
    failed.refresh_from_db()
    assert (failed.state, "请先发放" in failed.message) == ("failed", True)


def test_the_card_on_paper(active, at):
    issued(active, at, names=("王明", "李华"))
    cards = ContactCard.objects.select_related(*RELATED).prefetch_related("holders__agency")
    pdf = cards_pdf(cards, "a6")
    text = "".join(text_of(pdf))
    for words in ("“双联”联系卡", "海利农药化工有限公司", "王明", MOBILE, "三日内答复", "扫一扫"):
        assert words in text
    assert len(page_images(pdf, 400)) == 1
    assert len(page_images(cards_pdf(list(cards) * 5, "a4"), 400)) == 2


def test_pages_of_cards_and_cadres(active, at, client_of):
    cadre = added(active, at)
    client, office = client_of(active.outsider), client_of(active.office)
    card = issued(active, at)
    for url in (
        f"/pairing/cadres/{cadre.pk}/",
        f"/pairing/cadres/{cadre.pk}/leave/",
        f"/pairing/cards/{card.pk}/",
        f"/pairing/cards/{card.pk}/pdf/",
        f"/pairing/{active.group.pk}/plan/",
    ):
        assert client.get(url).status_code == 404, url
        assert office.get(url).status_code == 200, url
    for url in ("/pairing/cadres/", f"/pairing/cadres/{cadre.pk}/", f"/pairing/cards/{card.pk}/"):
        shown = office.get(url).content.decode()
        assert "王明" in shown, url
        assert MOBILE not in shown, url
    assert (
        "王明"
        not in client.get("/pairing/cadres/?q=王明")
        .content.decode()
        .split("<main")[1]
        .split("没有符合")[-1]
    )
    reveal = f"/pairing/cadres/{cadre.pk}/mobile/"
    assert office.post(reveal).status_code == 422
    assert office.post(reveal, {"reason": "联系走访"}).content.decode() == MOBILE
    assert client.post(reveal, {"reason": "好奇"}).status_code == 404


def test_issuing_a_card_on_its_page(active, at, client_of):
    added(active, at)
    client, url = client_of(active.liaison), f"/pairing/{active.group.pk}/card/"
    assert 'value="王明"' in client.get(url).content.decode()
    form = {
        "promises": "三日内答复",
        "hotline": "12351",
        "holders-TOTAL_FORMS": "2",
        "holders-INITIAL_FORMS": "1",
        "holders-0-agency": str(active.lead.pk),
        "holders-0-name": "王明",
        "holders-0-phone": "",
        "holders-1-agency": "",
        "holders-1-name": "",
        "holders-1-phone": "",
    }
    with at("2008-03-06"):
        kept = client.post(url, form).content.decode()
        assert "三日内答复" in kept
        assert ContactCard.objects.count() == 0
        answer = client.post(url, form | {"holders-0-phone": MOBILE})
    card = ContactCard.objects.get()
    assert answer.headers["Location"] == f"/pairing/cards/{card.pk}/"
    assert client.get(url).status_code == 200
    emptied = form | {"holders-0-agency": "", "holders-0-name": "", "holders-0-phone": ""}
    renewing = client.post(f"/pairing/cards/{card.pk}/renew/", emptied).content.decode()
    assert "至少写明一名联系人" in renewing
    assert ContactCard.objects.count() == 1
    assert AssistanceTask.objects.count() == 0
