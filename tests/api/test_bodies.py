"""Bodies as clients send them: compressed, marked, empty, in other capitals, too long, or no JSON at all."""

import asyncio
import gzip
import json
import zlib

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from chorus_app.api import bodies
from chorus_app.kernel.context import World
from tests.api.client import Keys, program
from tests.flux.scenes import Cast

STRUCTURE = "/cpro/structures/v1/consulter"
WRONG = "Requête mal formulée"


@pytest.mark.parametrize("name", ["idStructureCPP", "IDSTRUCTURECPP", "idstructurecpp", "idStructure"])
async def test_names_count_without_their_capitals(world: World, cast: Cast, keys: Keys, name: str) -> None:
    async with program(world, keys) as one:
        answer = await one.post("structures/v1/consulter", {name: cast.recipient, "codeLangue": "fr", "inconnu": [1]})
    assert answer["informationGenerales"]["idStructureCPP"] == cast.recipient


async def test_mark_and_compression_are_taken_off(world: World, cast: Cast, keys: Keys) -> None:
    plain = json.dumps({"idStructureCPP": cast.recipient}).encode()
    packed = {"content-encoding": "gzip"}
    async with program(world, keys) as one:
        for content, more in ((b"\xef\xbb\xbf" + plain, {}), (gzip.compress(plain), packed)):
            answer = await one.http.post(STRUCTURE, content=content, headers={**one.headers, **more})
            assert answer.json()["codeRetour"] == 0
            assert answer.headers["content-type"] == "application/json;charset=utf-8"


async def test_no_body_is_an_empty_question(world: World, keys: Keys) -> None:
    async with program(world, keys) as one:
        answer = await one.http.post("/cpro/transverses/v1/recuperer/devises", headers=one.headers)
    assert answer.json()["codeRetour"] == 0


@pytest.mark.parametrize("content", [b"{", b"[]", b'"mot"', b"\xff\xfe", b"a=b", b"null", b"NaN"])
async def test_what_is_no_object_is_refused_in_words(world: World, keys: Keys, content: bytes) -> None:
    async with program(world, keys) as one:
        answer = await one.http.post(STRUCTURE, content=content, headers=one.headers)
    assert (answer.status_code, answer.json()["codeRetour"]) == (400, 400)
    assert answer.json()["libelle"].startswith(WRONG)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"idStructureCPP": "abc"}, "idStructureCPP"),
        ({"idStructureCPP": -1}, "idStructureCPP"),
        ({"idStructureCPP": 10**40}, "idStructureCPP"),
        ({"idStructureCPP": {"a": 1}}, "idStructureCPP"),
    ],
)
async def test_value_that_does_not_fit_is_named(world: World, keys: Keys, asked: dict[str, object], field: str) -> None:
    async with program(world, keys) as one:
        answer = await one.post("structures/v1/consulter", asked)
    assert answer["codeRetour"] == 400
    assert field in answer["libelle"]


async def test_body_beyond_the_limit_is_refused_before_it_is_read(world: World, keys: Keys) -> None:
    async def endless() -> object:
        while True:
            yield bytes(1_000_000)

    bomb = zlib.compress(bytes(bodies.MAX_BODY + 1), wbits=31)
    async with program(world, keys) as one:
        announced = await one.http.post(
            STRUCTURE, content=b"{}", headers={**one.headers, "content-length": str(bodies.MAX_BODY + 1)}
        )
        streamed = await one.http.post(STRUCTURE, content=endless(), headers=one.headers)  # type: ignore[arg-type] # an iterator
        unpacked = await one.http.post(STRUCTURE, content=bomb, headers={**one.headers, "content-encoding": "gzip"})
    for answer in (announced, streamed, unpacked):
        assert (answer.status_code, answer.json()["codeRetour"]) == (413, 413)


async def test_slow_sender_loses_his_place_and_others_get_it() -> None:
    """More of them than there are places: each is told, and one who sends in time is answered afterwards."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        message = await receive()
        await PlainTextResponse(str(len(message["body"])))(scope, receive, send)

    async def send_nothing() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def send_all() -> Message:
        return {"type": "http.request", "body": b"1" * 2_000_000, "more_body": False}

    async def status(receive: Receive) -> int:
        told: list[Message] = []

        async def send(message: Message) -> None:
            told.append(message)

        headers = [(b"content-length", b"2000000")]
        await plain({"type": "http", "path": "/", "method": "POST", "headers": headers}, receive, send)
        return int(told[0]["status"])

    plain = bodies.PlainBodies(app, idle=0.05)
    answers = await asyncio.gather(*(status(send_nothing) for _ in range(bodies.AT_ONCE)), status(send_all))
    assert answers == [408] * bodies.AT_ONCE + [200]


@pytest.mark.parametrize("content", [b"no gzip", gzip.compress(b"{}", mtime=0)[:-4], b""])
async def test_broken_compression_is_told(world: World, keys: Keys, content: bytes) -> None:
    async with program(world, keys) as one:
        answer = await one.http.post(STRUCTURE, content=content, headers={**one.headers, "content-encoding": "gzip"})
    assert (answer.status_code, answer.json()["codeRetour"]) == (400, 400)


async def test_unknown_path_and_method_answer_json(world: World, keys: Keys) -> None:
    async with program(world, keys) as one:
        for path in ("/cpro/inconnu", "/cpro/", "/cpro/factures/v1/deposer/flux/x"):
            answer = await one.http.post(path, headers=one.headers, follow_redirects=True)
            assert (answer.status_code, answer.json()["codeRetour"]) == (404, 404)
        for method in ("GET", "PUT", "DELETE", "PATCH"):
            answer = await one.http.request(method, "/cpro/factures/v1/deposer/flux", headers=one.headers)
            assert (answer.status_code, answer.json()["codeRetour"]) == (405, 405)
