"""What people send is looked into, cleaned, sealed, and given back to those who may see it."""

import io
import threading
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, connections
from PIL import Image, ImageFile

from ground.accounts.models import User
from ground.audit.sealing import Unreadable
from ground.files import answers, services
from ground.files.models import Part, StoredFile
from ground.files.queries import content_of
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from ground.places.models import LocalRule
from tests.files import samples

KEY = UUID("00000000-0000-4000-8000-00000000f11e")

pytestmark = pytest.mark.django_db


@pytest.fixture
def giver(person) -> User:
    return person("liaison")


def opened(stored: StoredFile) -> Image.Image:
    return Image.open(io.BytesIO(content_of(stored)))


def test_a_photo_is_kept_without_what_the_camera_noted(giver):
    sent = samples.picture(exif=samples.exif())
    assert b"SecretPhone" in sent
    stored = services.keep(by=giver, content=sent, name="IMG_2008.JPG")
    assert (stored.name, stored.media_type) == ("IMG_2008.jpg", "image/jpeg")
    assert (stored.width, stored.height) == (400, 300)
    assert stored.kept_by == giver
    assert stored.place == ""
    assert b"SecretPhone" not in content_of(stored)
    assert dict(opened(stored).getexif()) == {}
    assert "exif" not in opened(stored).info


def test_the_place_of_a_photo_is_kept_only_where_asked_and_only_sealed(giver):
    sent = samples.picture(exif=samples.exif())
    stored = services.keep(by=giver, content=sent, name="现场.jpg", keep_place=True)
    assert StoredFile.objects.get(pk=stored.pk).place == samples.PLACE
    with connection.cursor() as cursor:
        cursor.execute("SELECT place FROM files_storedfile")
        [(raw,)] = cursor.fetchall()
    assert samples.PLACE not in raw
    assert dict(opened(stored).getexif()) == {}


def test_a_photo_of_an_iphone_becomes_a_jpeg(giver):
    stored = services.keep(by=giver, content=samples.HEIC, name="IMG_0001.HEIC")
    assert (stored.name, stored.media_type) == ("IMG_0001.jpg", "image/jpeg")
    assert (stored.width, stored.height) == (96, 64)
    assert opened(stored).format == "JPEG"
    assert dict(opened(stored).getexif()) == {}
    placed = services.keep(by=giver, content=samples.HEIC, name="2.heic", keep_place=True)
    assert placed.place == samples.PLACE


def test_a_photo_taken_sideways_stands_upright(giver):
    turned = samples.exif()
    turned[0x0112] = 6
    stored = services.keep(by=giver, content=samples.picture(exif=turned), name="a.jpg")
    assert (stored.width, stored.height) == (300, 400)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_pictures_become_jpeg_at_most_2048_pixels_long(giver, kind):
    sent = samples.picture(kind, (3000, 1500))
    stored = services.keep(by=giver, content=sent, name="照片")
    assert (stored.name, stored.width, stored.height) == ("照片.jpg", 2048, 1024)
    small = Image.open(io.BytesIO(content_of(stored, Part.Kind.THUMBNAIL)))
    assert small.size == (320, 160)


def test_what_is_transparent_becomes_white_paper(giver):
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    stored = services.keep(by=giver, content=out.getvalue(), name="签名.png")
    assert opened(stored).getpixel((10, 10)) == (255, 255, 255)


def test_what_hangs_behind_a_picture_is_gone(giver):
    behind = samples.packed(**{"run.js": "alert('behind')"}) + b"<script>alert('behind')</script>"
    stored = services.keep(by=giver, content=samples.picture() + behind, name="a.jpg")
    assert b"<script>" not in content_of(stored)
    assert b"run.js" not in content_of(stored)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.jpg", "file_empty"),
        (samples.EXE, "照片.jpg", "file_kind_refused"),
        (b"<html><script>alert(1)</script></html>", "a.pdf", "file_kind_refused"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a.png", "file_kind_refused"),
        (samples.packed(**{"a.txt": "plain"}), "a.docx", "file_kind_refused"),
        (samples.office(samples.WORD, **{"word/vbaProject.bin": "x"}), "a.docx", "file_kind_refused"),
        (samples.office(samples.WORD)[:60], "a.docx", "file_kind_refused"),
        (samples.PDF + samples.packed(**{"run.exe": "MZ"}), "a.pdf", "file_kind_refused"),
        (samples.EXE + samples.PDF, "a.pdf", "file_kind_refused"),
        (samples.picture()[:200], "a.jpg", "image_unreadable"),
        (samples.HEIC[:500], "a.heic", "image_unreadable"),
        (samples.bomb(), "a.png", "image_too_large"),
        (samples.moving(), "a.webp", "image_animated"),
    ],
    ids=[
        "empty", "exe", "html", "svg", "zip", "macro", "torn", "pdf+zip", "exe+pdf", "half a photo",
        "half a heic", "bomb", "moving",
    ],
)  # fmt: skip
def test_what_is_not_what_it_says_is_refused(giver, content, name, code):
    with pytest.raises(RuleBroken) as said:
        services.keep(by=giver, content=content, name=name)
    assert said.value.code == code
    assert StoredFile.objects.count() == 0


def test_a_packed_file_that_unpacks_without_end_is_refused(giver):
    heavy = samples.office(samples.WORD, **{"word/document.xml": "0" * (201 * 1024 * 1024)})
    assert len(heavy) < 1024 * 1024
    with pytest.raises(RuleBroken) as said:
        services.keep(by=giver, content=heavy, name="a.docx")
    assert said.value.code == "file_kind_refused"


@pytest.mark.parametrize(
    ("content", "name", "kept"),
    [
        (samples.PDF, "纪要.PDF", ("纪要.pdf", "application/pdf")),
        (
            samples.office(samples.WORD),
            "总结.doc",
            (
                "总结.docx",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ),
        ),
        (
            samples.office("spreadsheetml.sheet"),
            "../../名册.xlsx",
            ("名册.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ),
    ],
    ids=["pdf", "docx", "xlsx"],
)
def test_documents_are_kept_as_they_are(giver, content, name, kept):
    stored = services.keep(by=giver, content=content, name=name)
    assert (stored.name, stored.media_type) == kept
    assert content_of(stored) == content


def test_a_file_larger_than_the_local_rule_is_refused(giver):
    LocalRule.objects.filter(code="files.largest_megabytes").update(value=1)
    with pytest.raises(RuleBroken) as said:
        services.keep(by=giver, content=samples.PDF.ljust(1024 * 1024 + 1), name="a.pdf")
    assert (said.value.code, said.value.message) == (
        "file_too_large",
        "文件超过1MB，请压缩后再上传",
    )


def test_the_same_key_gives_the_same_file_and_nothing_to_a_stranger(giver, person):
    first = services.keep(by=giver, content=samples.PDF, name="a.pdf", key=KEY)
    again = services.keep(by=giver, content=samples.picture(), name="b.jpg", key=KEY)
    assert (again.pk, again.name) == (first.pk, "a.pdf")
    with pytest.raises(RuleBroken) as said:
        services.keep(by=person("union_staff"), content=samples.PDF, name="a.pdf", key=KEY)
    assert said.value.code == "key_taken"
    assert StoredFile.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_key_sent_twice_at_once_makes_one_file(giver):
    ready = threading.Barrier(2)
    found = []

    def send() -> None:
        ready.wait(60)
        found.append(services.keep(by=giver, content=samples.PDF, name="a.pdf", key=KEY).pk)
        connections.close_all()

    both = [threading.Thread(target=send) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(120)
    assert found == [KEY, KEY]
    assert StoredFile.objects.count() == 1


def test_bytes_lie_sealed_and_open_only_where_they_belong(giver):
    stored = services.keep(by=giver, content=samples.PDF, name="a.pdf")
    other = services.keep(by=giver, content=samples.PDF, name="b.pdf")
    assert samples.PDF[:9] not in bytes(Part.objects.get(file=stored).sealed)
    Part.objects.filter(file=other).update(sealed=Part.objects.get(file=stored).sealed)
    with pytest.raises(Unreadable):
        content_of(other)


def test_answers_say_what_a_browser_may_do_with_a_file(giver):
    photo = services.keep(by=giver, content=samples.picture(), name="厂区.jpg")
    paper = services.keep(by=giver, content=samples.PDF, name="纪要.pdf")
    shown = answers.shown(photo)
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Cache-Control"] == "private, max-age=300"
    assert shown["Content-Disposition"].startswith("inline; filename*=UTF-8''%E5")
    assert answers.shown(paper)["Content-Disposition"].startswith("attachment")
    assert answers.download(photo)["Content-Disposition"].startswith("attachment")
    assert len(answers.thumbnail(photo).content) < len(shown.content)
    assert answers.thumbnail(paper).status_code == 404


def test_what_no_form_ever_named_is_forgotten(giver):
    old = services.keep(by=giver, content=samples.PDF, name="old.pdf")
    new = services.keep(by=giver, content=samples.PDF, name="new.pdf")
    StoredFile.objects.filter(pk=old.pk).update(kept_at=clock.now() - timedelta(days=31))
    assert services.discard_unused(days=30) == 1
    assert list(StoredFile.objects.all()) == [new]
    assert Part.objects.count() == 1


def test_a_file_is_sent_by_itself_and_sent_again(giver, client_of):
    client = client_of(giver)
    send = {
        "path": f"/api/v1/files/{KEY}",
        "data": samples.picture(),
        "content_type": "application/octet-stream",
        "headers": {"X-File-Name": "%E5%8E%82%E5%8C%BA.png"},
    }
    first, again = client.put(**send), client.put(**send)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert (first.json()["key"], first.json()["name"]) == (str(KEY), "厂区.jpg")
    assert StoredFile.objects.count() == 1
    refused = client.put(f"/api/v1/files/{UUID(int=7)}", samples.EXE, "application/octet-stream")
    assert (refused.status_code, refused.json()["code"]) == (422, "file_kind_refused")


def test_half_a_photo_is_refused_whatever_a_library_has_told_the_decoder(giver, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    half = samples.picture(size=(1600, 1200))[:4000]
    with pytest.raises(RuleBroken) as said:
        services.keep(by=giver, content=half, name="a.jpg")
    assert said.value.code == "image_unreadable"
