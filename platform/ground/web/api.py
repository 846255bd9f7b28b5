"""The API's manners: who may call, how errors look, how long lists are walked."""

from typing import Any, cast

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.pagination import CursorPagination
from ninja.utils import check_csrf

from ground.accounts import queries
from ground.accounts.models import User
from ground.accounts.permissions import Permission
from ground.events.services import name_actor
from ground.kernel.errors import NotAllowed, RuleBroken
from ground.web.pages import show_personal
from ground.web.request_lines import name_user


class Problem(Schema):
    """How every refusal looks: a stable code, a sentence for a person, and the inputs at fault."""

    code: str
    message: str
    fields: dict[str, str] = {}


class Api(NinjaAPI):
    """As Django Ninja has it; its description says of each operation how it refuses, too."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        described = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        described["components"]["schemas"]["Problem"] = Problem.model_json_schema()
        refusal = {"schema": {"$ref": "#/components/schemas/Problem"}}
        for operations in described["paths"].values():
            for operation in operations.values():
                operation["responses"]["4XX"] = {
                    "description": "Refused; nothing was changed",
                    "content": {"application/json": refusal},
                }
        return described


class Needs:
    """The permission of one operation: session with CSRF token, or `Authorization: Bearer KEY`."""

    openapi_type = "http"
    openapi_security_schema = {"type": "http", "scheme": "bearer"}

    def __init__(self, permission: Permission, *, shows_personal: bool = False) -> None:
        self.permission, self.shows_personal = permission, shows_personal

    def __call__(self, request: HttpRequest) -> User:
        user = self._who(request)
        if not user.may(self.permission.code):
            raise NotAllowed("not_allowed", f"没有“{self.permission.label}”的权限")
        request.user = user
        if self.shows_personal:
            show_personal(request)
        return user

    def _who(self, request: HttpRequest) -> User:
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer" and key:
            found = queries.user_of_key(key.strip())
            if found is None:
                raise AuthenticationError
            name_actor(found.pk)
            name_user(request, found.pk)
            return found
        if not request.user.is_authenticated:
            raise AuthenticationError
        if check_csrf(request):
            raise HttpError(403, "CSRF")
        return request.user


def needs(permission: Permission, *, shows_personal: bool = False) -> Needs:
    """Declare who may call an operation; `shows_personal` as for `page`."""
    return Needs(permission, shows_personal=shows_personal)


def acting(request: HttpRequest) -> User:
    return cast("User", request.user)


def install_errors(api: NinjaAPI) -> None:
    """Give every refusal of the API the shape of `Problem`."""

    def answer(
        request: HttpRequest, status: int, code: str, message: str, fields: Any = None
    ) -> HttpResponse:
        body = {"code": code, "message": message, "fields": fields or {}}
        return api.create_response(request, body, status=status)

    @api.exception_handler(RuleBroken)
    def broken(request: HttpRequest, error: RuleBroken) -> HttpResponse:
        status = 403 if isinstance(error, NotAllowed) else 422
        return answer(request, status, error.code, error.message, error.fields)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        fields = {
            ".".join(str(part) for part in one.get("loc", ())[1:]) or "cursor": str(
                one.get("msg", "")
            )
            for one in error.errors
        }
        return answer(
            request, 422, "invalid_input", "提交的内容格式不正确，请按字段提示修改", fields
        )

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return answer(request, 401, "not_signed_in", "请先登录，或提供有效的接口密钥")

    @api.exception_handler(HttpError)
    def http(request: HttpRequest, error: HttpError) -> HttpResponse:
        return answer(request, error.status_code, "http_error", str(error))

    @api.exception_handler(DataError)
    def unstorable(request: HttpRequest, error: Exception) -> HttpResponse:
        """A NUL in a text, a number past its column: what no rule named and nothing can hold."""
        return answer(
            request,
            422,
            "unstorable_input",
            "提交的内容含有无法保存的字符，或文字、数值过长，请检查后重新提交",
        )

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Exception) -> HttpResponse:
        return answer(request, 404, "not_found", "没有找到，或不在您的管理范围内")


class Pages(CursorPagination):
    """Long lists, walked by cursor: no count, no page slower than the first.

    `@paginate(Pages, ordering=("-pk",))`; the first name of the ordering should be unique.
    """

    def __init__(self, *, page_size: int = 50, **kwargs: Any) -> None:
        super().__init__(page_size=page_size, **kwargs)

    def paginate_queryset(
        self, queryset: Any, pagination: Any, request: HttpRequest, **params: Any
    ) -> Any:
        """As ninja does it; a cursor that nobody gave out is an answer, not a crash."""
        try:
            return super().paginate_queryset(queryset, pagination, request, **params)
        except (ValueError, DjangoValidationError) as unreadable:  # pydantic's is a ValueError
            raise ValidationError([{"loc": ("query", "cursor"), "msg": "无效"}]) from unreadable


class Nobody:
    """The default of the whole API: an operation that declares no permission lets nobody in."""

    def __call__(self, request: HttpRequest) -> None:  # noqa: ARG002 -- ninja calls it so
        return None
