"""The register of families without a file (漏评核查)."""

from datetime import date

from django.db import transaction

from assistance.households.models import HardshipFile
from assistance.reviews import queries
from assistance.reviews.models import UnfiledFamily
from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

LONGEST_NAME, LONGEST_NOTE = 40, 1000


@transaction.atomic
def record_unfiled(
    *, by: User, unit: Organisation, found_on: date, source: str, name: str, note: str = ""
) -> UnfiledFamily:
    """Somebody points to a family that has no file. Who it is stays sealed."""
    name, note = name.strip(), note.strip()
    if not name or len(name) > LONGEST_NAME:
        raise RuleBroken("name_missing", "请填写姓名（不超过40字）", fields={"name": "请填写"})
    if len(note) > LONGEST_NOTE:
        raise RuleBroken("note_too_long", "情况不超过1000字", fields={"note": "不超过1000字"})
    if source not in UnfiledFamily.Source.values:
        raise RuleBroken("source_missing", "请选择来源", fields={"source": "请选择"})
    if found_on > clock.today():
        raise RuleBroken("found_later", "发现日期不能晚于今天", fields={"found_on": "不能晚于今天"})
    family = UnfiledFamily.objects.create(
        unit=unit, found_on=found_on, source=source, name=name, note=note, recorded_by=by
    )
    record(by, "reviews.unfiled_recorded", family, unit=unit.pk, kind=source)
    return family


@transaction.atomic
def verify_unfiled(
    *,
    by: User,
    family: UnfiledFamily,
    verified_on: date,
    is_missed: bool,
    file: HardshipFile | None = None,
) -> UnfiledFamily:
    """Whether it should have had a file; `file` is the one that was opened for it since, if any."""
    locked = queries.locked_family(family)
    if locked.verified_on is not None:
        raise RuleBroken("unfiled_verified", "这户已经核实，请刷新后再看")
    if not locked.found_on <= verified_on <= clock.today():
        raise RuleBroken(
            "verified_outside",
            f"核实日期应在{locked.found_on}（发现日期）与今天之间",
            fields={"verified_on": "日期不在范围内"},
        )
    locked.verified_on, locked.is_missed, locked.verified_by = verified_on, is_missed, by
    locked.file = file
    locked.save()
    record(by, "reviews.unfiled_verified", locked, result="missed" if is_missed else "not_missed")
    return locked
