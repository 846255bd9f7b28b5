"""Photos as they come in: by the pages, out of Word files, and what is refused in words."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm
from PIL import Image

from ground.briefs import services
from ground.briefs.models import Article, Contribution, Photo
from ground.briefs.rules.wordfiles import read_word
from ground.files.models import StoredFile
from ground.files.queries import content_of
from ground.kernel.errors import RuleBroken
from tests.briefs_desk import samples
from tests.briefs_desk.pictures import enormous, moving, picture
from tests.files.samples import exif

PUT = "/briefs/contributions/photos/"
HTMX = {"headers": {"HX-Request": "true"}}


def upload(content: bytes, name: str = "现场.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (enormous(), "image_too_large", "照片超过6400万像素，请缩小后再上传"),
        (picture()[:4000], "image_unreadable", "照片无法读取，可能没有传完或已损坏"),
        (moving("PNG"), "image_animated", "这是会动的图，只收静止的照片：请截一张图再上传"),
        (moving("WEBP"), "image_animated", "这是会动的图，只收静止的照片：请截一张图再上传"),
        (moving("GIF"), "photo_kind", "不是照片，只收JPG、PNG、WebP、HEIC"),
        (b"<svg onload='alert(1)'/>", "photo_kind", "不是照片"),
        ("走访情况".encode(), "photo_kind", "不是照片"),
        (samples.article(), "photo_kind", "不是照片"),
        (b"", "file_empty", "文件是空的"),
        (b"\xff\xd8\xff" + b"\x00" * (21 * 1024 * 1024), "file_too_large", "文件超过20MB"),
        (picture(size=(3000, 500)), "photo_shape", "长边最多是短边的5倍"),
    ],
)
def test_what_is_no_photo_or_too_much_is_refused_by_its_name(person, content, code, said):
    with pytest.raises(RuleBroken) as broken:
        services.keep_photos(by=person("liaison"), uploads=[upload(content, "甲.jpg")])
    assert broken.value.code == code
    assert broken.value.message.startswith("“甲.jpg”：")
    assert said in broken.value.message
    assert broken.value.fields == {"photos": broken.value.message}


def test_more_than_twelve_at_once_are_refused_before_any_is_kept(person):
    with pytest.raises(RuleBroken, match="最多12张照片，现有13张"):
        services.keep_photos(by=person("liaison"), uploads=[upload(picture())] * 13)
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1"), ("WEBP", "RGB")],
)
def test_every_sort_becomes_a_plain_jpeg(person, kind, mode):
    (kept,) = services.keep_photos(
        by=person("liaison"), uploads=[upload(picture(kind, (900, 600), mode))]
    )
    with Image.open(io.BytesIO(content_of(kept))) as stored:
        assert (stored.format, stored.mode, stored.size) == ("JPEG", "RGB", (900, 600))


def test_what_the_camera_noted_is_gone(person):
    out = io.BytesIO()
    Image.new("RGB", (3000, 2000), "#567").save(out, "JPEG", exif=exif())
    (kept,) = services.keep_photos(by=person("liaison"), uploads=[upload(out.getvalue())])
    content = content_of(kept)
    assert b"SecretPhone" not in content
    assert (kept.place, kept.width, kept.height) == ("", 2048, 1365)


def test_the_way_of_a_photo_through_the_pages(unit, person, client_of, editor, start, only_facts):
    unit_page = client_of(person("liaison", unit))
    panel = unit_page.post(PUT, {"photos-files": upload(picture())}, **HTMX).content.decode()
    (value,) = re.findall(r'name="photos" value="(1:[0-9a-f-]{36})"', panel)
    assert 'data-inserts="[[照片1：]]"' in panel
    assert panel.count('src="data:image/jpeg;base64,') == 1
    more = {"photos": value, "photos-files": [upload(picture()), upload(picture())]}
    panel = unit_page.post(PUT, more, **HTMX).content.decode()
    assert panel.count('name="photos" value=') == 3
    bad = unit_page.post(PUT, {"photos": value, "photos-files": upload(b"x", "乙.jpg")}, **HTMX)
    assert "“乙.jpg”：不是照片" in bad.content.decode()
    assert bad.content.decode().count('name="photos" value=') == 1
    dropped = unit_page.post(PUT, {"photos": value, "drop": "1"}, **HTMX).content.decode()
    assert 'name="photos"' not in dropped

    typed = {
        "organisation": unit.pk, "title": "走访企业",
        "blocks": "五月十四日走访。\n[[照片1：座谈会现场]]\n[[照片2：送慰问金]]", "photos": value,
    }  # fmt: skip
    seen = unit_page.post("/briefs/contributions/preview/", typed).content.decode()
    assert 'alt="座谈会现场"' in seen
    assert "[[照片2：送慰问金]]" in seen
    answer = unit_page.post("/briefs/contributions/new/", typed).content.decode()
    assert "第3段：本稿没有照片2" in answer
    assert 'name="photos" value="1:' in answer  # what was kept stays
    typed["photos-files"] = upload(picture(), "第二张.jpg")
    assert unit_page.post("/briefs/contributions/new/", typed).status_code == 302
    sent = Contribution.objects.get()
    assert [one.number for one in sent.photos.all()] == [1, 2]
    shown = unit_page.get(f"/briefs/contributions/{sent.pk}/").content.decode()
    assert shown.count('<figure class="brief-photo">') == 2
    assert "没有放入正文的照片" not in shown

    services.adopt(by=editor, issue=start(), contribution=sent, section="工作动态")
    article, desk = Article.objects.get(), client_of(editor)
    at = f"/briefs/articles/{article.pk}/photos/"
    panel = desk.post(at, {"photos-files": upload(picture())}, **HTMX).content.decode()
    assert "照片3" in panel
    assert desk.post(at, {"photos-files": upload(b"x")}).status_code == 302
    assert "请先选择照片" in desk.post(at, {}, **HTMX).content.decode()
    first, third = (Photo.objects.get(article=article, number=number) for number in (1, 3))
    said = desk.post(f"/briefs/photos/{first.pk}/take-out/", **HTMX).content.decode()
    assert "正文里还有照片1" in said
    said = desk.post(f"/briefs/photos/{third.pk}/take-out/", **HTMX).content.decode()
    assert "照片3" not in said
    changed = {"title": "走访企业", "section": "工作动态", "blocks": "走访。\n[[照片2]]"}
    proof = desk.post(f"/briefs/articles/{article.pk}/preview/", changed).content.decode()
    assert "照片2没有图注" in proof
    assert "照片中有困难职工肖像的，须经本人同意才能刊登" in proof
    changed["blocks"] = "[[照片9]]"
    assert "本稿没有照片9" in desk.post(f"/briefs/articles/{article.pk}/", changed).content.decode()


def test_a_returned_article_is_mended_with_its_photos_by_a_colleague(
    send, unit, person, client_of, editor
):
    (kept,) = services.keep_photos(by=person("liaison", unit), uploads=[upload(picture())])
    body = [{"kind": "paragraph", "text": "[[照片1：座谈会现场]]"}]
    returned = services.return_contribution(
        by=editor, contribution=send(blocks=body, photos={1: kept}), reason="请写明人数"
    )
    colleague = client_of(person("liaison", unit))
    page = colleague.get(f"/briefs/contributions/new/?again={returned.pk}").content.decode()
    (value,) = re.findall(r'name="photos" value="(1:[0-9a-f-]{36})"', page)
    typed = {
        "organisation": unit.pk, "title": "走访企业", "mends": returned.pk, "photos": value,
        "blocks": "走访三人。\n[[照片1：座谈会现场]]",
    }  # fmt: skip
    assert colleague.post("/briefs/contributions/new/", typed).status_code == 302
    mended = Contribution.objects.get(mends=returned)
    assert [one.file for one in mended.photos.all()] == [kept]
    stranger = client_of(person("liaison", unit))
    taken = typed | {"mends": "", "title": "别人的照片", "again": "on"}
    answer = stranger.post("/briefs/contributions/new/", taken).content.decode()
    assert "有照片没有传上来" in answer


def with_pictures(*pictures: bytes, caption: str = "图1　座谈会现场") -> bytes:
    def fill(document: Document) -> None:
        document.add_paragraph("机关干部进车间").alignment = WD_ALIGN_PARAGRAPH.CENTER
        document.add_paragraph("五月十四日，市政协走访了纺织厂，与困难职工座谈。")
        for content in pictures:
            document.add_paragraph().add_run().add_picture(io.BytesIO(content), Mm(100))
        document.add_paragraph(caption)
        cell = document.add_table(1, 2).rows[0].cells
        cell[0].text = "企业"
        cell[1].paragraphs[0].add_run().add_picture(io.BytesIO(pictures[0]), Mm(30))

    return samples.written(fill)


def test_the_photos_of_a_word_file_come_along(unit, person, client_of):
    page = client_of(person("liaison", unit))
    photo, sign = picture(), picture("PNG", (60, 60))
    content = with_pictures(sign, photo, moving("GIF"), picture("PNG", (1200, 900)))
    file = upload(content, "稿件.docx")
    answer = page.post("/briefs/contributions/read-word/", {"file": file}).content.decode()
    assert "[[照片2：]]\n[[照片4：座谈会现场]]" in answer
    assert re.findall(r'name="photos" value="(\d):', answer) == ["2", "4"]
    assert "没有带入：图片 1 处、过小的图片 1 处、不是照片的图片 1 处" in answer
    assert "已读入" in answer
    answer = page.post("/api/v1/briefs/contributions/read-word", {"file": upload(content)}).json()
    assert [one["number"] for one in answer["photos"]] == [2, 4]
    assert StoredFile.objects.filter(pk=answer["photos"][0]["file"]).exists()


def test_photos_above_the_title_stand_below_it():
    def fill(document: Document) -> None:
        document.add_paragraph().add_run().add_picture(io.BytesIO(picture()), Mm(100))
        document.add_paragraph("机关干部进车间").alignment = WD_ALIGN_PARAGRAPH.CENTER
        document.add_paragraph("五月十四日，市政协走访了纺织厂。")

    found = read_word(samples.written(fill))
    assert (found.title, found.text) == (
        "机关干部进车间", "[[照片1：]]\n五月十四日，市政协走访了纺织厂。",
    )  # fmt: skip
    assert list(found.pictures) == [1]


def test_the_pictures_of_a_word_file_are_bounded():
    many = with_pictures(*(picture(size=(400 + at, 300)) for at in range(15)))
    found = read_word(many)
    assert len(found.pictures) == 12
    assert "第12张以后的图片 3 处" in found.left_out
    swollen = b"\xff\xd8\xff" + b"\x00" * (30 * 1024 * 1024)  # packs to thirty kilobytes
    drawn = (
        '<w:p><w:r><w:t>正文。</w:t></w:r></w:p><w:p><w:r><w:drawing><a:blip xmlns:a="a" '
        'xmlns:r="r" r:embed="{}"/></w:drawing></w:r></w:p>'
    )
    body = "".join(drawn.format(one) for one in ("big", "out", "up", "none"))
    relations = (
        '<Relationships><Relationship Id="big" Target="media/big.jpg"/>'
        '<Relationship Id="out" TargetMode="External" Target="http://example.org/a.jpg"/>'
        '<Relationship Id="up" Target="../../../../etc/passwd"/></Relationships>'
    )
    text = f"<w:document {samples.W}><w:body>{body}</w:body></w:document>"
    found = read_word(
        samples.packed(
            {
                "word/document.xml": text,
                "word/_rels/document.xml.rels": relations,
                "word/media/big.jpg": swollen,
            }
        )
    )
    assert found.pictures == {}
    assert set(found.left_out) == {"过大的图片 1 处", "图片 3 处"}
