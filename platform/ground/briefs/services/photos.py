"""Photos of contributions and of articles: looked into, kept, numbered, taken out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from ground.accounts.models import User
from ground.audit.services import record
from ground.briefs.models import Article, Contribution, Photo
from ground.briefs.rules import blocks, photos, wordfiles
from ground.briefs.services.guards import locked_article
from ground.files import services as files
from ground.files import sniffing
from ground.files.models import StoredFile
from ground.files.queries import content_of
from ground.kernel.errors import RuleBroken


def keep_photos(*, by: User, uploads: Sequence[UploadedFile], known: int = 0) -> list[StoredFile]:
    """Keep what came with a form, beside those `known` already. A refusal names the file and the limit."""
    photos.check_count(known + len(uploads))
    return [_kept(by, one) for one in uploads]


def copy_files(*, by: User, originals: Sequence[StoredFile], known: int) -> list[StoredFile]:
    """Copies of photos that stand elsewhere, as this person's own: what becomes of the others is not theirs."""
    photos.check_count(known + len(originals))
    return [keep_photo(by=by, content=content_of(one), name=one.name) for one in originals]


def keep_photo(*, by: User, content: bytes, name: str) -> StoredFile:
    """Keep one photo. Raises RuleBroken `photo_kind`, `photo_shape`, and as `ground.files.services.keep`."""
    if content and sniffing.image_format(content) is None:
        wrong = f"不是照片，只收{photos.SORTS}"
        raise RuleBroken("photo_kind", wrong, fields={"photos": wrong})
    kept = files.keep(by=by, content=content, name=name)
    photos.check_shape(kept.width or 1, kept.height or 1)
    return kept


def read_word(
    *, by: User, content: bytes, name: str
) -> tuple[wordfiles.Imported, dict[int, StoredFile]]:
    """A Word file as an article, its photos kept by number; what is no photo is told as left out.

    Raises RuleBroken `word_…`. Files that no contribution shows are forgotten by themselves.
    """
    found = wordfiles.read_word(content, name=name)
    kept: dict[int, StoredFile] = {}
    left: Counter[str] = Counter()
    for number, picture in found.pictures.items():
        try:
            one = keep_photo(by=by, content=picture, name=f"Word图片{number}")
        except RuleBroken as broken:
            left["像素过多的图片" if broken.code == "image_too_large" else "不是照片的图片"] += 1
            continue
        if max(one.width or 0, one.height or 0) < photos.SMALLEST:
            left["过小的图片"] += 1
        else:
            kept[number] = one
    told = (*found.left_out, *(f"{what} {count} 处" for what, count in left.items()))
    return replace(found, text=photos.only(found.text, kept), left_out=told), kept


@transaction.atomic
def add_photos(*, by: User, article: Article, kept: Sequence[StoredFile]) -> list[Photo]:
    """Photos for the desk's copy of an article; each gets the next number."""
    article = locked_article(article)
    _check_pictures(kept)
    photos.check_count(article.photos.filter(file__isnull=False).count() + len(kept))
    last = article.photos.aggregate(last=Max("number"))["last"] or 0
    added = Photo.objects.bulk_create(
        Photo(article=article, number=number, file=one) for number, one in enumerate(kept, last + 1)
    )
    record(
        by,
        "briefs.photos_added",
        article.issue,
        article=article.pk,
        photos=[one.number for one in added],
    )
    return added


@transaction.atomic
def take_out_photo(*, by: User, photo: Photo) -> Photo:
    """Take a photo out of an article whose saved text does not show it. Its number is not given again."""
    assert photo.article is not None  # noqa: S101 -- of an article: what was sent stays as it came
    article = locked_article(photo.article)
    if photo.number in photos.numbers_in(blocks.read_blocks(article.blocks)):
        raise RuleBroken(
            "photo_in_text",
            f"正文里还有照片{photo.number}：请先删去 [[照片{photo.number}]] 那一行并保存，再去掉照片",
        )
    photo.file = None
    photo.save(update_fields=["file"])
    record(by, "briefs.photo_taken_out", article.issue, article=article.pk, photos=[photo.number])
    return photo


def attach_photos(contribution: Contribution, kept: Mapping[int, StoredFile]) -> None:
    """The photos that came with a contribution, by their numbers."""
    _check_pictures(list(kept.values()))
    photos.check_count(len(kept))
    Photo.objects.bulk_create(
        Photo(contribution=contribution, number=number, file=one) for number, one in kept.items()
    )


def copy_photos(owner: Contribution | Article, article: Article) -> None:
    """The desk's copy of a text shows the same photos under the same numbers."""
    Photo.objects.bulk_create(
        Photo(article=article, number=one.number, file_id=one.file_id) for one in owner.photos.all()
    )


def _kept(by: User, upload: UploadedFile) -> StoredFile:
    name = upload.name or "照片"
    try:
        files.check_size(upload.size or 0)
        return keep_photo(by=by, content=upload.read(), name=name)
    except RuleBroken as broken:
        said = f"“{name}”：{broken.message}"
        raise RuleBroken(broken.code, said, fields={"photos": said}) from broken


def _check_pictures(kept: Sequence[StoredFile]) -> None:
    wrong = [one.name for one in kept if not one.is_image]
    if wrong:
        said = f"“{'”“'.join(wrong)}”不是照片，只收{photos.SORTS}"
        raise RuleBroken("photo_kind", said, fields={"photos": said})
    for one in kept:
        photos.check_shape(one.width or 1, one.height or 1)
