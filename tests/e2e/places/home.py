"""The home page and the pages of the menu, as each member sees them; what stands on all of them."""

from functools import partial

from tests.e2e.places.place import MANAGER, MOA, MOE, READER, RECIPIENT, SEVERAL, SUPPLIER, Place, at, on
from tests.e2e.ways import account, going
from tests.e2e.ways.deposits import WORKS

PLACES: tuple[Place, ...] = (
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
    *on("/", SUPPLIER, menu_of_a_telephone=going.open_narrow_menu, persons_menu=going.open_person_menu),
    *on("/", SUPPLIER, sign_out_everywhere=account.open_everywhere),
    *on("/", SUPPLIER, search_found=partial(going.search_anywhere, "mont")),
    *on("/", SUPPLIER, search_found_nothing=partial(going.search_anywhere, "introuvable")),
    *at(SEVERAL, "/", "/factures-emises", "/factures-emises/deposer", "/suivi-des-flux", "/rattachement"),
    *at(MOE, "/", "/factures-a-valider", "/factures-de-travaux", "/factures-de-travaux/brouillons"),
    *at(MOA, "/", "/factures-emises", "/factures-de-travaux"),
    *at(RECIPIENT, "/", "/factures-emises", "/factures-recues", "/factures-de-travaux", "/suivi-des-flux"),
    *at(READER, "/", "/factures-de-travaux", WORKS, "/rattachement", "/mes-habilitations", "/notifications"),
    *at(MANAGER, "/", "/approbation", "/notifications", "/mon-compte"),
)
