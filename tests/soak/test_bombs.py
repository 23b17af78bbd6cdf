"""Bombs through the running portal: each sender is answered, neighbours go on, the server stays small."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from playwright.async_api import Browser, Page
from sqlmodel import select

from chorus_app.flux import uploads
from chorus_app.flux.deposit import Receipt
from chorus_app.flux.enums import FluxState
from chorus_app.flux.queries import get_report
from chorus_app.flux.views import ReportView
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.text import t
from chorus_app.structures.models import Structure
from tests.bench.conftest import signed_in
from tests.bench.figures import percentile
from tests.e2e.hands import Mouse
from tests.e2e.steps import button
from tests.flux import scenes
from tests.makers.bombs import BOMBS, DEAR
from tests.makers.invoices import SUPPLIER_SIRET, make_ubl
from tests.samples import samples
from tests.soak.conftest import Soaked
from tests.soak.processes import Watch

CHILD_MB = 700  # of each child process
SERVER_MB = 700  # of the server itself: it streams files, but holds what two of them say
ANSWER_SECONDS = 240.0  # three attempts at most, and the standards
REAL = {sample.path.name: sample.path for folder in ("pdf_bomb", "xml_bomb") for sample in samples(folder)}
FILES: dict[str, Callable[[], bytes]] = {**BOMBS, **DEAR, **{name: path.read_bytes for name, path in REAL.items()}}
# On the check page, which takes less than 20 MB.
SHOWN = ("wide.xml", "namespaces.xml", "zips.zip", "three_filters.pdf", "wrong_lines.xml")
SHOWN_WAIT_MS = 120_000


@dataclass
class Sender:
    """Somebody who deposits: the file through the portal's door, the deposit as the page asks for it."""

    portal: Soaked
    client: httpx.AsyncClient
    user_id: int
    structure_id: int

    async def deposit(self, name: str, content: bytes) -> Receipt:
        sent = await self.client.post("/depot/fichier", content=content, headers={"X-File-Name": quote(name)})
        assert sent.status_code == 201, sent.text
        return await asyncio.to_thread(self._ask_for_the_import, sent.json()["upload"], name)

    def _ask_for_the_import(self, upload: str, name: str) -> Receipt:
        with self.portal.world.transaction(actor_id=self.user_id, structure_id=self.structure_id) as context:
            file = uploads.find(context, upload=upload).stored
            return scenes.receive(context, file, syntax_of(name), space=Space.EMISES, name=name)

    async def report(self, receipt: Receipt) -> ReportView:
        deadline = time.monotonic() + ANSWER_SECONDS
        while not (await asyncio.to_thread(scenes.state_of, self.portal.world, receipt)).final:
            assert time.monotonic() < deadline, f"{receipt.file_name}: no answer"
            await asyncio.sleep(0.05)
        return await asyncio.to_thread(self._report, receipt)

    def _report(self, receipt: Receipt) -> ReportView:
        with self.portal.world.reading(actor_id=self.user_id) as context:
            return get_report(context, public_id=receipt.public_id)


def syntax_of(name: str) -> str:
    """A syntax that somebody would choose for a file of that name."""
    if name.endswith(".pdf"):
        return "FSO1117A"
    return "FSO1100A" if name.startswith(("carried", "neighbour", "ubl")) else "FSO1106A"


@asynccontextmanager
async def sender(portal: Soaked, slug: str) -> AsyncIterator[Sender]:
    name, value = portal.cookie(slug)
    headers = {"Cookie": f"{name}={value}", "Origin": portal.server.address}
    with portal.world.reading() as context:
        supplier = context.session.exec(select(Structure.id).where(Structure.identifier == SUPPLIER_SIRET)).one()
    async with httpx.AsyncClient(base_url=portal.server.address, headers=headers, timeout=120) as client:
        yield Sender(portal, client, portal.user_id(slug), supplier)


@asynccontextmanager
async def watched(portal: Soaked, what: str) -> AsyncIterator[Watch]:
    """The server and its children are looked at, and /ping is asked, until the end of the block."""
    watch, over, pings = Watch(portal.pid), asyncio.Event(), list[float]()

    async def look() -> None:
        async with httpx.AsyncClient(base_url=portal.server.address, timeout=60) as client:
            while not over.is_set():
                await asyncio.to_thread(watch.look)
                begun = time.perf_counter()
                assert (await client.get("/ping")).status_code == 200
                pings.append(1000 * (time.perf_counter() - begun))
                await asyncio.sleep(0.02)

    looking = asyncio.create_task(look())
    try:
        yield watch
    finally:
        over.set()
        await looking
        middle, high = percentile(pings, 0.5), percentile(pings, 0.95)
        print(f"{what}: {len(pings)} pings, median {middle:.0f} ms, 95 % {high:.0f} ms, slowest {max(pings):.0f} ms")
        print(f"{what}: children {max(watch.children.values())} MB, server {max(watch.server.values())} MB")


def told(report: ReportView) -> Iterator[str]:
    """What the sender reads: each finding in words, and why a layer was not run."""
    for finding in report.findings:
        params = dict(finding.params)
        yield t(f"{finding.key}.title", **params)
        assert t(f"{finding.key}.meaning", **params)
        assert t(f"{finding.key}.todo", **params)
    for layer in report.layers:
        if layer.skipped_key:
            yield t(layer.skipped_key)


def is_answer(report: ReportView) -> bool:
    """Integrated, or not with a reason."""
    blocking = [finding for finding in report.findings if finding.severity == "blocking"]
    return report.flux.state is FluxState.INTEGRATED or bool(blocking)


def small(number: str) -> bytes:
    return make_ubl(number=number)


async def test_bombs_one_after_the_other_and_a_neighbour_beside_each(portal: Soaked) -> None:
    async with (
        sender(portal, "supplier_user") as bomber,
        sender(portal, "supplier_user") as neighbour,
        watched(portal, "bombs one by one") as watch,
    ):
        waited = []
        for number, (name, make) in enumerate(FILES.items()):
            content = await asyncio.to_thread(make)
            begun = time.monotonic()
            bomb = await bomber.deposit(name, content)
            beside = time.monotonic()
            small_one = await neighbour.deposit("neighbour.xml", small(f"VOISIN-{number}"))
            assert (await neighbour.report(small_one)).flux.state is FluxState.INTEGRATED, name
            waited.append(1000 * (time.monotonic() - beside))
            report = await bomber.report(bomb)
            print(f"{name}: {report.flux.state}, {time.monotonic() - begun:.1f} s, {[*dict.fromkeys(told(report))]}")
            assert is_answer(report), name
    print(f"neighbours: median {percentile(waited, 0.5):.0f} ms, slowest {max(waited):.0f} ms")
    check_sizes(watch)


async def test_all_bombs_at_once_and_neighbours_behind_them(portal: Soaked) -> None:
    async with (
        sender(portal, "supplier_user") as bomber,
        sender(portal, "supplier_user") as neighbour,
        watched(portal, "bombs at once") as watch,
    ):
        begun = time.monotonic()
        bombs = []
        for name, make in FILES.items():
            bombs.append(await bomber.deposit(name, await asyncio.to_thread(make)))
        behind = [await neighbour.deposit("neighbour.xml", small(f"DERRIERE-{number}")) for number in range(5)]
        for receipt in behind:
            assert (await neighbour.report(receipt)).flux.state is FluxState.INTEGRATED
        print(f"neighbours behind all bombs: {time.monotonic() - begun:.1f} s")
        reports = [await bomber.report(bomb) for bomb in bombs]
        print(f"all bombs answered: {time.monotonic() - begun:.1f} s")
        assert [report.flux.file_name for report in reports if not is_answer(report)] == []
        check_sizes(watch)
        # Both children of a pool are there again, and no more than those.
        again = [await neighbour.deposit("neighbour.xml", small(f"APRES-{number}")) for number in range(6)]
        assert {(await neighbour.report(receipt)).flux.state for receipt in again} == {FluxState.INTEGRATED}
        assert 2 <= len(watch.alive()) <= 2 * portal.world.settings.import_workers


async def test_check_page_answers_bombs_and_the_visitor_beside(
    portal: Soaked, chromium: Browser, tmp_path: Path
) -> None:
    bomber = await (await signed_in(chromium, portal, "supplier_user")).new_page()
    beside = await (await signed_in(chromium, portal, "supplier_manager")).new_page()
    async with watched(portal, "check page") as watch:
        for name in SHOWN:
            bomb, small_one = tmp_path / name, tmp_path / "neighbour.xml"
            bomb.write_bytes(await asyncio.to_thread(FILES[name]))
            small_one.write_bytes(small("VERIF"))
            answers = await asyncio.gather(verified(bomber, bomb), verified(beside, small_one))
            print(f"{name}: {answers[0]!r}; beside: {answers[1]!r}")
    check_sizes(watch)
    assert list((portal.server.data / "verification").iterdir()) == []


async def verified(page: Page, file: Path) -> str:
    """What the check page says of the file, in one line."""
    await page.goto("/verifier-une-facture")
    await Mouse(page).give(button(page, "Choisir un fichier"), file)
    main = page.get_by_role("main")
    await main.locator(".badge, [role=alert]:not(:empty)").first.wait_for(timeout=SHOWN_WAIT_MS)
    said = " ".join((await main.inner_text()).split()).partition(file.name)[2]
    assert len(said) > len(file.name)
    return said[:200]


def check_sizes(watch: Watch) -> None:
    assert max(watch.children.values()) < CHILD_MB
    assert max(watch.server.values()) < SERVER_MB


@pytest.fixture(autouse=True)
def heading(request: pytest.FixtureRequest) -> None:
    print(f"\n{request.node.name}")
