"""What people do on every way through the portal."""

from tests.e2e.conftest import Visitor


async def sign_in(visitor: Visitor, email: str, password: str) -> None:
    """Fill in the sign-in page; returns once the person's name stands in the masthead."""
    await visitor.go("/connexion")
    await visitor.page.get_by_label("Adresse mail de connexion").fill(email)
    await visitor.page.get_by_label("Mot de passe", exact=True).fill(password)
    await visitor.page.locator("main form button[type=submit]").click()
    await visitor.page.locator(".person-menu").wait_for()


async def close_window(visitor: Visitor) -> None:
    """Put the window of the first sign-ins away."""
    window = visitor.page.locator("dialog[open]")
    await window.wait_for()
    await window.locator("[data-close]").click()
    await window.wait_for(state="detached")


async def ask_attachment(visitor: Visitor, structure: str) -> None:
    """Ask for the attachment to a structure, found by its name."""
    await visitor.go("/rattachement/demander")
    await visitor.page.get_by_label("SIRET ou nom de la structure").fill(structure)
    await visitor.page.get_by_role("button", name="Chercher", exact=True).click()
    await visitor.page.get_by_role("button", name=f"Ajouter {structure}").click()
    await visitor.page.get_by_role("button", name="Envoyer la demande").click()
    await visitor.page.locator("main .notice.success").wait_for()
