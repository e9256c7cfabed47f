"""What the contract says of the addresses of Open311: their parameters and the two forms of their answers."""

from typing import Any

LIST = [
    "jurisdiction_id",
    "service_request_id",
    "service_code",
    "start_date",
    "end_date",
    "status",
    "page",
    "page_size",
    "per_page",
    "count",
    "updated_after",
    "updated_before",
    "lat",
    "long",
    "radius",
    "bbox",
    "long_ne",
    "lat_ne",
    "long_sw",
    "lat_sw",
    "q",
    "search",
    "agency_responsible",
    "order_by",
    "has_photo",
    "service_object_id",
    "service_object_type",
    "extensions",
]
PLACE = ["jurisdiction_id", "lat", "long"]
JURISDICTION = ["jurisdiction_id"]
SPAN = ["jurisdiction_id", "start_date", "end_date", "api_key"]
REQUEST_FIELDS = [
    "api_key",
    "jurisdiction_id",
    "service_code",
    "lat",
    "long",
    "address_string",
    "address_id",
    "email",
    "device_id",
    "account_id",
    "first_name",
    "last_name",
    "phone",
    "description",
    "media_url",
    "title",
    "service_object_id",
    "service_object_type",
]
UPDATE_FIELDS = [
    "api_key",
    "jurisdiction_id",
    "service_request_id",
    "update_id",
    "status",
    "updated_datetime",
    "description",
    "email",
    "phone",
    "first_name",
    "last_name",
    "title",
    "media_url",
    "account_id",
    "service_request_id_ext",
    "public_anonymity_required",
]

_FORMS: dict[str, Any] = {"text/xml": {}, "application/json": {}}
ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"description": "The error document: code and description of each thing that is wrong", "content": _FORMS},
    403: {"description": "The error document: api_key is missing, wrong or used up", "content": _FORMS},
    404: {"description": "The error document: no such address, jurisdiction, service or request", "content": _FORMS},
}


def reading(*names: str) -> dict[str, Any]:
    parameters = [{"name": name, "in": "query", "required": False, "schema": {"type": "string"}} for name in names]
    return {"parameters": parameters, "responses": _answers()}


def writing(*names: str) -> dict[str, Any]:
    schema = {"type": "object", "properties": {name: {"type": "string"} for name in names}}
    content = {kind: {"schema": schema} for kind in ("application/x-www-form-urlencoded", "multipart/form-data")}
    return {"requestBody": {"required": True, "content": content}, "responses": _answers()}


def _answers() -> dict[str, Any]:
    return {"200": {"description": "As GeoReport v2 says", "content": _FORMS}}
