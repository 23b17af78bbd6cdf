"""The raccordements: applications, their calls, EDI."""

from functools import partial

from tests.e2e.places.place import MANAGER, SEVERAL, SUPPLIER, Place, at, on
from tests.e2e.ways import raccordement
from tests.e2e.ways.going import go, press

RACCORDEMENT = "/structure/raccordement"
CALLS = f"{RACCORDEMENT}/journal"
ONE_CALL = f"{CALLS}/[call]"
ONE_APPLICATION = f"{RACCORDEMENT}/application/[application]"
EDI = f"{RACCORDEMENT}/edi"

PLACES: tuple[Place, ...] = (
    *at(SUPPLIER, RACCORDEMENT),
    *at(SEVERAL, RACCORDEMENT, CALLS),
    *at(SUPPLIER, CALLS),
    *on(
        CALLS,
        SUPPLIER,
        calls_of_a_program=raccordement.called,
        calls_that_none_fits=raccordement.called_and_not_found,
    ),
    *on(
        ONE_CALL,
        SUPPLIER,
        one_call=raccordement.one_call,
        call_about_to_be_made_again=raccordement.about_to_replay,
        call_made_again=raccordement.replayed,
        no_such_call=partial(go, f"{CALLS}/inconnu"),
    ),
    *on(
        RACCORDEMENT,
        SUPPLIER,
        application_declared=raccordement.declared,
        technical_account_opened=raccordement.opened,
        secret_about_to_be_renewed=raccordement.about_to_renew,
        application_revoked=raccordement.revoked,
        certificate_in_force=raccordement.certified,
        private_key_by_mistake=raccordement.private_key_given,
        certificate_about_to_be_taken_off=raccordement.certificate_about_to_be_taken_off,
        application_without_a_name=partial(press, RACCORDEMENT, "Déclarer l’application"),
    ),
    *on(
        ONE_APPLICATION,
        SUPPLIER,
        one_application=raccordement.one_application,
        application_limited=raccordement.application_limited,
        application_with_a_wrong_address=raccordement.application_with_a_wrong_address,
        application_about_to_be_suspended=raccordement.about_to_suspend,
        application_suspended=raccordement.suspended,
        application_about_to_be_reset=raccordement.about_to_reset,
        application_reset=raccordement.sandbox_reset,
        no_such_application=partial(go, f"{RACCORDEMENT}/application/inconnue"),
    ),
    *at(SEVERAL, EDI),
    *at(SUPPLIER, EDI),
    *on(
        EDI,
        MANAGER,
        edi_not_declared=partial(go, EDI),
        edi_declared=raccordement.edi_declared,
        edi_active=raccordement.edi_active,
        edi_password_shown=raccordement.edi_password,
        edi_with_wrong_values=raccordement.edi_wrong,
        edi_about_to_be_suspended=raccordement.edi_about_to_suspend,
    ),
)
