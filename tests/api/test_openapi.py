"""The OpenAPI document says what the routes are: in French, with examples that run, and the answers are as it says."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from chorus_app.api import auth
from chorus_app.api.app import DOCUMENT_PATH, DOCUMENTATION_PATH, plain_api
from chorus_app.api.examples import EXAMPLES, example
from chorus_app.api.openapi import document, meaning, name_of
from chorus_app.api.pace import Pace
from chorus_app.api.routes import ROUTES, ApiRoute
from chorus_app.kernel.context import World
from chorus_app.kernel.text import has_text
from tests.api.client import Keys, Program, outside, program

EXAMPLES_OF_EACH = 12  # questions that are invented for each route
BY_NAME = pytest.mark.parametrize("route", ROUTES, ids=name_of)


def described(world: World) -> dict[str, Any]:
    with world.reading() as context:
        return document(context, plain_api(), token_path=auth.TOKEN_PATH)


@BY_NAME
def test_route_has_french_words_and_an_example_that_it_takes(world: World, route: ApiRoute) -> None:
    """A route is added with its texts in texts/fr/openapi.toml and its question in api/examples.py."""
    for part in ("summary", "text"):
        assert has_text(f"openapi.route.{name_of(route)}.{part}")
    with world.reading() as context:
        question = example(context, route.path)
    known = {field.alias for field in route.question.model_fields.values()}
    assert question.keys() <= known
    route.question.model_validate(question)


def test_no_example_is_left_of_a_route_that_went() -> None:
    assert EXAMPLES.keys() == {route.path for route in ROUTES}


def test_every_field_says_what_it_holds(world: World) -> None:
    schemas = described(world)["components"]["schemas"]
    silent = {name for schema in schemas.values() for name in schema.get("properties", ()) if not meaning(name)}
    assert silent == set()


def test_document_has_every_route_and_the_two_keys(world: World) -> None:
    made = described(world)
    assert made["openapi"].startswith("3.1")
    assert made["paths"].keys() == {auth.TOKEN_PATH, *(route.path for route in ROUTES)}
    assert {key["type"] for key in made["components"]["securitySchemes"].values()} == {"http", "apiKey"}
    assert made["servers"][0]["url"] == world.settings.origin
    assert {tag for path in made["paths"].values() for one in path.values() for tag in one["tags"]} == {
        tag["name"] for tag in made["tags"]
    }


def test_nothing_of_the_code_is_told(world: World) -> None:
    """Docstrings are for those who read the code."""
    schemas = described(world)["components"]["schemas"]
    assert [name for name, schema in schemas.items() if "description" in schema] == []


async def test_document_and_page_are_for_everybody(world: World) -> None:
    async with outside(world) as http:
        file = await http.get(DOCUMENT_PATH)
        page = await http.get(DOCUMENTATION_PATH)
    assert file.headers["content-disposition"].startswith("attachment")
    assert file.json() == json.loads(json.dumps(described(world)))
    assert page.headers["content-type"].startswith("text/html")
    for route in ROUTES:
        assert f'id="{name_of(route)}"' in page.text
    assert page.text.count("X-Bac-A-Sable") == page.text.count("Idempotency-Key") == 1
    assert "http://" not in page.text.replace(world.settings.origin, "")
    assert "https://" not in page.text


def test_words_of_the_page_are_shown_as_text(world: World) -> None:
    from chorus_app.api.documentation import page

    made = described(world)
    made["info"]["description"] = "<script>alert(1)</script>"
    assert "<script>alert" not in page(made, path=DOCUMENT_PATH)


@dataclass(frozen=True)
class Served:
    """The API with Alice's keys on every call, asked from plain functions."""

    runner: asyncio.Runner
    one: Program

    def ask(self, route: ApiRoute, content: bytes) -> httpx.Response:
        return self.runner.run(
            self.one.http.request(route.method, route.path, content=content, headers=self.one.headers)
        )


@pytest.fixture
def served(world: World, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setattr(auth, "_pace", Pace(per_second=1_000_000))
    with asyncio.Runner() as runner:
        entered = program(world, keys)
        yield Served(runner, runner.run(entered.__aenter__()))
        runner.run(entered.__aexit__(None, None, None))


@BY_NAME
def test_whatever_is_asked_the_answer_is_as_described(world: World, served: Served, route: ApiRoute) -> None:
    """schemathesis invents questions that fit the document and others that do not: no 500, and answers that fit."""
    schema = schemathesis.openapi.from_dict(described(world))
    operation = schema[route.path][route.method]

    @settings(
        max_examples=EXAMPLES_OF_EACH,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        answer = served.ask(route, json.dumps(case.body).encode() if route.method == "POST" else b"")
        assert answer.status_code < 500, answer.text
        operation.validate_response(answer)

    ask()


@BY_NAME
def test_question_of_any_shape_breaks_nothing(served: Served, route: ApiRoute) -> None:
    for content in (b"", b"[]", b"null", b"7", b'{"a":', b'"x"', b"[" * 20_000, b'{"idStructure": 1e400}'):
        answer = served.ask(route, content)
        assert answer.status_code in (200, 400), answer.text
        assert {"codeRetour", "libelle"} <= answer.json().keys() or route.method == "GET"
