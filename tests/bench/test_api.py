"""Deposits by the API for a minute, a kill in the middle, and whether all that was acknowledged is imported once."""

import asyncio
import base64
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlmodel import col, func, select

from chorus_app.flux.enums import FINAL, FluxState
from chorus_app.flux.models import Flux
from chorus_app.invoices.models import Invoice
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from tests.api.client import Keys, cpro_account, keys_of, token
from tests.bench.figures import Figures
from tests.e2e.conftest import CHORUS, free_port, stop_server, wait_for_answer
from tests.flux import scenes
from tests.flux.scenes import wait_until
from tests.makers.invoices import make_facturx, make_pdf
from tests.makers.pdfs import attach

PER_SECOND, SECONDS = 50, 60
WEIGHT = 200_000  # bytes of the Factur-X
WAIT_SECONDS = 900  # for the imports to come to their end


class Api:
    """`chorus api` on a data folder of its own; killed and started again."""

    def __init__(self, data: Path) -> None:
        port = free_port()
        self.address = f"http://localhost:{port}"
        self.data = data
        self._environment = {
            **os.environ,
            "CHORUS_DATA_DIR": str(data),
            "CHORUS_PORT": str(port),
            "CHORUS_BASE_URL": self.address,
        }
        subprocess.run([CHORUS, "db", "upgrade"], env=self._environment, check=True, stdout=subprocess.DEVNULL)

    def start(self) -> None:
        log = self.data / "api.log"
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [CHORUS, "api"], env=self._environment, stdout=output, stderr=output, start_new_session=True
            )
        wait_for_answer(f"{self.address}/ping", self._process, log)

    def kill(self) -> None:
        """The server and the one that watches it, as a power cut ends them."""
        children = subprocess.run(["pgrep", "-P", str(self._process.pid)], capture_output=True, text=True, check=True)
        self._process.kill()
        for server in map(int, children.stdout.split()):  # each leads a session of its own, workers and children in it
            os.killpg(server, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        stop_server(self._process)


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Api]:
    made = Api(tmp_path)
    yield made
    made.stop()


async def test_fifty_deposits_a_second_for_a_minute(api: Api, figures: Figures) -> None:
    world = World(Settings(data_dir=api.data))
    cast = scenes.cast(world)
    keys = keys_of(world, user_id=cast.alice, structure_id=cast.supplier)
    begun = time.perf_counter()
    api.start()
    figures.add("API alone: start until it answers", time.perf_counter() - begun, unit="s")
    contents = await asyncio.to_thread(lambda: [heavy(n) for n in range(PER_SECOND * SECONDS)])
    acknowledged = await half(api, keys, contents[: len(contents) // 2], figures)
    api.kill()
    api.start()
    acknowledged += await half(api, keys, contents[len(contents) // 2 :], figures)
    begun = time.perf_counter()
    await asyncio.to_thread(wait_until, lambda: unfinished(world) == 0, seconds=WAIT_SECONDS)
    figures.add("API: until the last report after the last deposit", time.perf_counter() - begun, unit="s")
    with world.reading() as context:
        states = dict(context.session.execute(select(col(Flux.number), col(Flux.state))).all())
        brought = context.session.execute(
            select(col(Invoice.flux_number), func.count()).group_by(col(Invoice.flux_number))
        )
        counts = dict(brought.all())
    world.close()
    assert len(set(acknowledged)) == len(acknowledged) > 0
    assert {states[number] for number in acknowledged} == {FluxState.INTEGRATED}
    assert {counts[number] for number in acknowledged} == {1}


async def half(api: Api, keys: Keys, contents: list[str], figures: Figures) -> list[str]:
    """Deposit at the pace of `PER_SECOND`, whatever the answers take; the numbers that were acknowledged."""
    async with httpx.AsyncClient(base_url=api.address, timeout=30) as http:
        bearer = await token(http, keys.application)
        headers = {"Authorization": f"Bearer {bearer}", "cpro-account": cpro_account(keys.account)}
        started = time.perf_counter()
        sent = []
        for place, content in enumerate(contents):
            await asyncio.sleep(max(0.0, started + place / PER_SECOND - time.perf_counter()))
            sent.append(asyncio.create_task(deposit(http, headers, content, figures)))
        numbers = [number for number in await asyncio.gather(*sent) if number]
        figures.add("API: deposits a second", len(numbers) / (time.perf_counter() - started), unit="a second")
    return numbers


async def deposit(http: httpx.AsyncClient, headers: dict[str, str], content: str, figures: Figures) -> str:
    asked: dict[str, Any] = {
        "fichierFlux": content,
        "nomFichier": "facture.pdf",
        "syntaxeFlux": "IN_DP_E2_CII_FACTURX",
    }
    begun = time.perf_counter()
    answer = (await http.post("/cpro/factures/v1/deposer/flux", json=asked, headers=headers)).json()
    figures.add("API: one deposit of 200 kB", 1000 * (time.perf_counter() - begun))
    return str(answer.get("numeroFluxDepot", ""))


def heavy(number: int) -> str:
    """A Factur-X of that weight, in base64."""
    ballast = attach(make_pdf(), "ballast.bin", os.urandom(WEIGHT - 48_000))
    return base64.b64encode(make_facturx(ballast, number=f"API-{number}")).decode()


def unfinished(world: World) -> int:
    with world.reading() as context:
        query = select(func.count()).select_from(Flux).where(col(Flux.state).not_in(FINAL))
        return context.session.exec(query).one()
