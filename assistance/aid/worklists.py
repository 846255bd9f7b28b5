from datetime import date

from django.db.models import Exists, OuterRef

from assistance.aid.models import RegisterLine
from assistance.households.models import FileQuerySet, HardshipFile
from assistance.reviews.registries import work_list


@work_list("never_helped", label="从未帮扶", says="在档而没有发放过帮扶款物的家庭。", order=10)
def never_helped(files: FileQuerySet, on: date) -> FileQuerySet:  # noqa: ARG001
    helped = RegisterLine.objects.filter(file=OuterRef("pk"), kind=RegisterLine.Kind.AID)
    return files.filter(~Exists(helped), state=HardshipFile.State.ACTIVE)
