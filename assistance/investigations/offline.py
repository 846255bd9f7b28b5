"""What a phone keeps so that a home can be looked at where there is no network.

Only the masked name, the file number, the unit and what is to be checked: no ID number, no address.
"""

import hashlib
import json
from typing import Any

from django.db.models import Prefetch

from assistance.households.models import Circumstances, FileQuerySet, HardshipFile, Item
from assistance.households.queries import with_holder
from assistance.investigations import queries
from assistance.investigations.permissions import RECORD_INVESTIGATION
from ground.accounts.models import User
from ground.kernel import clock
from ground.kernel.identifiers import masked_name

MOST_FILES = 200


def snapshot(user: User, *, known: str = "") -> dict[str, Any]:
    """The families that wait for a home visit, and with whom one may go; with a stamp.

    Four queries, whatever the size. Where the stamp is the one that the phone has: the stamp alone.
    """
    code = RECORD_INVESTIGATION.code
    files = queries.files_to_visit(user, code).order_by("gate_due_on", "pk")
    content = {
        "account": {"id": user.pk, "name": user.full_name},
        "files": [family(one) for one in to_check(files)[:MOST_FILES]],
        "colleagues": [{"id": pk, "name": name} for pk, name in queries.colleagues_of(user, code)],
    }
    stamp = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
    if stamp == known:
        return {"stamp": stamp}
    return {"stamp": stamp, "as_of": clock.now().isoformat(), **content}


def to_check(files: FileQuerySet) -> FileQuerySet:
    """Files with all that `family` tells of them, in three queries."""
    home = Circumstances.objects.only("file_id", "housing", "floor_area", "dwellings")
    return with_holder(files).prefetch_related(
        Prefetch("items", Item.objects.order_by("side", "pk")), Prefetch("circumstances", home)
    )


def family(file: HardshipFile) -> dict[str, Any]:
    """One family as the phone knows it."""
    home = getattr(file, "circumstances", None)
    return {
        "id": file.pk,
        "file_no": file.file_no,
        "name": masked_name(vars(file)["holder_name"] or ""),
        "unit": file.unit.name,
        "due_on": file.gate_due_on.isoformat() if file.gate_due_on else None,
        "housing": home.get_housing_display() if home and home.housing else "",
        "floor_area": str(home.floor_area) if home and home.floor_area is not None else "",
        "items": [
            {
                "side": one.side,
                "kind": one.kind,
                "label": f"{one.get_side_display()}：{one.get_kind_display()}",
                "declared": str(one.amount),
            }
            for one in file.items.all()
        ]
        or _totals(file),
    }


def _totals(file: HardshipFile) -> list[dict[str, Any]]:
    """Where no items were typed, the totals of the year are checked."""
    sums = [
        (Item.Side.INCOME, Item.Kind.OTHER_INCOME, "家庭年收入", file.annual_income),
        (Item.Side.EXPENSE, Item.Kind.OTHER_EXPENSE, "年刚性支出", file.rigid_expenses),
    ]
    return [
        {"side": side.value, "kind": kind.value, "label": label, "declared": str(amount)}
        for side, kind, label, amount in sums
        if amount is not None
    ]
