"""Every page of the portal in each of its states, and how a person comes there."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Locator, Page, expect

from chorus_app.demo.accounts import BY_SLUG, PASSWORD
from tests.e2e import steps
from tests.e2e.hands import Mouse
from tests.e2e.papers import BUILDERS, WITH_ENGAGEMENT, works_facturx
from tests.makers.invoices import make_pdf

Way = Callable[[Page], Awaitable[None]]

VISITOR, MANAGER, SUPPLIER, UNATTACHED = "", "waiting_manager", "supplier_manager", "asking_user"


@dataclass(frozen=True)
class Place:
    """A state of the page of that route in PAGES, seen by that demo account."""

    name: str
    who: str
    route: str
    way: Way

    async def reach(self, page: Page) -> None:
        """Go there, until nothing is on its way any more."""
        await self.way(page)
        await settled(page)


async def settled(page: Page) -> None:
    await page.get_by_role("heading", level=1).first.wait_for()
    await expect(page.locator(".spinner, .skeleton")).to_have_count(0)


def told(page: Page) -> Locator:
    """Errors that the page tells."""
    return page.get_by_role("alert").filter(has_text=re.compile(r"\S"))


async def go(address: str, page: Page) -> None:
    await page.goto(address)
    await settled(page)


async def follow_first(address: str, page: Page) -> None:
    """The first row of a list."""
    await go(address, page)
    heading = await steps.title(page).inner_text()
    await page.get_by_role("table").get_by_role("row").nth(1).get_by_role("link").first.click()
    await expect(steps.title(page)).not_to_have_text(heading)


async def read_report(address: str, page: Page) -> None:
    await follow_first(address, page)
    await steps.link(page.get_by_role("main"), "Lire le compte-rendu").last.click()
    await expect(page.get_by_role("main")).to_contain_text("lu par vous")


async def press(address: str, name: str, page: Page) -> None:
    """A form sent as it stands, or a window opened."""
    await go(address, page)
    await page.get_by_role("button", name=re.compile(f"^{name}")).first.click()
    await expect(page.get_by_role("dialog").or_(told(page)).first).to_be_visible()


async def open_person_menu(page: Page) -> None:
    await go("/", page)
    await page.get_by_text("Menu de votre compte").locator("..").click()
    await expect(steps.button(page, "Se déconnecter")).to_be_visible()


async def open_first_mail(page: Page) -> None:
    await go("/boite-mail", page)
    await page.get_by_role("navigation", name="Mails reçus").get_by_role("link").first.click()
    await page.get_by_role("article").wait_for()


async def sign_up_sent(page: Page) -> None:
    await steps.sign_up(Mouse(page), steps.somebody("Anne", "Petit"))


async def sign_in_refused(page: Page) -> None:
    await go("/connexion", page)
    await page.get_by_label("Adresse mail de connexion").fill("personne@exemple.test")
    await page.get_by_label("Mot de passe").fill("un mot de passe faux")
    await steps.button(page.get_by_role("main"), "Se connecter").click()
    await expect(told(page).first).to_be_visible()


async def part_of_window(name: str, page: Page) -> None:
    await go("/", page)
    if await page.get_by_role("dialog").count():  # it stays open when the page is loaded again
        await steps.close_window(Mouse(page))
    await steps.button(page, "Choisir une structure").click()
    await page.get_by_role("dialog").get_by_role("button", name=re.compile(f"^{name}")).click()
    await steps.button(page.get_by_role("dialog"), "Retour au choix").wait_for()


async def search_structure(page: Page) -> None:
    await go("/rattachement/demander", page)
    await page.get_by_label("SIRET ou nom de la structure").fill("montclair")
    await steps.button(page.get_by_role("main"), "Chercher").click()
    await steps.button(page, "Ajouter Ville de Montclair").click()
    await steps.button(page, "Envoyer la demande").wait_for()


async def judged(kind: str, page: Page) -> None:
    """The deposit page with a file that is accepted, rejected, or classic."""
    await go("/factures-de-travaux/deposer", page)
    with TemporaryDirectory() as folder:
        file = _file(Path(folder), kind)
        await Mouse(page).give(steps.button(page, "Choisir un fichier"), file)
        await expect(page.get_by_role("heading", name=file.name)).to_be_visible(timeout=steps.WAIT_MS)
        await expect(page.get_by_role("main").locator(".badge").first).to_be_visible(timeout=steps.WAIT_MS)


def _file(folder: Path, kind: str) -> Path:
    if kind == "classic":
        file = folder / "classique.pdf"
        file.write_bytes(make_pdf())
        return file
    changes: dict[str, object] = {"buyer": WITH_ENGAGEMENT} if kind == "rejected" else {}
    return works_facturx(folder, f"VU-{kind[:3]}", BUILDERS, **changes)


def at(who: str, *routes: str) -> list[Place]:
    return [Place(route, who, route, partial(go, route)) for route in routes]


REPORT = "/suivi-des-flux/[flux_id]/compte-rendu"
ONE_FLUX = "/suivi-des-flux/[flux_id]"
WORKS = "/factures-de-travaux/deposer"

PLACES: tuple[Place, ...] = (
    *at(
        VISITOR,
        "/",
        "/connexion",
        "/creer-un-compte",
        "/documentation/creer-un-compte",
        "/activation",
        "/reinitialisation",
        "/renvoyer-le-lien",
        "/mot-de-passe-oublie",
        "/boite-mail",
        "/aide",
        "/documentation/pdf-classique",
        "/documentation/lettre-editeur",
        "/notes-de-version",
        "/accessibilite",
        "/factures-emises",
    ),
    Place("sign-in refused", VISITOR, "/connexion", sign_in_refused),
    Place("sign-up with errors", VISITOR, "/creer-un-compte", partial(press, "/creer-un-compte", "Créer mon compte")),
    Place("sign-up sent", VISITOR, "/creer-un-compte", sign_up_sent),
    Place("a mail", VISITOR, "/boite-mail", open_first_mail),
    Place("unknown link", VISITOR, "/activation", partial(go, "/activation?jeton=inconnu")),
    *at(
        SUPPLIER,
        "/",
        "/factures-emises",
        "/factures-de-travaux",
        "/factures-emises/deposer",
        WORKS,
        "/suivi-des-flux",
        "/rattachement",
        "/aide",
    ),
    Place("person's menu", SUPPLIER, "/", open_person_menu),
    Place("nothing found", SUPPLIER, "/factures-emises", partial(go, "/factures-emises?recherche=introuvable")),
    Place("an invoice", SUPPLIER, "/factures/[invoice]", partial(follow_first, "/factures-emises")),
    Place("a works invoice", SUPPLIER, "/factures/[invoice]", partial(follow_first, "/factures-de-travaux")),
    Place("no such invoice", SUPPLIER, "/factures/[invoice]", partial(go, "/factures/inconnue")),
    Place("a flux integrated", SUPPLIER, ONE_FLUX, partial(follow_first, "/suivi-des-flux?etat=integre")),
    Place("a flux rejected", SUPPLIER, ONE_FLUX, partial(follow_first, "/suivi-des-flux?etat=rejete")),
    Place("no such flux", SUPPLIER, ONE_FLUX, partial(go, "/suivi-des-flux/inconnu")),
    Place("a good report", SUPPLIER, REPORT, partial(read_report, "/suivi-des-flux?etat=integre")),
    Place("a bad report", SUPPLIER, REPORT, partial(read_report, "/suivi-des-flux?etat=rejete")),
    Place("file accepted", SUPPLIER, WORKS, partial(judged, "accepted")),
    Place("file rejected", SUPPLIER, WORKS, partial(judged, "rejected")),
    Place("file classic", SUPPLIER, WORKS, partial(judged, "classic")),
    *at(MANAGER, "/", "/approbation"),
    Place("refusal", MANAGER, "/approbation", partial(press, "/approbation", "Refuser")),
    *at(
        UNATTACHED,
        "/",
        "/factures-emises",
        "/suivi-des-flux",
        "/rattachement",
        "/rattachement/creer",
        "/rattachement/demander",
        "/rattachement/demandes",
        "/approbation",
    ),
    Place("window", UNATTACHED, "/", partial(press, "/", "Choisir une structure")),
    Place("window: create", UNATTACHED, "/", partial(part_of_window, "Créer une nouvelle structure")),
    Place("window: ask", UNATTACHED, "/", partial(part_of_window, "Demander un rattachement")),
    Place("window: requests", UNATTACHED, "/", partial(part_of_window, "Consulter mes demandes")),
    Place("structures found", UNATTACHED, "/rattachement/demander", search_structure),
    Place(
        "structure with errors",
        UNATTACHED,
        "/rattachement/creer",
        partial(press, "/rattachement/creer", "Créer la structure"),
    ),
)
PEOPLE = (VISITOR, SUPPLIER, MANAGER, UNATTACHED)


async def enter(page: Page, who: str) -> None:
    """Sign in as that demo account, and put the window of the first sign-in away."""
    if who == VISITOR:
        return
    hand = Mouse(page)
    await steps.enter(hand, BY_SLUG[who].email, PASSWORD)
    if not BY_SLUG[who].memberships:
        await steps.close_window(hand)
