"""How people come to their structure: requests, approvals, a structure of one's own."""

from functools import partial

from tests.e2e.places.place import MANAGER, NEWCOMER, UNATTACHED, Place, at, on
from tests.e2e.ways import people
from tests.e2e.ways.going import go, press

TO_CREATE = "/rattachement/creer"
REQUESTS = "/rattachement/demandes"
KNOWN_SIRET = "90000001900019"
FREE_SIRET = "73282932000074"

PLACES: tuple[Place, ...] = (
    *on("/approbation", MANAGER, refusal=partial(press, "/approbation", "Refuser")),
    *at(
        UNATTACHED,
        "/",
        "/factures-emises",
        "/suivi-des-flux",
        "/rattachement",
        TO_CREATE,
        "/rattachement/demander",
        REQUESTS,
        "/approbation",
    ),
    *on(
        "/",
        UNATTACHED,
        window=partial(press, "/", "Choisir une structure"),
        window_create=partial(people.part_of_window, "Créer une nouvelle structure"),
        window_ask=partial(people.part_of_window, "Demander un rattachement"),
        window_requests=partial(people.part_of_window, "Consulter mes demandes"),
    ),
    *on(
        "/rattachement/justificatif",
        UNATTACHED,
        proof=people.open_proof,
        proof_refused=partial(people.send_proof, "none"),
        proof_sent=partial(people.send_proof, "classic"),
        proof_for_nothing=partial(go, "/rattachement/justificatif?demande=inconnue"),
    ),
    *on("/rattachement/demander", UNATTACHED, structures_found=people.search_structure),
    *on(TO_CREATE, UNATTACHED, structure_with_errors=partial(press, TO_CREATE, "Créer la structure")),
    *on(TO_CREATE, UNATTACHED, structure_exists=partial(people.create_structure, KNOWN_SIRET, "Bâtisseurs")),
    *at(NEWCOMER, REQUESTS),
    *on("/rattachement/demander", NEWCOMER, request_sent=partial(people.ask, "Montclair")),
    *on(REQUESTS, NEWCOMER, request_reminded=people.remind, request_cancelled=people.cancel_request),
    *on(TO_CREATE, NEWCOMER, structure_created=partial(people.create_structure, FREE_SIRET, "Menuiserie Blanc")),
    *at(NEWCOMER, "/", "/factures-emises", "/suivi-des-flux", "/approbation", "/aide", "/mes-habilitations"),
    *at(NEWCOMER, "/mon-compte/connexions", "/mon-compte/fermer"),
)
