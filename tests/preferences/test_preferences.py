"""Searches under a name and chosen columns: each person has his own."""

import pytest

from chorus_app.kernel.context import World
from chorus_app.kernel.errors import Conflict, Invalid, NotFound, SignInRequired
from chorus_app.preferences import queries, service
from chorus_app.preferences.models import LONGEST_NAME, LONGEST_QUERY
from chorus_app.preferences.queries import Kept, SavedView
from tests.factories import make_user

LIST, OTHER = "factures-emises", "factures-recues"


@pytest.fixture
def alice(world: World) -> int:
    return make_user(world, "alice").id


@pytest.fixture
def charlie(world: World) -> int:
    return make_user(world, "charlie").id


def kept(world: World, user: int, listing: str = LIST) -> Kept:
    with world.reading(actor_id=user) as context:
        return queries.kept(context, listing=listing)


def save(world: World, user: int, name: str, query: str = "tri=-number", listing: str = LIST) -> str:
    with world.transaction(actor_id=user) as context:
        service.save_search(context, listing=listing, name=name, query=query)
    return next(one.public_id for one in kept(world, user, listing).searches if one.query == query)


def test_search_is_kept_for_its_person_and_list_only(world: World, alice: int, charlie: int) -> None:
    saved = save(world, alice, " Rejetées \u202e du mois ", "statut=REJETEE&tri=-number")
    assert kept(world, alice).searches == (SavedView(saved, "Rejetées du mois", "statut=REJETEE&tri=-number", False),)
    assert kept(world, alice, OTHER) == kept(world, charlie) == Kept()


@pytest.mark.parametrize("name", ["", "  ", "…", "\u200b"])
def test_name_that_says_nothing_is_refused(world: World, alice: int, name: str) -> None:
    with pytest.raises(Invalid, match="no_name"):
        save(world, alice, name)


def test_names_and_searches_have_a_length(world: World, alice: int) -> None:
    with pytest.raises(Invalid, match="long_name"):
        save(world, alice, "x" * (LONGEST_NAME + 1))
    with pytest.raises(Invalid, match="too_long"):
        save(world, alice, "x", "x" * (LONGEST_QUERY + 1))


def test_same_name_is_refused_however_it_is_written(world: World, alice: int, charlie: int) -> None:
    save(world, alice, "Rejetées", "a=1")
    with pytest.raises(Conflict, match="same_name"):
        save(world, alice, "REJETEES", "a=2")
    save(world, alice, "Rejetées", listing=OTHER)
    save(world, charlie, "Rejetées")


def test_there_is_an_end_to_the_searches_of_a_list(world: World, alice: int) -> None:
    for number in range(service.MOST):
        save(world, alice, f"n{number}", f"a={number}")
    with pytest.raises(Conflict, match="too_many"):
        save(world, alice, "une de plus", "a=x")


def test_search_is_renamed_and_forgotten(world: World, alice: int) -> None:
    first, second = save(world, alice, "Un", "a=1"), save(world, alice, "Deux", "a=2")
    with world.transaction(actor_id=alice) as context:
        service.rename_search(context, public_id=first, name="UN")
    with pytest.raises(Conflict), world.transaction(actor_id=alice) as context:
        service.rename_search(context, public_id=first, name="deux")
    with world.transaction(actor_id=alice) as context:
        assert service.forget_search(context, public_id=second) == "Deux"
    assert [one.name for one in kept(world, alice).searches] == ["UN"]


def test_list_opens_with_one_search_at_most(world: World, alice: int) -> None:
    first, second = save(world, alice, "Un", "a=1"), save(world, alice, "Deux", "a=2")
    elsewhere = save(world, alice, "Ailleurs", "a=3", OTHER)

    def opens(public_id: str, wanted: bool = True) -> list[str]:
        with world.transaction(actor_id=alice) as context:
            service.open_with(context, public_id=public_id, wanted=wanted)
            return [queries.default_search(context, listing=name) for name in (LIST, OTHER)]

    assert opens(elsewhere) == ["", "a=3"]
    assert opens(first) == ["a=1", "a=3"]
    assert opens(second) == ["a=2", "a=3"]
    assert opens(second, wanted=False) == ["", "a=3"]


def test_searches_of_others_are_unknown(world: World, alice: int, charlie: int) -> None:
    saved = save(world, alice, "Un")
    for public_id in (saved, "inconnue"):
        with world.transaction(actor_id=charlie) as context:
            with pytest.raises(NotFound):
                service.rename_search(context, public_id=public_id, name="À moi")
            with pytest.raises(NotFound):
                service.forget_search(context, public_id=public_id)
            with pytest.raises(NotFound):
                service.open_with(context, public_id=public_id, wanted=True)
    assert [(one.name, one.is_default) for one in kept(world, alice).searches] == [("Un", False)]


def test_columns_and_chart_are_each_persons_own(world: World, alice: int, charlie: int) -> None:
    with world.transaction(actor_id=alice) as context:
        service.choose_columns(context, listing=LIST, columns=["number", "type"])
        service.show_chart(context, listing=LIST, shown=False)
    assert kept(world, alice) == Kept((), ("number", "type"), chart=False)
    assert kept(world, charlie) == kept(world, alice, OTHER) == Kept()
    with world.transaction(actor_id=alice) as context:
        service.choose_columns(context, listing=LIST, columns=None)
    assert kept(world, alice) == Kept(chart=False)


def test_nobody_keeps_nothing(world: World) -> None:
    with pytest.raises(SignInRequired), world.transaction() as context:
        service.save_search(context, listing=LIST, name="x", query="")
