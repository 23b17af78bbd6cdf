"""A structure, its services and its members."""

from functools import partial

from tests.e2e.places.place import MOA, READER, RECIPIENT, SUPPLIER, Place, at, on
from tests.e2e.ways import structure
from tests.e2e.ways.going import go, press

STRUCTURE = "/structure"
SERVICES, MEMBERS = f"{STRUCTURE}/services", f"{STRUCTURE}/membres"
ONE_SERVICE = f"{SERVICES}/[service]"

PLACES: tuple[Place, ...] = (
    *at(
        SUPPLIER,
        STRUCTURE,
        f"{STRUCTURE}/modifier",
        f"{STRUCTURE}/parametres",
        SERVICES,
        MEMBERS,
        f"{STRUCTURE}/historique",
    ),
    *on(f"{STRUCTURE}/modifier", SUPPLIER, structure_data_with_errors=structure.wrong_data),
    *at(MOA, STRUCTURE, f"{STRUCTURE}/modifier", f"{STRUCTURE}/parametres", SERVICES, f"{SERVICES}/ajouter", MEMBERS),
    *at(MOA, f"{STRUCTURE}/espaces"),
    *on(f"{STRUCTURE}/espaces", MOA, space_to_close=partial(press, f"{STRUCTURE}/espaces", "Désactiver")),
    *on(f"{SERVICES}/ajouter", MOA, service_with_errors=partial(press, f"{SERVICES}/ajouter", "Enregistrer")),
    *on(
        ONE_SERVICE,
        MOA,
        a_service=partial(structure.service, "VOIRIE"),
        a_service_put_out_of_use=partial(structure.service, "ARCHIVES"),
        no_such_service=partial(go, f"{SERVICES}/inconnu"),
    ),
    *on(
        f"{ONE_SERVICE}/modifier",
        MOA,
        service_being_changed=partial(structure.change_service, "VOIRIE"),
        service_changed_meanwhile=structure.service_changed_meanwhile,
    ),
    *on(SERVICES, MOA, no_service_found=partial(go, f"{SERVICES}?recherche=introuvable")),
    *on(
        f"{MEMBERS}/[member]",
        MOA,
        a_member=partial(structure.member, "Emma Roux"),
        a_profile_given=structure.give_profile,
        a_member_to_leave=structure.end_membership,
        no_such_member=partial(go, f"{MEMBERS}/inconnu"),
    ),
    *on(f"{STRUCTURE}/historique", MOA, history_of_a_structure=partial(go, f"{STRUCTURE}/historique")),
    *at(READER, STRUCTURE, SERVICES, MEMBERS, f"{STRUCTURE}/espaces"),
    *on(f"{MEMBERS}/[member]", READER, a_member_only_seen=partial(structure.member, "Claire Martin")),
    *at(RECIPIENT, STRUCTURE),
)
