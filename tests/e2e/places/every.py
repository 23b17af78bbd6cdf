"""All of them, in the order in which a person visits his own."""

from tests.e2e.places import (
    account,
    bank_details,
    checking,
    drafts,
    flux,
    home,
    invoices,
    operator,
    people,
    raccordement,
    structure,
    visitors,
    works,
)
from tests.e2e.places.place import Place

PLACES: tuple[Place, ...] = (
    *visitors.PLACES,
    *checking.PLACES,
    *home.PLACES,
    *account.PLACES,
    *invoices.PLACES,
    *works.PLACES,
    *flux.PLACES,
    *raccordement.PLACES,
    *bank_details.PLACES,
    *structure.PLACES,
    *drafts.PLACES,
    *operator.PLACES,
    *people.PLACES,
)
PEOPLE = tuple(dict.fromkeys(place.who for place in PLACES))
