"""The check of a file, by a visitor and by a member."""

from functools import partial

from tests.e2e.places.place import MOE, VISITOR, Place, at, on
from tests.e2e.ways import deposits, going

CHECK = "/verifier-une-facture"

PLACES: tuple[Place, ...] = (
    *at(VISITOR, CHECK),
    *on(
        CHECK,
        VISITOR,
        check_accepted=partial(deposits.checked, "accepted", CHECK),
        check_refused=partial(deposits.checked, "wrong", CHECK),
        check_by_the_standard=partial(deposits.checked, "accepted", f"{CHECK}?profil=en16931"),
        check_of_the_reform=partial(deposits.checked, "accepted", f"{CHECK}?profil=reforme-2026"),
        check_classic=partial(deposits.checked, "signed", CHECK),
        check_broken=partial(deposits.checked, "broken", CHECK),
    ),
    *on(CHECK, VISITOR, page_that_fails=going.fail_in_the_browser),
    *on(
        CHECK,
        MOE,
        check_accepted=partial(deposits.checked, "accepted", CHECK),
        too_many_checks=deposits.too_many_checks,
    ),
)
