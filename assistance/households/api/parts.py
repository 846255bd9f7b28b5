"""The router that every part of this API adds its operations to."""

from ninja import Router

router = Router()
