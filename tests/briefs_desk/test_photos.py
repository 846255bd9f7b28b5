"""Photos of articles: sent, taken along, named in the text, printed, and seen by whom."""

import io
import zipfile

import pytest
from django.db import DatabaseError, transaction

from ground.audit.models import Entry
from ground.briefs import chat, press, proofing, queries, services
from ground.briefs.models import Article, Contribution, Issue, Photo, Printed
from ground.briefs.typesetting import Photo as PrintedPhoto
from ground.files import services as files
from ground.files.models import StoredFile
from ground.kernel.errors import RuleBroken
from tests.briefs_desk.conftest import edited
from tests.briefs_desk.pictures import picture

SHOWN = [
    {"kind": "paragraph", "text": "五月十四日走访企业。"},
    {"kind": "paragraph", "text": "[[照片1：座谈会现场]]"},
]


def kept(by, size=(1600, 1200)) -> StoredFile:
    return files.keep(by=by, content=picture(size=size), name="现场.jpg")


@pytest.fixture
def sent(send, unit, person) -> Contribution:
    return send(blocks=SHOWN, photos={1: kept(person("liaison", unit))})


@pytest.fixture
def photographed(start, sent, editor) -> Article:
    return services.adopt(by=editor, issue=start(), contribution=sent, section="工作动态")


@pytest.fixture
def signed(photographed, series, editor, leader, drain, at, only_facts) -> Issue:
    series.marking = ""  # so that it may be opened to all
    series.save()
    with at("2008-06-25"):
        services.submit_issue(by=editor, issue=photographed.issue)
        services.sign_issue(by=leader, issue=photographed.issue)
    drain()
    return Issue.objects.get()


def refused(code: str, call, **arguments: object) -> str:
    with pytest.raises(RuleBroken) as broken:
        call(**arguments)
    assert broken.value.code == code
    return broken.value.message


def test_a_photo_comes_with_its_article_and_goes_into_the_issue(photographed, sent):
    (original,) = sent.photos.all()
    (copy,) = photographed.photos.all()
    assert (copy.number, copy.file) == (1, original.file)
    (article,) = queries.document_of(photographed.issue).articles
    (photo,) = [one for one in article.blocks if isinstance(one, PrintedPhoto)]
    assert (photo.number, photo.caption, photo.key) == (1, "座谈会现场", copy.pk)
    assert (photo.sha256, photo.width, photo.height) == (copy.file.sha256, 1600, 1200)


def test_a_mark_that_names_no_photo_is_refused_with_its_paragraph(send):
    def sending():
        send(blocks=[*SHOWN, {"kind": "paragraph", "text": "见[[照片2]]。"}])

    said = refused("photo_wrong", sending)
    assert said == (
        "第2段：本稿没有照片1，请先添加照片，或改用“照片”一栏里的编号；"
        "第3段：照片应独占一行，例如 [[照片1：图注]]"
    )
    assert not Contribution.objects.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[照片7]]", "《走访企业》第1段：本稿没有照片7"),
        ("如[[照片1：图]]所示", "《走访企业》第1段：照片应独占一行"),
        (f"[[照片1：{'字' * 81}]]", "《走访企业》第1段：照片1的图注最多80字，现有81字"),
    ],
)
def test_the_desk_is_told_where_a_mark_is_wrong(photographed, editor, only_facts, text, said):
    body = [{"kind": "paragraph", "text": text}]
    assert refused(
        "citation_wrong",
        services.edit_article,
        by=editor,
        article=photographed,
        **edited(photographed, blocks=body),
    ).startswith(said)
    assert Article.objects.get().blocks == SHOWN


def test_photos_are_bounded(photographed, editor, send):
    one = kept(editor)
    services.add_photos(by=editor, article=photographed, kept=[one] * 11)
    assert refused(
        "photos_too_many", services.add_photos, by=editor, article=photographed, kept=[one]
    ) == ("一篇稿件最多12张照片，现有13张，请去掉一些")
    assert photographed.photos.count() == 12
    paper = files.keep(by=editor, content=b"%PDF-1.4\n%%EOF\n", name="说明.pdf")
    said = refused("photo_kind", send, title="另一篇", photos={1: paper})
    assert said == "“说明.pdf”不是照片，只收JPG、PNG、WebP、HEIC"


def test_a_number_is_given_once(photographed, editor):
    (second,) = services.add_photos(by=editor, article=photographed, kept=[kept(editor)])
    services.take_out_photo(by=editor, photo=second)
    (third,) = services.add_photos(by=editor, article=photographed, kept=[kept(editor)])
    assert (second.number, third.number) == (2, 3)
    assert Photo.objects.get(pk=second.pk).file is None
    said = Entry.objects.filter(action__startswith="briefs.photo").order_by("pk")
    assert [one.action for one in said] == [
        "briefs.photos_added", "briefs.photo_taken_out", "briefs.photos_added",
    ]  # fmt: skip


def test_a_photo_that_the_text_shows_stays(photographed, editor):
    (photo,) = photographed.photos.all()
    said = refused("photo_in_text", services.take_out_photo, by=editor, photo=photo)
    assert said == "正文里还有照片1：请先删去 [[照片1]] 那一行并保存，再去掉照片"
    assert Photo.objects.get(pk=photo.pk).file is not None


def test_two_people_change_the_text_around_a_photo(photographed, editor, person, only_facts):
    other, seen = person("office"), photographed.version
    services.add_photos(by=editor, article=photographed, kept=[kept(editor)])
    mine = [*SHOWN, {"kind": "paragraph", "text": "[[照片2：送去慰问金]]"}]
    theirs = [{"kind": "paragraph", "text": "五月十四日，市政协走访企业。"}, SHOWN[1]]
    for by, body in ((other, theirs), (editor, mine)):
        services.edit_article(
            by=by, article=photographed, seen=seen, **edited(photographed, blocks=body)
        )
    assert [one["text"] for one in Article.objects.get().blocks] == [
        "五月十四日，市政协走访企业。", "[[照片1：座谈会现场]]", "[[照片2：送去慰问金]]",
    ]  # fmt: skip


def test_the_checks_remind_of_consent_and_tell_what_is_missing(photographed, editor, only_facts):
    issue = photographed.issue

    def photo_check():
        document, period = queries.document_of(issue), queries.period_of(issue)
        checks = proofing.checks_of(document, [], period=period, reader=editor)
        return next(one for one in checks if "照片" in one.label)

    consent = "照片中有困难职工肖像的，须经本人同意才能刊登"
    assert (photo_check().tone, photo_check().found) == ("neutral", [consent])
    services.add_photos(by=editor, article=photographed, kept=[kept(editor, (400, 300))])
    bare = [SHOWN[0], {"kind": "paragraph", "text": "[[照片2]]"}]
    services.edit_article(by=editor, article=photographed, **edited(photographed, blocks=bare))
    assert (photo_check().tone, photo_check().found) == (
        "warn",
        [
            "《走访企业》第2段照片2没有图注",
            "《走访企业》照片2只有400×300像素，印出来每英寸68点，会不清楚",
            consent,
        ],
    )


def test_what_was_signed_is_what_is_kept(signed, editor):
    printed = Printed.objects.get()
    assert press.set_document(queries.document_of(signed)).sha256 == printed.sha256
    (photo,) = Photo.objects.filter(article__isnull=False)
    assert photo.is_printed
    for change in (
        lambda: Photo.objects.filter(pk=photo.pk).update(file=kept(editor)),
        photo.delete,
        lambda: Photo.objects.create(article=photo.article, number=9, file=kept(editor)),
        lambda: StoredFile.objects.filter(pk=photo.file_id).delete(),
        lambda: Photo.objects.filter(contribution__isnull=False).update(number=5),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert press.set_document(queries.document_of(signed)).sha256 == printed.sha256


def test_a_photo_that_was_not_printed_stays_with_the_desk(
    photographed, editor, leader, person, unit, client_of, drain, at, only_facts
):
    (extra,) = services.add_photos(by=editor, article=photographed, kept=[kept(editor)])
    shown = photographed.photos.get(number=1)
    reader, desk = client_of(person("liaison", unit)), client_of(editor)
    assert reader.get(f"/briefs/photos/{shown.pk}/").status_code == 404  # not signed yet
    with at("2008-06-25"):
        services.submit_issue(by=editor, issue=photographed.issue)
        services.sign_issue(by=leader, issue=photographed.issue)
    drain()
    assert reader.get(f"/briefs/photos/{shown.pk}/").headers["Content-Type"] == "image/jpeg"
    assert reader.get(f"/briefs/photos/{extra.pk}/").status_code == 404
    assert desk.get(f"/briefs/photos/{extra.pk}/?small").status_code == 200
    page = reader.get(f"/briefs/issues/{photographed.issue_id}/?as=text").content.decode()
    assert f'src="/briefs/photos/{shown.pk}/" alt="座谈会现场"' in page


def test_a_photo_is_not_seen_from_beside(sent, photographed, make_organisation, client_of, person):
    beside = make_organisation("临澧县“双联”办", "link_office")
    agency = make_organisation("另一单位", "agency")
    for one in Photo.objects.all():
        for role, organisation in (("office", beside), ("liaison", agency), ("liaison", beside)):
            stranger = client_of(person(role, organisation))
            assert stranger.get(f"/briefs/photos/{one.pk}/").status_code == 404
            assert stranger.get(f"/api/v1/briefs/photos/{one.pk}").status_code == 404
            assert stranger.post(f"/briefs/photos/{one.pk}/take-out/").status_code in {403, 404}


def test_anybody_sees_the_photos_of_an_open_issue(signed, leader, client):
    photo = Photo.objects.get(article__isnull=False)
    assert client.get(f"/briefs/public/photos/{photo.pk}/").status_code == 404
    services.open_to_all(by=leader, issue=signed)
    assert client.get(f"/briefs/public/photos/{photo.pk}/").status_code == 200
    page = client.get(f"/briefs/public/{signed.pk}/").content.decode()
    assert f'src="/briefs/public/photos/{photo.pk}/" alt="座谈会现场"' in page
    sent = Photo.objects.get(contribution__isnull=False)
    assert client.get(f"/briefs/public/photos/{sent.pk}/").status_code == 404


def test_word_chat_and_api_tell_the_photo(signed, editor, client_of):
    assert "[图：座谈会现场]" in chat.text_of(queries.document_of(signed), link="x")
    desk = client_of(editor)
    first, again = (desk.get(f"/briefs/issues/{signed.pk}/word/").content for _ in range(2))
    with zipfile.ZipFile(io.BytesIO(first)) as word, zipfile.ZipFile(io.BytesIO(again)) as other:
        (name,) = [one for one in word.namelist() if one.startswith("word/media/")]
        assert word.read(name) == other.read(name)
        assert 'descr="座谈会现场"' in word.read("word/document.xml").decode()
    (told,) = desk.get(f"/api/v1/briefs/issues/{signed.pk}/articles").json()
    (photo,) = told["photos"]
    assert (photo["number"], photo["name"], photo["width"]) == (1, "现场.jpg", 1600)
    block = told["blocks"][1]
    assert (block["kind"], block["caption"], block["key"]) == ("photo", "座谈会现场", photo["id"])
    assert desk.get(f"/api/v1/briefs/photos/{photo['id']}").content[:2] == b"\xff\xd8"


def test_a_new_issue_in_the_place_of_a_withdrawn_one_shows_the_same_photo(signed, leader, editor):
    services.withdraw_issue(by=leader, issue=signed, reason="有误")
    again = services.reissue(by=editor, issue=signed)
    (photo,) = [
        one
        for one in queries.document_of(again).articles[0].blocks
        if isinstance(one, PrintedPhoto)
    ]
    assert Photo.objects.get(pk=photo.key).article.issue == again


def test_the_way_of_photos_through_the_api(unit, person, client_of, editor, start):
    liaison = person("liaison", unit)
    one = kept(liaison)
    given = {"organisation_id": unit.pk, "title": "走访", "blocks": SHOWN}
    api = client_of(liaison)
    answer = api.post(
        "/api/v1/briefs/contributions",
        given | {"photos": [{"number": 1, "file": str(one.pk)}]},
        content_type="application/json",
    )
    assert answer.status_code == 201, answer.content
    assert [photo["number"] for photo in answer.json()["photos"]] == [1]
    foreign = {"photos": [{"number": 1, "file": str(kept(editor).pk)}]}
    answer = api.post(
        "/api/v1/briefs/contributions",
        given | {"title": "另一篇"} | foreign,
        content_type="application/json",
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "file_unknown")
    contribution = Contribution.objects.get()
    article = services.adopt(
        by=editor, issue=start(), contribution=contribution, section="工作动态"
    )
    desk, at_article = client_of(editor), f"/api/v1/briefs/articles/{article.pk}/photos"
    more = {"files": [str(kept(editor).pk)]}
    answer = desk.post(at_article, more, content_type="application/json")
    assert [photo["number"] for photo in answer.json()] == [2]
    assert desk.delete(f"/api/v1/briefs/photos/{answer.json()[0]['id']}").status_code == 204
