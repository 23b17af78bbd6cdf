"""What programs enter by."""

import base64
import re
from datetime import UTC, datetime

import httpx
from playwright.async_api import Page, expect

from tests.e2e import given
from tests.e2e.hands import Mouse
from tests.e2e.steps import button
from tests.e2e.ways.going import go
from tests.makers.certificates import make_certificate, pem, private_keys

EDI = "/structure/raccordement/edi"


async def declared(page: Page) -> None:
    """An application, its secret on the page."""
    await go("/structure/raccordement", page)
    await page.get_by_label("Nom de l’application").fill("Facturation Martin")
    await button(page, "Déclarer l’application").click()
    await expect(page.get_by_text("L’application est prête")).to_be_visible()


async def opened(page: Page) -> None:
    """A technical account, its password on the page."""
    await go("/structure/raccordement", page)
    await button(page, "Ouvrir un compte technique").click()
    await expect(page.get_by_text("Le compte technique est prêt")).to_be_visible()


async def about_to_renew(page: Page) -> None:
    await declared(page)
    await button(page, re.compile("^Renouveler le secret")).first.click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def revoked(page: Page) -> None:
    await declared(page)
    await button(page, re.compile("^Révoquer")).first.click()
    await button(page.get_by_role("dialog"), "Révoquer").click()
    await expect(page.get_by_text("L’application est révoquée.")).to_be_visible()


async def one_application(page: Page) -> None:
    """The page of the application; what an earlier one left there is gone."""
    await declared(page)
    login = await page.locator("#login").inner_text()
    await page.get_by_role("link", name="Facturation Martin").first.click()
    await expect(page.get_by_role("heading", name="Codes interface")).to_be_visible()
    await expect(page.get_by_text(login, exact=True)).to_be_visible()


async def application_limited(page: Page) -> None:
    await one_application(page)
    await page.get_by_label("Adresses IP ou réseaux").fill("192.0.2.0/24")
    await button(page, "Enregistrer les adresses").click()
    await expect(page.get_by_text("Les adresses autorisées sont enregistrées.")).to_be_visible()


async def application_with_a_wrong_address(page: Page) -> None:
    await one_application(page)
    await page.get_by_label("Adresses IP ou réseaux").fill("chez moi")
    await button(page, "Enregistrer les adresses").click()
    await expect(page.get_by_text("n’est ni une adresse IP ni un réseau")).to_be_visible()


async def about_to_suspend(page: Page) -> None:
    await one_application(page)
    await button(page, "Suspendre").click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def suspended(page: Page) -> None:
    await about_to_suspend(page)
    await button(page.get_by_role("dialog"), "Suspendre").click()
    await expect(page.get_by_text("L’application est suspendue")).to_be_visible()


async def _give_certificate(page: Page, name: str, content: bytes) -> None:
    await go("/structure/raccordement", page)
    file = given.new_folder() / name
    file.write_bytes(content)
    await Mouse(page).give(button(page, "Choisir un certificat"), file)


async def certified(page: Page) -> None:
    """A certificate in force."""
    await _give_certificate(page, "facturation.pem", pem(make_certificate(datetime.now(UTC))))
    await expect(page.get_by_text("Certificat valide, date de fin de validité")).to_be_visible()


async def private_key_given(page: Page) -> None:
    """The private key, sent by mistake."""
    key = next(iter(private_keys(make_certificate(datetime.now(UTC), kind="own")).values()))
    await _give_certificate(page, "facturation.key", key)
    await expect(page.get_by_text("Ce fichier contient une clé privée.")).to_be_visible()


async def certificate_about_to_be_taken_off(page: Page) -> None:
    await certified(page)
    await button(page, "Retirer le certificat").click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def about_to_reset(page: Page) -> None:
    await one_application(page)
    await button(page, "Remettre à zéro le bac à sable").click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def sandbox_reset(page: Page) -> None:
    await about_to_reset(page)
    await button(page.get_by_role("dialog"), "Remettre à zéro le bac à sable").click()
    await expect(page.get_by_text("Le bac à sable est remis à zéro.")).to_be_visible()


async def edi_declared(page: Page) -> None:
    """An EDI raccordement."""
    await go(EDI, page)
    declare = button(page, "Déclarer le raccordement EDI")
    await expect(declare.or_(page.get_by_role("heading", name="Codes interface"))).to_be_visible()
    if await declare.is_visible():
        await declare.click()
        await expect(page.get_by_text("Le raccordement est déclaré sous le code application")).to_be_visible()


async def edi_password(page: Page) -> None:
    """Its password, seen this once."""
    await edi_declared(page)
    first, again = button(page, "Créer un mot de passe"), button(page, "Renouveler le mot de passe")
    if await first.is_visible():
        await first.click()
    else:
        await again.click()
        await button(page.get_by_role("dialog"), "Renouveler le mot de passe").click()
    await expect(page.get_by_text("Le mot de passe est prêt")).to_be_visible()


async def edi_active(page: Page) -> None:
    """With a code and a password, activated."""
    await edi_password(page)
    await button(page, "C’est noté").click()
    await page.get_by_label("FSO1137A").check()
    await button(page, "Enregistrer les codes").click()
    await expect(page.get_by_text("Les codes interface sont enregistrés.")).to_be_visible()
    activate = button(page, "Activer")
    if await activate.is_visible():
        await activate.click()
        await expect(page.get_by_text("Le raccordement est activé")).to_be_visible()


async def edi_about_to_suspend(page: Page) -> None:
    await edi_active(page)
    await button(page, "Suspendre").click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def edi_wrong(page: Page) -> None:
    """A key that cannot be read."""
    await edi_declared(page)
    await page.get_by_label("Clé publique").fill("bonjour")
    await button(page, "Enregistrer la clé").click()
    await expect(page.get_by_text("Cette clé ne se lit pas.")).to_be_visible()


async def called(page: Page) -> None:
    """A program is declared and calls: once it finds what it asks for, once not."""
    await declared(page)
    client = [await page.locator(f"#{name}").inner_text() for name in ("login", "secret-value")]
    await opened(page)
    account = [await page.locator(f"#{name}").inner_text() for name in ("login", "secret-value")]
    await _call(page, client, account)
    await go("/structure/raccordement/journal", page)
    await expect(page.get_by_text("HTTP 200 · code 0").first).to_be_visible()


async def called_and_not_found(page: Page) -> None:
    await called(page)
    await go("/structure/raccordement/journal?recherche=introuvable-ici", page)
    await expect(page.get_by_text("Aucun résultat").first).to_be_visible()


async def one_call(page: Page) -> None:
    await called(page)
    await page.locator("tr", has_text="HTTP 200 · code 0").locator("a").first.click()
    await expect(page.get_by_role("heading", name="Réponse reçue")).to_be_visible()


async def about_to_replay(page: Page) -> None:
    await one_call(page)
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await button(page, "Rejouer").click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def replayed(page: Page) -> None:
    await about_to_replay(page)
    await button(page.get_by_role("dialog"), "Rejouer").click()
    await expect(page.get_by_role("heading", name="Rejoué depuis")).to_be_visible()


async def _call(page: Page, client: list[str], account: list[str]) -> None:
    """Asked by the test itself, as a program would: not by the page."""
    origin = page.url.partition("/structure")[0]
    form = {"grant_type": "client_credentials", "client_id": client[0], "client_secret": client[1]}
    async with httpx.AsyncClient(base_url=origin) as http:
        token = (await http.post("/api/oauth/token", data=form)).json()["access_token"]
        key = base64.b64encode(":".join(account).encode()).decode()
        headers = {"Authorization": f"Bearer {token}", "cpro-account": key}
        for asked in ({"structure": {"identifiantStructure": "20000001600010"}}, {"structure": {}, "parametres": 3}):
            await http.post("/cpro/structures/v1/rechercher", json=asked, headers=headers)
