"""Many at once: the portal goes on answering, keeps what it took, loses nothing."""

import asyncio
import hashlib
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from playwright.async_api import Browser
from sqlmodel import select

from chorus_app.flux.models import Upload
from tests.bench.conftest import Measured, signed_in
from tests.bench.figures import percentile

CLIENTS, SIZE, PIECE = 20, 20_000_000, 100_000
SLOW_PIECES = 40
EVENTS = 1_000

# Keeps the page's websocket and the last frame sent through it.
TAP = """
const Native = WebSocket;
window.WebSocket = class extends Native {
  constructor(...given) { super(...given); window.tapped = this; }
  send(frame) { window.lastFrame = frame; super.send(frame); }
};
"""
FLOOD = """
(times) => {
  document.querySelector("[data-menu]").click();
  const frame = window.lastFrame;
  for (let sent = 1; sent < times; sent++) window.tapped.send(frame);
  return String(frame);
}
"""


async def pieces(content: bytes, pause: float = 0) -> AsyncIterator[bytes]:
    for begin in range(0, len(content), PIECE):
        await asyncio.sleep(pause)
        yield content[begin : begin + PIECE]


@asynccontextmanager
async def client_of(portal: Measured, slug: str) -> AsyncIterator[httpx.AsyncClient]:
    name, value = portal.cookie(slug)
    headers = {"Cookie": f"{name}={value}", "Origin": portal.server.address, "X-File-Name": "facture.xml"}
    limits = httpx.Limits(max_connections=CLIENTS + 5)
    async with httpx.AsyncClient(base_url=portal.server.address, headers=headers, timeout=300, limits=limits) as client:
        yield client


async def pinged(portal: Measured, over: asyncio.Event) -> list[float]:
    """Milliseconds of each answer to /ping, one after the other, until it is over."""
    answered = []
    async with httpx.AsyncClient(base_url=portal.server.address, timeout=60) as client:
        while not over.is_set():
            begun = time.perf_counter()
            assert (await client.get("/ping")).status_code == 200
            answered.append(1000 * (time.perf_counter() - begun))
            await asyncio.sleep(0.02)
    return answered


def told(what: str, answered: list[float]) -> None:
    middle, high = percentile(answered, 0.5), percentile(answered, 0.95)
    shares = f"median {middle:.0f} ms, 95 % {high:.0f} ms"
    print(f"\n{what}: /ping answered {len(answered)} times, {shares}, slowest {max(answered):.0f} ms")


async def test_twenty_uploads_and_a_slow_one_at_once(portal: Measured) -> None:
    contents = [secrets.token_bytes(SIZE) for _ in range(CLIENTS)]
    slow = secrets.token_bytes(SLOW_PIECES * PIECE)
    over = asyncio.Event()
    pings = asyncio.create_task(pinged(portal, over))
    async with client_of(portal, "supplier_user") as client:
        sent = [client.post("/depot/fichier", content=pieces(content)) for content in contents]
        answers = await asyncio.gather(*sent, client.post("/depot/fichier", content=pieces(slow, pause=0.2)))
    over.set()
    told(f"{CLIENTS} uploads of {SIZE // 1_000_000} MB and a slow one", await pings)
    assert {answer.status_code for answer in answers} == {201}
    with portal.world.reading() as context:
        for answer, content in zip(answers, [*contents, slow], strict=True):
            upload = context.session.exec(select(Upload).where(Upload.public_id == answer.json()["upload"])).one()
            assert upload.sha256 == hashlib.sha256(content).hexdigest()
            assert portal.world.files.path(upload.sha256).stat().st_size == len(content)
    assert list((portal.world.files.folder / "incoming").glob("*")) == []


async def test_clients_that_break_off_leave_nothing(portal: Measured) -> None:
    async def broken() -> AsyncIterator[bytes]:
        async for piece in pieces(secrets.token_bytes(5 * PIECE)):
            yield piece
        raise ConnectionAbortedError

    async with client_of(portal, "supplier_user") as client:
        sent = [client.post("/depot/fichier", content=broken()) for _ in range(CLIENTS)]
        ends = await asyncio.gather(*sent, return_exceptions=True)
        assert all(isinstance(end, ConnectionAbortedError) for end in ends)
        assert (await client.get("/ping")).status_code == 200
    deadline = time.monotonic() + 30
    while list((portal.world.files.folder / "incoming").glob("*")):
        assert time.monotonic() < deadline, "what was half received is still there"
        await asyncio.sleep(0.05)


async def test_thousand_events_from_one_client(portal: Measured, chromium: Browser) -> None:
    """They are all treated, in their order; the neighbour's click is answered meanwhile."""
    flooding = await (await signed_in(chromium, portal, "supplier_user")).new_page()
    await flooding.add_init_script(TAP)
    await flooding.goto("/")
    await flooding.locator("[data-menu][aria-expanded=false]").wait_for(state="attached")
    neighbour = await (await signed_in(chromium, portal, "supplier_manager")).new_page()
    await neighbour.goto("/factures-emises")
    await neighbour.locator("main table.list tbody tr").first.wait_for()
    over = asyncio.Event()
    pings = asyncio.create_task(pinged(portal, over))
    frame = await flooding.evaluate(FLOOD, EVENTS)
    assert "toggle_menu" in frame
    begun = time.perf_counter()
    await neighbour.locator("#menu a[href='/suivi-des-flux']").click()
    await neighbour.locator("main table.list tbody tr").first.wait_for()
    meanwhile = time.perf_counter() - begun
    await flooding.evaluate("() => document.querySelector('[data-menu]').click()")
    await flooding.locator("[data-menu][aria-expanded=true]").wait_for(state="attached", timeout=120_000)
    over.set()
    told(f"{EVENTS} events from one client", await pings)
    print(f"the neighbour's click meanwhile: {1000 * meanwhile:.0f} ms")
