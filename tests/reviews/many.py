"""Many files at a time as the tests preview them, and what became of each."""

from assistance.households.models import HardshipFile
from assistance.households.permissions import SEE_FILES
from assistance.reviews import services
from assistance.reviews.registries import bulk_action_named

PROPOSE = {"cause": "moved", "reason": "企业整体外迁"}


def seen_by(user):
    return HardshipFile.objects.visible_to(user, SEE_FILES.code)


def preview(by, action="propose", files=None, **inputs):
    return services.preview_bulk(
        by=by,
        action=bulk_action_named(action),
        files=seen_by(by) if files is None else files,
        inputs=inputs or PROPOSE,
        words="全部档案",
    )


def outcomes(run):
    return list(run.items.order_by("file_id").values_list("file_id", "state", "why"))
