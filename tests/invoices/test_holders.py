"""Those who act for the MOE or the MOA are told of a piece that comes to it, and how many wait."""

import pytest

from chorus_app.flux.directory import ImportDirectory
from chorus_app.invoices import circuit, supplying
from chorus_app.invoices.acts import works_to_answer
from chorus_app.invoices.enums import RefusedFor, Scope, Side
from chorus_app.invoices.lists import count_by_status
from chorus_app.invoices.service import Accepted, Origin, integrate_all
from chorus_app.invoices.supplying import Way
from chorus_app.kernel.context import World
from chorus_app.structures.enums import Space
from chorus_app.structures.models import Membership, MembershipProfile
from tests.factories import sent_mails
from tests.flux.scenes import Cast
from tests.invoices.test_circuit import do, piece
from tests.invoices.test_to_validate import told
from tests.invoices.to_validate import CONSULT, MODIFY, VALIDEUR, mona, structure
from tests.makers.invoices import make_invoice
from tests.test_statements import noted

WHAT = "la pièce de travaux SIT-1 de Maçonnerie Démo"


def came(world: World, actor: int) -> list[str]:
    """What this person was told of pieces that came, newest first."""
    return [what for _, what in told(world, actor) if "pièce" in what]


def test_moe_is_told_of_a_piece_that_comes_and_nobody_else(world: World, cast: Cast) -> None:
    one = mona(world, cast, space=Space.FACTURES_DE_TRAVAUX)
    others = (
        mona(world, cast, "rita", profile=CONSULT),
        mona(world, cast, "vera", space=Space.FACTURES_A_VALIDER),
        cast.alice,
        cast.buyer,
        cast.charlie,
    )
    public_id = piece(world, cast)
    assert told(world, one) == [(f"/factures/{public_id}", WHAT)]
    assert [told(world, actor) for actor in others] == [[]] * 5
    assert [mail.subject for mail in sent_mails(world)] == [f"À traiter : {WHAT}"]


def test_piece_that_changes_hands_or_comes_back_is_told_again(world: World, cast: Cast) -> None:
    one, public_id = mona(world, cast), piece(world, cast, "A10")
    do(world, one, circuit.ask_more, public_id, comment="Le métré.")
    do(world, cast.alice, supplying.complete, public_id, comment="Voici.")
    assert came(world, one) == [WHAT] * 2
    do(world, one, circuit.take, public_id)
    assert (came(world, one), came(world, cast.buyer)) == ([WHAT] * 2, [])
    do(world, one, circuit.pass_on, public_id)
    do(world, cast.buyer, circuit.take, public_id)
    assert (came(world, one), came(world, cast.buyer)) == ([WHAT] * 2, [WHAT])


def test_piece_sent_another_way_or_to_another_moe_is_told(world: World, cast: Cast) -> None:
    one, public_id = mona(world, cast), piece(world, cast)
    do(world, one, circuit.ask_another_way, public_id)
    with world.reading() as context:
        directory = ImportDirectory(context)
        do(world, cast.alice, supplying.recycle, public_id, way=Way(contract="M-2"), directory=directory)
    assert came(world, one) == [WHAT] * 2
    do(world, one, circuit.refuse, public_id, comment="Non.", reason=RefusedFor.ERREUR_VALIDEUR)
    do(world, cast.alice, supplying.correct_valideur, public_id, valideur=structure(world, cast.other))
    assert (came(world, one), came(world, cast.charlie)) == ([WHAT] * 2, [WHAT])


def test_moe_that_is_named_later_is_told(world: World, cast: Cast) -> None:
    one, public_id = mona(world, cast), piece(world, cast, valideur=None)
    assert came(world, one) == []
    do(world, cast.alice, supplying.correct_valideur, public_id, valideur=structure(world, cast.moe))
    assert came(world, one) == [WHAT]


def works(world: World, cast: Cast, *numbers: int, cadre: str = "A4") -> None:
    """Pieces that come at once, deposited by Alice."""
    with world.transaction() as context:
        origin = ("CPP0011117000000000000001", "FSO1137A", "EDI", cast.alice, context.now())
        integrate_all(
            context,
            [
                Accepted(
                    make_invoice(number=f"SIT-{number}", cadre=cadre, valideur=VALIDEUR), Origin(*origin, number), []
                )
                for number in numbers
            ],
        )


@pytest.mark.parametrize(("cadre", "filtered"), [("A4", "CHEZ_LA_MOE"), ("A5", "CHEZ_LA_MOA")])
def test_several_pieces_at_once_are_told_at_once(world: World, cast: Cast, cadre: str, filtered: str) -> None:
    actor = mona(world, cast) if cadre == "A4" else cast.buyer
    works(world, cast, 1, 2, 3, cadre=cadre)
    assert told(world, actor) == [(f"/factures-de-travaux?statut={filtered}", "3 pièces de travaux")]


def test_telling_of_many_pieces_asks_as_often_as_of_few(world: World, cast: Cast) -> None:
    mona(world, cast)
    with noted(world) as few:
        works(world, cast, 1, 2)
    with noted(world) as many:
        works(world, cast, *range(3, 23))
    own = [
        sum(not statement.startswith("INSERT INTO chorus_invoice (") for statement in asked) for asked in (few, many)
    ]
    assert own[0] == own[1]


def test_who_sends_a_piece_to_his_own_structure_is_not_told(world: World, cast: Cast) -> None:
    """Alice acts for the supplier and for the MOE."""
    with world.transaction() as context:
        membership = Membership(user_id=cast.alice, structure_id=cast.moe, since=context.now())
        context.session.add(membership)
        context.session.flush()
        context.session.add(MembershipProfile(membership_id=membership.id, profile=MODIFY, granted_at=context.now()))
    one = mona(world, cast)
    works(world, cast, 1)
    assert (came(world, cast.alice), came(world, one)) == ([], [WHAT])


def test_works_wait_for_each_side_by_itself(world: World, cast: Cast) -> None:
    one, reader = mona(world, cast), mona(world, cast, "rita", profile=CONSULT)
    piece(world, cast, "A4", "SIT-1")
    asked = piece(world, cast, "A10", "SIT-2")
    piece(world, cast, "A5", "SIT-3")
    do(world, one, circuit.ask_more, asked, comment="Le métré.")

    def waits(actor: int, structure_id: int) -> dict[Side, int]:
        with world.reading(actor_id=actor, structure_id=structure_id) as context:
            return works_to_answer(context, listed=count_by_status(context, scope=Scope.TRAVAUX))

    assert waits(one, cast.moe) == {Side.MOE: 1}
    assert waits(cast.buyer, cast.recipient) == {Side.MOA: 1}
    assert waits(cast.alice, cast.supplier) == {Side.SUPPLIER: 1}
    assert waits(reader, cast.moe) == waits(cast.charlie, cast.other) == waits(cast.charlie, cast.moe) == {}
