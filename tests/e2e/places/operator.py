"""The operator's pages."""

from functools import partial

from tests.e2e.places.place import OPERATOR, Place, at, on
from tests.e2e.ways import operator
from tests.e2e.ways.going import go, press

PLACES: tuple[Place, ...] = (
    *at(
        OPERATOR,
        "/",
        "/exploitation",
        "/exploitation/demandes",
        "/exploitation/comptes",
        "/exploitation/structures",
        "/exploitation/annuaire",
        "/exploitation/journal",
    ),
    *on(
        "/exploitation/demandes",
        OPERATOR,
        every_request=partial(go, "/exploitation/demandes?attente=toutes"),
        approve_request=partial(press, "/exploitation/demandes?attente=toutes", "Approuver"),
    ),
    *on(
        "/exploitation/comptes",
        OPERATOR,
        disable_account=partial(press, "/exploitation/comptes", "Désactiver"),
        link_handed_out=operator.make_link,
    ),
    *on(
        "/exploitation/structures",
        OPERATOR,
        name_manager=partial(press, "/exploitation/structures", "Nommer un gestionnaire"),
        disable_structure=partial(press, "/exploitation/structures", "Désactiver"),
    ),
    *on(
        "/exploitation/annuaire",
        OPERATOR,
        directory_refused=partial(operator.send_directory, "wrong"),
        directory_ready=partial(operator.send_directory, "right"),
        directory_imported=operator.import_directory,
    ),
    *on(
        "/exploitation/journal",
        OPERATOR,
        journal_narrowed=partial(go, "/exploitation/journal?personne=olivia&du=2026-01-01"),
        no_such_act=partial(go, "/exploitation/journal?recherche=introuvable"),
    ),
)
