"""The circuit of a piece of works: with its MOE, with its MOA, back with its supplier, associated."""

from collections.abc import Callable

import pytest

from chorus_app.flux.directory import ImportDirectory
from chorus_app.invoices import circuit, supplying
from chorus_app.invoices.acts import offered
from chorus_app.invoices.enums import DocumentKind, EventKind, InvoiceAct, RefusedFor, Scope, Status
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.queries import get_invoice
from chorus_app.invoices.service import Document
from chorus_app.invoices.supplying import Way
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import Conflict, Denied, Invalid, NotFound
from tests.flux.scenes import Cast
from tests.invoices.test_queries import numbers
from tests.invoices.to_validate import CONSULT, mona, row, structure, waiting

A, S = InvoiceAct, Status
BACK = (A.REFUSE_PIECE, A.ASK_MORE, A.ASK_ANOTHER_WAY, A.ADD)
PAPER = Document(DocumentKind.ATTACHMENT, "metre.pdf", "application/pdf", "a" * 64, 1200)


def piece(world: World, cast: Cast, cadre: str = "A4", number: str = "SIT-1", **changes: object) -> str:
    """A piece of works at the start of its circuit; its public id."""
    return waiting(world, cast, number, cadre=cadre, **changes)


def do(world: World, actor: int, act: Callable[..., Invoice], public_id: str, **said: object) -> Status:
    """Do it as this person; the status after."""
    invoice_id = row(world, public_id).id
    with world.transaction(actor_id=actor) as context:
        act(context, invoice_id=invoice_id, **said)
    return row(world, public_id).status


def may(world: World, actor: int, public_id: str) -> tuple[InvoiceAct, ...]:
    with world.reading(actor_id=actor) as context:
        return offered(context, public_id=public_id)


def told(world: World, actor: int, public_id: str) -> list[tuple[EventKind, str, str | None]]:
    with world.reading(actor_id=actor) as context:
        return [(one.kind, one.code, one.comment) for one in get_invoice(context, public_id=public_id).history]


@pytest.mark.parametrize(
    ("cadre", "moe", "moa"),
    [
        ("A4", BACK, ()),
        ("A10", (A.TAKE, A.FORWARD, *BACK), ()),
        ("A5", (), BACK),
        ("A6", (), (A.TREAT,)),
    ],
)
def test_piece_waits_for_whom_it_is_with(
    world: World, cast: Cast, cadre: str, moe: tuple[InvoiceAct, ...], moa: tuple[InvoiceAct, ...]
) -> None:
    public_id = piece(world, cast, cadre)
    one, reader = mona(world, cast), mona(world, cast, "rita", profile=CONSULT)
    assert (may(world, one, public_id), may(world, cast.buyer, public_id)) == (moe, moa)
    assert may(world, reader, public_id) == may(world, cast.alice, public_id) == ()
    with pytest.raises(NotFound):
        may(world, cast.charlie, public_id)


def test_subcontractors_piece_goes_from_the_moe_to_the_moa(world: World, cast: Cast) -> None:
    one, public_id = mona(world, cast), piece(world, cast, "A10")
    assert do(world, one, circuit.take, public_id, comment=" Vu. ") is S.PRISE_EN_COMPTE_MOE
    with pytest.raises(Conflict):
        do(world, one, circuit.take, public_id)
    assert do(world, one, circuit.pass_on, public_id) is S.TRANSMISE_MOA
    with pytest.raises(Denied):
        do(world, one, circuit.take, public_id)
    assert do(world, cast.buyer, circuit.take, public_id) is S.PRISE_EN_COMPTE_MOA
    with pytest.raises(Conflict):
        do(world, cast.buyer, circuit.pass_on, public_id)
    assert [comment for _, _, comment in told(world, cast.alice, public_id)] == [None, None, "Vu.", None, None]
    assert numbers(world, cast.buyer, Scope.RECUES) == []


@pytest.mark.parametrize(("cadre", "after"), [("A4", S.REFUSEE_MOE), ("A5", S.REFUSEE_MOA)])
def test_refused_piece_says_why_and_ends(world: World, cast: Cast, cadre: str, after: Status) -> None:
    one, public_id = mona(world, cast), piece(world, cast, cadre)
    actor = one if cadre == "A4" else cast.buyer
    with pytest.raises(Invalid):
        do(world, actor, circuit.refuse, public_id, comment="  ")
    assert do(world, actor, circuit.refuse, public_id, comment="Marché soldé.") is after
    assert told(world, cast.alice, public_id)[-1][2] == "Autre motif, précisé en complément – Marché soldé."
    assert may(world, actor, public_id) == ()
    with pytest.raises(Conflict):
        do(world, actor, circuit.refuse, public_id, comment="Encore.")
    assert numbers(world, cast.buyer, Scope.RECUES) == []


def test_wrong_moe_is_corrected_by_the_supplier_and_the_circuit_begins_again(world: World, cast: Cast) -> None:
    one, public_id = mona(world, cast), piece(world, cast, "A10")
    said = {"comment": "Autre chantier.", "reason": RefusedFor.ERREUR_VALIDEUR}
    assert do(world, one, circuit.refuse, public_id, **said) is S.ERREUR_FOURNISSEUR_SUR_MOE
    assert may(world, cast.alice, public_id) == (A.CORRECT_VALIDEUR,)
    other = structure(world, cast.other)
    assert do(world, cast.alice, supplying.correct_valideur, public_id, valideur=other) is S.MISE_A_DISPOSITION_MOE
    assert row(world, public_id).valideur_id == cast.other
    with pytest.raises(NotFound):
        may(world, one, public_id)


def test_moe_that_took_the_piece_is_not_the_wrong_one(world: World, cast: Cast) -> None:
    one, public_id = mona(world, cast), piece(world, cast, "A10")
    do(world, one, circuit.take, public_id)
    with pytest.raises(Conflict, match="moe_not_wrong"):
        do(world, one, circuit.refuse, public_id, comment="Non.", reason=RefusedFor.ERREUR_VALIDEUR)


@pytest.mark.parametrize("cadre", ["A4", "A5", "A10"])
def test_completed_piece_goes_back_to_who_asked(world: World, cast: Cast, cadre: str) -> None:
    one, public_id = mona(world, cast), piece(world, cast, cadre)
    before, actor = row(world, public_id).status, cast.buyer if cadre == "A5" else one
    assert do(world, actor, circuit.ask_more, public_id, comment="Le métré, s’il vous plaît.") is S.A_COMPLETER
    assert may(world, cast.alice, public_id) == (A.COMPLETE,)
    assert may(world, actor, public_id) == ()
    assert numbers(world, cast.buyer, Scope.RECUES) == []
    assert do(world, cast.alice, supplying.complete, public_id, comment="Le voici.", files=[PAPER]) is before
    assert may(world, actor, public_id)[-1] is A.ADD


def test_piece_sent_another_way_begins_its_circuit_again(world: World, cast: Cast) -> None:
    one, public_id = mona(world, cast), piece(world, cast)
    assert do(world, one, circuit.ask_another_way, public_id) is S.EN_ATTENTE_RECYCLAGE_FOURNISSEUR
    assert may(world, cast.alice, public_id) == (A.RECYCLE,)
    invoice_id = row(world, public_id).id
    with world.transaction(actor_id=cast.alice) as context:
        directory = ImportDirectory(context)
        supplying.recycle(context, invoice_id=invoice_id, way=Way(contract="TRX-2"), directory=directory)
    after = row(world, public_id)
    assert (after.status, after.contract) == (S.A_ASSOCIER_MOE, "TRX-2")


def test_moe_adds_a_document_and_the_piece_stays(world: World, cast: Cast) -> None:
    one, public_id = mona(world, cast), piece(world, cast)
    with pytest.raises(Invalid):
        do(world, one, circuit.add, public_id, comment="")
    assert do(world, one, circuit.add, public_id, comment="Métré vérifié", files=[PAPER]) is S.A_ASSOCIER_MOE
    assert told(world, cast.alice, public_id)[-1] == (
        EventKind.COMPLEMENT,
        circuit.ADDED,
        "Métré vérifié – metre.pdf",
    )
    for stranger, error in ((cast.charlie, NotFound), (cast.alice, Denied)):
        with pytest.raises(error):
            do(world, stranger, circuit.add, public_id, comment="Moi aussi.")


def test_supplier_names_the_moe_of_a_piece_that_named_none(world: World, cast: Cast) -> None:
    one, public_id = mona(world, cast), piece(world, cast, valideur=None)
    assert may(world, cast.alice, public_id) == (A.CORRECT_VALIDEUR,)
    with pytest.raises(NotFound):
        may(world, one, public_id)
    moe = structure(world, cast.moe)
    assert do(world, cast.alice, supplying.correct_valideur, public_id, valideur=moe) is S.A_ASSOCIER_MOE
    assert may(world, one, public_id) == BACK
    assert numbers(world, one, Scope.TRAVAUX) == ["SIT-1"]
    assert told(world, cast.alice, public_id)[-1][1:] == ("AJOUT_MOE", moe.name)
    assert may(world, cast.alice, public_id) == ()


@pytest.mark.parametrize(
    ("cadre", "by", "associated"),
    [("A4", "moe", True), ("A4", "buyer", False), ("A5", "buyer", True), ("A5", "moe", False), ("A18", "moe", True)],
)
def test_next_piece_of_whom_it_is_with_associates_it(
    world: World, cast: Cast, cadre: str, by: str, associated: bool
) -> None:
    public_id = piece(world, cast, cadre)
    invoice = row(world, public_id)
    structure_id = {"moe": cast.moe, "buyer": invoice.recipient_id}[by]
    with world.transaction() as context:
        circuit.associate(context, earlier=context.session.get_one(Invoice, invoice.id), structure_id=structure_id)
    assert (row(world, public_id).status is S.ASSOCIEE) is associated


def test_strangers_do_nothing(world: World, cast: Cast) -> None:
    public_id = piece(world, cast, "A10")
    for act in (circuit.take, circuit.pass_on, circuit.ask_another_way):
        with pytest.raises(NotFound):
            do(world, cast.charlie, act, public_id)
        with pytest.raises(Denied):
            do(world, cast.alice, act, public_id)
    assert row(world, public_id).status is S.MISE_A_DISPOSITION_MOE
