"""The form of a file, its versions, papers, signatures; families that merge and part."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from assistance.households import queries, services
from assistance.households.api.parts import file_of, router, shown
from assistance.households.models import Consent, HardshipFile, Member, Paper
from assistance.households.permissions import APPROVE_FILE, KEEP_FILES, REVEAL_PERSONAL, SEE_FILES
from assistance.households.rules import FormIn
from assistance.households.schemas import FileDetailOut, ReasonIn, RevealOut
from assistance.households.schemas_of_forms import (
    ConsentIn,
    ConsentOut,
    MergeIn,
    MissingOut,
    PaperIn,
    PaperOut,
    RevealVersionIn,
    SignedIn,
    SplitIn,
    VersionOut,
    WrittenIn,
)
from ground.accounts.models import Organisation
from ground.accounts.permissions import Permission
from ground.files import services as files
from ground.web.api import acting, needs

CREATED = {201: FileDetailOut}


@router.post("/files/{int:file_id}/form", auth=needs(KEEP_FILES), response=CREATED)
def write_form(request: HttpRequest, file_id: int, asked: WrittenIn) -> Any:
    """Write into a draft; into a file that is on file with a reason in `why` (变更登记)."""
    file = file_of(request, file_id, KEEP_FILES)
    content = FormIn(**asked.dict(exclude={"why"}, exclude_unset=True))
    if file.state == HardshipFile.State.DRAFT:
        done = services.write_form(by=acting(request), file=file, content=content)
    else:
        done = services.amend_file(by=acting(request), file=file, content=content, why=asked.why)
    return shown(request, done)


@router.get("/files/{int:file_id}/missing", auth=needs(SEE_FILES), response=MissingOut)
def missing(request: HttpRequest, file_id: int) -> Any:
    """Everything that the file still needs or that looks wrong in it, at once; names masked."""
    file = file_of(request, file_id, SEE_FILES)
    told = queries.missing_of(file)
    doubts = queries.doubts_of(queries.form_of(file))
    return {**asdict(told), "blocking": told.blocking, "doubts": doubts}


@router.get("/files/{int:file_id}/versions", auth=needs(SEE_FILES), response=list[VersionOut])
def versions(request: HttpRequest, file_id: int) -> Any:
    file = file_of(request, file_id, SEE_FILES)
    return file.versions.select_related("by").order_by("-number")


@router.post(
    "/files/{int:file_id}/versions/{int:number}/reveal",
    auth=needs(REVEAL_PERSONAL, shows_personal=True),
    response={201: RevealOut},
)
def reveal_version(request: HttpRequest, file_id: int, number: int, asked: RevealVersionIn) -> Any:
    file = file_of(request, file_id, REVEAL_PERSONAL)
    value = services.reveal_version(
        by=acting(request), file=file, number=number, place=asked.place, reason=asked.reason
    )
    return {"value": value}


@router.get("/files/{int:file_id}/papers", auth=needs(SEE_FILES), response=list[PaperOut])
def list_papers(request: HttpRequest, file_id: int) -> Any:
    return file_of(request, file_id, SEE_FILES).papers.all()


@router.post("/files/{int:file_id}/papers", auth=needs(KEEP_FILES), response={201: PaperOut})
def add_paper(request: HttpRequest, file_id: int, asked: PaperIn) -> Any:
    """`stored` is the key of a file sent before (`PUT /files/{key}`); without: the original was seen."""
    file = file_of(request, file_id, KEEP_FILES)
    values = asked.dict()
    whose, key = values.pop("member_id"), values.pop("stored")
    kept = files.keep_all(by=acting(request), keys=[key] if key else [])
    return services.add_paper(
        by=acting(request),
        file=file,
        stored=kept[0] if kept else None,
        member=_member(file, whose) if whose else None,
        **values,
    )


@router.post(
    "/files/{int:file_id}/papers/{int:paper_id}/withdraw",
    auth=needs(KEEP_FILES),
    response={201: PaperOut},
)
def withdraw_paper(request: HttpRequest, file_id: int, paper_id: int, asked: ReasonIn) -> Any:
    file = file_of(request, file_id, KEEP_FILES)
    paper = get_object_or_404(Paper, file=file, pk=paper_id)
    return services.withdraw_paper(by=acting(request), paper=paper, reason=asked.reason)


@router.get("/files/{int:file_id}/consents", auth=needs(SEE_FILES), response=list[ConsentOut])
def list_consents(request: HttpRequest, file_id: int) -> Any:
    file = file_of(request, file_id, SEE_FILES)
    return Consent.objects.filter(member__file=file).select_related("text")


@router.post("/files/{int:file_id}/consents", auth=needs(KEEP_FILES), response={201: ConsentOut})
def record_consent(request: HttpRequest, file_id: int, asked: ConsentIn) -> Any:
    """One signature; for a child under 14 its guardian's."""
    file = file_of(request, file_id, KEEP_FILES)
    kept = files.keep_all(by=acting(request), keys=[asked.stored] if asked.stored else [])
    return services.record_consent(
        by=acting(request),
        member=_member(file, asked.member_id),
        purpose=asked.purpose,
        signed_on=asked.signed_on,
        way=asked.way,
        guardian=_member(file, asked.guardian_id) if asked.guardian_id else None,
        stored=kept[0] if kept else None,
    )


@router.post("/files/{int:file_id}/consents/family", auth=needs(KEEP_FILES), response=CREATED)
def record_family_consents(request: HttpRequest, file_id: int, asked: SignedIn) -> Any:
    """Everything that the family has yet to sign, signed on paper on one day."""
    file = file_of(request, file_id, KEEP_FILES)
    services.record_family_consents(by=acting(request), file=file, signed_on=asked.signed_on)
    return shown(request, file)


@router.post(
    "/files/{int:file_id}/consents/{int:consent_id}/withdraw",
    auth=needs(KEEP_FILES),
    response={201: ConsentOut},
)
def withdraw_consent(request: HttpRequest, file_id: int, consent_id: int, asked: ReasonIn) -> Any:
    file = file_of(request, file_id, KEEP_FILES)
    consent = get_object_or_404(Consent, member__file=file, pk=consent_id)
    return services.withdraw_consent(by=acting(request), consent=consent, reason=asked.reason)


@router.post("/files/{int:file_id}/merge", auth=needs(KEEP_FILES), response=CREATED)
def merge(request: HttpRequest, file_id: int, asked: MergeIn) -> Any:
    """Another file is merged into this one; an active one is merged away by `approval/merge`."""
    return _merged(request, file_id, asked, KEEP_FILES)


@router.post("/files/{int:file_id}/approval/merge", auth=needs(APPROVE_FILE), response=CREATED)
def merge_active(request: HttpRequest, file_id: int, asked: MergeIn) -> Any:
    return _merged(request, file_id, asked, APPROVE_FILE)


@router.post("/files/{int:file_id}/split", auth=needs(KEEP_FILES), response=CREATED)
def split(request: HttpRequest, file_id: int, asked: SplitIn) -> Any:
    """Some members go on with a file of their own, which is the answer: a new draft."""
    file = file_of(request, file_id, KEEP_FILES)
    units = Organisation.objects.visible_to(acting(request), KEEP_FILES.code)
    unit: Organisation = get_object_or_404(units, pk=asked.unit_id)
    new = services.split_file(
        by=acting(request),
        file=file,
        members=[_member(file, one) for one in asked.member_ids],
        holder=_member(file, asked.holder_id),
        unit=unit,
        reason=asked.reason,
        relations=asked.relations,
    )
    return shown(request, new)


def _merged(request: HttpRequest, file_id: int, asked: MergeIn, permission: Permission) -> Any:
    done = services.merge_files(
        by=acting(request),
        keep=file_of(request, file_id, permission),
        gone=file_of(request, asked.gone_id, permission),
        reason=asked.reason,
        relations=asked.relations,
    )
    return shown(request, done)


def _member(file: HardshipFile, key: int) -> Member:
    return get_object_or_404(Member, file=file, pk=key)
