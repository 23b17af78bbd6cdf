"""The OpenAPI document, made of ROUTES: nothing of it is written twice. Its words stand in texts/fr/openapi.toml."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from chorus_app.api.examples import example
from chorus_app.api.routes import ApiRoute, routes_served
from chorus_app.api.sandbox import WORDS
from chorus_app.kernel.context import Context
from chorus_app.kernel.text import has_text, t
from chorus_app.release_notes.queries import releases

REFUSALS = ("400", "401", "403", "404", "408", "409", "413", "429", "500", "507")
TOKEN, ACCOUNT, REFUSAL = "jeton", "compteTechnique", "Refus"
REF = "#/components/schemas/"
MODULE = re.compile(r"chorus_app__api__(?=\w+__\w)")
CAPITAL = re.compile(r"(?=[A-Z])")


def document(context: Context, api: FastAPI, *, token_path: str) -> dict[str, Any]:
    """The document, with examples of the context's world. `api` has the routes that are served."""
    version = releases()[0].version.removeprefix("V")
    made = get_openapi(title=t("openapi.title"), version=version, routes=api.routes)
    made = json.loads(MODULE.sub("", json.dumps(made)))
    schemas = made["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for schema in schemas.values():
        _describe(schema)
    schemas[REFUSAL] = _refusal()
    paths = {token_path: {"post": _token()}}
    served = routes_served(context.world.settings)
    for route in served:
        generated = made["paths"][route.path][route.method.lower()]
        paths[route.path] = {route.method.lower(): _operation(context, route, generated)}
    return {
        "openapi": made["openapi"],
        "info": {"title": t("openapi.title"), "version": version, "description": t("openapi.description")},
        "servers": [{"url": context.world.settings.origin, "description": t("openapi.server")}],
        "tags": [{"name": name, "description": t(f"openapi.tag.{name}")} for name in _tags(served)],
        "security": [{TOKEN: [], ACCOUNT: []}],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": _keys()},
    }


def name_of(route: ApiRoute) -> str:
    """By which the texts of a route are named: its address, joined by underscores."""
    return route.path.strip("/").removeprefix("cpro/").replace("/", "_")


def meaning(field: str) -> str | None:
    """What a field holds. One without a text of its own has that of the words that its name begins with."""
    words = CAPITAL.split(field)
    stems = ("".join(words[:end]) for end in range(len(words), 0, -1))
    key = next((f"openapi.field.{stem}" for stem in stems if has_text(f"openapi.field.{stem}")), None)
    return t(key) if key else None


def _tags(served: Iterable[ApiRoute]) -> Iterator[str]:
    yield "oauth"
    yield from dict.fromkeys(_tag(route) for route in served)


def _tag(route: ApiRoute) -> str:
    return route.path.removeprefix("/cpro").split("/")[1]


def _describe(schema: dict[str, Any]) -> None:
    """Each field says what it holds; what the code says to its readers goes."""
    schema.pop("description", None)
    schema.pop("title", None)
    for name, field in schema.get("properties", {}).items():
        field.pop("title", None)
        if text := meaning(name):
            field["description"] = text


def _operation(context: Context, route: ApiRoute, generated: dict[str, Any]) -> dict[str, Any]:
    name = name_of(route)
    answer = generated["responses"]["200"]["content"]["application/json"]["schema"]
    operation: dict[str, Any] = {
        "operationId": name,
        "tags": [_tag(route)],
        "summary": t(f"openapi.route.{name}.summary"),
        "description": t(f"openapi.route.{name}.text"),
        "responses": {
            "200": _json(t("openapi.answer"), {"anyOf": [answer, {"$ref": REF + REFUSAL}]}),
            **{status: _json(t(f"openapi.status.{status}"), {"$ref": REF + REFUSAL}) for status in REFUSALS},
        },
    }
    if route.method != "GET":
        body = generated["requestBody"]["content"]["application/json"]["schema"]
        shown = {"demonstration": {"summary": t("openapi.example"), "value": example(context, route.path)}}
        operation["requestBody"] = {
            "required": True,
            "description": t("openapi.question"),
            "content": {"application/json": {"schema": body, "examples": shown}},
        }
    operation["parameters"] = []
    if context.world.settings.sandbox:
        words = t("openapi.sandbox", words=", ".join(WORDS))
        operation["parameters"].append(_header("X-Bac-A-Sable", words, {"type": "string", "enum": list(WORDS)}))
    if route.path.endswith(("/deposer/flux", "/soumettre")):
        key = {"type": "string", "maxLength": 200}
        operation["parameters"].append(_header("Idempotency-Key", t("openapi.idempotency"), key))
    return operation


def _header(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": False, "description": description, "schema": schema}


def _json(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _refusal() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["codeRetour", "libelle"],
        "properties": {
            "codeRetour": {"type": "integer", "minimum": 1, "description": t("openapi.field.codeRetour")},
            "libelle": {"type": "string", "description": t("openapi.field.libelle")},
            "lienAide": {"type": "string", "format": "uri", "description": t("openapi.field.lienAide")},
            "liensAide": {
                "type": "array",
                "items": {"type": "string", "format": "uri"},
                "description": t("openapi.field.liensAide"),
            },
        },
    }


def _token() -> dict[str, Any]:
    fields = {name: {"type": "string"} for name in ("grant_type", "client_id", "client_secret", "scope")}
    shown = {"grant_type": "client_credentials", "client_id": "…", "client_secret": "…", "scope": "openid"}
    granted = {
        "type": "object",
        "required": ["access_token", "token_type", "expires_in", "scope"],
        "properties": {name: {"type": "string"} for name in ("access_token", "token_type", "scope")}
        | {"expires_in": {"type": "integer"}},
    }
    refused = {
        "type": "object",
        "required": ["error", "error_description"],
        "properties": {name: {"type": "string"} for name in ("error", "error_description")},
    }
    form = {"type": "object", "required": ["grant_type"], "properties": fields}
    return {
        "operationId": "oauth_token",
        "tags": ["oauth"],
        "summary": t("openapi.token.summary"),
        "description": t("openapi.token.text"),
        "security": [],
        "requestBody": {
            "required": True,
            "content": {"application/x-www-form-urlencoded": {"schema": form, "example": shown}},
        },
        "responses": {
            "200": _json(t("openapi.token.granted"), granted),
            "400": _json(t("openapi.token.refused"), refused),
        },
    }


def _keys() -> dict[str, Any]:
    return {
        TOKEN: {"type": "http", "scheme": "bearer", "description": t("openapi.token_security")},
        ACCOUNT: {
            "type": "apiKey",
            "in": "header",
            "name": "cpro-account",
            "description": t("openapi.account_security"),
        },
    }
