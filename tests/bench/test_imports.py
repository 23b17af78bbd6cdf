"""A deposit until its number, an import until its report, one check: on the running portal."""

import secrets
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser
from sqlmodel import select

from chorus_app.flux import deposit
from chorus_app.flux.checking import check_file
from chorus_app.flux.deposit import Receipt
from chorus_app.flux.enums import Door, FluxState
from chorus_app.flux.models import Flux
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.children import Children
from chorus_app.structures.models import Structure
from tests.bench.conftest import Measured, signed_in
from tests.bench.figures import Figures
from tests.flux.scenes import wait_until
from tests.makers.invoices import SUPPLIER_SIRET, make_cii, make_facturx, make_ubl

TIMES = 20
FILES: dict[str, tuple[str, Callable[..., bytes], str]] = {
    "UBL": ("FSO1100A", make_ubl, "facture.xml"),
    "CII": ("FSO1106A", make_cii, "facture.xml"),
    "Factur-X": ("FSO1117A", make_facturx, "facture.pdf"),
}


def put(portal: Measured, *, syntax: str, content: bytes, name: str) -> Receipt:
    """Paul deposits for a supplier of his."""
    stored = portal.world.files.put(content)
    with portal.world.reading() as context:
        supplier = context.session.exec(select(Structure.id).where(Structure.identifier == SUPPLIER_SIRET)).one()
    with portal.world.transaction(actor_id=portal.user_id("supplier_user"), structure_id=supplier) as context:
        return deposit.receive(
            context,
            door=Door.PORTAL,
            mode_depot="UPLOAD_PORTAIL",
            application_code=deposit.PORTAL_APPLICATION,
            syntax_code=syntax,
            space=Space.EMISES,
            file=stored,
            name=name,
            idempotency_key=secrets.token_hex(8),
        )


def state_of(portal: Measured, receipt: Receipt) -> FluxState:
    with portal.world.reading() as context:
        return FluxState(context.session.exec(select(Flux.state).where(Flux.number == receipt.number)).one())


@pytest.mark.parametrize("kind", FILES)
def test_import_until_the_report(portal: Measured, figures: Figures, kind: str) -> None:
    syntax, make, name = FILES[kind]
    for number in range(TIMES):
        content = make(number=f"{kind}-{number}")
        begun = time.perf_counter()
        receipt = put(portal, syntax=syntax, content=content, name=name)
        figures.add("deposit: file kept, flux written, number known", 1000 * (time.perf_counter() - begun))
        wait_until(lambda receipt=receipt: state_of(portal, receipt).final)  # type: ignore[misc] # binds the loop's value
        figures.add(f"import until the report, {kind}", 1000 * (time.perf_counter() - begun))
    assert state_of(portal, receipt) is FluxState.INTEGRATED


def test_fifty_deposits_at_once(portal: Measured, figures: Figures) -> None:
    contents = [make_ubl(number=f"LOT-{number}") for number in range(50)]
    begun = time.perf_counter()
    receipts = [put(portal, syntax="FSO1100A", content=content, name="facture.xml") for content in contents]
    figures.add("50 deposits in a row: all numbers known", time.perf_counter() - begun, unit="s")
    wait_until(lambda: all(state_of(portal, receipt).final for receipt in receipts))
    figures.add("50 deposits in a row: all reports written", time.perf_counter() - begun, unit="s")


async def test_deposit_in_the_browser(portal: Measured, chromium: Browser, figures: Figures, tmp_path: Path) -> None:
    """What the depositor waits for: the verdict after choosing a file, the flux number after « Déposer »."""
    page = await (await signed_in(chromium, portal, "supplier_user")).new_page()
    for number in range(5):
        file = tmp_path / f"N{number}.pdf"
        file.write_bytes(make_facturx(number=f"NAV-{number}"))
        await page.goto("/factures-emises/deposer")
        await page.locator("main [data-drop] input[type=file]").wait_for(state="attached")
        begun = time.perf_counter()
        await page.locator("main [data-drop] input[type=file]").set_input_files(file)
        send = page.locator("main button[aria-describedby=envoi]:enabled")
        await send.wait_for()
        figures.add("browser: file chosen until its verdict", 1000 * (time.perf_counter() - begun))
        begun = time.perf_counter()
        await send.click()
        await page.locator("main h1").filter(has_text="CPP").or_(page.get_by_text("CPP001").first).first.wait_for()
        figures.add("browser: « Déposer » until the flux number", 1000 * (time.perf_counter() - begun))


async def test_upload_alone(portal: Measured, figures: Figures) -> None:
    name, value = portal.cookie("supplier_user")
    headers = {"Cookie": f"{name}={value}", "Origin": portal.server.address, "X-File-Name": "a.xml"}
    async with httpx.AsyncClient(base_url=portal.server.address, headers=headers, timeout=60) as client:
        for size, what in ((100_000, "100 kB"), (10_000_000, "10 MB"), (100_000_000, "100 MB")):
            for _ in range(TIMES if size < 1_000_000 else 3):
                content = secrets.token_bytes(size)
                begun = time.perf_counter()
                answer = await client.post("/depot/fichier", content=content)
                figures.add(f"upload of {what}", 1000 * (time.perf_counter() - begun))
                assert answer.status_code == 201


@pytest.mark.parametrize("kind", FILES)
def test_check_of_one_file_in_a_child(portal: Measured, figures: Figures, kind: str, tmp_path: Path) -> None:
    syntax, make, name = FILES[kind]
    file = tmp_path / name
    file.write_bytes(make())
    children = Children(1, memory_bytes=1_500_000_000, seconds=30)
    children.run(check_file, str(file), name, syntax, str(tmp_path / "store"))
    for _ in range(TIMES):
        begun = time.perf_counter()
        children.run(check_file, str(file), name, syntax, str(tmp_path / "store"))
        figures.add(f"check of one file in a child, {kind}", 1000 * (time.perf_counter() - begun))
    children.close()
    assert portal
