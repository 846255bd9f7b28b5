"""Files as the version before kept them, one for each state of its fixed way; and what has become of them."""

from datetime import date
from typing import Any

from assistance.households.models import HardshipFile

WAY = ["submitted", "reviewed", "investigated", "checked", "notice_posted", "notice_passed"]
STEPS = {  # file number → (state, its steps)
    "draft": ("draft", ["opened"]),
    "returned": ("draft", ["opened", *WAY[:2], "returned"]),
    "again": ("reviewed", ["opened", *WAY[:3], "returned", *WAY[:2]]),
    **{state: (state, ["opened", *WAY[:at]]) for at, state in enumerate(WAY, 1)},
    "active": ("active", ["opened", *WAY, "approved"]),
    "exited": ("exited", ["opened", *WAY, "approved", "exited"]),
    "rejected": ("rejected", ["opened", *WAY[:2], "rejected"]),
}
NOW = {  # file number → state, kind of its gate, round, gates passed in this round, a hanging notice's last day
    "draft": ("draft", None, 0, 0, False),
    "returned": ("draft", None, 1, 1, True),
    "again": ("underway", "investigation", 2, 1, False),
    "submitted": ("underway", "review", 1, 0, False),
    "reviewed": ("underway", "investigation", 1, 1, False),
    "investigated": ("underway", "check", 1, 2, False),
    "checked": ("underway", "notice", 1, 3, False),
    "notice_posted": ("underway", "notice", 1, 3, False),
    "notice_passed": ("underway", "approval", 1, 4, True),
    "active": ("active", None, 1, 5, True),
    "exited": ("exited", None, 1, 5, True),
    "rejected": ("rejected", None, 1, 1, True),
}


def write(apps: Any) -> None:
    """Through the models of that time."""
    unit = apps.get_model("accounts", "Organisation").objects.create(
        name="海利化工有限公司", kind="enterprise", path="0001", depth=1, numchild=0
    )
    people = [
        apps.get_model("accounts", "User").objects.create(
            username=name, full_name=name, organisation=unit, password="!"
        )
        for name in ("keeper", "approver")
    ]
    for number, (state, steps) in STEPS.items():
        approved = "approved" in steps
        file = apps.get_model("households", "HardshipFile").objects.create(
            file_no=number,
            unit=unit,
            state=state,
            opened_on=date(2008, 5, 1),
            submitted_by=people[0],
            approved_by=people[1] if approved else None,
            approved_on=date(2008, 5, 20) if approved else None,
            notice_ends_on=date(2008, 5, 18)
            if NOW[number][4] or state == "notice_posted"
            else None,
        )
        for day, kind in enumerate(steps, 1):
            apps.get_model("households", "Step").objects.create(
                file=file,
                kind=kind,
                on=date(2008, 5, day),
                by=people[0],
                investigators="甲、乙" if kind == "investigated" else "",
            )


def check() -> None:
    """Everybody stands where they stood; what was passed is passed, and no word is lost."""
    files = HardshipFile.objects.select_related("gate").prefetch_related("steps__gate")
    found = {
        file.file_no: (
            file.state,
            file.gate.kind if file.gate else None,
            file.round,
            sum(one.kind == "passed" and one.round == file.round for one in file.steps.all()),
            file.notice_ends_on is not None,
        )
        for file in files
    }
    assert found == NOW
    active = next(file for file in files if file.file_no == "active")
    told = [one.label for one in active.steps.all()]
    assert told == [
        "登记建档",
        "提交申请",
        "初审",
        "入户调查",
        "家庭经济状况核对",
        "公示：开始办理",
        "公示",
        "审批",
        "批准建档",
    ]
    assert [one.people for one in active.steps.all() if one.people] == ["甲、乙"]
    assert active.confirmed_on == active.approved_on
    ended = {file.file_no: file.ended_on for file in files if file.ended_on}
    assert ended == {"exited": date(2008, 5, 9), "rejected": date(2008, 5, 4)}
