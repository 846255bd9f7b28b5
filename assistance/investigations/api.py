from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status
from ninja.pagination import paginate

from assistance.households.models import HardshipFile
from assistance.households.permissions import REVEAL_PERSONAL
from assistance.investigations import offline, queries, rules, schemas, services
from assistance.investigations.models import HomeInvestigation
from assistance.investigations.permissions import RECORD_INVESTIGATION, SEE_INVESTIGATIONS
from assistance.investigations.rules import Line, Person
from ground.accounts.models import User
from ground.accounts.permissions import Permission
from ground.files import services as files
from ground.kernel.errors import RuleBroken
from ground.web.api import Pages, acting, needs

router = Router()


@router.get("", response=list[schemas.InvestigationOut], auth=needs(SEE_INVESTIGATIONS))
@paginate(Pages, ordering=("-id",))
def investigations(request: HttpRequest, file_id: int | None = None, purpose: str = "") -> Any:
    """The home investigations that you see, last recorded first."""
    rows = HomeInvestigation.objects.visible_to(acting(request), SEE_INVESTIGATIONS.code)
    wanted = {"file_id": file_id, "purpose": purpose or None}
    return queries.in_lists(rows.filter(**{k: v for k, v in wanted.items() if v is not None}))


@router.post("", response={201: schemas.InvestigationPageOut}, auth=needs(RECORD_INVESTIGATION))
def record_investigation(request: HttpRequest, body: schemas.InvestigationIn) -> Any:
    """Record what was seen at a home. Sending the same key again changes nothing."""
    user = acting(request)
    signatures, family, photos = _papers(user, body)
    made = services.record_investigation(
        by=user,
        key=body.key,
        file=_file(user, body.file_id),
        seen=services.Seen(
            purpose=body.purpose,
            visited_on=body.visited_on,
            people=[Person(one.name, one.user_id) for one in body.investigators],
            present=body.present,
            housing=body.housing,
            floor_area=body.floor_area.strip(),
            housing_note=body.housing_note,
            living=body.living,
            lines=[_line(at, one) for at, one in enumerate(body.items)],
            conclusion=body.conclusion,
            remark=body.remark,
            on_paper=body.on_paper,
        ),
        signatures=signatures,
        family_signature=family,
        photos=photos,
    )
    return Status(201, _full(user, made.pk, RECORD_INVESTIGATION))


@router.get("/offline", response=dict[str, Any], auth=needs(RECORD_INVESTIGATION))
def offline_snapshot(request: HttpRequest, stamp: str = "") -> Any:
    """What a phone keeps to look at homes without a network: masked, without numbers and addresses."""
    return offline.snapshot(acting(request), known=stamp)


@router.get("/files/{int:file_id}", response=dict[str, Any], auth=needs(RECORD_INVESTIGATION))
def family(request: HttpRequest, file_id: int) -> Any:
    """One family as the phone keeps it, at whatever gate its file stands."""
    files = HardshipFile.objects.visible_to(acting(request), RECORD_INVESTIGATION.code)
    return offline.family(get_object_or_404(offline.to_check(files), pk=file_id))


@router.get("/{int:pk}", response=schemas.InvestigationPageOut, auth=needs(SEE_INVESTIGATIONS))
def investigation(request: HttpRequest, pk: int) -> Any:
    return _full(acting(request), pk, SEE_INVESTIGATIONS)


@router.post(
    "/{int:pk}/withdraw",
    response={201: schemas.InvestigationPageOut},
    auth=needs(RECORD_INVESTIGATION),
)
def withdraw(request: HttpRequest, pk: int, body: schemas.ReasonIn) -> Any:
    """Take a record back; not while the file stands upon it."""
    user = acting(request)
    one = _full(user, pk, RECORD_INVESTIGATION)
    services.withdraw_investigation(by=user, investigation=one, reason=body.reason)
    return Status(201, _full(user, pk, RECORD_INVESTIGATION))


@router.post("/{int:pk}/reveal", response={201: schemas.RevealOut}, auth=needs(REVEAL_PERSONAL))
def reveal(request: HttpRequest, pk: int, body: schemas.RevealIn) -> Any:
    user = acting(request)
    one = _full(user, pk, REVEAL_PERSONAL)
    value = services.reveal(by=user, investigation=one, field=body.field, reason=body.reason)
    return Status(201, {"value": value})


def _full(user: User, pk: int, permission: Permission) -> HomeInvestigation:
    rows = HomeInvestigation.objects.visible_to(user, permission.code)
    return get_object_or_404(queries.in_lists(rows), pk=pk)


def _file(user: User, pk: int) -> HardshipFile:
    file = HardshipFile.objects.visible_to(user, RECORD_INVESTIGATION.code).filter(pk=pk).first()
    if file is None:
        raise RuleBroken(
            "file_unknown",
            "没有这份档案，或不在您的办理范围内",
            fields={"file_id": "请重新选择家庭"},
        )
    return file


def _line(at: int, one: schemas.LineIn) -> Line:
    seen = rules.check_amount(one.seen, f"items.{at}.seen") if one.seen else None
    return Line(one.side, one.kind, one.declared, one.agrees, seen, one.proof)


def _papers(user: User, body: schemas.InvestigationIn) -> Any:
    """The signatures in the order of the investigators, the family's, the photos."""
    wanted = {name: key for name, key in body.signatures.items() if key}
    kept = {one.pk: one for one in files.keep_all(by=user, keys=wanted.values())}
    of = {name: kept[key] for name, key in wanted.items()}
    signatures = [of.get(str(at)) for at in range(len(body.investigators))]
    return signatures, of.get("family"), files.keep_all(by=user, keys=body.photos)
