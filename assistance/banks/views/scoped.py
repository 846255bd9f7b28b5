"""What a page of banks may show: within the scope of one's permission, or 404."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from assistance.aid.models import Batch
from assistance.banks import queries
from assistance.banks.models import BankFile, BankTemplate
from ground.accounts.permissions import Permission
from ground.web.pages import acting


def file_in_scope(request: HttpRequest, pk: int, permission: Permission) -> BankFile:
    rows = BankFile.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(queries.with_open_lines(rows), pk=pk)


def batch_in_scope(request: HttpRequest, pk: int, permission: Permission) -> Batch:
    rows = Batch.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(rows.select_related("source__organisation"), pk=pk)


def template_in_scope(request: HttpRequest, pk: int, permission: Permission) -> BankTemplate:
    rows = BankTemplate.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(rows.select_related("organisation", "made_by"), pk=pk)
