"""Files that are only checked: taken once, deleted at once, swept when nobody asks, and few at a time."""

from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from chorus_app.flux import verification
from chorus_app.flux.errors import Busy
from chorus_app.flux.verification import GIVES_WAY, KEEP, MOST_FILES, MOST_OF_ONE, arrival, forget_all, leave, taken
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import NotFound


def on_disk(world: World) -> list[Path]:
    return sorted((world.folder / "verification").rglob("*"))


def sent(world: World, owner: str = "alice", content: bytes = b"<a/>", name: str = "facture.xml") -> str:
    with arrival(world, owner=owner) as file:
        file.write_bytes(content)
        return leave(world, file, name=name)


def test_file_is_taken_with_its_name_and_deleted_at_the_end(world: World) -> None:
    with taken(world, token=sent(world, name="../Facture d’été.xml")) as file:
        assert (file.name, file.size, file.path.read_bytes()) == ("Facture d’été.xml", 4, b"<a/>")
    assert on_disk(world) == []


def test_token_opens_once(world: World) -> None:
    token = sent(world)
    with taken(world, token=token), pytest.raises(NotFound), taken(world, token=token):
        pass
    with pytest.raises(NotFound), taken(world, token=token):
        pass


@pytest.mark.parametrize("token", ["", "*", "?", "../..", "[a-z]*", "x" * 10_000, "\ud800"])
def test_guessed_token_opens_nothing(world: World, token: str) -> None:
    sent(world)
    with pytest.raises(NotFound), taken(world, token=token):
        pass
    assert len(on_disk(world)) == 3


def test_names_on_disk_do_not_tell_the_token(world: World) -> None:
    token = sent(world)
    assert not [path for path in on_disk(world) if token in str(path)]


def test_broken_arrival_and_broken_check_leave_nothing(world: World) -> None:
    with pytest.raises(OSError, match="cut"), arrival(world, owner="alice") as file:
        file.write_bytes(b"half")
        raise OSError("cut")
    with pytest.raises(OSError, match="dead"), taken(world, token=sent(world)):
        raise OSError("dead")
    assert on_disk(world) == []


def test_file_that_nobody_asks_for_is_swept_after_ten_minutes(world: World) -> None:
    token = sent(world)
    world.clock.move(KEEP - timedelta(seconds=1))
    assert verification.sweep(world) == 0
    world.clock.move(timedelta(seconds=1))
    with pytest.raises(NotFound), taken(world, token=token):
        pass
    assert on_disk(world) == []


def test_late_file_is_swept_when_another_one_comes(world: World) -> None:
    sent(world)
    world.clock.move(KEEP)
    with arrival(world, owner="bob"):
        assert [path.name.split("-")[0] for path in on_disk(world)] == ["coming"]


def test_nothing_outlives_the_server(world: World) -> None:
    sent(world)
    forget_all(world)
    assert on_disk(world) == []
    forget_all(world)


def test_one_sender_has_few_places(world: World) -> None:
    with ExitStack() as coming:
        for _ in range(MOST_OF_ONE):
            coming.enter_context(arrival(world, owner="alice"))
        with pytest.raises(Busy), arrival(world, owner="alice"):
            pass
        with arrival(world, owner="bob"):
            pass
    with arrival(world, owner="alice"):
        pass


def test_all_senders_together_have_ten_places(world: World) -> None:
    tokens = [sent(world, owner=str(number)) for number in range(MOST_FILES)]
    with pytest.raises(Busy), arrival(world, owner="charlie"):
        pass
    with taken(world, token=tokens[0]), pytest.raises(Busy), arrival(world, owner="charlie"):
        pass
    with arrival(world, owner="charlie"):
        pass


def test_file_that_its_page_did_not_ask_for_at_once_gives_way(world: World) -> None:
    for number in range(MOST_FILES):
        sent(world, owner=str(number))
    world.clock.move(GIVES_WAY)
    with arrival(world, owner="charlie"):
        pass
