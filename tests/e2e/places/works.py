"""A piece of works: what its MOE is asked and answers, the next piece of the file, what its supplier does then."""

from functools import partial

from tests.e2e.places.invoices import ONE_INVOICE
from tests.e2e.places.place import MOE, SUPPLIER, Place, on
from tests.e2e.ways import invoices

# Pieces of the demonstration: two that wait for their MOE, one that it answered, three that it gave back.
WAITING, TO_TAKE, ANSWERED = "SIT-93-GYMNASE", "SIT-08-GYMNASE", "SIT-01-GYMNASE"
TO_COMPLETE, TO_SEND_AGAIN, OF_WRONG_MOE = "SIT-96-GYMNASE", "SIT-97-GYMNASE", "SIT-98-GYMNASE"

PLACES: tuple[Place, ...] = (
    *on(
        ONE_INVOICE,
        MOE,
        piece_with_the_moe=partial(invoices.piece, WAITING),
        piece_of_a_file=partial(invoices.piece, ANSWERED),
        piece_to_take=partial(invoices.piece, TO_TAKE),
        taking_asked=partial(invoices.piece_answered, TO_TAKE, "Prendre en compte"),
        passing_on_asked=partial(invoices.piece_answered, TO_TAKE, "Transmettre à la MOA"),
        more_asked=partial(invoices.piece_answered, TO_TAKE, "Répondre autrement…"),
        more_asked_without_words=partial(invoices.piece_unanswered, WAITING),
        piece_refusal_asked=partial(invoices.piece_answered, TO_TAKE, "Répondre autrement…", choose="Refuser la pièce"),
        another_way_asked=partial(
            invoices.piece_answered, TO_TAKE, "Répondre autrement…", choose="Faire corriger l’envoi"
        ),
    ),
    *on("/factures-de-travaux/deposer", MOE, next_piece=partial(invoices.next_piece, WAITING)),
    *on(
        f"{ONE_INVOICE}/joindre",
        MOE,
        adding_to_a_piece=partial(invoices.act_on_piece, WAITING, "Joindre une pièce ou une précision"),
    ),
    *on(
        ONE_INVOICE,
        SUPPLIER,
        piece_to_complete=partial(invoices.piece, TO_COMPLETE),
        piece_of_the_wrong_moe=partial(invoices.piece, OF_WRONG_MOE),
    ),
    *on(
        f"{ONE_INVOICE}/completer",
        SUPPLIER,
        completing_a_piece=partial(invoices.act_on_piece, TO_COMPLETE, "Compléter la pièce"),
    ),
    *on(
        f"{ONE_INVOICE}/recycler",
        SUPPLIER,
        sending_a_piece_again=partial(invoices.act_on_piece, TO_SEND_AGAIN, "Corriger et renvoyer"),
    ),
    *on(
        f"{ONE_INVOICE}/valideur",
        SUPPLIER,
        correcting_the_moe=partial(invoices.act_on_piece, OF_WRONG_MOE, "Corriger la MOE"),
    ),
)
