"""The page of an invoice, with the keyboard alone: its document is enlarged, a finding leads to its line."""

import re

from playwright.async_api import Page, expect

from tests.e2e.conftest import NewVisitor
from tests.e2e.hands import Keyboard
from tests.e2e.places.invoices import FACTURX
from tests.e2e.places.place import SUPPLIER, enter
from tests.e2e.steps import link
from tests.e2e.ways.invoices import part_of_invoice, read_report


async def width_of(page: Page) -> float:
    """How wide the page of the document is, once its picture is there."""
    picture = page.get_by_role("img", name=re.compile("^Page 1 sur 1"))
    await expect(picture).to_be_visible()
    await page.wait_for_function(
        "() => { const i = document.querySelector('.page-view img'); return i?.complete && i.naturalWidth > 0 }"
    )
    box = await picture.bounding_box()
    assert box is not None
    return box["width"]


async def test_document_is_enlarged_with_the_keyboard(visitor: NewVisitor) -> None:
    one = await visitor()
    page = one.page
    await enter(page, SUPPLIER)
    await part_of_invoice(FACTURX, "Document", page)
    fitted = await width_of(page)
    region = page.get_by_role("region", name="Page du document")
    await Keyboard(page).press(region)
    for key, told, address in (("+", "150\u00a0%", "&zoom=150"), ("+", "200\u00a0%", "&zoom=200")):
        await page.keyboard.press(key)
        await expect(page.get_by_text(told)).to_be_visible()
        assert page.url.endswith(f"?onglet=document{address}")
    assert await width_of(page) > fitted
    for key, told, address in (("-", "150\u00a0%", "&zoom=150"), ("0", "Ajusté", "")):
        await page.keyboard.press(key)
        await expect(page.get_by_text(told, exact=True)).to_be_visible()
        assert page.url.endswith(f"?onglet=document{address}")
    assert await width_of(page) == fitted
    assert one.errors == []


async def test_finding_leads_to_its_line_of_the_xml(visitor: NewVisitor) -> None:
    one = await visitor()
    page = one.page
    await enter(page, SUPPLIER)
    await read_report("/suivi-des-flux?etat=rejete&recherche=F-1202", page)
    await Keyboard(page).press(link(page.get_by_role("main"), re.compile("^Voir la ligne")).first)
    marked = page.locator(".source .marked")
    await expect(marked).to_be_in_viewport()
    number = await marked.get_by_role("link").inner_text()
    assert page.url.endswith(f"#ligne-{number.split()[-1]}")
    await page.reload()
    await expect(marked).to_be_in_viewport()
    async with page.expect_download() as coming:
        await link(page.get_by_role("main"), "Télécharger le XML").click()
    assert (await coming.value).suggested_filename == "F-1202.xml"
    assert one.errors == []
