"""What a page of checks may show: within the scope of one's permission, or 404."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from assistance.checks import queries
from assistance.checks.models import CheckBatch, CheckRequest
from assistance.households.models import HardshipFile
from assistance.households.queries import with_holder
from ground.accounts.permissions import Permission
from ground.web.pages import acting


def batch_in_scope(request: HttpRequest, pk: int, permission: Permission) -> CheckBatch:
    rows = CheckBatch.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(queries.in_lists(rows), pk=pk)


def request_in_scope(request: HttpRequest, pk: int, permission: Permission) -> CheckRequest:
    return get_object_or_404(
        CheckRequest.objects.visible_to(acting(request), permission.code), pk=pk
    )


def file_in_scope(request: HttpRequest, pk: int, permission: Permission) -> HardshipFile:
    files = HardshipFile.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(with_holder(files), pk=pk)
