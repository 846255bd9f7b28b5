"""The router that every part of this API adds its operations to, and the file within scope."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router

from assistance.households import queries
from assistance.households.models import HardshipFile
from ground.accounts.permissions import Permission
from ground.web.api import acting

router = Router()


def file_of(request: HttpRequest, file_id: int, permission: Permission) -> HardshipFile:
    files = HardshipFile.objects.visible_to(acting(request), permission.code)
    return get_object_or_404(files.select_related("unit__division", "gate", "clue"), pk=file_id)


def shown(request: HttpRequest, file: HardshipFile) -> HardshipFile:
    """A file as it is now, with what this person may do next."""
    found = queries.with_holder(HardshipFile.objects.filter(pk=file.pk)).get()
    found.actions = queries.actions_for(acting(request), found)  # type: ignore[attr-defined]
    return found
