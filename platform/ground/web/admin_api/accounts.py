"""Organisations, people and keys, for other programs: the same services as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status
from ninja.pagination import paginate

from ground.accounts.models import ApiKey, Membership, Organisation, User
from ground.accounts.permissions import (
    KEEP_API_KEYS,
    KEEP_ORGANISATIONS,
    KEEP_USERS,
    SEE_ORGANISATIONS,
)
from ground.accounts.roles import Role
from ground.accounts.services import (
    add_organisation,
    add_user,
    close_account,
    grant_role,
    issue_api_key,
    move_person,
    revoke_api_key,
    withdraw_role,
)
from ground.kernel.errors import RuleBroken
from ground.web.admin_api import schemas
from ground.web.api import Pages, acting, needs

organisations = Router(tags=["organisations"])
people = Router(tags=["people"])
api_keys = Router(tags=["api keys"])


@organisations.get("", response=list[schemas.OrganisationOut], auth=needs(SEE_ORGANISATIONS))
@paginate(Pages, ordering=("path",))
def list_organisations(request: HttpRequest, q: str = "") -> QuerySet[Organisation]:
    seen = Organisation.objects.visible_to(acting(request), SEE_ORGANISATIONS.code)
    found: QuerySet[Organisation] = seen.prefetch_related("aliases")
    return found.filter(name__icontains=q) if q else found


@organisations.post("", response={201: schemas.OrganisationOut}, auth=needs(KEEP_ORGANISATIONS))
def create_organisation(request: HttpRequest, given: schemas.OrganisationIn) -> Status[Any]:
    user = acting(request)
    seen = Organisation.objects.visible_to(user, KEEP_ORGANISATIONS.code)
    parent: Organisation = get_object_or_404(seen, pk=given.parent_id)
    if given.kind not in Organisation.Kind.values:
        raise RuleBroken("kind_unknown", "没有这种组织类别", fields={"kind": "无效"})
    values = given.dict(exclude={"parent_id"})
    return Status(201, add_organisation(by=user, parent=parent, **values))


@people.get("", response=list[schemas.PersonOut], auth=needs(KEEP_USERS))
@paginate(Pages, ordering=("pk",))
def list_people(request: HttpRequest) -> QuerySet[User]:
    return User.objects.visible_to(acting(request), KEEP_USERS.code).prefetch_related("memberships")


@people.post("", response={201: schemas.PersonOut}, auth=needs(KEEP_USERS))
def create_person(request: HttpRequest, given: schemas.PersonIn) -> Status[Any]:
    user = acting(request)
    organisation = _organisation(user, given.organisation_id)
    values = given.dict(exclude={"organisation_id"})
    return Status(201, add_user(by=user, organisation=organisation, **values))


@people.post("/{person_id}/roles", response=schemas.PersonOut, auth=needs(KEEP_USERS))
def grant(request: HttpRequest, person_id: int, given: schemas.RoleIn) -> User:
    user = acting(request)
    person = _person(user, person_id)
    organisation = _organisation(user, given.organisation_id)
    if given.role not in Role.values:
        raise RuleBroken("role_unknown", "没有这个角色", fields={"role": "无效"})
    grant_role(by=user, user=person, organisation=organisation, role=Role(given.role))
    return person


@people.post("/{person_id}/roles/withdraw", response=schemas.PersonOut, auth=needs(KEEP_USERS))
def withdraw(request: HttpRequest, person_id: int, given: schemas.RoleIn) -> User:
    user = acting(request)
    person = _person(user, person_id)
    held = get_object_or_404(
        Membership, user=person, organisation_id=given.organisation_id, role=given.role
    )
    withdraw_role(by=user, membership=held)
    return person


@people.post("/{person_id}/close", response=schemas.PersonOut, auth=needs(KEEP_USERS))
def close(request: HttpRequest, person_id: int, given: schemas.ReasonIn) -> User:
    user = acting(request)
    close_account(by=user, user=_person(user, person_id), reason=given.reason)
    return _person(user, person_id)


@people.post("/{person_id}/move", response=schemas.PersonOut, auth=needs(KEEP_USERS))
def move(request: HttpRequest, person_id: int, given: schemas.MoveIn) -> User:
    user = acting(request)
    organisation = _organisation(user, given.organisation_id)
    person = _person(user, person_id)
    move_person(by=user, user=person, organisation=organisation, post=given.post)
    return _person(user, person_id)


@api_keys.get("", response=list[schemas.KeyOut], auth=needs(KEEP_API_KEYS))
@paginate(Pages, ordering=("-pk",))
def list_keys(request: HttpRequest) -> QuerySet[ApiKey]:
    return _keys(acting(request))


@api_keys.post("", response={201: schemas.IssuedKeyOut}, auth=needs(KEEP_API_KEYS))
def issue(request: HttpRequest, given: schemas.KeyIn) -> Status[Any]:
    user = acting(request)
    owners = User.objects.visible_to(user, KEEP_API_KEYS.code).filter(is_active=True)
    owner = get_object_or_404(owners, pk=given.owner_id)
    values = given.dict(exclude={"owner_id"})
    key, secret = issue_api_key(by=user, owner=owner, **values)
    shown = schemas.KeyOut.from_orm(key).dict()
    return Status(201, {**shown, "secret": secret})


@api_keys.post("/{key_id}/revoke", response=schemas.KeyOut, auth=needs(KEEP_API_KEYS))
def revoke(request: HttpRequest, key_id: int) -> ApiKey:
    user = acting(request)
    key = get_object_or_404(_keys(user), pk=key_id)
    revoke_api_key(by=user, key=key)
    return key


def _person(by: User, pk: int) -> User:
    return get_object_or_404(User.objects.visible_to(by, KEEP_USERS.code), pk=pk)


def _organisation(user: User, pk: int) -> Organisation:
    seen = Organisation.objects.visible_to(user, KEEP_USERS.code)
    found: Organisation = get_object_or_404(seen, pk=pk)
    return found


def _keys(user: User) -> QuerySet[ApiKey]:
    return ApiKey.objects.filter(owner__in=User.objects.visible_to(user, KEEP_API_KEYS.code))
