"""What the operations of the 简报 share: the router, and what somebody may name."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router

from ground.accounts.models import Organisation
from ground.accounts.permissions import Permission
from ground.briefs import queries
from ground.briefs.models import Article, Contribution, Issue
from ground.briefs.permissions import EDIT_ISSUE
from ground.web.api import acting

router = Router()


def readable(request: HttpRequest, pk: int) -> Issue:
    return get_object_or_404(queries.readable_issues(acting(request)), pk=pk)


def issue_of(request: HttpRequest, pk: int, permission: Permission) -> Issue:
    rows = Issue.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(
        rows.select_related("series__organisation", "edited_by", "signed_by"), pk=pk
    )


def article_of(request: HttpRequest, pk: int) -> Article:
    issues = Issue.objects.visible_to(acting(request), EDIT_ISSUE.code)
    return get_object_or_404(
        Article.objects.select_related("issue__series"), pk=pk, issue__in=issues
    )


def contribution_of(request: HttpRequest, pk: int) -> Contribution:
    rows = Contribution.objects.visible_to(acting(request), EDIT_ISSUE.code)
    return get_object_or_404(rows, pk=pk)


def organisation_of(request: HttpRequest, pk: int, permission: Permission) -> Organisation:
    return get_object_or_404(
        Organisation.objects.visible_to(acting(request), permission.code), pk=pk
    )
