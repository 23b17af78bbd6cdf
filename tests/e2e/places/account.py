"""The own account, its notifications and its habilitations."""

from functools import partial

from tests.e2e.places.place import READER, SUPPLIER, Place, at, on
from tests.e2e.ways import account, people
from tests.e2e.ways.going import go, press

PLACES: tuple[Place, ...] = (
    *at(
        SUPPLIER,
        "/mon-compte",
        "/mon-compte/mot-de-passe",
        "/mon-compte/adresses",
        "/mon-compte/connexions",
        "/mon-compte/notifications",
        "/mon-compte/fermer",
        "/notifications",
        "/mes-habilitations",
    ),
    *on(
        "/mon-compte/mot-de-passe",
        SUPPLIER,
        weak_new_password=account.weak_new_password,
        wrong_old_password=partial(press, "/mon-compte/mot-de-passe", "Changer mon mot de passe"),
    ),
    *on("/mon-compte/adresses", SUPPLIER, address_awaited=account.ask_address),
    *on(
        "/confirmer-une-adresse",
        SUPPLIER,
        address_to_confirm=account.address_to_confirm,
        address_confirmed=account.confirm_address,
        unknown_confirmation=partial(go, "/confirmer-une-adresse?lien=inconnu"),
    ),
    *on("/notifications", SUPPLIER, all_read=account.read_all),
    *on("/rattachement", SUPPLIER, leaving=partial(press, "/rattachement", "Quitter")),
    *on("/mon-compte/fermer", READER, close_account=partial(press, "/mon-compte/fermer", "Fermer mon compte")),
    *on("/mes-habilitations", READER, habilitation_asked=people.ask_habilitation),
)
