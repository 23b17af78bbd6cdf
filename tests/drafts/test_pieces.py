"""A piece of works follows an earlier one of its structure; nobody follows, or sees, what is not his."""

import pytest
from sqlmodel import select

from chorus_app.drafts import pieces, queries, service
from chorus_app.drafts.aftermath import after_sending
from chorus_app.drafts.enums import Answer, Manner, Step
from chorus_app.drafts.form import Form
from chorus_app.drafts.models import PieceLink
from chorus_app.drafts.pieces import Relation
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.models import Invoice
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import Invalid, NotFound
from chorus_app.structures.models import Structure
from tests.drafts.test_form import GOOD, RATES
from tests.drafts.test_service import PDF, acting, send
from tests.flux.scenes import Cast
from tests.test_statements import noted


def begun(world: World, cast: Cast, number: str, who: str = "alice", **answers: str) -> str:
    """A works draft of that number at its data."""
    told = {**GOOD, Answer.CADRE: "A6", Answer.NUMBER: number, **{Answer[name]: text for name, text in answers.items()}}
    beginning = service.Beginning(Manner.PDF, Form(told, RATES), world.files.put(PDF), "piece.pdf", 1)
    with acting(world, cast, who) as context:
        return service.begin(context, space=Space.TRAVAUX, beginning=beginning)


def sent(world: World, cast: Cast, number: str, who: str = "alice", **answers: str) -> str:
    """A works piece; its invoice's public id."""
    draft = begun(world, cast, number, who, **answers)
    with acting(world, cast, who) as context:
        service.save(context, public_id=draft, version=1, answers={}, step=Step.SUMMARY)
        return send(context, draft)


def offered(world: World, cast: Cast, draft: str, who: str = "alice") -> list[str]:
    with acting(world, cast, who) as context:
        return [one.number for one in pieces.offered(context, queries.find_draft(context, public_id=draft))]


def test_pieces_of_the_same_market_are_offered_first(world: World, cast: Cast) -> None:
    sent(world, cast, "P-1", CONTRACT="M-1")
    sent(world, cast, "P-2", CONTRACT="M-2")
    sent(world, cast, "P-3")
    assert offered(world, cast, begun(world, cast, "P-4", CONTRACT="M-1")) == ["P-1", "P-3", "P-2"]
    assert offered(world, cast, begun(world, cast, "P-5")) == ["P-3", "P-2", "P-1"]


def test_piece_that_names_an_earlier_one_is_linked_to_it(world: World, cast: Cast) -> None:
    first = sent(world, cast, "P-1")
    second = sent(world, cast, "P-2", PREVIOUS=first)
    with acting(world, cast) as context:
        assert [(how, one.number) for how, one in pieces.linked(context, public_id=second)] == [
            (Relation.PREVIOUS, "P-1")
        ]
        assert [(how, one.number) for how, one in pieces.linked(context, public_id=first)] == [
            (Relation.FOLLOWING, "P-2")
        ]


def test_piece_of_others_is_neither_offered_nor_followed(world: World, cast: Cast) -> None:
    mine, theirs = sent(world, cast, "P-1"), sent(world, cast, "X-1", "charlie")
    draft = begun(world, cast, "P-2")
    assert offered(world, cast, draft) == ["P-1"]
    for forged in (theirs, "inconnu"):
        with acting(world, cast) as context, pytest.raises(Invalid) as refused:
            service.save(context, public_id=draft, version=1, answers={Answer.PREVIOUS: forged})
        assert (refused.value.key, refused.value.field) == ("drafts.previous_unknown", Answer.PREVIOUS.value)
    for stored in (theirs, "inconnu"):  # as an older draft may hold it
        with acting(world, cast) as context, pytest.raises(Invalid):
            other = begun_with(world, cast, stored)
            service.save(context, public_id=other, version=1, answers={}, step=Step.SUMMARY)
            send(context, other)
    with acting(world, cast, "charlie") as context, pytest.raises(NotFound):
        pieces.linked(context, public_id=mine)
    with acting(world, cast) as context:
        assert context.session.exec(select(PieceLink)).all() == []


def begun_with(world: World, cast: Cast, previous: str) -> str:
    return begun(world, cast, f"P-{previous[:5]}", PREVIOUS=previous)


def test_simple_invoice_follows_nothing(world: World, cast: Cast) -> None:
    works = sent(world, cast, "P-1")
    with acting(world, cast) as context:
        draft = service.begin(context, space=Space.EMISES, beginning=service.Beginning(Manner.TYPED))
        with pytest.raises(Invalid):
            service.save(context, public_id=draft, version=1, answers={Answer.PREVIOUS: works})
        assert pieces.offered(context, queries.find_draft(context, public_id=draft)) == ()


def test_moe_follows_the_piece_of_the_titulaire(world: World, cast: Cast) -> None:
    """A15 of the MOE goes with the A4 that the titulaire sent it."""
    with world.transaction() as context:
        moe = context.session.get_one(Structure, cast.other)
        moe.is_moe, siret = True, moe.identifier
    first = sent(world, cast, "P-1", CADRE="A4", VALIDEUR=siret)
    second = sent(world, cast, "S-1", "charlie", CADRE="A15", PREVIOUS=first)
    with acting(world, cast, "charlie") as context:
        assert [one.number for _, one in pieces.linked(context, public_id=second)] == ["P-1"]
    with world.reading() as context:
        assert context.session.exec(select(Invoice.cadre).order_by(Invoice.id)).all() == ["A4", "A15"]  # type: ignore[arg-type]


def test_dossier_holds_the_whole_chain_as_far_as_one_may_open_it(world: World, cast: Cast) -> None:
    with world.transaction() as context:
        moe = context.session.get_one(Structure, cast.other)
        moe.is_moe, siret = True, moe.identifier
    first = sent(world, cast, "P-1", CADRE="A4", VALIDEUR=siret)
    second = sent(world, cast, "S-1", "charlie", CADRE="A15", PREVIOUS=first)
    third = sent(world, cast, "S-2", "charlie", CADRE="A16", PREVIOUS=second)
    alone = sent(world, cast, "P-2")

    def numbers(public_id: str, who: str = "charlie") -> list[str]:
        with acting(world, cast, who) as context:
            return [row.number for row in pieces.dossier(context, public_id=public_id)]

    assert [numbers(one) for one in (first, second, third)] == [["P-1", "S-1", "S-2"]] * 3
    assert numbers(first, "alice") == ["P-1"]  # those of the MOE go to the MOA
    assert numbers(alone, "alice") == ["P-2"]
    with pytest.raises(NotFound):
        numbers(second, "alice")


def test_dossier_asks_as_often_for_three_pieces_as_for_one(world: World, cast: Cast) -> None:
    alone, first = sent(world, cast, "P-0"), sent(world, cast, "P-1")
    last = sent(world, cast, "P-3", PREVIOUS=sent(world, cast, "P-2", PREVIOUS=first))

    def asked(public_id: str) -> tuple[int, int]:
        with noted(world) as statements, acting(world, cast) as context:
            found = pieces.dossier(context, public_id=public_id)
        return len(found), len(statements)

    (one, statements), three = asked(alone), asked(last)
    assert (one, three) == (1, (3, statements))


def test_after_sending_a_piece_it_is_said_whom_it_is_with(world: World, cast: Cast) -> None:
    with world.transaction() as context:
        moe = context.session.get_one(Structure, cast.other)
        moe.is_moe, siret, name = True, moe.identifier, moe.name
    told = []
    for cadre, valideur in (("A4", siret), ("A5", "")):
        draft = begun(world, cast, f"P-{cadre}", CADRE=cadre, VALIDEUR=valideur)
        with acting(world, cast) as context:
            service.save(context, public_id=draft, version=1, answers={}, step=Step.SUMMARY)
            send(context, draft)
            told.append(after_sending(context, public_id=draft)[1])
    assert [(line.stated.rpartition(".")[2], line.params["name"]) for line in told] == [
        ("moe", name),
        ("moa", "Ville de Démo"),
    ]
