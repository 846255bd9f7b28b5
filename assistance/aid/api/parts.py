"""The router that the operations of aid share."""

from ninja import Router

router = Router()
