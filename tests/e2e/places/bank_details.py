"""The bank details of a structure."""

from functools import partial

from tests.e2e.places.place import MOE, RECIPIENT, SEVERAL, SUPPLIER, Place, at, on
from tests.e2e.ways import bank_details
from tests.e2e.ways.going import go, press

BANK_DETAILS = "/coordonnees-bancaires"
ONE_BANK_DETAIL = f"{BANK_DETAILS}/[bank_detail]"

PLACES: tuple[Place, ...] = (
    *at(SUPPLIER, BANK_DETAILS, f"{BANK_DETAILS}/ajouter"),
    *on(
        f"{BANK_DETAILS}/ajouter",
        SUPPLIER,
        bank_detail_with_errors=partial(press, f"{BANK_DETAILS}/ajouter", "Enregistrer"),
        bank_detail_by_rib=bank_details.new_rib,
    ),
    *on(
        ONE_BANK_DETAIL,
        SUPPLIER,
        a_bank_detail=partial(bank_details.one, "Compte courant"),
        a_bank_detail_by_rib=partial(bank_details.one, "Compte du chantier du gymnase"),
        a_bank_detail_of_a_factor=partial(bank_details.one, "Compte de l’affactureur"),
        bank_detail_to_delete=bank_details.delete,
        no_such_bank_detail=partial(go, f"{BANK_DETAILS}/inconnue"),
    ),
    *on(
        f"{ONE_BANK_DETAIL}/modifier",
        SUPPLIER,
        iban_being_changed=partial(bank_details.change, "Compte courant"),
        rib_being_changed=partial(bank_details.change, "Compte du chantier du gymnase"),
        bank_detail_changed_meanwhile=bank_details.changed_meanwhile,
        no_such_bank_detail_to_change=partial(go, f"{BANK_DETAILS}/inconnue/modifier"),
    ),
    *at(RECIPIENT, BANK_DETAILS, f"{BANK_DETAILS}/ajouter"),
    *at(MOE, BANK_DETAILS),
    *at(SEVERAL, BANK_DETAILS),
    *on(ONE_BANK_DETAIL, SEVERAL, bank_detail_only_seen=partial(bank_details.one, "Compte courant")),
)
