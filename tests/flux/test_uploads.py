"""Files that wait for their deposit: seen by their sender only, forgotten after a day."""

from datetime import timedelta

import pytest

from chorus_app.flux import uploads
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import Conflict, Denied, NotFound, SignInRequired
from chorus_app.kernel.files import StoredFile
from tests.flux import scenes
from tests.flux.scenes import Cast


def send(world: World, by: int, content: bytes = b"<a/>", name: str = "facture.xml") -> str:
    stored = world.files.put(content)
    with world.transaction(actor_id=by) as context:
        return uploads.remember(context, stored=stored, name=name)


def test_sender_finds_the_file(world: World, cast: Cast) -> None:
    upload = send(world, cast.alice)
    with world.reading(actor_id=cast.alice) as context:
        found = uploads.find(context, upload=upload)
    assert (found.id, found.name, found.path.read_bytes()) == (upload, "facture.xml", b"<a/>")


@pytest.mark.parametrize("who", ["bob", "charlie"])
def test_file_of_another_person_is_unknown(world: World, cast: Cast, who: str) -> None:
    upload = send(world, cast.alice)
    with world.reading(actor_id=getattr(cast, who)) as context, pytest.raises(NotFound) as foreign:
        uploads.find(context, upload=upload)
    with world.reading(actor_id=cast.alice) as context, pytest.raises(NotFound) as unknown:
        uploads.find(context, upload="inconnu")
    assert foreign.value.key == unknown.value.key


def test_nobody_sends_a_file(world: World, cast: Cast) -> None:
    stored = world.files.put(b"a")
    with world.transaction() as context, pytest.raises(SignInRequired):
        uploads.remember(context, stored=stored, name="a.xml")
    assert cast.alice


def test_person_without_the_profile_sends_no_file(world: World, cast: Cast) -> None:
    with world.transaction() as context:
        dora = scenes.person(context, "dora")
    with pytest.raises(Denied):
        send(world, dora)
    assert cast.alice


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\dossier\\facture.pdf", "facture.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("fac\u202efdp.exe", "facfdp.exe"),
        ("😀.pdf", "😀.pdf"),
        ("", "fichier"),
    ],
)
def test_name_is_cleaned_and_never_used_on_disk(world: World, cast: Cast, given: str, shown: str) -> None:
    upload = send(world, cast.alice, name=given)
    with world.reading(actor_id=cast.alice) as context:
        found = uploads.find(context, upload=upload)
    assert (found.name, found.path) == (shown, world.files.path(found.stored.sha256))


def test_long_name_keeps_its_ending(world: World, cast: Cast) -> None:
    upload = send(world, cast.alice, name="é" * 400 + ".pdf")
    with world.reading(actor_id=cast.alice) as context:
        name = uploads.find(context, upload=upload).name
    assert (len(name) <= 80, name[-4:]) == (True, ".pdf")


def test_file_is_forgotten_after_a_day(world: World, cast: Cast) -> None:
    upload = send(world, cast.alice)
    path = world.files.path(world.files.put(b"<a/>").sha256)
    world.clock.move(timedelta(hours=24))
    with world.reading(actor_id=cast.alice) as context, pytest.raises(NotFound):
        uploads.find(context, upload=upload)
    with world.transaction() as context:
        assert uploads.forget_old(context) == 1
    assert not path.exists()


def test_bytes_that_a_flux_holds_stay(world: World, cast: Cast) -> None:
    send(world, cast.alice, b"held")
    scenes.put(world, cast, b"held", "FSO1130A")
    world.clock.move(timedelta(hours=25))
    with world.transaction() as context:
        uploads.forget_old(context)
    assert world.files.read(world.files.put(b"held").sha256) == b"held"


def test_bytes_that_were_swept_away_are_asked_again(world: World, cast: Cast) -> None:
    with world.transaction(actor_id=cast.alice) as context, pytest.raises(Conflict):
        uploads.remember(context, stored=StoredFile("0" * 64, 3), name="a.xml")
