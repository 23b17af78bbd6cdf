"""« Factures reçues » in a real browser: narrowed by the service of the supplier."""

from dataclasses import replace
from pathlib import Path
from secrets import token_hex

from playwright.async_api import expect

from chorus_app.demo.accounts import BY_SLUG
from tests.e2e import steps
from tests.e2e.conftest import NewVisitor
from tests.e2e.hands import Hand, Keyboard
from tests.e2e.papers import BUILDERS, MONTCLAIR
from tests.e2e.places.place import RECIPIENT, SUPPLIER
from tests.e2e.steps import arrive, button, link, menu, syntax
from tests.makers.invoices import make_ubl


async def test_recipient_narrows_by_the_supplier_s_service(visitor: NewVisitor, tmp_path: Path) -> None:
    seller, buyer = Keyboard((await visitor()).page), Keyboard((await visitor()).page)
    service = f"ATELIER-{token_hex(3)}"
    await steps.enter(seller, BY_SLUG[SUPPLIER].email)
    mine = await deposit(seller, tmp_path, service)
    other = await deposit(seller, tmp_path, "BUREAU")

    page = buyer.page
    await steps.enter(buyer, BY_SLUG[RECIPIENT].email)
    await buyer.press(link(menu(page), "Factures reçues"))
    await arrive(page, "Factures reçues")
    await buyer.press(page.get_by_text("Plus de critères"))
    await buyer.write(page.get_by_label("Service du fournisseur"), service)
    await buyer.press(button(page.get_by_role("search"), "Rechercher").last)
    table = page.get_by_role("table")
    await expect(table.get_by_role("link", name=other)).to_have_count(0)
    await expect(table.get_by_role("link", name=mine)).to_be_visible()
    await page.reload()
    await expect(table.get_by_role("link", name=mine)).to_be_visible()
    await expect(page.get_by_text(f"Service du fournisseur : {service}")).to_be_visible()


async def deposit(hand: Hand, folder: Path, service: str) -> str:
    """An invoice of that service of the supplier, by UBL; returns its number."""
    number = f"REC-{token_hex(4)}"
    file = folder / f"{number}.xml"
    file.write_bytes(make_ubl(number=number, seller=replace(BUILDERS, service_code=service), buyer=MONTCLAIR))
    await steps.open_deposit(hand, "Factures émises", "Déposer une facture")
    await steps.choose_file(hand, file)
    await hand.choose(syntax(hand.page, "FSO1100A"))
    await steps.send(hand)
    return number
