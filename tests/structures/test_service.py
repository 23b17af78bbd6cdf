"""Creating a structure, finding one."""

import pytest
from sqlmodel import select

from chorus_app.kernel.context import World
from chorus_app.kernel.errors import Invalid, InvalidForm, SignInRequired
from chorus_app.kernel.paging import PageRequest
from chorus_app.structures import perms, queries
from chorus_app.structures.enums import Profile, StructureKind
from chorus_app.structures.errors import StructureExists
from chorus_app.structures.models import Structure
from chorus_app.structures.people import person
from chorus_app.structures.queries import Standing
from chorus_app.structures.service import create_structure
from tests.factories import make_member, make_request, make_structure, make_user

FORM = {
    "identifier_type": "SIRET",
    "identifier": "732 829 320 00074",
    "name": "  Béton \u202e& Cie ",
    "address": "1 rue du Port",
    "postcode": "69 001",
    "city": "Lyon",
}


def create(world: World, actor_id: int | None, **changes: str) -> Structure:
    with world.transaction(actor_id=actor_id) as context:
        return create_structure(context, **{**FORM, **changes})


def found(world: World, actor_id: int, text: str) -> list[tuple[str, Standing]]:
    with world.reading(actor_id=actor_id) as context:
        return [(row.name, row.standing) for row in queries.search_structures(context, text=text).rows]


def test_creator_is_main_manager_and_may_deposit_at_once(world: World) -> None:
    alice, charlie = make_user(world), make_user(world, "charlie")
    structure = create(world, alice.id)
    assert (structure.identifier, structure.name, structure.name_key) == ("73282932000074", "Béton & Cie", "beton cie")
    assert (structure.kind, structure.postcode, structure.country) == (StructureKind.PRIVEE, "69001", "FR")
    with world.reading(actor_id=alice.id) as context:
        assert perms.is_attached(context)
        assert perms.may_manage(context, structure_id=structure.id)
        assert perms.may_deposit(context, structure_id=structure.id)
        assert perms.may_read_invoices(context, structure_id=structure.id)
        seen = person(context, user_id=alice.id)
    assert seen is not None
    [attachment] = seen.attachments
    assert attachment.main_manager
    assert attachment.profiles == {Profile.ORGANISATION_MODIFICATION, Profile.FACTURATION_MODIFICATION}
    with world.reading(actor_id=charlie.id) as context:
        assert not perms.is_attached(context)
        assert not perms.may_manage(context, structure_id=structure.id)
        assert not perms.may_deposit(context, structure_id=structure.id)
        assert not perms.may_read_invoices(context, structure_id=structure.id)


def test_identifier_that_exists_is_not_created_twice_however_written(world: World) -> None:
    alice, charlie = make_user(world), make_user(world, "charlie")
    structure = create(world, alice.id)
    with pytest.raises(StructureExists) as refused:
        create(world, charlie.id, identifier="73282932000074", name="Other")
    assert (refused.value.public_id, refused.value.name) == (structure.public_id, "Béton & Cie")
    assert refused.value.field == "identifier"
    with world.reading(actor_id=charlie.id) as context:
        assert len(context.session.exec(select(Structure)).all()) == 1
        assert not perms.is_attached(context)


def test_same_number_of_another_type_is_another_structure(world: World) -> None:
    alice = make_user(world)
    create(world, alice.id)
    other = create(world, alice.id, identifier_type="AUTRE", identifier="73282932000074")
    assert other.identifier_type == "AUTRE"


def test_errors_stand_beside_their_fields(world: World) -> None:
    alice = make_user(world)
    with pytest.raises(InvalidForm) as refused:
        create(world, alice.id, identifier="732829320", name="…", postcode="6900")
    assert [(error.field, error.key) for error in refused.value.errors] == [
        ("identifier", "identifiers.siret_shape"),
        ("name", "structures.create.name_missing"),
        ("postcode", "structures.create.postcode"),
    ]
    with pytest.raises(InvalidForm) as refused:
        create(world, alice.id, identifier_type="SIREN", city="x" * 101)
    assert [(error.field, error.key) for error in refused.value.errors] == [
        ("identifier_type", "structures.create.type_missing"),
        ("city", "structures.create.too_long"),
    ]


def test_country_follows_the_identifier(world: World) -> None:
    alice = make_user(world)
    made = [
        create(world, alice.id, identifier_type=kind, identifier=value, postcode="98 800 x").country
        for kind, value in (
            ("UE_HORS_FRANCE", "BE0429958042"),
            ("HORS_UE", "KRSAMSUNGMOBILEPHO"),
            ("RIDET", "1234567890"),
            ("TAHITI", "123456001"),
        )
    ]
    assert made == ["BE", "KR", "NC", "PF"]


def test_nobody_creates_nothing(world: World) -> None:
    with pytest.raises(SignInRequired):
        create(world, None)


def test_search_by_siret_and_by_words_without_accents(world: World) -> None:
    alice = make_user(world)
    make_structure(world, "Mairie de Saint-Étienne", identifier="21420218400017")
    make_structure(world, "Mairie de Lyon", identifier="21690123100011")
    free = Standing.FREE
    assert found(world, alice.id, "mairie ETIENNE") == [("Mairie de Saint-Étienne", free)]
    assert found(world, alice.id, "  Mai ") == [("Mairie de Lyon", free), ("Mairie de Saint-Étienne", free)]
    assert found(world, alice.id, "216 901 231 00011") == [("Mairie de Lyon", free)]
    assert found(world, alice.id, "21690123100012") == []


@pytest.mark.parametrize("text", ["", "ma", "%%%", "___", "\\\\\\", "a%b", "' --"])
def test_search_of_less_than_three_letters_refused(world: World, text: str) -> None:
    alice = make_user(world)
    make_structure(world)
    with pytest.raises(Invalid) as refused:
        found(world, alice.id, text)
    assert refused.value.key == "structures.search.too_short"


def test_wildcards_are_literal(world: World) -> None:
    alice = make_user(world)
    make_structure(world, "Béton 100% local")
    assert found(world, alice.id, "bet%zzz") == []
    assert found(world, alice.id, "b_tonnn") == []
    assert len(found(world, alice.id, "100% local")) == 1


def test_search_says_why_an_attachment_cannot_be_asked_for(world: World) -> None:
    alice = make_user(world)
    member = make_structure(world, "Ville A", identifier="1")
    asked = make_structure(world, "Ville B", identifier="2")
    make_structure(world, "Ville C", identifier="3", active=False)
    make_structure(world, "Ville D", identifier="4")
    make_member(world, alice, member)
    make_request(world, alice, asked)
    expected = [Standing.MEMBER, Standing.ASKED, Standing.INACTIVE, Standing.FREE]
    assert [stands for _, stands in found(world, alice.id, "ville")] == expected
    charlie = make_user(world, "charlie")
    assert [stands for _, stands in found(world, charlie.id, "ville")] == [
        Standing.FREE,
        Standing.FREE,
        Standing.INACTIVE,
        Standing.FREE,
    ]


def test_search_is_paged(world: World) -> None:
    alice = make_user(world)
    for number in range(7):
        make_structure(world, f"Ville {number}", identifier=str(number))
    with world.reading(actor_id=alice.id) as context:
        last = queries.search_structures(context, text="ville", page=PageRequest(page=3, size=3))
    assert ([row.name for row in last.rows], last.total, last.pages) == (["Ville 6"], 7, 3)


def test_search_needs_a_person(world: World) -> None:
    with world.reading() as context, pytest.raises(SignInRequired):
        queries.search_structures(context, text="ville")
