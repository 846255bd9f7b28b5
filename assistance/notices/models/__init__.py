from assistance.notices.models.notices import (
    Notice,
    NoticeDesk,
    NoticeLine,
    NoticePicture,
    NoticeQuerySet,
)
from assistance.notices.models.objections import Objection, ObjectionQuerySet

__all__ = [
    "Notice",
    "NoticeDesk",
    "NoticeLine",
    "NoticePicture",
    "NoticeQuerySet",
    "Objection",
    "ObjectionQuerySet",
]
